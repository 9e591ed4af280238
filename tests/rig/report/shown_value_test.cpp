// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/shown_value.hpp"

#include <doctest/doctest.h>

#include <string>

#include "rig/report/report_csv.hpp"
#include "rig/report/report_tables.hpp"
#include "tests/rig/report/sample_report.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("report: a knob is shown as labelled; as planned only where nothing was attempted") {
    ReportData data = sample_report(8);
    const Knob& gain = data.dataset.rig.knobs[0];
    auto& takes = data.dataset.takes;
    const auto shown = [&](std::size_t take) { return shown_value(takes[take], gain)->printed; };

    takes[1].attempts[0].attempt.labels[0].printed = 7.77;  // accepted
    CHECK(shown(1) == 7.77);
    takes[3].attempts[0].attempt.labels[0].printed = 1.11;  // refused, then refused again
    takes[3].attempts[1].attempt.labels[0].printed = 2.22;
    CHECK(shown(3) == 2.22);
    CHECK(takes[7].attempts.empty());
    CHECK(shown(7) == takes[7].planned.setting.at("gain"));
    takes[7].planned.setting.erase("gain");
    CHECK_FALSE(shown_value(takes[7], gain));
  }

  TEST_CASE("report: the page's table and takes.csv print the same label, not the plan's wish") {
    ReportData data = sample_report(8);
    auto& labels = data.dataset.takes[1].attempts[0].attempt.labels;
    labels[0].printed = 7.77;
    labels[2].printed = 1.96;  // a switch read back near its last position
    data.dataset.takes[3].attempts[1].attempt.labels[0].printed = 2.22;

    const std::string table = takes_table(data);
    const std::string csv = takes_csv(data);

    for (const char* value : {"7.77", "2.22"}) {
      CHECK_MESSAGE(table.find(value) != std::string::npos, value);
      CHECK_MESSAGE(csv.find(value) != std::string::npos, value);
    }
    const std::size_t row = table.find("7.77");
    const std::size_t lead = table.find("lead", row);
    CHECK(lead != std::string::npos);
    CHECK(lead < table.find("</tr>", row));
  }
}
