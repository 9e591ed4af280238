// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/level_curve.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "signals/level.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using analysis::level_curves;
using analysis::LevelCurve;
using analysis::LevelStep;
using analysis::Placement;
using analysis::Refusal;
using signals::LadderLeg;
using signals::LadderStep;
using signals::LevelLadderSpec;

namespace {

const SampleRate kRate{48000};

LevelLadderSpec short_ladder() {
  LevelLadderSpec spec;
  spec.from = DbFsPeak{-40.0};
  spec.to = DbFsPeak{0.0};
  spec.step = Decibels{2.0};
  spec.step_length = SampleCount{9600};
  spec.settle = SampleCount{2400};
  spec.gap = SampleCount{4800};
  return spec;
}

/// What a device makes of one step: y from the step's amplitude and the phase.
using Device = std::function<double(const LadderStep& step, double amplitude, double phase)>;

/// The recording of the ladder's steps, sample by sample from the formula; silence elsewhere.
std::vector<double> rendered(const LevelLadderSpec& spec, const Placement& place,
                             const Device& device) {
  const auto layout = signals::level_ladder_layout(spec, kRate);
  std::vector<double> y(static_cast<std::size_t>(std::ceil(place.position(layout.length) + 100.0)),
                        0.0);
  std::size_t i = 0;
  for (std::size_t m = 0; m < y.size(); ++m) {
    const double n = (static_cast<double>(m) - place.delay_samples) / place.stretch();
    const auto ends = [&](const LadderStep& step) {
      return static_cast<double>((step.start + step.length).value());
    };
    while (i < layout.steps.size() && n >= ends(layout.steps[i])) ++i;
    if (i == layout.steps.size()) break;
    const LadderStep& step = layout.steps[i];
    if (n < static_cast<double>(step.start.value())) continue;
    const double phase = 2.0 * std::numbers::pi * step.frequency.value() * n / 48000.0;
    y[m] = device(step, amplitude(step.level), phase);
  }
  return y;
}

/// x + 0.1 x^2 - 0.4 x^3: DC aA^2/2, H1 A + 3/4 bA^3, H2 aA^2/2, H3 |b|A^3/4 (measurement.md 7.1).
double cubic(const LadderStep&, double a, double phase) {
  const double x = a * std::sin(phase);
  return x + 0.1 * x * x - 0.4 * x * x * x;
}

double db(double ratio) { return 20.0 * std::log10(ratio); }

/// Input level at which 1 - 0.3 A^2 has fallen by `by` dB.
double cubic_point(double by) { return db(std::sqrt((1.0 - std::pow(10.0, -by / 20.0)) / 0.3)); }

void check_cubic(const LevelStep& step, double coupling_db_h1, double coupling_db_h2,
                 double coupling_db_h3) {
  const double a = amplitude(step.input);
  const double h1 = a - 0.3 * a * a * a;
  CHECK(std::abs(step.gain_db - db(h1 / a) - coupling_db_h1) < 0.001);
  for (const auto& harmonic : step.harmonics) {
    if (harmonic.order > 3) {
      CHECK_FALSE((harmonic.measured && harmonic.level_dbc > -125.0));
      continue;
    }
    const double truth = harmonic.order == 2 ? db(0.05 * a * a / h1) + coupling_db_h2
                                             : db(0.1 * a * a * a / h1) + coupling_db_h3;
    if (truth < -100.0) continue;
    REQUIRE(harmonic.measured);
    CHECK(std::abs(harmonic.level_dbc - truth + coupling_db_h1) < 0.001);
  }
}

Refusal::Reason reason(const analysis::Measured<analysis::LevelCurves>& curves) {
  REQUIRE(!curves);
  CHECK_FALSE(curves.error().detail.empty());
  return curves.error().reason;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "level curve: gain and H2, H3 of a cubic within 0.001 dB, DC, THD, 1 and 3 dB points; on one "
      "clock and at 50 ppm") {
    const LevelLadderSpec spec = short_ladder();
    for (const Placement place : {Placement{1000.37, 0.0}, Placement{-700.5, 50.0}}) {
      const auto recording = closed_form::to_float(rendered(spec, place, cubic));
      const auto curves = level_curves(spec, recording, kRate, place);
      REQUIRE(curves);
      REQUIRE(curves->curves.size() == 2);
      for (const LevelCurve& curve : curves->curves) {
        REQUIRE(curve.up.size() == 21);
        REQUIRE(curve.down.size() == 21);
        for (std::size_t i = 0; i < curve.up.size(); ++i) {
          const LevelStep& step = curve.up[i];
          CHECK(curve.down[i].input == step.input);
          check_cubic(step, 0.0, 0.0, 0.0);
          check_cubic(curve.down[i], 0.0, 0.0, 0.0);
          const double a = amplitude(step.input);
          CHECK(std::abs(step.dc - 0.05 * a * a) < 1e-6);
          const double h1 = a - 0.3 * a * a * a;
          const double thd = std::hypot(0.05 * a * a, 0.1 * a * a * a) / h1;
          CHECK(std::abs(step.thd_f_db - db(thd)) < 0.001);
          CHECK(std::abs(curve.down_minus_up_db[i]) < 1e-4);
        }
        CHECK(curve.small_signal_flat);
        CHECK(std::abs(curve.small_signal_gain_db) < 0.001);
        REQUIRE(curve.at_1db);
        REQUIRE(curve.at_3db);
        CHECK(std::abs(curve.at_1db->input_db - cubic_point(1.0)) < 0.02);
        CHECK(std::abs(curve.at_3db->input_db - cubic_point(3.0)) < 0.02);
      }
    }
  }

  TEST_CASE("level curve: behind 20 Hz AC coupling the figures are those of the coupled signal") {
    const LevelLadderSpec spec = short_ladder();
    const Placement place{50.0, 0.0};
    // Each order of the cubic through a first-order high-pass, from the formula.
    const auto recording =
        closed_form::to_float(rendered(spec, place, [](const LadderStep& s, double a, double p) {
          const auto through = [&](double amp, int k, double offset) {
            const double ratio = 20.0 / (k * s.frequency.value());
            return amp / std::hypot(1.0, ratio) * std::sin(k * p + offset + std::atan(ratio));
          };
          const double half = 0.5 * std::numbers::pi;
          return through(a - 0.3 * a * a * a, 1, 0.0) + through(0.05 * a * a, 2, -half) +
                 through(0.1 * a * a * a, 3, 0.0);
        }));
    const auto curves = level_curves(spec, recording, kRate, place);
    REQUIRE(curves);
    for (const LevelCurve& curve : curves->curves) {
      const auto loss = [&](int k) {
        return -db(std::hypot(1.0, 20.0 / (k * curve.frequency.value())));
      };
      for (const LevelStep& step : curve.up) {
        check_cubic(step, loss(1), loss(2), loss(3));
        CHECK(std::abs(step.dc) < 1e-6);
      }
      CHECK(std::abs(curve.at_1db->input_db - cubic_point(1.0)) < 0.02);
    }
  }

  TEST_CASE("level curve: the r = 0.1 ladder of harmonics: -20, -40 .. dBc, THD_F 10.0503782 %") {
    LevelLadderSpec spec = short_ladder();
    spec.frequencies = {Hertz{500.0}};
    spec.from = DbFsPeak{-6.0};
    const Placement place{10.0, 0.0};
    const auto recording =
        closed_form::to_float(rendered(spec, place, [](const LadderStep&, double a, double phase) {
          double y = 0.0;
          for (int n = 1; n <= 12; ++n) y += 0.8 * a * std::pow(0.1, n - 1) * std::cos(n * phase);
          return y;
        }));
    const auto curves = level_curves(spec, recording, kRate, place);
    REQUIRE(curves);
    for (const LevelStep& step : curves->curves[0].up) {
      REQUIRE(step.harmonics.size() == 9);
      for (int order = 2; order <= 7; ++order) {
        const auto& harmonic = step.harmonics[static_cast<std::size_t>(order - 2)];
        CHECK(std::abs(harmonic.level_dbc + 20.0 * (order - 1)) < 0.01);
      }
      CHECK(100.0 * std::pow(10.0, step.thd_f_db / 20.0) ==
            doctest::Approx(10.0503782).epsilon(1e-5));
    }
  }

  TEST_CASE("level curve: in noise errors stay within 4 sigma, absent harmonics below the limit") {
    LevelLadderSpec spec = short_ladder();
    spec.to = DbFsPeak{-1.0};
    const Placement place{200.0, 0.0};
    const auto clean = rendered(spec, place, [](const LadderStep&, double a, double phase) {
      return 0.7 * a * std::sin(phase);
    });
    int readings = 0;
    int far = 0;
    int claimed = 0;
    int thd_claimed = 0;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const auto curves =
          level_curves(spec, closed_form::with_noise(clean, 3e-4, seed), kRate, place);
      REQUIRE(curves);
      for (const LevelCurve& curve : curves->curves) {
        CHECK(curve.small_signal_flat);
        CHECK(std::abs(curve.small_signal_gain_db - db(0.7)) < 4.0 * curve.small_signal_sigma_db);
        CHECK_FALSE(curve.at_1db);
        for (const LevelStep& step : curve.up) {
          CHECK(step.residual_dbfs_rms == doctest::Approx(db(3e-4)).epsilon(0.01));
          if (std::abs(step.gain_db - db(0.7)) > 4.0 * step.gain_sigma_db) ++far;
          if (!std::isnan(step.thd_f_db)) ++thd_claimed;
          for (const auto& harmonic : step.harmonics) {
            ++readings;
            if (harmonic.measured) ++claimed;
            CHECK(std::isnan(harmonic.level_dbc) == !harmonic.measured);
          }
        }
      }
    }
    CHECK(readings == 3 * 2 * 20 * 9);
    CHECK(far == 0);
    CHECK(claimed <= readings / 40);
    CHECK(thd_claimed <= 6);
  }

  TEST_CASE("level curve: an amp that is warmer on the way down shows it") {
    const LevelLadderSpec spec = short_ladder();
    const Placement place{0.0, 0.0};
    const auto recording =
        closed_form::to_float(rendered(spec, place, [](const LadderStep& s, double a, double p) {
          const bool warm = s.leg == LadderLeg::Down && a > 0.1 && s.ladder == 1;
          return (warm ? 0.45 : 0.5) * a * std::sin(p);
        }));
    const auto curves = level_curves(spec, recording, kRate, place);
    REQUIRE(curves);
    for (std::size_t i = 0; i < 21; ++i) {
      const bool warm = curves->curves[1].up[i].input.value() > -19.9;
      CHECK(curves->curves[0].down_minus_up_db[i] == doctest::Approx(0.0).epsilon(1e-3));
      CHECK(curves->curves[1].down_minus_up_db[i] ==
            doctest::Approx(warm ? db(0.9) : 0.0).epsilon(1e-3));
    }
  }

  TEST_CASE("level curve: a gain that already falls at the bottom is no small-signal gain") {
    const LevelLadderSpec spec = short_ladder();
    const Placement place{0.0, 0.0};
    const auto recording =
        closed_form::to_float(rendered(spec, place, [](const LadderStep&, double a, double p) {
          return 0.5 * std::sqrt(a) * std::sin(p);
        }));
    CHECK_FALSE(level_curves(spec, recording, kRate, place)->curves[0].small_signal_flat);
  }

  TEST_CASE("level curve: steps that clip in the recording give no figure, the others do") {
    const LevelLadderSpec spec = short_ladder();
    const Placement place{0.0, 0.0};
    const auto recording =
        closed_form::to_float(rendered(spec, place, [](const LadderStep&, double a, double p) {
          return std::clamp(2.0 * a * std::sin(p), -1.0, 1.0);
        }));
    const auto curves = level_curves(spec, recording, kRate, place);
    REQUIRE(curves);
    for (const LevelStep& step : curves->curves[0].up) {
      CHECK(step.clipped == (amplitude(step.input) > 0.5));
      CHECK(std::isnan(step.gain_db) == step.clipped);
      CHECK(step.harmonics.empty() == step.clipped);
    }
    CHECK_FALSE(curves->curves[0].at_1db);
  }

  TEST_CASE("level curve: refuses what is not this ladder, and says why") {
    LevelLadderSpec spec = short_ladder();
    const Placement place{0.0, 0.0};
    const auto good = closed_form::to_float(rendered(spec, place, cubic));
    REQUIRE(level_curves(spec, good, kRate, place));
    const std::vector<float> silence(good.size(), 0.0F);
    CHECK(reason(level_curves(spec, silence, kRate, place)) == Refusal::Reason::Silent);
    CHECK(reason(level_curves(spec, std::span(good).first(good.size() / 2), kRate, place)) ==
          Refusal::Reason::TooShort);
    CHECK(reason(level_curves(spec, good, kRate, {-40000.0, 0.0})) == Refusal::Reason::TooShort);
    auto broken = good;
    broken[broken.size() / 2] = std::nanf("");
    CHECK(reason(level_curves(spec, broken, kRate, place)) == Refusal::Reason::NotFinite);
    auto loud = good;
    for (float& x : loud) x = x > 0.0F ? 1.0F : -1.0F;
    CHECK(reason(level_curves(spec, loud, kRate, place)) == Refusal::Reason::Clipped);
    const auto noise = closed_form::with_noise(std::vector<double>(good.size(), 0.0), 0.1, 4);
    CHECK(reason(level_curves(spec, noise, kRate, place)) == Refusal::Reason::NoMatch);
    LevelLadderSpec other = spec;
    std::swap(other.frequencies[0], other.frequencies[1]);
    CHECK(reason(level_curves(other, good, kRate, place)) == Refusal::Reason::NoMatch);
    CHECK(reason(level_curves(spec, good, kRate, {std::nan(""), 0.0})) ==
          Refusal::Reason::BadParameter);
    CHECK(reason(level_curves(spec, good, kRate, place, {1})) == Refusal::Reason::BadParameter);
    other = spec;
    other.step = Decibels{-1.0};
    CHECK(reason(level_curves(other, good, kRate, place)) == Refusal::Reason::BadParameter);
  }

  TEST_CASE(
      "level curve: found by its markers through a distorting amp, noise, AC coupling and 50 ppm") {
    LevelLadderSpec spec = short_ladder();
    spec.step = Decibels{5.0};
    spec.to = DbFsPeak{-5.0};
    const auto layout = signals::level_ladder_layout(spec, kRate);
    const auto stimulus = signals::level_ladder(spec, kRate);
    const auto tone_at = [&](double n) {
      for (const LadderStep& step : layout.steps) {
        const double into = n - static_cast<double>(step.start.value());
        if (into < 0.0 || into >= static_cast<double>(step.length.value())) continue;
        return amplitude(step.level) *
               std::sin(2.0 * std::numbers::pi * step.frequency.value() * n / 48000.0);
      }
      return 0.0;
    };
    std::vector<closed_form::Sound> sounds{tone_at};
    for (const SampleCount start : layout.markers) {
      sounds.push_back(closed_form::chirp(spec.marker, kRate, static_cast<double>(start.value())));
    }
    const auto dry = closed_form::sum(sounds);
    const auto amp = [&](double n) {
      const double x = dry(n);
      return x + 0.1 * x * x - 0.4 * x * x * x;
    };
    auto wet = closed_form::record(amp, {.delay = 3210.4, .drift_ppm = 50.0, .gain = 0.8}, kRate,
                                   layout.length.value() + 8000);
    closed_form::high_pass(wet, 20.0, 48000.0);
    const auto recording = closed_form::with_noise(wet, 1e-5, 9);

    const auto place = analysis::place_by_markers(stimulus, recording);
    REQUIRE(place);
    CHECK(std::abs(place->delay_samples - 3210.4) < 0.5);
    CHECK(std::abs(place->drift_ppm - 50.0) < 1.0);
    const auto curves = level_curves(spec, recording, kRate, *place);
    REQUIRE(curves);
    for (const LevelCurve& curve : curves->curves) {
      const double coupling = -db(std::hypot(1.0, 20.0 / curve.frequency.value()));
      for (const LevelStep& step : curve.up) {
        const double a = amplitude(step.input);
        const double truth = db(0.8 * (1.0 - 0.3 * a * a)) + coupling;
        CHECK(std::abs(step.gain_db - truth) < 0.002 + 4.0 * step.gain_sigma_db);
      }
    }

    auto longer = spec;
    longer.step_length = SampleCount{9900};
    const auto refused =
        analysis::place_by_markers(signals::level_ladder(longer, kRate), recording);
    REQUIRE(!refused);
    const auto cut = std::span(recording).first(recording.size() - 60000);
    const auto early = analysis::place_by_markers(stimulus, cut);
    REQUIRE(!early);
    CHECK(early.error().reason == Refusal::Reason::TooShort);
    CHECK(!analysis::place_by_markers(stimulus, std::vector<float>(recording.size(), 0.0F)));
  }
}
