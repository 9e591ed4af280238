// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/checked_sound.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// Longer than a piece that is read at once, so that every figure crosses a seam.
constexpr std::size_t kFrames = 40'000;
constexpr std::size_t kSeam = 16'384;

formats::CheckedSound checked(std::vector<std::vector<float>> channels) {
  const test::TempDir folder;
  const auto path = folder.path() / "a.wav";
  REQUIRE(write_float32(path, {SampleRate{48000}, std::move(channels)}));
  auto sound = formats::CheckedSound::read(path);
  REQUIRE(sound);
  return std::move(*sound);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("checked sound: figures of every channel, over the seams between pieces") {
    std::vector<float> sound(kFrames, 0.25F);
    sound[kSeam - 1] = sound[kSeam] = sound[kSeam + 1] = 1.0F;  // three neighbours on the top code
    sound[100] = -0.5F;
    std::vector<float> knob(kFrames, 0.0F);
    for (std::size_t n = kSeam; n < kFrames; ++n) knob[n] = 0.5F;
    auto found = checked({sound, knob});
    REQUIRE(found.figures().size() == 2);
    const formats::ChannelFigures& first = found.figures()[0];
    CHECK(first.longest_full_scale_run == 3);
    CHECK(first.peak == 1.0);
    CHECK(first.least == -0.5F);
    CHECK(first.most == 1.0F);
    CHECK(first.finite);
    CHECK(first.energy == doctest::Approx(0.0625 * (kFrames - 4) + 3.25));
    CHECK(found.figures()[1].changes == 1);
    CHECK(found.figures()[1].most == 0.5F);
    CHECK(found.peak_between(0, static_cast<std::int64_t>(kSeam) - 1) == 0.5);
    CHECK(found.peak_between(101, static_cast<std::int64_t>(kSeam)) == 1.0);
    CHECK(found.peak_between(-10, 1LL << 40) == 1.0);
  }

  TEST_CASE("checked sound: the last sample that is not silent, looked for from behind") {
    std::vector<float> sound(kFrames, 0.0F);
    sound[5] = 1e-7F;
    auto found = checked({sound});
    const auto end = static_cast<std::int64_t>(kFrames);
    CHECK(found.last_nonzero(0, end) == 5);
    CHECK(found.last_nonzero(5, 6) == 5);
    CHECK_FALSE(found.last_nonzero(6, end));
    CHECK_FALSE(found.last_nonzero(0, 5));
  }

  TEST_CASE("checked sound: NaN is told and does not hide the rest") {
    std::vector<float> sound(kFrames, 0.25F);
    sound[0] = std::numeric_limits<float>::quiet_NaN();
    const auto found = checked({sound});
    CHECK_FALSE(found.figures()[0].finite);
    CHECK(found.figures()[0].peak == 0.25F);
  }

  TEST_CASE("checked sound: an ESR over the seams, of two stretches of one sound") {
    std::vector<float> sound(kFrames, 0.5F);
    for (std::size_t n = 20'000; n < kFrames; ++n) sound[n] = 0.4F;
    auto found = checked({sound});
    using formats::CheckedSound;
    // (0.5 - 0.4)^2 / 0.4^2 at all samples, then at half of them.
    CHECK(*CheckedSound::esr(found, 0, found, 20'000, 20'000) == doctest::Approx(0.0625));
    CHECK(*CheckedSound::esr(found, 10'000, found, 20'000, 20'000) == doctest::Approx(0.03125));
    auto silent = checked({std::vector<float>(kFrames, 0.0F)});
    CHECK_FALSE(CheckedSound::esr(found, 0, silent, 0, kFrames));
  }
}
