// SPDX-License-Identifier: GPL-3.0-or-later
// analysis/timing.hpp on the stimulus that is really played: sweep, guitar, gaps. Whole-sample
// slips need no interpolation, so the recordings are exact.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "analysis/timing.hpp"
#include "signals/programme.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using analysis::ChannelKind;
using analysis::track_timing;

namespace {

const signals::Stimulus& programme() {
  static const auto made = signals::build_programme(signals::default_programme(
      {.training = Seconds{8.0}, .validation = Seconds{3.0}, .sweep = Seconds{4.0}}));
  return made;
}

struct Injected {
  std::int64_t at;  ///< In the recording.
  int jump;         ///< > 0: so many samples heard twice; < 0: lost.
};

/// 1000 samples late, half gain, white noise of `noise_rms`.
std::vector<float> recorded(const Injected& slip, double noise_rms) {
  signals::Random random(static_cast<std::uint64_t>(slip.at + 7));
  const auto& sound = programme().samples;
  std::vector<float> out;
  const auto length = static_cast<std::int64_t>(sound.size()) + 12000;
  for (std::int64_t m = 0; m < length; ++m) {
    const std::int64_t n = m - 1000 - (slip.jump != 0 && m >= slip.at ? slip.jump : 0);
    const bool inside = n >= 0 && n < static_cast<std::int64_t>(sound.size());
    const double heard =
        inside ? 0.5 * static_cast<double>(sound[static_cast<std::size_t>(n)]) : 0.0;
    out.push_back(static_cast<float>(heard + noise_rms * random.normal()));
  }
  return out;
}

signals::Segment segment(signals::SegmentRole role, std::size_t which) {
  return segments_with(programme(), role).at(which);
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("timing: the built-in programme without a slip shows none, at 80 and at 40 dB SNR") {
    for (const double noise : {3.5e-6, 3.5e-4}) {
      const auto timing = track_timing(programme(), recorded({}, noise), ChannelKind::Loopback);
      REQUIRE(timing);
      CHECK(timing->slips.empty());
      CHECK(std::abs(timing->delay_samples - 1000.0) < 1e-3);
      CHECK(std::abs(timing->drift_ppm) < 1e-3);
    }
  }

  TEST_CASE(
      "timing: in sweep, training, validation and markers of the built-in programme a slip of -1, "
      "1, "
      "3 or -1024 samples is found, and bracketed within 50 ms of sound") {
    using Role = signals::SegmentRole;
    const auto inside = [](Role role, std::size_t which, double share) {
      const auto s = segment(role, which);
      return s.start.value() + 1000 +
             static_cast<std::int64_t>(share * static_cast<double>(s.length.value()));
    };
    const std::vector<Injected> slips{
        {inside(Role::Sweep, 0, 0.4), -1},     {inside(Role::Sweep, 0, 0.8), 1},
        {inside(Role::Training, 0, 0.1), 3},   {inside(Role::Training, 0, 0.5), -1024},
        {inside(Role::Validation, 0, 0.3), 1}, {inside(Role::Validation, 1, 0.7), -1},
        {inside(Role::Marker, 0, 0.6), -1},    {inside(Role::Marker, 1, 0.75), 1}};
    for (const Injected& slip : slips) {
      const auto timing = track_timing(programme(), recorded(slip, 3e-6), ChannelKind::Loopback);
      REQUIRE(timing);
      INFO("slip of " << slip.jump << " at " << static_cast<double>(slip.at) / 48000.0 << " s");
      REQUIRE(timing->slips.size() == 1);
      const auto& found = timing->slips.front();
      CHECK(std::abs(found.jump_samples - slip.jump) < 0.05);
      CHECK(found.from.value() <= slip.at + 1);
      CHECK(found.to.value() >= slip.at - 1);
      CHECK((found.to - found.from).value() <= 2400);
      CHECK(std::abs(timing->drift_ppm) < 0.05);
    }
  }

  TEST_CASE(
      "timing: a slip in a gap of the built-in programme is bracketed by the gap, 0.1 s more") {
    const auto gap = segment(signals::SegmentRole::Silence, 4);
    const Injected slip{gap.start.value() + gap.length.value() / 2 + 1000, -1};
    const auto timing = track_timing(programme(), recorded(slip, 3e-6), ChannelKind::Loopback);
    REQUIRE(timing);
    REQUIRE(timing->slips.size() == 1);
    const auto& found = timing->slips.front();
    CHECK(found.from.value() <= slip.at);
    CHECK(found.to.value() >= slip.at);
    CHECK((found.to - found.from).value() <= gap.length.value() + 4800);
  }
}
