// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/deconvolution.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "signals/sweep.hpp"
#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/harmonic_sweep.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

TEST_SUITE("unit") {
  TEST_CASE(
      "deconvolution: each order of a short sweep peaks at its own place, law.advance(n) ahead, "
      "within one sample, and DC in the recording changes nothing by more than 1e-6") {
    const SampleRate rate{48000};
    const signals::SweepSpec sweep{.length = SampleCount{2 * 48000}, .fade_in = SampleCount{2400}};
    const auto law = signals::sweep_law(sweep, rate);
    for (int order = 1; order <= 4; ++order) {
      std::vector<closed_form::Harmonic> harmonics(static_cast<std::size_t>(order));
      harmonics.back().amplitude = 0.5;
      const auto sound = closed_form::sweep_through_amp(sweep, rate, harmonics, 0.0, 110000);
      auto offset = sound;
      for (double& sample : offset) sample += 0.1;

      const auto impulses = deconvolve(closed_form::to_float(sound), law, rate, 2.0, 0.0);
      const auto shifted = deconvolve(closed_form::to_float(offset), law, rate, 2.0, 0.0);

      const auto place = std::llround(-law.advance(order).value() * 48000.0);
      double largest = 0.0;
      std::int64_t where = 0;
      for (std::int64_t lag = -90000; lag < 60000; ++lag) {
        CHECK_MESSAGE(std::abs(impulses.at(lag) - shifted.at(lag)) < 1e-6, "lag " << lag);
        if (std::abs(impulses.at(lag)) > largest) {
          largest = std::abs(impulses.at(lag));
          where = lag;
        }
      }
      CHECK(std::abs(where - place) <= 1);
    }
  }

  TEST_CASE(
      "deconvolution: the inverse filter rises 3 dB an octave and ends an octave below the sweep") {
    const signals::ExponentialLaw law{Hertz{20.0}, Seconds{1.0}};
    CHECK(inverse_magnitude(law, 2000.0, 48000.0) / inverse_magnitude(law, 1000.0, 48000.0) ==
          doctest::Approx(std::sqrt(2.0)));
    CHECK(inverse_magnitude(law, 1000.0, 48000.0) ==
          doctest::Approx(2.0 * std::sqrt(1000.0) / 48000.0));
    CHECK(inverse_magnitude(law, 10.0, 48000.0) == 0.0);
    CHECK(inverse_magnitude(law, 5.0, 48000.0) == 0.0);
  }
}
