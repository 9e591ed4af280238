// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/cutting.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

constexpr SampleRate kRate{1000};  // The rule knows seconds only; a low rate keeps this quick.

std::vector<float> noise(std::size_t length) {
  Random random{1};
  std::vector<float> x(length);
  for (float& value : x) value = static_cast<float>(random.uniform(-0.5, 0.5));
  return x;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("cutting: audio of the longest allowed length stays whole") {
    const auto pieces = pieces_at_quiet_places(noise(15000), kRate, Seconds{15.0});
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0].first == SampleCount{0});
    CHECK(pieces[0].length == SampleCount{15000});
  }

  TEST_CASE("cutting: pieces of 15.001 s to 200 s cover the audio, each 0.3 to 1 x the longest") {
    for (std::size_t length :
         {15001U, 16000U, 23999U, 24001U, 30000U, 30001U, 45000U, 61234U, 120000U, 200000U}) {
      const auto pieces = pieces_at_quiet_places(noise(length), kRate, Seconds{15.0});
      CAPTURE(length);
      SampleCount next{0};
      for (const Piece& piece : pieces) {
        CHECK(piece.first == next);
        CHECK(piece.length >= SampleCount{4500});
        CHECK(piece.length <= SampleCount{15000});
        next = piece.first + piece.length;
      }
      CHECK(next == SampleCount{static_cast<std::int64_t>(length)});
    }
  }

  TEST_CASE("cutting: a 60 ms rest anywhere within 3 s of the even place is found") {
    for (std::size_t rest : {12100U, 14000U, 15000U, 17800U}) {
      auto x = noise(30000);  // three even pieces: the first place is 10000, then half of the rest
      std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(rest - 5000), 60, 0.0F);
      const auto pieces = pieces_at_quiet_places(x, kRate, Seconds{15.0});
      REQUIRE(pieces.size() >= 2);
      const auto cut = static_cast<std::size_t>(pieces[0].length.value());
      CAPTURE(rest);
      CHECK(cut >= rest - 5000);
      CHECK(cut <= rest - 5000 + 60);
    }
  }

  TEST_CASE("cutting: of all silence the even place is taken") {
    const auto pieces =
        pieces_at_quiet_places(std::vector<float>(30000, 0.0F), kRate, Seconds{15.0});
    REQUIRE(pieces.size() == 3);
    for (const Piece& piece : pieces) CHECK(piece.length == SampleCount{10000});
  }

  TEST_CASE("cutting: the whole 20 ms count, not one sample: a zero crossing is not quiet") {
    auto x = noise(30000);
    x[10000] = 0.0F;
    std::fill_n(x.begin() + 9000, 30, 0.01F);
    const auto pieces = pieces_at_quiet_places(x, kRate, Seconds{15.0});
    CHECK(pieces[0].length >= SampleCount{9000});
    CHECK(pieces[0].length <= SampleCount{9030});
  }
}
