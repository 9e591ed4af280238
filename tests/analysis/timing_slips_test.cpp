// SPDX-License-Identifier: GPL-3.0-or-later
// analysis/timing.hpp: samples lost and repeated, with and without drift.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "analysis/timing.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::ChannelKind;
using analysis::Slip;
using analysis::track_timing;
using closed_form::Between;
using closed_form::Jump;

namespace {

const SampleRate kRate{48000};
constexpr double kDelay = 1000.37;
const double kNoise60 = 0.5 * 0.1 / std::sqrt(2.0) * 1e-3;

/// Markers at 0.5, 4 and 8 s; sound 1.5 - 3.5 s and 5 - 7.5 s.
const closed_form::Take& take() {
  static const auto made = closed_form::take_of(kRate, 9.0, {0.5, 4.0, 8.0}, Between::Plucks);
  return made;
}

struct Injected {
  double at_s;  ///< In the recording.
  double jump;
};

analysis::Timing measure(const std::vector<Injected>& slips, double drift_ppm,
                         const std::vector<double>& ac_corners, double noise, ChannelKind kind) {
  closed_form::Path path{.delay = kDelay, .drift_ppm = drift_ppm, .gain = 0.5};
  path.ac_corners_hz = ac_corners;
  for (const Injected& slip : slips) path.jumps.push_back({slip.at_s * 48000.0, slip.jump});
  const auto recording = closed_form::with_noise(
      closed_form::record(take().sound, path, kRate, take().stimulus.length().value() + 12000),
      noise, 5);
  const auto timing = track_timing(take().stimulus, recording, kind);
  REQUIRE(timing);
  return *timing;
}

void check_slip(const Slip& slip, const Injected& truth, double widest_s) {
  INFO("slip of " << truth.jump << " at " << truth.at_s << " s, read " << slip.jump_samples
                  << " in " << static_cast<double>(slip.from.value()) / 48000.0 << " .. "
                  << static_cast<double>(slip.to.value()) / 48000.0);
  CHECK(std::abs(slip.jump_samples - truth.jump) < 0.05);
  CHECK(static_cast<double>(slip.from.value()) <= truth.at_s * 48000.0 + 1.0);
  CHECK(static_cast<double>(slip.to.value()) >= truth.at_s * 48000.0 - 1.0);
  CHECK(static_cast<double>((slip.to - slip.from).value()) <= widest_s * 48000.0);
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE(
      "timing: a lost and a repeated sample in sound are found and bracketed within 50 ms, with no "
      "drift, 20 ppm and -100 ppm, and the drift is read as if there were no slip") {
    for (const double drift_ppm : {0.0, 20.0, -100.0}) {
      for (const Injected slip : {Injected{2.1234, -1.0}, Injected{6.4, 1.0}}) {
        const auto timing = measure({slip}, drift_ppm, {}, kNoise60, ChannelKind::Loopback);
        REQUIRE(timing.slips.size() == 1);
        check_slip(timing.slips.front(), slip, 0.050);
        CHECK(std::abs(timing.drift_ppm - drift_ppm) < 2e-3);
        CHECK(std::abs(timing.delay_samples - kDelay) < 1e-3);
      }
    }
  }

  TEST_CASE("timing: a slip in silence is bracketed by the sound on either side, no wider") {
    const Injected slip{3.8, -1.0};  // the gap sounds until 3.5 s and from 4.0 s on, 21 ms late
    const auto timing = measure({slip}, 5.0, {}, kNoise60, ChannelKind::Loopback);
    REQUIRE(timing.slips.size() == 1);
    check_slip(timing.slips.front(), slip, 0.56);
    CHECK(static_cast<double>(timing.slips.front().from.value()) > 3.45 * 48000.0);
    CHECK(static_cast<double>(timing.slips.front().to.value()) < 4.08 * 48000.0);
  }

  TEST_CASE(
      "timing: half a sample, 64, a JACK period of 1024 and two slips in one take are found") {
    for (const double jump : {0.5, -64.0, 1024.0, -1024.0}) {
      const auto timing = measure({{2.1234, jump}}, 0.0, {}, kNoise60, ChannelKind::Loopback);
      REQUIRE(timing.slips.size() == 1);
      check_slip(timing.slips.front(), {2.1234, jump}, 0.050);
    }
    const std::vector<Injected> two{{2.5, -1.0}, {6.0, 2.0}};
    const auto timing = measure(two, 20.0, {}, kNoise60, ChannelKind::Loopback);
    REQUIRE(timing.slips.size() == 2);
    check_slip(timing.slips[0], two[0], 0.050);
    check_slip(timing.slips[1], two[1], 0.050);
    CHECK(std::abs(timing.drift_ppm - 20.0) < 0.05);
  }

  TEST_CASE("timing: a slip inside a marker, the first one too, is found and placed within 50 ms") {
    for (const double at_s : {0.8, 4.2}) {
      const auto timing = measure({{at_s, -1.0}}, 0.0, {}, kNoise60, ChannelKind::Loopback);
      REQUIRE(timing.slips.size() == 1);
      check_slip(timing.slips.front(), {at_s, -1.0}, 0.050);
      CHECK(std::abs(timing.delay_samples - kDelay) < 0.05);
    }
  }

  TEST_CASE("timing: at 30 dB SNR a lost sample is still placed within 50 ms") {
    const Injected slip{2.1234, -1.0};
    const auto timing = measure({slip}, 0.0, {}, kNoise60 * 31.6, ChannelKind::Loopback);
    REQUIRE(timing.slips.size() == 1);
    check_slip(timing.slips.front(), slip, 0.050);
  }

  TEST_CASE("timing: on an amp channel a slip is bracketed by the two markers around it") {
    const auto timing = measure({{6.0, -1.0}}, 0.0, {}, kNoise60, ChannelKind::Amp);
    REQUIRE(timing.slips.size() == 1);
    CHECK(timing.slips.front().jump_samples == doctest::Approx(-1.0).epsilon(0.01));
    CHECK(std::abs(static_cast<double>(timing.slips.front().from.value()) - 4.5 * 48000.0 -
                   kDelay) < 2.0);
    CHECK(std::abs(static_cast<double>(timing.slips.front().to.value()) - 8.0 * 48000.0 - kDelay) <
          2.0);
    CHECK(std::abs(timing.drift_ppm) < 2e-3);
  }
}

TEST_SUITE("slow") {
  TEST_CASE("timing: behind 20 Hz or twice 3 Hz of AC coupling a lost sample is placed as well") {
    for (const std::vector<double>& corners : {std::vector{20.0}, std::vector{3.0, 3.0}}) {
      const Injected slip{2.1234, -1.0};
      const auto timing = measure({slip}, 0.0, corners, kNoise60, ChannelKind::Loopback);
      REQUIRE(timing.slips.size() == 1);
      check_slip(timing.slips.front(), slip, 0.050);
      CHECK(std::abs(timing.delay_samples - kDelay) < 1e-3);
    }
  }
}
