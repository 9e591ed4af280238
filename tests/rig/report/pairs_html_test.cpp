// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/pairs_html.hpp"

#include <doctest/doctest.h>

#include <string>

namespace ampsweep::rig {
namespace {

const std::string kHostileName = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";

bool shows(const std::string& page, const std::string& part) {
  return page.find(part) != std::string::npos;
}

PairTake measured(const std::string& target, double from, double to) {
  PairTake take;
  take.pair.target = target;
  take.pair.input = "input.wav";
  take.measured = true;
  take.report.first_arrival = FirstArrival{0.5 * (from + to), from, to};
  take.report.drift_ppm = 1.5;
  take.report.polarity = -1;
  take.report.track = {{0.0, 100.0}, {10.0, 104.0}};
  return take;
}

PairSetReport two_pairs() {
  PairSetReport report;
  report.dir = "/sets/amp/";
  report.how = "metadata.csv";
  report.takes = {measured("a.wav", 95.0, 105.0), measured("b.wav", 100.0, 140.0)};
  report.figures.measured = 2;
  report.figures.delay_samples = 110.0;
  report.figures.delay_spread_samples = 20.0;
  report.figures.common_from_samples = 100.0;
  report.figures.common_to_samples = 105.0;
  return report;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("pairs page: figures of every pair, bars on one scale, the verdict of the set") {
    const std::string page = pairs_html(two_pairs());
    CHECK(shows(page, "<h1>amp</h1>"));
    CHECK(shows(page, "verdict complete\">No fault"));
    CHECK(shows(page, "2 pairs, 2 measured; paired: metadata.csv"));
    CHECK(shows(page, "One delay from 100.0 to 105.0 fits every pair."));
    // 95 to 140 samples are 220 pixels: a.wav begins at 0, b.wav ends at 220.
    CHECK(shows(page,
                "aria-label=\"95.0 to 105.0 samples\" width=\"220\" height=\"14\"><rect x=\"0.0\" "
                "y=\"4\" width=\"48.9\""));
    CHECK(shows(page, "<rect x=\"24.4\" y=\"4\" width=\"195.6\""));
    CHECK(shows(page, "delay over time, 4.00 samples from lowest to highest"));
    CHECK(shows(page, "points=\"0.0,26.0 160.0,2.0 \""));
  }

  TEST_CASE("pairs page: where the sound of a pair ends, and what the noise leaves to a model") {
    PairSetReport report = two_pairs();
    report.takes[0].report.y.history.bandwidth_hz = 12345.0;
    report.takes[0].report.y.history.noise_dbfs_rms = -70.0;
    report.takes[0].report.y.rms_dbfs = -20.0;
    const std::string page = pairs_html(report);
    CHECK(shows(page, "12345"));
    CHECK(shows(page, "1e-05"));
  }

  TEST_CASE("pairs page: pairs that are late stand in its head, though they are no fault") {
    PairSetReport report = two_pairs();
    for (PairTake& take : report.takes) take.report.x.rate = SampleRate{48000};
    CHECK(shows(pairs_html(report), "verdict incomplete\">No fault, but 2 of 2 pairs are late"));
  }

  TEST_CASE("pairs page: what is not known is left out, what failed is told") {
    PairSetReport report = two_pairs();
    report.takes[1].report.first_arrival.reset();
    report.takes[1].report.drift_ppm.reset();
    report.takes[1].measured = false;
    report.faults = {{"metadata.csv", {FaultCode::Silent, "nothing sounds"}}};
    report.stopped = true;
    const std::string page = pairs_html(report);
    CHECK(shows(page, "verdict damaged\">Stopped, 1 faults so far"));
    CHECK(shows(page, "nothing sounds"));
    CHECK_FALSE(shows(page, "b.wav"));
    CHECK_FALSE(shows(page, "nan"));
  }

  TEST_CASE("pairs page: no name or note becomes markup, and no script may run") {
    PairSetReport report = two_pairs();
    report.dir = "/sets/<script>alert(1)<";
    report.how = kHostileName;
    report.takes[0].pair.target = report.takes[0].pair.input = kHostileName;
    report.takes[0].report.faults = {{kHostileName, {FaultCode::Silent, kHostileName}}};
    report.takes[0].report.notes = {kHostileName};
    report.notes = {kHostileName};
    report.figures.knobs = {{kHostileName, {0.0, 1.0}, 1.0, 0.0, 1.0}};
    const std::string page = pairs_html(report);
    CHECK_FALSE(shows(page, "<script"));
    CHECK_FALSE(shows(page, "<img"));
    CHECK(shows(page, "content=\"default-src 'none'; style-src 'unsafe-inline'\""));
  }
}

}  // namespace ampsweep::rig
