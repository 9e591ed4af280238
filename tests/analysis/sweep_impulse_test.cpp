// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_impulse.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <numbers>

#include "signals/level.hpp"
#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/harmonic_sweep.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

const SampleRate kImpulseRate{48000};
const signals::SweepSpec kImpulseSweep{.length = SampleCount{4 * 48000}};

std::complex<double> spectrum_at(const OrderImpulse& impulse, double hz) {
  std::complex<double> sum;
  for (std::size_t i = 0; i < impulse.samples.size(); ++i) {
    const double t = static_cast<double>(i) - static_cast<double>(impulse.zero.value());
    sum += impulse.samples[i] * std::polar(1.0, -2.0 * std::numbers::pi * hz * t / 48000.0);
  }
  return sum;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("sweep impulse: a wire at 0.37 sample peaks at time zero with the gain of its band") {
    const double a = amplitude(kImpulseSweep.level);
    const auto sound = closed_form::sweep_through_amp(kImpulseSweep, kImpulseRate, {{0.5 * a, 0.0}},
                                                      12.37, 5 * 48000);
    const auto packets = separate_orders(shape_of(kImpulseSweep, kImpulseRate),
                                         closed_form::to_float(sound), kImpulseRate, 12.37, 10);
    REQUIRE(packets);

    const OrderImpulse impulse = order_impulse(*packets, 1, SampleCount{24000});

    CHECK(impulse.peak == impulse.zero);
    CHECK(impulse.zero.value() > 200);
    CHECK(impulse.samples.size() <= 24000);
    // A band-limited unit impulse reaches twice the band's share of the rate; skirts add to it.
    const double share = 2.0 * (impulse.to.value() - impulse.from.value()) / 48000.0;
    CHECK(impulse.peak_value > 0.5 * share * 0.98);
    CHECK(impulse.peak_value < 0.5);
    for (const double hz : {200.0, 1000.0, 15000.0}) {
      CHECK(std::abs(spectrum_at(impulse, hz) - 0.5) < 4e-3);  // 0.07 dB
    }
    CHECK(std::abs(spectrum_at(impulse, 23500.0)) < 1e-3);
  }

  TEST_CASE("sweep impulse: each order's spectrum is its response, filters and phase included") {
    const double a = amplitude(kImpulseSweep.level);
    auto sound = closed_form::sweep_through_amp(kImpulseSweep, kImpulseRate,
                                                {{a, 0.0}, {0.1 * a, 0.7}, {0.05 * a, -1.0}}, 300.0,
                                                5 * 48000);
    closed_form::low_pass(sound, 2000.0, 48000.0);
    const auto packets = separate_orders(shape_of(kImpulseSweep, kImpulseRate),
                                         closed_form::to_float(sound), kImpulseRate, 300.0, 5);
    REQUIRE(packets);
    for (const int order : {1, 2, 3}) {
      const OrderImpulse impulse = order_impulse(*packets, order, SampleCount{24000});
      CHECK(impulse.zero == order_impulse(*packets, 1, SampleCount{24000}).zero);
      CHECK(impulse.order == order);
      for (const double hz : {300.0, 1000.0, 9000.0}) {
        const double gain = order == 1 ? 1.0 : order == 2 ? 0.1 : 0.05;
        const double phase = order == 1 ? 0.0 : order == 2 ? 0.7 : -1.0;
        const auto truth =
            std::polar(gain, phase) * closed_form::low_pass_response(hz, 2000.0, 48000.0);
        INFO("order " << order << " at " << hz);
        CHECK(std::abs(spectrum_at(impulse, hz) / truth - 1.0) < 7e-3);  // 0.06 dB
      }
    }
  }
}
