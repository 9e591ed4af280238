// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/take_figures.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "analysis/sweep_response.hpp"
#include "signals/level.hpp"
#include "tests/rig/report/closed_form_take.hpp"

namespace ampsweep::rig {
namespace {

using test::PolynomialAmp;

constexpr double kHeadroom = 4.0;

FigureLayout layout_of(const signals::Stimulus& stimulus) {
  return figure_layout(stimulus.segments, stimulus.rate, stimulus.length());
}

TakeFigures measured(const signals::Stimulus& stimulus, const std::vector<double>& take) {
  const std::vector<float> stored(take.begin(), take.end());
  return measure_take(layout_of(stimulus), stored, stimulus.rate, kHeadroom);
}

double level_at(const FigureGrid& grid, const HarmonicCurve& curve, double hz) {
  return curve.level_db[*nearest_point(curve.order == 1 ? grid.response_hz : grid.harmonic_hz, hz)];
}

/// Mean of (noise power in an order over its detection limit) from order 2 up, gathered take by
/// take. The noise is seen by measuring the same sweep followed by exact zeros: then nothing tells
/// of it, and it shows.
class LimitAboveNoise {
 public:
  void add(const signals::Stimulus& stimulus, const std::vector<double>& take,
           const TakeFigures& judged) {
    const FigureLayout layout = layout_of(stimulus);
    std::vector<float> sweep_only(take.begin() + layout.sweep->start.value(), take.end());
    std::fill(sweep_only.begin() + layout.sweep->length.value(), sweep_only.end(), 0.0F);
    const analysis::SweepOptions options{kReportOrders, layout.grid.harmonic_hz};
    const auto open = analysis::sweep_response(std::get<signals::SweepSpec>(layout.sweep->recipe),
                                               sweep_only, stimulus.rate, kHeadroom, options);
    REQUIRE(open);
    REQUIRE(judged.orders.size() == kReportOrders);
    for (std::size_t k = 0; k < kOrders; ++k) {
      for (std::size_t i = 0; i < layout.grid.harmonic_hz.size(); ++i) {
        const double noise = open->orders[k + 1].points[i].level_db;
        const double limit = judged.orders[k + 1].limit_db[i];
        if (!std::isfinite(noise) || !std::isfinite(limit)) continue;
        power_[k] += std::pow(10.0, (noise - limit) / 10.0);
        ++points_[k];
      }
    }
  }
  /// In dB, one per order.
  [[nodiscard]] std::vector<double> result() const {
    std::vector<double> above;
    for (std::size_t k = 0; k < kOrders; ++k) {
      REQUIRE(points_[k] > 50);
      above.push_back(-10.0 * std::log10(power_[k] / points_[k]));
    }
    return above;
  }

 private:
  static constexpr std::size_t kOrders = kReportOrders - 1;
  std::array<double, kOrders> power_{};
  std::array<int, kOrders> points_{};
};

/// `told`: the stimulus as the report knows it. White noise of -60 dBFS, four seeds.
std::vector<double> limit_above_noise(const signals::Stimulus& stimulus,
                                      const signals::Stimulus& told) {
  LimitAboveNoise gathered;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    const auto take = test::closed_form_take(stimulus, {}, kHeadroom, 1e-3, seed);
    gathered.add(stimulus, take, measured(told, take));
  }
  return gathered.result();
}

}  // namespace

TEST_SUITE_BEGIN("sim");

TEST_CASE("take figures: harmonics of a cubic amp within 0.05 dB of their closed form") {
  const auto stimulus = test::sweep_stimulus();
  const PolynomialAmp amp{0.8, 0.2, -0.3};
  const TakeFigures figures = measured(stimulus, test::closed_form_take(stimulus, amp, kHeadroom));

  REQUIRE(figures.missing.empty());
  REQUIRE(figures.orders.size() == kReportOrders);
  const FigureGrid grid = layout_of(stimulus).grid;
  const double a = amplitude(DbFsPeak{-12.0});
  for (const int order : {1, 2, 3}) {
    const HarmonicCurve& curve = figures.orders[static_cast<std::size_t>(order - 1)];
    for (const double hz : {99.2, 250.0, 1000.0, 5000.0}) {
      INFO("order " << order << " at " << hz << " Hz");
      CHECK(std::abs(level_at(grid, curve, hz) - *amp.level_db(order, a)) < 0.05);
    }
  }
}

TEST_CASE("take figures: orders a cubic amp does not make are below their limit, not zero") {
  const auto stimulus = test::sweep_stimulus();
  const TakeFigures figures =
      measured(stimulus, test::closed_form_take(stimulus, {0.8, 0.2, -0.3}, kHeadroom, 1e-5));

  for (int order = 4; order <= kReportOrders; ++order) {
    const HarmonicCurve& curve = figures.orders[static_cast<std::size_t>(order - 1)];
    const auto heard = std::count_if(curve.level_db.begin(), curve.level_db.end(),
                                     [](double level) { return std::isfinite(level); });
    INFO("order " << order);
    CHECK(heard == 0);
    CHECK(std::isfinite(curve.limit_db[5]));
  }
}

TEST_CASE("take figures: the detection limit stands 10 dB, within 2, above noise in every order") {
  const auto stimulus = test::sweep_stimulus();
  for (const double db : limit_above_noise(stimulus, stimulus)) CHECK(std::abs(db - 10.0) < 2.0);
}

TEST_CASE("take figures: without silence after the sweep the limit is 9 to 22 dB above noise") {
  const auto stimulus = test::sweep_stimulus();
  // The sweep runs into music: only the idle noise before the first sound is known.
  auto interrupted = stimulus;
  interrupted.segments.back().role = signals::SegmentRole::Training;

  for (const double db : limit_above_noise(stimulus, interrupted)) {
    CHECK(db > 9.0);
    CHECK(db < 22.0);
  }
}

TEST_CASE("take figures: idle noise adds up to the noise that was put in, within 0.5 dB") {
  const auto stimulus = test::sweep_stimulus();
  const TakeFigures figures =
      measured(stimulus, test::closed_form_take(stimulus, {}, kHeadroom, 1e-4));
  const FigureGrid grid = layout_of(stimulus).grid;

  REQUIRE(figures.noise_band_dbfs_rms.size() == grid.noise_hz.size());
  double power = 0.0;
  for (const double level : figures.noise_band_dbfs_rms) power += std::pow(10.0, level / 10.0);
  const double sixth = std::exp2(1.0 / 6.0);
  const double band_share =
      (grid.noise_hz.back() * sixth - grid.noise_hz.front() / sixth) / 24000.0;
  CHECK(std::abs(10.0 * std::log10(power / (1e-8 * band_share))) < 0.5);
}

TEST_CASE("take figures: exact zeros in the silence are no noise figure") {
  const auto stimulus = test::sweep_stimulus();
  const TakeFigures figures = measured(stimulus, test::closed_form_take(stimulus, {}, kHeadroom));
  for (const double level : figures.noise_band_dbfs_rms) CHECK(std::isnan(level));
}

TEST_CASE(
    "take figures: silence, noise alone, NaN and a senseless head-room are refused in words") {
  const auto stimulus = test::sweep_stimulus();
  const auto length = stimulus.samples.size();
  std::vector<double> broken = test::closed_form_take(stimulus, {}, kHeadroom);
  broken[100000] = std::numeric_limits<double>::quiet_NaN();

  const auto noise = test::closed_form_take(stimulus, {0.0, 0.0, 0.0}, kHeadroom, 0.01);

  for (const auto& take : {std::vector<double>(length), noise, broken}) {
    const TakeFigures figures = measured(stimulus, take);
    CHECK(figures.orders.empty());
    REQUIRE_FALSE(figures.missing.empty());
    CHECK(figures.missing.back().starts_with("no response or harmonics: "));
  }
  const std::vector<float> sound(length, 0.1F);
  for (const double headroom : {-1.0, 1e9, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK(measure_take(layout_of(stimulus), sound, stimulus.rate, headroom).missing.size() == 1);
  }
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("unit");

TEST_CASE(
    "figure layout: the grid holds 1 kHz and runs from twice the sweep's start to its fade-out") {
  const auto stimulus = test::sweep_stimulus();
  const FigureLayout layout = layout_of(stimulus);

  REQUIRE(layout.sweep);
  CHECK(layout.sweep_until == stimulus.length());
  CHECK(layout.missing.empty());
  const auto& response = layout.grid.response_hz;
  const auto& harmonic = layout.grid.harmonic_hz;
  CHECK(std::find(response.begin(), response.end(), 1000.0) != response.end());
  CHECK(std::find(harmonic.begin(), harmonic.end(), 1000.0) != harmonic.end());
  CHECK(response.front() >= 40.0);
  CHECK(response.front() < 42.5);
  CHECK(response.back() < 20000.0);
  CHECK(response[1] / response[0] == doctest::Approx(std::exp2(1.0 / 12.0)));
  CHECK(harmonic[1] / harmonic[0] == doctest::Approx(std::exp2(1.0 / 3.0)));
}

TEST_CASE("figure layout: recipes that no generator could have made are left out in words") {
  const auto stimulus = test::sweep_stimulus();
  const auto refused = [&](auto change) {
    auto segments = stimulus.segments;
    change(segments[1], std::get<signals::SweepSpec>(segments[1].recipe));
    const FigureLayout layout = figure_layout(segments, stimulus.rate, stimulus.length());
    return !layout.sweep && layout.grid.response_hz.empty() && layout.missing.size() == 1;
  };
  using signals::Segment;
  using signals::SweepSpec;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(refused([](Segment&, SweepSpec& s) { s.from = Hertz{0.0}; }));
  CHECK(refused([](Segment&, SweepSpec& s) { s.to = s.from; }));
  CHECK(refused([](Segment&, SweepSpec& s) { s.to = Hertz{24000.0}; }));
  CHECK(refused([&](Segment&, SweepSpec& s) { s.from = Hertz{nan}; }));
  CHECK(refused([&](Segment&, SweepSpec& s) { s.level = DbFsPeak{nan}; }));
  CHECK(refused([](Segment&, SweepSpec& s) { s.length = SampleCount{100}; }));
  CHECK(refused([](Segment&, SweepSpec& s) { s.fade_in = SampleCount{1 << 30}; }));
  CHECK(refused([](Segment&, SweepSpec& s) { s.fade_out = SampleCount{-1}; }));
  CHECK(refused([](Segment& g, SweepSpec&) { g.length = SampleCount{1000}; }));
  CHECK(refused([](Segment& g, SweepSpec&) { g.start = SampleCount{1LL << 60}; }));
  CHECK(refused([](Segment& g, SweepSpec&) { g.start = SampleCount{-5}; }));
  CHECK_FALSE(refused([](Segment&, SweepSpec&) {}));
}

TEST_CASE("figure layout: a stimulus without silence or sweep says what is missing") {
  const FigureLayout layout = figure_layout({}, SampleRate{48000}, SampleCount{48000});
  REQUIRE(layout.missing.size() == 2);
  CHECK(layout.missing[0] == "no response or harmonics: the stimulus holds no sweep");
  CHECK(layout.missing[1] == "no noise spectrum: the stimulus does not begin with silence");
  CHECK(figure_layout(test::sweep_stimulus().segments, SampleRate{0}, SampleCount{1 << 20})
            .missing.size() == 2);
}

TEST_CASE("detection limit: follows noise and sweep level dB for dB and ends at 24-bit rounding") {
  const SampleRate rate{48000};
  const DbFsPeak level{-12.0};
  const double limit = detection_limit_db(3, 3000.0, -100.0, level, rate);

  // P ln(2) / 0.2316, 10 dB up, over the sweep's amplitude
  CHECK(limit ==
        doctest::Approx(-100.0 + 10.0 * std::log10(std::log(2.0) / 0.23156) + 22.0).epsilon(1e-4));
  CHECK(detection_limit_db(3, 3000.0, -90.0, level, rate) ==
        doctest::Approx(limit + 10.0).epsilon(1e-4));
  CHECK(detection_limit_db(3, 3000.0, -100.0, DbFsPeak{-18.0}, rate) ==
        doctest::Approx(limit + 6.0));
  CHECK(detection_limit_db(9, 3000.0, -100.0, level, rate) < limit);
  const double floor = detection_limit_db(3, 3000.0, std::nan(""), level, rate);
  CHECK(floor > -150.0);
  CHECK(floor < -130.0);
}

TEST_SUITE_END();

}  // namespace ampsweep::rig
