// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/error_measures.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::error_measures;
using analysis::Refusal;

namespace {

const SampleRate kErrorRate{48000};

std::vector<float> tone(double hz, double amplitude, std::size_t length, double phase = 0.0) {
  std::vector<float> x(length);
  for (std::size_t n = 0; n < length; ++n) {
    x[n] = static_cast<float>(
        amplitude *
        std::cos(2.0 * std::numbers::pi * hz * static_cast<double>(n) / 48000.0 + phase));
  }
  return x;
}

std::vector<float> noise(double rms, std::size_t length, std::uint64_t seed) {
  signals::Random random(seed);
  std::vector<float> x(length);
  for (float& sample : x) sample = static_cast<float>(rms * random.normal());
  return x;
}

std::vector<float> plus(std::vector<float> a, const std::vector<float>& b) {
  for (std::size_t n = 0; n < a.size(); ++n) a[n] += b[n];
  return a;
}

/// Sines of equal level and random phase every `step` hertz, delayed exactly.
std::vector<float> comb(double from, double to, double delay) {
  signals::Random random(4);
  const double step = 50.0;
  std::vector<double> x(4800, 0.0);
  for (double hz = from; hz < to; hz += step) {
    const double phase = random.uniform(0.0, 2.0 * std::numbers::pi);
    const double w = 2.0 * std::numbers::pi * hz / 48000.0;
    for (std::size_t n = 0; n < x.size(); ++n) {
      x[n] += 0.01 * std::cos(w * (static_cast<double>(n) - delay) + phase);
    }
  }
  return {x.begin(), x.end()};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("error measures: tones give every ratio in closed form") {
    const auto target = tone(1000.0, 0.5, 48000);
    const auto output = plus(target, tone(100.0, 0.05, 48000));

    const auto measures = error_measures(output, target, kErrorRate);

    REQUIRE(measures);
    CHECK(measures->esr == doctest::Approx(0.01).epsilon(1e-6));
    CHECK(measures->mae == doctest::Approx(0.05 * 2.0 / std::numbers::pi).epsilon(1e-4));
    CHECK(measures->dc < 1e-12);
    const auto emphasis = [](double c, double hz) {  // |1 - c exp(-jw)|^2
      return 1.0 + c * c - 2.0 * c * std::cos(2.0 * std::numbers::pi * hz / 48000.0);
    };
    CHECK(measures->esr_preemphasis_085 ==
          doctest::Approx(0.01 * emphasis(0.85, 100.0) / emphasis(0.85, 1000.0)).epsilon(1e-4));
    CHECK(measures->esr_preemphasis_095 ==
          doctest::Approx(0.01 * emphasis(0.95, 100.0) / emphasis(0.95, 1000.0)).epsilon(1e-4));
  }

  TEST_CASE("error measures: the A curve stands within 0.1 dB of the IEC 61672 table") {
    struct Row {
      double exact_hz;  ///< On a bin of one second: the table's base-ten frequency, rounded.
      double db;
    };
    const auto target = tone(1000.0, 0.5, 48000);
    // Nominal 31.5, 63, 125, 250, 500, 2k, 4k, 8k, 16k at their exact frequencies.
    for (const Row row : std::array{Row{32.0, -39.19}, Row{63.0, -26.2}, Row{126.0, -16.1},
                                    Row{251.0, -8.6}, Row{501.0, -3.2}, Row{1995.0, 1.2},
                                    Row{3981.0, 1.0}, Row{7943.0, -1.1}, Row{15849.0, -6.6}}) {
      const double esr = analysis::a_weighted_esr(plus(target, tone(row.exact_hz, 0.05, 48000)),
                                                  target, kErrorRate);
      INFO(row.exact_hz << " Hz");
      CHECK(std::abs(10.0 * std::log10(esr / 0.01) - row.db) < 0.1);
    }
  }

  TEST_CASE("error measures: gain error e adds e^2, wrong polarity 4, an offset its square") {
    const auto target = tone(1000.0, 0.5, 48000);
    auto louder = target;
    auto inverted = target;
    auto offset = target;
    for (std::size_t n = 0; n < target.size(); ++n) {
      louder[n] *= 1.01F;
      inverted[n] *= -1.0F;
      offset[n] += 0.125F;
    }
    CHECK(error_measures(louder, target, kErrorRate)->esr == doctest::Approx(1e-4).epsilon(1e-3));
    CHECK(error_measures(inverted, target, kErrorRate)->esr == doctest::Approx(4.0));
    CHECK(error_measures(offset, target, kErrorRate)->dc ==
          doctest::Approx(0.125 * 0.125 / 0.125).epsilon(1e-6));
    CHECK(error_measures(target, target, kErrorRate)->esr == 0.0);
    CHECK(error_measures(target, target, kErrorRate)->mrstft.distance == 0.0);
  }

  TEST_CASE(
      "error measures: noise / recording is what a perfect model reaches, twice that what two "
      "takes differ by") {
    const std::size_t length = 200000;
    const auto clean = noise(0.1, length, 1);
    const auto first = plus(clean, noise(0.01, length, 2));
    const auto second = plus(clean, noise(0.01, length, 3));
    const double recorded = 0.1 * 0.1 + 0.01 * 0.01;

    CHECK(analysis::best_possible_esr(1e-4, recorded) ==
          doctest::Approx(analysis::error_to_signal(clean, first)).epsilon(0.02));
    CHECK(analysis::predicted_replicate_esr(1e-4, recorded) ==
          doctest::Approx(analysis::replicate_esr(first, second)).epsilon(0.02));
  }

  TEST_CASE("error measures: the sigma is the scatter over repetitions") {
    double sum = 0.0;
    double square = 0.0;
    double sigma = 0.0;
    const int trials = 40;
    for (int trial = 0; trial < trials; ++trial) {
      auto target = noise(0.1, 48000, 100 + static_cast<std::uint64_t>(trial));
      auto output = target;
      signals::Random random(500 + static_cast<std::uint64_t>(trial));
      for (std::size_t at = 0; at < output.size(); at += 480) {  // uneven bursts of error
        const double burst = 0.02 * random.uniform();
        for (std::size_t n = at; n < at + 480; ++n) {
          output[n] += static_cast<float>(burst * random.normal());
        }
      }
      const double esr = analysis::error_to_signal(output, target);
      sum += esr / trials;
      square += esr * esr / trials;
      sigma += analysis::esr_sigma(output, target, kErrorRate) / trials;
    }
    CHECK(sigma == doctest::Approx(std::sqrt(square - sum * sum)).epsilon(0.3));
    CHECK(std::isnan(analysis::esr_sigma(noise(0.1, 47999, 1), noise(0.1, 47999, 2), kErrorRate)));
  }

  TEST_CASE(
      "error measures: misalignment costs (w_rms delta)^2, 2.3e-6 for white at 0.001 sample") {
    struct Case {
      double to;
      double delta;
      double esr;
    };
    for (const Case c : std::array{Case{20000.0, 0.001, 2.3e-6}, Case{5000.0, 0.01, 1.43e-5},
                                   Case{5000.0, 0.1, 1.43e-3}}) {
      const auto target = comb(50.0, c.to, 0.0);
      const double truth = analysis::error_to_signal(comb(50.0, c.to, c.delta), target);
      CHECK(analysis::misalignment_esr(target, c.delta) == doctest::Approx(truth).epsilon(0.03));
      CHECK(truth == doctest::Approx(c.esr).epsilon(0.05));
    }
  }

  TEST_CASE("error measures: refuses silence, NaN, a few samples and an impossible rate") {
    const auto good = tone(1000.0, 0.5, 48000);
    auto broken = good;
    broken[7] = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> silent(48000, 0.0F);
    const auto reason = [](const std::vector<float>& a, const std::vector<float>& b, int rate) {
      const auto result = error_measures(a, b, SampleRate{rate});
      REQUIRE(!result);
      CHECK(!result.error().detail.empty());
      return result.error().reason;
    };
    CHECK(reason(good, silent, 48000) == Refusal::Reason::Silent);
    CHECK(reason(broken, good, 48000) == Refusal::Reason::NotFinite);
    CHECK(reason(good, broken, 48000) == Refusal::Reason::NotFinite);
    CHECK(reason(tone(1e3, 1.0, 2047), tone(1e3, 1.0, 2047), 48000) == Refusal::Reason::TooShort);
    CHECK(reason(good, good, 0) == Refusal::Reason::BadParameter);
    CHECK(error_measures(silent, good, kErrorRate)->esr == doctest::Approx(1.0));
  }
}
