// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/intermodulation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/steady_sound.hpp"

using namespace ampsweep;
using analysis::find_two_tones;
using analysis::ImdFigures;
using analysis::ImdLine;
using analysis::measure_intermodulation;
using analysis::ProductOrder;
using analysis::Refusal;
using closed_form::Partial;
using closed_form::partials;
using closed_form::to_float;

namespace {

const SampleRate kRate{48000};

double db(double ratio) { return 20.0 * std::log10(ratio); }

std::vector<double> two(double f1, double a1, double f2, double a2, std::int64_t length = 48000) {
  return partials(std::vector<Partial>{{f1, a1, 0.4}, {f2, a2, 1.1}}, kRate, length);
}

/// x + a x^2 + b x^3: measurement.md 2.4.
struct Cubic {
  double a, b;
  [[nodiscard]] std::vector<float> play(const std::vector<double>& x) const {
    return to_float(closed_form::through_polynomial(x, std::vector{0.0, 1.0, a, b}));
  }
};

ImdFigures measured(const std::vector<float>& x, double f1, double f2) {
  const auto figures = measure_intermodulation(x, kRate, Hertz{f1}, Hertz{f2});
  REQUIRE_MESSAGE(figures, (figures ? "" : figures.error().detail));
  return *figures;
}

const ImdLine& line(const ImdFigures& figures, ProductOrder product) {
  const auto holds = [&](const ImdLine& l) {
    return std::find(l.products.begin(), l.products.end(), product) != l.products.end();
  };
  const auto found = std::find_if(figures.table.begin(), figures.table.end(), holds);
  REQUIRE(found != figures.table.end());
  return *found;
}

double amplitude_of(const ImdLine& l) { return std::pow(10.0, l.level_dbfs_peak / 20.0); }

Refusal::Reason refused(const std::vector<float>& x, double f1, double f2) {
  const auto figures = measure_intermodulation(x, kRate, Hertz{f1}, Hertz{f2});
  REQUIRE(!figures);
  CHECK(!figures.error().detail.empty());
  return figures.error().reason;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("imd: every product of a cubic amp within 0.001 dB, on and off bin, found or hinted") {
    struct Pair {
      double f1, f2;
    };
    const Cubic amp{0.2, 0.1};
    for (const Pair pair : {Pair{60.0, 7000.0}, Pair{60.13, 7001.7}, Pair{250.0, 5011.0},
                            Pair{82.41, 131.3}, Pair{110.0, 170.3}}) {
      const double a1 = 0.4;
      const double a2 = 0.1;
      const auto x = amp.play(two(pair.f1, a1, pair.f2, a2));
      const ImdFigures figures = measured(x, pair.f1 * 1.002, pair.f2 * 0.9995);
      INFO(pair.f1 << " + " << pair.f2);
      CHECK(std::abs(figures.f1.value() - pair.f1) < 1e-4);
      CHECK(std::abs(figures.f2.value() - pair.f2) < 1e-4);
      const auto check = [&](ProductOrder product, double truth) {
        const ImdLine& l = line(figures, product);
        INFO(product.n << "," << product.m << " at " << l.hz);
        REQUIRE(l.measured);
        CHECK(l.products.size() == 1);
        CHECK(std::abs(l.level_dbfs_peak - db(truth)) < 0.001);
      };
      check({1, 0}, a1 + amp.b * (0.75 * a1 * a1 * a1 + 1.5 * a1 * a2 * a2));
      check({0, 1}, a2 + amp.b * (0.75 * a2 * a2 * a2 + 1.5 * a2 * a1 * a1));
      check({1, 1}, amp.a * a1 * a2);
      check({-1, 1}, amp.a * a1 * a2);
      check({2, 0}, 0.5 * amp.a * a1 * a1);
      check({2, 1}, 0.75 * amp.b * a1 * a1 * a2);
      check(pair.f2 > 2.0 * pair.f1 ? ProductOrder{-2, 1} : ProductOrder{2, -1},
            0.75 * amp.b * a1 * a1 * a2);
      check({1, 2}, 0.75 * amp.b * a1 * a2 * a2);
      check({-1, 2}, 0.75 * amp.b * a1 * a2 * a2);
      CHECK_FALSE(figures.shared);
      if (figures.stray) CHECK(figures.stray->second < -140.0);  // float32 rounding, on bin
      const auto found = find_two_tones(x, kRate);
      REQUIRE(found);
      CHECK(std::abs(found->first.value() - pair.f1) < 0.3);
      CHECK(std::abs(found->second.value() - pair.f2) < 0.3);
    }
  }

  TEST_CASE(
      "imd: SMPTE 60 + 7000 Hz 4:1: IEC's arithmetic and the SMPTE rss figure differ, both right") {
    const Cubic amp{0.05, 0.02};
    const double a1 = 0.4;
    const double a2 = 0.1;
    const ImdFigures figures = measured(amp.play(two(60.0, a1, 7000.0, a2)), 60.0, 7000.0);
    const double upper = a2 + amp.b * (0.75 * a2 * a2 * a2 + 1.5 * a2 * a1 * a1);
    const double second = amp.a * a1 * a2 / upper;
    const double third = 0.75 * amp.b * a1 * a1 * a2 / upper;
    REQUIRE(figures.d_m2);
    CHECK(figures.d_m2->measured);
    CHECK(figures.d_m2->ratio == doctest::Approx(2.0 * second).epsilon(1e-4));
    CHECK(figures.d_m3->ratio == doctest::Approx(2.0 * third).epsilon(1e-4));
    CHECK(figures.d_m->ratio == doctest::Approx(2.0 * std::hypot(second, third)).epsilon(1e-4));
    CHECK(figures.smpte_rss->ratio ==
          doctest::Approx(std::sqrt(2.0) * std::hypot(second, third)).epsilon(1e-4));
  }

  TEST_CASE("imd: CCIF and total DFD over the sum of the tones, old meters over their rms") {
    // 8 + 11.95 kHz: higher products would fold back, so those that matter are played by
    // themselves.
    const std::vector<Partial> lines{{8000.0, 0.3, 0.1},
                                     {11950.0, 0.3, 0.2},
                                     {3950.0, 3e-4, 1.0},
                                     {4050.0, 2e-4, 2.0},
                                     {15900.0, 1e-4, 3.0}};
    const ImdFigures figures = measured(to_float(partials(lines, kRate, 48000)), 8000.0, 11950.0);
    REQUIRE(figures.d_d2);
    CHECK(figures.d_d2->ratio == doctest::Approx(3e-4 / 0.6).epsilon(1e-4));
    CHECK(figures.d_d3->ratio == doctest::Approx(3e-4 / 0.6).epsilon(1e-4));
    CHECK(figures.dfd_total->ratio == doctest::Approx(std::hypot(3e-4, 2e-4) / 0.6).epsilon(1e-4));
    CHECK(figures.ccif_rms_d2->ratio ==
          doctest::Approx(3e-4 / (0.3 * std::sqrt(2.0))).epsilon(1e-4));
    CHECK(figures.ccif_rms_d3->ratio ==
          doctest::Approx(std::hypot(2e-4, 1e-4) / (0.3 * std::sqrt(2.0))).epsilon(1e-4));
  }

  TEST_CASE(
      "imd: root and fifth 110 / 165 Hz: products that coincide share a line, and no figure is "
      "made of them") {
    const Cubic amp{0.2, 0.1};
    const ImdFigures figures = measured(amp.play(two(110.0, 0.2, 165.0, 0.2)), 110.0, 165.0);
    CHECK(figures.shared);
    const ImdLine& lowest = line(figures, {-1, 1});  // 55 Hz: f2 - f1 and 2 f1 - f2
    CHECK(lowest.hz == doctest::Approx(55.0));
    CHECK(lowest.measured);
    CHECK_FALSE(lowest.beating);
    CHECK(std::count(lowest.products.begin(), lowest.products.end(), ProductOrder{2, -1}) == 1);
    CHECK(lowest.products.front() == ProductOrder{-1, 1});
    // Both crest at t = 0 turned by their own phases: 0.7 rad and -0.3 rad.
    const double second = amp.a * 0.04;
    const double third = 0.75 * amp.b * 0.008;
    const double truth =
        std::sqrt(second * second + third * third + 2.0 * second * third * std::cos(0.7 + 0.3));
    CHECK(std::abs(amplitude_of(lowest) / truth - 1.0) < 1e-4);
    CHECK_FALSE(figures.d_d2);
    CHECK_FALSE(figures.d_d3);
    CHECK_FALSE(figures.dfd_total);
    CHECK_FALSE(figures.d_m2);
  }

  TEST_CASE("imd: 82.41 / 123.47 Hz: 0.29 Hz apart beats in 1 s and is told apart in 8 s") {
    const Cubic amp{0.2, 0.1};
    const ImdFigures brief = measured(amp.play(two(82.41, 0.2, 123.47, 0.2)), 82.41, 123.47);
    CHECK(brief.shared);
    CHECK(line(brief, {-1, 1}).products.size() > 1);
    CHECK(line(brief, {-1, 1}).beating);
    CHECK_FALSE(brief.d_d2);
    const ImdFigures longer =
        measured(amp.play(two(82.41, 0.2, 123.47, 0.2, 8 * 48000)), 82.41, 123.47);
    CHECK_FALSE(longer.shared);
    REQUIRE(longer.d_d2);
    const double tone = 0.2 + amp.b * 2.25 * 0.008;
    CHECK(longer.d_d2->ratio == doctest::Approx(amp.a * 0.04 / (2.0 * tone)).epsilon(1e-3));
  }

  TEST_CASE("imd: noise: absent products are below their limit, figures say so") {
    const auto x = closed_form::with_noise(two(60.0, 0.4, 7000.0, 0.1), 1e-4, 3);
    const ImdFigures figures = measured(x, 60.0, 7000.0);
    int absent = 0;
    for (const ImdLine& l : figures.table) {
      if (!l.measured) ++absent;
      if (!l.measured) CHECK(std::isnan(l.level_dbc));
      CHECK(l.limit_dbc < -100.0);
      CHECK(l.limit_dbc > -120.0);
    }
    CHECK(absent >= static_cast<int>(figures.table.size()) - 4);
    REQUIRE(figures.d_m3);
    CHECK_FALSE(figures.d_m3->measured);
    CHECK(figures.d_m3->ratio < 1e-4);
    CHECK(std::abs(figures.noise.value() - (-80.0 + 10.0 * std::log10(19980.0 / 24000.0))) < 0.15);
  }

  TEST_CASE("imd: what is no steady pair is refused, and says why") {
    const auto good = to_float(two(1000.0, 0.3, 1377.0, 0.3));
    CHECK(refused(good, 1000.0, 1000.0) == Refusal::Reason::BadParameter);
    CHECK(refused(good, 0.0, 1000.0) == Refusal::Reason::BadParameter);
    CHECK(refused(good, 1000.0, 24500.0) == Refusal::Reason::BadParameter);
    CHECK(refused(good, 1000.0, 1001.0) == Refusal::Reason::TooShort);
    CHECK(refused(good, 1000.0, 5000.0) != Refusal::Reason::BadParameter);
    CHECK(refused(std::vector<float>(48000, 0.0F), 60.0, 7000.0) == Refusal::Reason::Silent);
    auto broken = good;
    broken[5] = std::nanf("");
    CHECK(refused(broken, 1000.0, 1377.0) == Refusal::Reason::NotFinite);
    const auto noise = closed_form::with_noise(std::vector<double>(48000, 0.0), 0.1, 2);
    CHECK(refused(noise, 60.0, 7000.0) == Refusal::Reason::NoMatch);
    CHECK_FALSE(find_two_tones(noise, kRate));
    auto third =
        partials(std::vector<Partial>{{1000.0, 0.3, 0.0}, {1377.0, 0.3, 0.0}, {3111.1, 0.3, 0.0}},
                 kRate, 48000);
    CHECK(refused(to_float(third), 1000.0, 1377.0) == Refusal::Reason::Ambiguous);
    const auto lone = to_float(partials(std::vector<Partial>{{1000.0, 0.3, 0.0}}, kRate, 48000));
    CHECK(refused(lone, 1000.0, 1377.0) == Refusal::Reason::NoMatch);
    CHECK_FALSE(find_two_tones(lone, kRate));
  }
}
