// SPDX-License-Identifier: GPL-3.0-or-later
// An amp that turns every frequency by the same angle, beside its loopback.
#include "analysis/channel_slips.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>
#include <vector>

#include "analysis/fft.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::ChannelKind;
using analysis::Timing;

namespace {

constexpr SampleRate kSlipRate{48000};
constexpr std::int64_t kSecondMarkerFrom = 72'000;

/// Two markers, 1.5 s apart.
const closed_form::Take& two_marker_take() {
  static const auto take =
      closed_form::take_of(kSlipRate, 3.0, {0.5, 2.0}, closed_form::Between::Silence);
  return take;
}

/// What came back: every frequency turned by so many degrees before the middle, and after it;
/// `late` samples more of delay there.
std::vector<float> turned(double first_deg, double second_deg, double late) {
  closed_form::Path path{.delay = 300.25};
  if (late != 0.0) path.jumps = {{static_cast<double>(kSecondMarkerFrom), late}};
  const auto x = closed_form::record(two_marker_take().sound, path, kSlipRate, 150'000);
  analysis::RealFft fft{x.size()};
  std::copy(x.begin(), x.end(), fft.time().begin());
  fft.forward();
  for (auto& bin : fft.spectrum()) bin *= std::complex<double>(0.0, -1.0);
  fft.inverse();
  std::vector<double> out(x.size());
  double energy = 0.0;
  double beside_energy = 0.0;
  for (std::size_t n = 0; n < x.size(); ++n) {
    energy += x[n] * x[n];
    beside_energy += fft.time()[n] * fft.time()[n];
  }
  const double scale = std::sqrt(energy / beside_energy);
  for (std::size_t n = 0; n < x.size(); ++n) {
    const double degrees =
        static_cast<std::int64_t>(n) < kSecondMarkerFrom ? first_deg : second_deg;
    const double angle = degrees * std::numbers::pi / 180.0;
    out[n] = 0.5 * (std::cos(angle) * x[n] + std::sin(angle) * scale * fft.time()[n]);
  }
  return closed_form::with_noise(out, 1e-5, 4);
}

Timing timed(const std::vector<float>& recording, ChannelKind kind) {
  const auto timing = analysis::track_timing(two_marker_take().stimulus, recording, kind);
  REQUIRE(timing);
  REQUIRE(timing->markers.size() == 2);
  return *timing;
}

std::vector<analysis::Slip> slips(const Timing& amp) {
  const Timing loopback = timed(turned(0.0, 0.0, 0.0), ChannelKind::Loopback);
  const auto marker =
      segments_with(two_marker_take().stimulus, signals::SegmentRole::Marker).front().length;
  return analysis::slips_on_amp(loopback, amp, marker);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("channel slips: an amp whose phase moves across 60 degrees has no slip") {
    const Timing amp = timed(turned(57.0, 63.0, 0.0), ChannelKind::Amp);
    REQUIRE(amp.markers[0].estimate.polarity != amp.markers[1].estimate.polarity);
    // The two phase models are samples apart, and nothing was lost.
    REQUIRE(std::abs(amp.markers[1].estimate.delay_samples -
                     amp.markers[0].estimate.delay_samples) > 0.45);
    CHECK(slips(amp).empty());
  }

  TEST_CASE("channel slips: what no phase can explain is told of an amp of two phases as well") {
    const Timing amp = timed(turned(57.0, 63.0, -976.0), ChannelKind::Amp);
    REQUIRE(amp.markers[0].estimate.polarity != amp.markers[1].estimate.polarity);
    const auto found = slips(amp);
    REQUIRE(found.size() == 1);
    CHECK(std::abs(found[0].jump_samples + 976.0) < 60.0);
  }

  TEST_CASE("channel slips: a sample lost by an amp of one phase is told, wherever that stands") {
    for (const double degrees : {0.0, 45.0, 90.0, 180.0}) {
      CAPTURE(degrees);
      const auto found = slips(timed(turned(degrees, degrees, -1.0), ChannelKind::Amp));
      REQUIRE(found.size() == 1);
      CHECK(std::abs(found[0].jump_samples + 1.0) < 0.05);
      CHECK(slips(timed(turned(degrees, degrees, 0.0), ChannelKind::Amp)).empty());
    }
  }
}
