// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/duplicate_takes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stop_token>

#include "analysis/realign.hpp"
#include "tests/faults/made_set.hpp"

namespace ampsweep::faults {
namespace {

using analysis::same_sounds;
using analysis::TakePrint;

TEST_SUITE("unit") {
  TEST_CASE("duplicates: a copy is found, scaled, upside down, shifted or in fewer bits") {
    SetSpec spec;
    spec.takes = 12;
    spec.seconds = 1.5;
    const MadeSet set = made_set(spec);
    CHECK(same_sounds(set.prints).empty());
    const auto& original = set.sounds[4];
    auto prints = set.prints;
    prints.push_back(printed(stored(scaled(original, -3.0), 24)));
    prints.push_back(printed(stored(scaled(original, 2.0), 16)));
    std::vector<double> late(100, 0.0);
    late.insert(late.end(), original.begin(), original.end());
    prints.push_back(printed(stored(late, 24)));
    const auto moved = analysis::realign(std::span<const double>{original}, 0.37, 0.0,
                                         SampleCount{static_cast<std::int64_t>(original.size())});
    prints.push_back(printed(stored(moved, 24)));
    auto turned = original;
    for (double& x : turned) x = -x;
    prints.push_back(printed(stored(turned, 24)));
    std::vector<bool> found(prints.size(), false);
    for (const auto& same : same_sounds(prints)) {
      CHECK((same.a == 4 || same.a >= 12));
      if (same.a != 4) continue;
      found[same.b] = true;
      if (same.b == 12) CHECK(same.gain_db == doctest::Approx(-3.0).epsilon(0.001));
      if (same.b == 15) CHECK(std::abs(same.shift_samples) == doctest::Approx(0.37).epsilon(0.01));
      CHECK(same.polarity == (same.b == 16 ? -1 : 1));
    }
    for (std::size_t i = 12; i < prints.size(); ++i) {
      CAPTURE(i);
      CHECK(found[i]);
    }
  }

  TEST_CASE("duplicates: two recordings of one setting are two, however quiet the amp") {
    SetSpec spec;
    spec.takes = 2;
    spec.seconds = 1.5;
    spec.noise_dbfs_rms = -95.0;
    const MadeSet set = made_set(spec);
    MadeTake again = set.takes[0];
    again.noise_seed = 99;
    CHECK(same_sounds(std::vector<TakePrint>{set.prints[0],
                                             printed(stored(heard(again, played(again)), 24))})
              .empty());
  }

  TEST_CASE("duplicates: digital silence before the sound does not make two recordings one") {
    SetSpec spec;
    spec.takes = 2;
    spec.seconds = 1.5;
    spec.noise_dbfs_rms = -95.0;
    const MadeSet set = made_set(spec);
    std::vector<TakePrint> prints;
    for (const std::uint64_t noise_seed : {7U, 99U}) {
      MadeTake take = set.takes[0];
      take.noise_seed = noise_seed;
      auto sound = stored(heard(take, played(take)), 24);
      std::fill_n(sound.begin(), 10'000, 0.0F);  // an editor's gate
      prints.push_back(printed(sound));
      CHECK(prints.back().quietest_dbfs > -97.0);
    }
    CHECK(same_sounds(prints).empty());
  }

  TEST_CASE("duplicates: many copies are told once each; a stop leaves") {
    SetSpec spec;
    spec.takes = 3;
    spec.seconds = 1.5;
    const MadeSet set = made_set(spec);
    std::vector<TakePrint> prints(set.prints.begin(), set.prints.end());
    for (int copy = 0; copy < 300; ++copy) prints.push_back(set.prints[1]);
    const auto found = same_sounds(prints);
    REQUIRE(found.size() == 300);
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].a == 1);
      CHECK(found[i].b == i + 3);
    }
    std::stop_source stopped;
    stopped.request_stop();
    CHECK(same_sounds(prints, analysis::kSameSoundDb, stopped.get_token()).empty());
  }
}

}  // namespace
}  // namespace ampsweep::faults
