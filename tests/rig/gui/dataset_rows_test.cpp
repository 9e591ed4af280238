// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/dataset_rows.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "made_dataset.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

RowOrder by(RowValue value, bool falling = false) { return {value, 0, falling}; }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("dataset rows: verdict, figures and reason of the attempt that counts") {
    const auto rows = take_rows(*test::made_dataset(10));
    REQUIRE(rows.size() == 10);
    CHECK(rows[0].state == TakeState::Refused);
    CHECK(rows[0].reason == "clipped runs 3, limit 0");
    CHECK(rows[1].state == TakeState::Flagged);
    CHECK(rows[1].reason == "more hum than usual");
    CHECK(rows[1].attempts == 2);
    CHECK(rows[2].state == TakeState::Waiting);
    CHECK(std::isnan(rows[2].delay_samples));
    CHECK(rows[2].epoch == 0);
    CHECK(rows[3].state == TakeState::CutOff);
    CHECK(rows[4].state == TakeState::Accepted);
    CHECK(rows[4].delay_samples == doctest::Approx(1000.004));
    CHECK(rows[4].replicate_esr == doctest::Approx(5e-5));
    CHECK(rows[4].knobs == std::vector<double>{4.0, 4.0});
  }

  TEST_CASE("dataset rows: an attempt without an outcome sounds while a session writes") {
    auto dataset = test::made_dataset(4);
    dataset->in_use = true;
    CHECK(take_rows(*dataset)[3].state == TakeState::Sounding);
  }

  TEST_CASE("dataset rows: what was never measured is no number") {
    auto dataset = test::made_dataset(5);
    auto& outcome = *dataset->takes[4].attempts[0].outcome;
    outcome.verdict.gates.clear();  // no loopback: nothing was timed
    outcome.measured.peak = DbFsPeak{-400.0};
    outcome.measured.replicate_esr.reset();
    const TakeRow row = take_rows(*dataset)[4];
    CHECK(std::isnan(row.delay_samples));
    CHECK(std::isnan(row.drift_ppm));
    CHECK(std::isnan(row.peak_dbfs_peak));
    CHECK(std::isnan(row.replicate_esr));
  }

  TEST_CASE("dataset rows: sorting keeps equals in their order and puts no value last") {
    const auto rows = take_rows(*test::made_dataset(30));
    for (const bool falling : {false, true}) {
      CAPTURE(falling);
      const auto places = ordered_rows(rows, {}, by(RowValue::Peak, falling));
      REQUIRE(places.size() == rows.size());
      for (std::size_t i = 1; i < places.size(); ++i) {
        const double a = rows[places[i - 1]].peak_dbfs_peak;
        const double b = rows[places[i]].peak_dbfs_peak;
        if (std::isnan(a)) {
          CHECK(std::isnan(b));
        } else if (!std::isnan(b)) {
          CHECK((falling ? a >= b : a <= b));
        }
        if (a == b || (std::isnan(a) && std::isnan(b))) CHECK(places[i - 1] < places[i]);
      }
      CHECK(std::isnan(rows[places.back()].peak_dbfs_peak));
    }
  }

  TEST_CASE("dataset rows: every column sorts by its own value") {
    auto rows = take_rows(*test::made_dataset(2));
    rows[0] = TakeRow{0,           TakeState::Accepted,
                      Split::Test, Purpose::Holdout,
                      {9.0, 1.0},  9.0,
                      9.0,         1,
                      9.0,         9.0,
                      9.0,         9,
                      9,           ""};
    rows[1] = TakeRow{1,
                      TakeState::Refused,
                      Split::Train,
                      Purpose::Design,
                      {1.0, 9.0},
                      1.0,
                      1.0,
                      -1,
                      1.0,
                      1.0,
                      1.0,
                      1,
                      1,
                      ""};
    const std::vector<std::size_t> turned{1, 0};
    for (const RowValue value :
         {RowValue::State, RowValue::Split, RowValue::Purpose, RowValue::Knob, RowValue::Delay,
          RowValue::Drift, RowValue::Polarity, RowValue::Peak, RowValue::Noise, RowValue::Esr,
          RowValue::Attempts, RowValue::Epoch}) {
      CAPTURE(static_cast<int>(value));
      CHECK(ordered_rows(rows, {}, by(value)) == turned);
    }
    CHECK(ordered_rows(rows, {}, by(RowValue::Take, true)) == turned);
    CHECK(ordered_rows(rows, {}, {RowValue::Knob, 1, true}) == turned);
    CHECK(ordered_rows(rows, {}, {RowValue::Knob, 7, false}).size() == 2);  // no such knob
  }

  TEST_CASE("dataset rows: filters by verdict and by split") {
    const auto rows = take_rows(*test::made_dataset(40));
    const auto count = [&](RowFilter filter) { return ordered_rows(rows, filter, {}).size(); };
    CHECK(count({}) == 40);
    CHECK(count({ShowRows::Accepted, std::nullopt}) == 28);
    CHECK(count({ShowRows::Refused, std::nullopt}) == 4);
    CHECK(count({ShowRows::Waiting, std::nullopt}) == 8);
    CHECK(count({ShowRows::Flagged, std::nullopt}) == 4);
    CHECK(count({ShowRows::All, Split::Test}) == 10);
    for (const std::size_t place : ordered_rows(rows, {ShowRows::Refused, Split::Train}, {})) {
      CHECK(rows[place].state == TakeState::Refused);
      CHECK(rows[place].split == Split::Train);
    }
  }

  TEST_CASE("dataset summary: counts what matters and says so") {
    auto dataset = test::made_dataset(20);
    dataset->plan.policy.retries = 2;
    DatasetSummary summary = summary_of(*dataset);
    CHECK(summary.planned == 20);
    CHECK(summary.accepted == 14);
    CHECK(summary.refused_attempts == 4);
    CHECK(summary.given_up == 0);
    CHECK(summary_text(summary) == "14 of 20 takes accepted, 4 attempts refused, incomplete");
    dataset->plan.policy.retries = 0;
    dataset->lost = {{"outcomes", "take 3 attempt 1", "digest"}};
    dataset->in_use = true;
    summary = summary_of(*dataset);
    CHECK(summary.given_up == 2);
    CHECK(summary_text(summary) ==
          "14 of 20 takes accepted, 4 attempts refused, 2 takes given up, 1 row of the ledger "
          "lost, a session is writing it now");
    CHECK(summary_text(summary_of(Dataset{})) == "0 of 0 takes accepted, 0 attempts refused");
  }
}
