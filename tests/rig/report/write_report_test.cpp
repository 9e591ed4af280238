// SPDX-License-Identifier: GPL-3.0-or-later
// From a dataset on disk to the files of a report.
#include "rig/report/write_report.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include "rig/dataset/json.hpp"
#include "signals/level.hpp"
#include "tests/rig/report/written_dataset.hpp"
#include "tests/support/temp_dir.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::map<std::string, std::string> report_folder(const fs::path& dir) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(dir / "report")) {
    files[entry.path().filename().string()] = text_of(entry.path());
  }
  return files;
}

/// A copy of a dataset that is written (and synced to the disk) only once.
void write_dataset(const fs::path& dir) {
  static const test::TempDir original;
  if (!fs::exists(original.path() / "set")) test::write_dataset(original.path() / "set");
  fs::copy(original.path() / "set", dir, fs::copy_options::recursive);
}

Json report_of(const fs::path& dir) {
  const auto files = write_report(dir);
  REQUIRE(files);
  return Json::parse(text_of(files->json));
}

}  // namespace

TEST_SUITE_BEGIN("sim");

TEST_CASE("report: a dataset named through a link to its folder is reported on like any other") {
  const test::TempDir dir;
  write_dataset(dir.path() / "set");
  fs::create_directory_symlink(dir.path() / "set", dir.path() / "link");

  const auto files = write_report(dir.path() / "link");

  REQUIRE(files);
  CHECK(files->html == dir.path() / "link" / "report" / "index.html");
  CHECK(report_folder(dir.path() / "set").size() == 6);
}

TEST_CASE("report: harmonics in the JSON are the closed form's within 0.05 dB") {
  const test::TempDir dir;
  write_dataset(dir.path() / "set");
  const Json report = report_of(dir.path() / "set");

  const auto hz = report.at("harmonics_excitation_hz").get<std::vector<double>>();
  const auto response_hz = report.at("response_excitation_hz").get<std::vector<double>>();
  const double a = amplitude(DbFsPeak{-12.0});
  for (std::size_t take = 0; take < 3; ++take) {
    const Json& orders = report.at("takes")[take].at("figures").at("orders");
    REQUIRE(orders.size() == 10);
    for (const int order : {1, 2, 3}) {
      const auto& grid = order == 1 ? response_hz : hz;
      const Json& level = orders[static_cast<std::size_t>(order - 1)].at("level_db");
      const double truth = *test::kDatasetAmps[take].level_db(order, a);
      int checked = 0;
      for (std::size_t k = 0; k < grid.size(); ++k) {
        if (grid[k] * order > 18000.0) continue;  // the closed form fades out above
        INFO("take " << take << ", order " << order << ", excitation " << grid[k] << " Hz");
        REQUIRE(level[k].is_number());
        CHECK(std::abs(level[k].get<double>() - truth) < 0.05);
        ++checked;
      }
      CHECK(checked > 15);
    }
  }
}

TEST_CASE("report: harmonics in the CSV are the closed form's, in dBc, within 0.05 dB") {
  const test::TempDir dir;
  write_dataset(dir.path() / "set");
  const auto files = write_report(dir.path() / "set");
  REQUIRE(files);

  const double a = amplitude(DbFsPeak{-12.0});
  const auto& amp = test::kDatasetAmps[1];
  std::istringstream csv(text_of(dir.path() / "set" / "report" / "harmonics.csv"));
  int found = 0;
  for (std::string row; std::getline(csv, row);) {
    for (const int order : {2, 3}) {
      const std::string key = "1," + std::to_string(order) + ",1000.000,";
      if (!row.starts_with(key)) continue;
      const auto cell = row.substr(row.find(',', key.size()) + 1);
      const double truth = *amp.level_db(order, a) - *amp.level_db(1, a);
      CHECK(std::abs(std::stod(cell) - truth) < 0.05);
      ++found;
    }
  }
  CHECK(found == 2);
}

TEST_CASE("report: tells what was accepted, refused and is still missing") {
  const test::TempDir dir;
  write_dataset(dir.path() / "set");
  const Json report = report_of(dir.path() / "set");

  CHECK(report.at("summary").at("overall") == "incomplete");
  CHECK(report.at("summary").at("takes_accepted") == 3);
  CHECK(report.at("summary").at("takes_missing") == 1);
  CHECK(report.at("takes")[3].at("reason") == "not attempted yet");
  REQUIRE(report.at("attempts_refused").size() == 1);
  CHECK(report.at("attempts_refused")[0].at("faults")[0].at("code") == "xrun");
  const Json& drift = report.at("session").at("reference_drift");
  REQUIRE(drift.size() == 2);
  CHECK(std::abs(drift[1].at("level_db").get<double>()) < 0.001);
  CHECK(report.at("session").at("takes_in_time_order")[2].at("delay_deviation_samples") ==
        doctest::Approx(0.02));
}

TEST_CASE("report: two runs, one thread or four, give the same bytes in every file") {
  const test::TempDir dir;
  write_dataset(dir.path() / "set");

  REQUIRE(write_report(dir.path() / "set", {1, {}}));
  const auto first = report_folder(dir.path() / "set");
  REQUIRE(write_report(dir.path() / "set", {4, {}}));

  CHECK(first.size() == 6);
  CHECK(report_folder(dir.path() / "set") == first);
}

TEST_CASE("report: hostile labels reach no file as markup, script or formula") {
  const test::TempDir dir;
  write_dataset(dir.path() / "set");
  REQUIRE(write_report(dir.path() / "set"));
  const auto files = report_folder(dir.path() / "set");

  CHECK(files.at("index.html").find("<img") == std::string::npos);
  CHECK(files.at("index.html").find("&lt;img src=x onerror=alert(1)&gt;") != std::string::npos);
  for (const auto& [name, text] : files) {
    if (!name.ends_with(".csv")) continue;
    INFO(name);
    for (const char* cell : {",=", ",@", ",+", "\n=", "\n@"}) {
      CHECK(text.find(cell) == std::string::npos);
    }
  }
}

TEST_CASE("report: a cut, a changed and a missing take file are rows, and the rest is measured") {
  const test::TempDir dir;
  const fs::path set = dir.path() / "set";
  write_dataset(set);
  fs::resize_file(set / "takes/00000.wav", 50000);
  {
    std::fstream file(set / "takes/00001.wav", std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(200000);
    file.put('\x55');
  }
  fs::remove(set / "takes/00002.wav");

  Json report = report_of(set);

  CHECK(report.at("summary").at("takes_damaged") == 3);
  CHECK(report.at("summary").at("overall") == "damaged");
  for (std::size_t take = 0; take < 3; ++take) {
    CHECK(report.at("takes")[take].at("state") == "damaged");
    CHECK(report.at("takes")[take].at("figures").at("orders").empty());
    const auto name = report.at("takes")[take].at("reason").get<std::string>();
    CHECK(name.find("0000" + std::to_string(take) + ".wav") != std::string::npos);
  }

  fs::remove_all(set);
  write_dataset(set);
  fs::resize_file(set / "takes/00000.wav", 50000);
  report = report_of(set);
  CHECK(report.at("summary").at("takes_damaged") == 1);
  CHECK(report.at("takes")[1].at("figures").at("orders").size() == 10);
}

TEST_CASE("report: progress counts every take once and stop writes nothing") {
  const test::TempDir dir;
  write_dataset(dir.path() / "set");
  std::size_t calls = 0;
  std::size_t last = 0;
  REQUIRE(write_report(dir.path() / "set", {2, {}}, [&](std::size_t done, std::size_t total) {
    CHECK(done == ++calls);
    CHECK(total == 4);
    last = done;
  }));
  CHECK(last == 4);

  fs::remove_all(dir.path() / "set" / "report");
  std::stop_source stop;
  stop.request_stop();
  const auto stopped = write_report(dir.path() / "set", {2, stop.get_token()});
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().code == FaultCode::Stopped);
  CHECK_FALSE(fs::exists(dir.path() / "set" / "report"));
}

TEST_CASE("report: a link or file in place of the report folder is refused, not followed") {
  const test::TempDir dir;
  const fs::path set = dir.path() / "set";
  write_dataset(set);
  fs::create_directory(dir.path() / "elsewhere");
  fs::create_directory_symlink(dir.path() / "elsewhere", set / "report");

  const auto linked = write_report(set);

  REQUIRE_FALSE(linked);
  CHECK(linked.error().code == FaultCode::WriteFailed);
  CHECK(fs::is_empty(dir.path() / "elsewhere"));
  fs::remove(set / "report");
  std::ofstream(set / "report") << "x";
  CHECK_FALSE(write_report(set));
}

TEST_CASE("report: a folder without a dataset is refused before anything is written") {
  const test::TempDir dir;
  CHECK_THROWS_AS((void)write_report(dir.path()), SetupError);
  CHECK(fs::is_empty(dir.path()));
}

TEST_SUITE_END();

}  // namespace ampsweep::rig
