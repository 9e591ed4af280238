// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/metadata_csv.hpp"

#include <doctest/doctest.h>

#include <charconv>
#include <limits>

#include "rig/model/csv_cell.hpp"
#include "tests/rig/dataset/csv_support.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;

Dataset dataset() {
  Dataset data;
  data.rig = test::small_rig();
  data.plan = test::small_plan(3);
  data.plan.takes[1].split = Split::Reference;
  for (const PlannedTake& planned : data.plan.takes) {
    TakeRecord take{planned, {}};
    AttemptRecord record;
    record.attempt.take = planned.id;
    record.attempt.number = 2;
    record.attempt.labels = {{"gain", 1.0 / 3.0, 0.1, 4.0, LabelSource::ByHand, 0.02},
                             {"treble", -2.5, 0.2, 5.0, LabelSource::Commanded, 0.0}};
    record.outcome = test::accepting();
    record.outcome->take_file = "takes/0000" + std::to_string(planned.id) + ".wav";
    take.attempts = {record};
    data.takes.push_back(take);
  }
  data.takes[2].attempts[0].outcome->verdict.accepted = false;
  return data;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("metadata: accepted takes only, file_name first, reference takes marked") {
    const auto rows = test::parse_csv(metadata_csv(dataset()));
    REQUIRE(rows.size() == 3);
    CHECK(rows[0][0] == "file_name");
    CHECK(rows[1][0] == "takes/00000.wav");
    CHECK(test::cell(rows, 1, "split") == "train");
    CHECK(test::cell(rows, 2, "split") == "reference");
    CHECK(test::cell(rows, 1, "input_file") == "input.wav");
    for (const auto& row : rows) CHECK(row.size() == rows[0].size());
  }

  TEST_CASE("metadata: numbers read back to the same double and are never quoted or defused") {
    const auto rows = test::parse_csv(metadata_csv(dataset()));
    const auto number = [&](const char* column) {
      const std::string text = test::cell(rows, 1, column);
      double value = 0.0;
      std::from_chars(text.data(), text.data() + text.size(), value);
      return value;
    };
    CHECK(number("gain") == 1.0 / 3.0);
    CHECK(number("treble") == -2.5);
    CHECK(number("delay_samples") == 1000.0 + 1.0 / 3.0);
    CHECK(number("peak_dbfs") == -0.9);
    CHECK(test::cell(rows, 1, "best_possible_esr").empty());
    CHECK(csv_number(std::numeric_limits<double>::infinity()).empty());
    CHECK(csv_number(-0.1) == "-0.1");
  }

  TEST_CASE("metadata: hostile texts are quoted by RFC 4180 and cannot become formulas") {
    CHECK(csv_text("=HYPERLINK(\"http://x\")") == "\"'=HYPERLINK(\"\"http://x\"\")\"");
    CHECK(csv_text("+1") == "'+1");
    CHECK(csv_text("-x") == "'-x");
    CHECK(csv_text("@cmd") == "'@cmd");
    CHECK(csv_text("\tx") == "'\tx");
    CHECK(csv_text("a,b") == "\"a,b\"");
    CHECK(csv_text("a\nb") == "\"a\nb\"");
    CHECK(csv_text("plain") == "plain");
    CHECK(csv_text("").empty());
  }

  TEST_CASE("metadata: a knob named like a column gets a prefix, so that no header repeats") {
    Dataset data = dataset();
    data.rig.knobs[0].id = "split";
    data.rig.knobs[1].id = "knob_split";
    data.rig.knobs.push_back({});
    data.rig.knobs[2].id = "knob_split_norm";
    const auto header = test::parse_csv(metadata_csv(data))[0];
    const std::set<std::string> unique(header.begin(), header.end());
    CHECK(unique.size() == header.size());
    CHECK(unique.contains("knob_split_uncertainty"));
  }
}
