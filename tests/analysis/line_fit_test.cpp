// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/line_fit.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "analysis/line_search.hpp"
#include "analysis/phasor_sums.hpp"
#include "analysis/product_table.hpp"
#include "signals/random.hpp"
#include "tests/analysis/support/steady_sound.hpp"

using namespace ampsweep;
using analysis::fit_lines;
using analysis::LineModel;
using analysis::LineOrder;
using closed_form::Partial;
using closed_form::partials;

namespace {

constexpr double kTurn = 2.0 * std::numbers::pi / 48000.0;
const SampleRate kRate{48000};

/// One sample after another, sine and cosine from the library.
std::complex<double> plain_sum(const std::vector<double>& s, double omega) {
  std::complex<double> sum;
  for (std::size_t n = 0; n < s.size(); ++n) {
    sum += s[n] * std::polar(1.0, -omega * (static_cast<double>(n) -
                                            0.5 * (static_cast<double>(s.size()) - 1.0)));
  }
  return sum;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("phasor sums: as the plain sum, for any length") {
    signals::Random random(1);
    for (const std::size_t size : {1UL, 3UL, 1024UL, 1027UL, 50001UL}) {
      std::vector<double> s(size);
      for (double& value : s) value = random.normal();
      for (const double omega : {1e-4, 0.3, 3.1}) {
        const auto sum = analysis::projections(std::array{std::span<const double>(s)}, omega)[0];
        CHECK(std::abs(sum - plain_sum(s, omega)) < 1e-12 * static_cast<double>(size) + 1e-14);
      }
    }
  }

  TEST_CASE("phasor sums: synthesis and its slope are the line and its derivative") {
    const std::size_t size = 1501;
    const std::complex<double> amplitude{0.3, -0.2};
    const double omega = 0.0371;
    const std::vector<analysis::SynthesisLine> line{{omega, amplitude, {2.0, -1.0}}};
    const auto made = analysis::synthesize(line, size, 2);
    for (std::size_t n = 0; n < size; n += 77) {
      const double t = static_cast<double>(n) - 750.0;
      const std::complex<double> z = std::polar(1.0, omega * t);
      const double turning = (std::complex(0.0, 1.0) * amplitude * z).real() * t / 1501.0;
      CHECK(made.sum[n] == doctest::Approx((amplitude * z).real()).epsilon(1e-12));
      CHECK(std::abs(made.slope[0][n] - 2.0 * turning) < 1e-12);
      CHECK(std::abs(made.slope[1][n] + turning) < 1e-12);
    }
    const std::vector<double> odd{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0};
    CHECK(analysis::lane_dot(odd, odd) == 140.0);
    CHECK(analysis::lane_sum(odd) == 28.0);
    CHECK(analysis::cosine_sum(0.0, 100) == 100.0);
    CHECK(analysis::cosine_sum(0.3, 3) == doctest::Approx(1.0 + 2.0 * std::cos(0.3)));
  }

  TEST_CASE("line fit: exact from 3 periods on, frequency to 1e-12 of the rate, DC included") {
    for (const double periods : {3.0, 3.5, 20.0, 511.3}) {
      const double hz = periods * 48000.0 / 24000.0;
      const std::vector<Partial> lines{
          {hz, 0.5, 0.3}, {2.0 * hz, 0.2, -1.0}, {3.0 * hz, 1e-4, 2.0}};
      const auto x = partials(lines, kRate, 24000, 0.125);
      const auto fit =
          fit_lines(x, {{{1, 0}, {2, 0}, {3, 0}}, {kTurn * (hz + 0.2), 0.0}, 1});  // 0.1 bin off
      REQUIRE(fit);
      CHECK(std::abs(fit->omega[0] / kTurn - hz) < 48000.0 * 1e-12);
      CHECK(std::abs(fit->dc - 0.125) < 1e-10);
      for (std::size_t i = 0; i < 3; ++i) {
        CHECK(std::abs(std::abs(fit->lines[i].amplitude) - lines[i].amplitude) < 5e-11);
      }
      double largest = 0.0;
      for (const double value : fit->residual) largest = std::max(largest, std::abs(value));
      CHECK(largest < 1e-10);
    }
  }

  TEST_CASE("line fit: two frequencies at once") {
    const std::vector<Partial> lines{
        {110.3, 0.4, 0.0}, {171.9, 0.3, 1.0}, {171.9 - 110.3, 0.05, 2.0}, {2.0 * 110.3, 0.02, 3.0}};
    const auto x = partials(lines, kRate, 30000);
    const LineModel model{{{1, 0}, {0, 1}, {-1, 1}, {2, 0}}, {kTurn * 110.5, kTurn * 171.6}, 2};
    const auto fit = fit_lines(x, model);
    REQUIRE(fit);
    CHECK(std::abs(fit->omega[0] / kTurn - 110.3) < 1e-7);
    CHECK(std::abs(fit->omega[1] / kTurn - 171.9) < 1e-7);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(std::abs(std::abs(fit->lines[i].amplitude) - lines[i].amplitude) < 1e-9);
    }
  }

  TEST_CASE("line fit: scatter of 200 noisy records is what the unit variances say within 15 %") {
    const std::vector<Partial> lines{{500.7, 0.5, 0.3}, {1001.4, 0.05, 1.0}};
    const auto clean = partials(lines, kRate, 1200);  // 12.5 periods
    signals::Random random(9);
    const double sigma = 1e-3;
    double second = 0.0;
    double frequency = 0.0;
    const int trials = 200;
    for (int trial = 0; trial < trials; ++trial) {
      auto x = clean;
      for (double& value : x) value += sigma * random.normal();
      const auto fit = fit_lines(x, {{{1, 0}, {2, 0}}, {kTurn * 500.0, 0.0}, 1});
      REQUIRE(fit);
      const double error = std::abs(fit->lines[1].amplitude) - 0.05;
      second += error * error / (sigma * sigma * fit->lines[1].unit_variance) / trials;
      const double off = fit->omega[0] - kTurn * 500.7;
      frequency += off * off / (sigma * sigma * fit->omega_unit_variance[0]) / trials;
    }
    CHECK(std::sqrt(second) == doctest::Approx(1.0).epsilon(0.15));
    CHECK(std::sqrt(frequency) == doctest::Approx(1.0).epsilon(0.15));
  }

  TEST_CASE("line fit: nothing when lines cannot be told apart, run away or leave the range") {
    const auto x = partials(std::vector<Partial>{{1000.0, 0.5, 0.0}}, kRate, 4800);
    CHECK_FALSE(fit_lines(x, {{{1, 0}, {1, 0}}, {kTurn * 1000.0, 0.0}, 1}));
    CHECK_FALSE(fit_lines(x, {{{1, 0}}, {kTurn * 1100.0, 0.0}, 1}));
    CHECK_FALSE(fit_lines(x, {{{30, 0}}, {kTurn * 1000.0, 0.0}, 1}));
    CHECK_FALSE(fit_lines(std::span(x).first(3), {{{1, 0}}, {kTurn * 1000.0, 0.0}, 1}));
  }

  TEST_CASE("line search: the strongest line within 0.05 bin, wherever it stands between bins") {
    for (const std::int64_t size : {4000, 48000}) {
      const double bin = 48000.0 / static_cast<double>(size);
      for (double part = 0.0; part < 1.0; part += 0.1) {
        const double hz = (100.0 + part) * bin;
        const auto x = partials(std::vector<Partial>{{hz, 0.1, 0.7}}, kRate, size);
        const auto found = analysis::strongest_line(x, kRate, {Hertz{0.0}, Hertz{24000.0}});
        REQUIRE(found);
        CHECK(std::abs(found->value() - hz) < 0.05 * bin);
      }
    }
    CHECK_FALSE(analysis::strongest_line(std::vector<double>(4000, 0.0), kRate,
                                         {Hertz{0.0}, Hertz{24000.0}}));
  }

  TEST_CASE("leftover spectrum: its power is the record's, to rounding") {
    signals::Random random(3);
    std::vector<double> x(10007);  // a prime: the transform is longer
    double power = 0.0;
    for (double& value : x) {
      value = random.normal();
      power += value * value / 10007.0;
    }
    const auto spectrum = analysis::leftover_spectrum(x, kRate);
    CHECK(spectrum.power_between(Hertz{0.0}, Hertz{24000.0}) ==
          doctest::Approx(power).epsilon(1e-12));
    CHECK(analysis::weighted_power(spectrum, {Hertz{100.0}, Hertz{9000.0}}, [](double) {
            return 2.0;
          }) == doctest::Approx(2.0 * spectrum.power_between(Hertz{100.0}, Hertz{9000.0})));
    CHECK(analysis::density_around(spectrum, Hertz{12000.0}, Hertz{10.0}, Hertz{9000.0}) ==
          doctest::Approx(1.0 / 24000.0).epsilon(0.06));
  }

  TEST_CASE("product table: 30 products of an irrational pair; a fifth shares lines") {
    const auto apart = analysis::product_groups(1000.0, 1414.2, 5, 1.0, 24000.0);
    CHECK(apart.size() == 30);
    CHECK(apart[0].orders == std::vector<LineOrder>{{1, 0}});
    CHECK(apart[1].orders == std::vector<LineOrder>{{0, 1}});
    const auto fifth = analysis::product_groups(110.0, 165.0, 5, 1.0, 24000.0);
    CHECK(fifth.size() == 15);  // 55 Hz .. 825 Hz
    for (const auto& group : fifth) {
      CHECK(group.spread == 0.0);
      for (const LineOrder order : group.orders) {
        CHECK(order.n * 110.0 + order.m * 165.0 == doctest::Approx(group.hz));
        CHECK(analysis::total_order(order) >= analysis::total_order(group.orders.front()));
      }
    }
  }
}
