// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/measure/measure_traces.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "polynomial_measurement.hpp"
#include "signals/level.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

constexpr double kA3 = 0.2;

double db(double ratio) { return 20.0 * std::log10(ratio); }

/// Amplitudes of the polynomial amp's output for a sine.
struct ClosedForm {
  double h1;
  double h2;
  double h3;
};
ClosedForm closed_form(double a) {
  return {a + 0.75 * kA3 * a * a * a, 0.5 * test::kA2 * a * a, 0.25 * kA3 * a * a * a};
}

const MeasurePart& part(const MeasureTraces& traces, MeasureView view, const std::string& which) {
  const auto& parts = traces.parts(view);
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const MeasurePart& one) { return one.which == which; });
  REQUIRE_MESSAGE(found != parts.end(), which);
  REQUIRE(found->data);
  return *found;
}

double at(const MeasurePart& part, double x) {
  const std::size_t i = part.data->first_at(x - 1e-6 * std::abs(x) - 1e-9);
  REQUIRE(i < part.data->size());
  return part.data->y(i);
}

std::string figure(const MeasurePart& part, const std::string& name) {
  for (const NamedFigure& one : part.figures) {
    if (one.name == name) return one.text;
  }
  return "";
}

MeasureTraces full_suite() {
  return {*test::polynomial_measurement(signals::Suite::Full), {}, nullptr};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("measure traces: harmonics stand at their order with the polynomial's levels") {
    const auto traces = full_suite();
    const auto [h1, h2, h3] = closed_form(amplitude(DbFsPeak{-12.0}));
    const auto& tone = part(traces, MeasureView::Harmonics, "1000 Hz");
    CHECK(std::abs(at(tone, 2.0) - db(h2 / h1)) < 0.01);
    CHECK(std::abs(at(tone, 3.0) - db(h3 / h1)) < 0.03);
    CHECK(tone.data->x(0) == 2.0);
    // The sixth is not there: nothing stands, its limit does.
    const std::size_t sixth = tone.data->first_at(6.0);
    CHECK_FALSE(tone.data->stands(sixth));
    CHECK(tone.data->limit(sixth) < -70.0);
    CHECK(figure(tone, "H2").find("phase 0.0") != std::string::npos);
    CHECK(figure(tone, "H6").substr(0, 1) == "<");
    CHECK(traces.parts(MeasureView::Harmonics).size() == 4);
  }

  TEST_CASE("measure traces: THD over frequency is that of the orders, each over the fundamental") {
    const auto traces = full_suite();
    const auto [h1, h2, h3] = closed_form(amplitude(DbFsPeak{-12.0}));
    CHECK(std::abs(at(part(traces, MeasureView::Distortion, "THD_F"), 1000.0) -
                   db(std::hypot(h2, h3) / h1)) < 0.1);
    CHECK(std::abs(at(part(traces, MeasureView::Distortion, "H2"), 1000.0) - db(h2 / h1)) < 0.1);
    CHECK(std::abs(at(part(traces, MeasureView::Distortion, "H3"), 1000.0) - db(h3 / h1)) < 0.1);
    CHECK(std::abs(at(part(traces, MeasureView::Response, "level re stimulus"), 1000.0) -
                   db(h1 / amplitude(DbFsPeak{-12.0}))) < 0.02);
  }

  TEST_CASE("measure traces: the ladder's curves follow the closed form at every level") {
    const auto traces = full_suite();
    const auto& gain = part(traces, MeasureView::Level, "gain, 1000 Hz");
    const auto& output = part(traces, MeasureView::Level, "output, 1000 Hz");
    const auto& thd = part(traces, MeasureView::ThdLevel, "THD_F, 1000 Hz");
    REQUIRE(gain.data->size() > 20);
    for (std::size_t i = 0; i < gain.data->size(); ++i) {
      const double a = amplitude(DbFsPeak{gain.data->x(i)});
      CAPTURE(gain.data->x(i));
      const auto [h1, h2, h3] = closed_form(a);
      if (gain.data->x(i) < -30.0) continue;  // noise shows further down
      CHECK(std::abs(gain.data->y(i) - db(h1 / a)) < 0.005);
      CHECK(std::abs(output.data->y(i) - db(h1)) < 0.005);
      CHECK(std::abs(thd.data->y(i) - db(std::hypot(h2, h3) / h1)) < 0.1);
    }
    CHECK(figure(gain, "1 dB compression") == "not reached: play louder");
    CHECK(figure(gain, "power").find("[levels]") != std::string::npos);
  }

  TEST_CASE("measure traces: where the volts are known the ladder tells watts and sensitivity") {
    BenchVolts volts;
    volts.amp_input = Volts{1.0};
    volts.at_load = Volts{40.0};
    volts.rated = Watts{5.0};
    const MeasureTraces traces{*test::polynomial_measurement(signals::Suite::Full), volts, nullptr};
    const auto& gain = part(traces, MeasureView::Level, "gain, 1000 Hz");
    CHECK(figure(gain, "power at 1 % THD").find(" W") != std::string::npos);
    CHECK(figure(gain, "power at 10 % THD").find("not reached") != std::string::npos);
    bool told = false;
    for (const auto& one : gain.figures) {
      told =
          told || (one.name.find("sensitivity") == 0 && one.text.find("dBFS") != std::string::npos);
    }
    CHECK(told);
  }

  TEST_CASE("measure traces: products stand at their frequencies with the polynomial's levels") {
    const auto traces = full_suite();
    const auto& smpte = part(traces, MeasureView::Intermodulation, "60 + 7000 Hz");
    const double a = amplitude(DbFsPeak{-12.0});
    const double low = 0.8 * a;
    const double high = 0.2 * a;
    // f2 + f1 over the stronger tone.
    const double at_f1 = low + kA3 * (0.75 * low * low * low + 1.5 * low * high * high);
    CHECK(std::abs(at(smpte, 7059.0) - db(test::kA2 * low * high / at_f1)) < 0.02);
    CHECK(figure(smpte, "SMPTE (sidebands rss)").find("%") != std::string::npos);
    CHECK(figure(smpte, "f2 + f1").find("7060.0 Hz") != std::string::npos);
    CHECK(figure(smpte, "f2 - f1").find("6940.0 Hz") != std::string::npos);
    CHECK(figure(smpte, "2 f1 - f2").empty());  // at a negative frequency: f2 - 2 f1 it is
    CHECK_FALSE(figure(smpte, "f2 - 2 f1").empty());
  }

  TEST_CASE("measure traces: noise reads the noise, no hum is told where there is none") {
    const auto traces = full_suite();
    const auto& bands = part(traces, MeasureView::Noise, "third octaves, before");
    // White noise of -100 dBFS rms: the band at 1 kHz is 231 Hz of 24 kHz.
    CHECK(std::abs(at(bands, 1000.0) - (-100.0 + 10.0 * std::log10(231.6 / 24000.0))) < 0.6);
    CHECK(figure(bands, "A-weighted").find("dBFS rms") != std::string::npos);
    const auto& parts = traces.parts(MeasureView::Noise);
    const auto hum = std::find_if(parts.begin(), parts.end(), [](const MeasurePart& one) {
      return one.which == "hum lines, before";
    });
    REQUIRE(hum != parts.end());
    CHECK_FALSE(hum->data);
    CHECK(hum->refused.find("no hum") == 0);
  }

  TEST_CASE("measure traces: bursts without memory keep their gain, the multisine its parts") {
    const auto traces = full_suite();
    const auto& gain = part(traces, MeasureView::Bursts, "gain, 1000 Hz");
    REQUIRE(gain.data->size() > 1000);
    CHECK(std::abs(at(gain, -0.2)) < 0.05);
    CHECK(figure(gain, "gain moves in the burst") == "no movement could be told");
    const auto& linear = part(traces, MeasureView::Multisine, "gain");
    CHECK(std::abs(at(linear, 1000.0)) < 0.2);
    const auto& even = part(traces, MeasureView::Multisine, "even");
    const auto& lines = part(traces, MeasureView::Multisine, "linear");
    CHECK(at(even, 1000.0) < at(lines, 1000.0) - 20.0);
    CHECK(even.data->has_limit());
  }

  TEST_CASE("measure traces: of silence nothing is drawn and every part says why") {
    const MeasureTraces traces{*test::silent_measurement(), {}, nullptr};
    for (const MeasureView view : kMeasureViews) {
      CAPTURE(to_string(view));
      for (const MeasurePart& one : traces.parts(view)) {
        CAPTURE(one.which);
        CHECK_FALSE(one.data);
        CHECK_FALSE(one.refused.empty());
      }
      if (traces.parts(view).empty()) CHECK(std::string(why_absent(view)).size() > 20);
    }
    CHECK(traces.parts(MeasureView::Bursts).empty());  // quick suite
    CHECK(std::string(why_absent(MeasureView::Bursts)).find("full") != std::string::npos);
  }

  TEST_CASE("measure traces: repeats of a setting are curves in time with the warm-up's verdict") {
    ReferenceSeries series;
    for (int i = 0; i < 8; ++i) {
      series.readings.push_back({Seconds{30.0 * i}, -3.0 + 0.5 * std::exp(-i), -40.0, 0.001 * i});
    }
    const auto parts = warm_up_parts(&series);
    REQUIRE(parts.size() == 3);
    CHECK(at(parts[0], 0.0) == doctest::Approx(-2.5));
    CHECK(at(parts[2], 210.0) == doctest::Approx(0.007));
    CHECK(parts[0].figures.back().name == "verdict");
    series.readings.resize(2);
    CHECK(warm_up_parts(&series).front().figures.front().text.find("none:") == 0);
    CHECK(warm_up_parts(nullptr).empty());
  }
}
