// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_dataset.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/result.hpp"
#include "rig/verify/small_dataset.hpp"
#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_text.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
namespace fs = std::filesystem;

TEST_SUITE("sim") {
  TEST_CASE("verify: a captured dataset is clean, every take aligned within 0.0005 sample") {
    const test::SmallDataset data;
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));

    CHECK(report.ok());
    CHECK(report.complete());
    CHECK(report.all_faults().empty());
    REQUIRE(report.takes.size() == 4);
    for (const TakeCheck& take : report.takes) {
      REQUIRE(take.cut.delay_samples);
      CHECK(std::abs(*take.cut.delay_samples) < 0.0005);
      CHECK(take.cut.polarity == 1);
      CHECK(std::abs(take.cut.gain_db.value_or(1.0)) < 0.001);
      CHECK(take.cut.residual_db.value_or(0.0) < -75.0);
      CHECK_FALSE(take.clipped);
      CHECK(take.raw_delay_samples.value_or(0.0) == doctest::Approx(1000.37).epsilon(1e-6));
      CHECK(take.sound_measured);
    }
    REQUIRE(report.epochs.size() == 1);
    CHECK(report.epochs[0].spread_samples < 0.002);
  }

  TEST_CASE("verify: the report is the same on one thread and on three, and every take is told") {
    const test::SmallDataset data;
    VerifyOptions one;
    one.threads = 1;
    std::vector<int> done;
    one.progress = [&](const VerifyProgress& progress) {
      done.push_back(progress.done);
      CHECK(progress.total == 4);
    };
    VerifyOptions three;
    three.threads = 3;

    const std::string alone = verify_json(verify_dataset(data.dir(), one));
    const std::string together = verify_json(verify_dataset(data.dir(), three));

    CHECK(alone == together);
    CHECK(done == std::vector<int>{1, 2, 3, 4});
  }

  TEST_CASE("verify: writes nothing into the folder") {
    const test::SmallDataset data;
    const auto listing = [&] {
      std::vector<std::string> names;
      for (const auto& entry : fs::recursive_directory_iterator(data.dir())) {
        names.push_back(entry.path().string());
      }
      std::sort(names.begin(), names.end());
      return names;
    };
    const auto before = listing();
    (void)verify_dataset(data.dir());
    CHECK(listing() == before);
  }

  TEST_CASE("verify: an interrupted session is incomplete, not faulty") {
    const test::SmallDataset data(test::Capture::Interrupted);
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));
    CHECK(report.ok());
    CHECK_FALSE(report.complete());
    CHECK(report.accepted == 2);
    CHECK(report.planned == 4);
    CHECK(report.takes.size() == 2);
  }

  TEST_CASE("verify: derived files that are behind an interrupted session's ledger are a note") {
    const test::SmallDataset whole(test::Capture::Interrupted);
    std::string table;
    std::ifstream in(whole.file("metadata.csv"));
    std::getline(in, table);
    in.close();
    std::ofstream(whole.file("metadata.csv"), std::ios::trunc) << table << '\n';
    whole.edit_text("dataset.json", "\"accepted\": 2", "\"accepted\": 0");
    const VerifyReport report = verify_dataset(whole.dir());
    INFO(verify_text(report));
    CHECK(report.ok());
    CHECK(report.notes.size() == 2);
  }

  TEST_CASE(
      "verify: without a loopback the fixed delay serves, a shifted take is found, and said") {
    const test::SmallDataset data(test::Capture::NoLoopback);
    data.edit_take(1, [](std::vector<float>& x) {
      x.insert(x.begin(), 0.0F);
      x.pop_back();
    });
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));
    CHECK(report.time_source == TimeSource::FixedDelay);
    CHECK(test::accused(report) == std::vector<int>{1});
    CHECK(std::abs(test::take_of(report, 1).cut.delay_samples.value_or(99.0) - 1.0) < 0.001);
    REQUIRE_FALSE(report.notes.empty());
    CHECK(report.notes.front().find("no loopback") == 0);
  }

  TEST_CASE("verify: a stop request ends it and the report does not call itself ok") {
    const test::SmallDataset data;
    std::stop_source stop;
    stop.request_stop();
    VerifyOptions options;
    options.stop = stop.get_token();
    const VerifyReport report = verify_dataset(data.dir(), options);
    CHECK(report.stopped);
    CHECK_FALSE(report.ok());
    CHECK(report.takes.empty());
  }

  TEST_CASE("verify: a folder without a ledger is refused, not called clean") {
    const test::TempDir empty;
    CHECK_THROWS_AS((void)verify_dataset(empty.path()), SetupError);
    CHECK_THROWS_AS((void)verify_dataset(empty.path() / "nowhere"), SetupError);
  }
}
