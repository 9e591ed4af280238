// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/session_lock.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::CommandDesk;
using test::GainDesk;

TEST_SUITE("sim") {
  TEST_CASE("status: of a finished dataset, in words and as JSON; following it ends at once") {
    GainDesk desk;
    REQUIRE(desk.run({"--quiet", "capture", desk.path("plan.toml"), "--out", desk.path("d")}) ==
            cli::kOk);
    REQUIRE(desk.run({"status", desk.path("d")}) == cli::kOk);
    CHECK(desk.out.find("not running (finished), 4 of 4 takes accepted, 0 attempts refused, 1 "
                        "stream epochs\n") != std::string::npos);
    CHECK(desk.out.find("session_end") != std::string::npos);
    REQUIRE(desk.run({"--json", "status", desk.path("d")}) == cli::kOk);
    const auto json = nlohmann::json::parse(desk.out);
    CHECK(json.at("accepted") == 4);
    CHECK(json.at("running") == false);
    CHECK(json.at("seconds_left").is_null());
    CHECK(json.at("tables_current") == true);
    CHECK(desk.run({"status", desk.path("d"), "--follow"}) == cli::kOk);
    CHECK(desk.run({"status", desk.path("nothing"), "--follow"}) == cli::kData);
  }

  TEST_CASE("status: tables that a killed session left behind the ledger are told, rebuild mends") {
    GainDesk desk;
    const std::string dir = desk.path("d");
    REQUIRE(desk.run({"--quiet", "capture", desk.path("plan.toml"), "--out", dir}) == cli::kOk);
    std::ofstream(dir + "/metadata.csv") << "file_name\n";
    REQUIRE(desk.run({"status", dir}) == cli::kOk);
    CHECK(desk.out.find("are not up to date: ampsweep rebuild\n") != std::string::npos);
    REQUIRE(desk.run({"--json", "status", dir}) == cli::kOk);
    CHECK(nlohmann::json::parse(desk.out).at("tables_current") == false);
    REQUIRE(desk.run({"rebuild", dir}) == cli::kOk);
    REQUIRE(desk.run({"status", dir}) == cli::kOk);
    CHECK(desk.out.find("not up to date") == std::string::npos);
  }

  TEST_CASE("status --follow: from another terminal, while a session runs, to its end") {
    GainDesk desk;
    CommandDesk other;
    const std::string dir = desk.path("d");
    std::thread session{[&] {
      CHECK(desk.run({"--quiet", "capture", desk.path("plan.toml"), "--out", dir}) == cli::kOk);
    }};
    while (other.run({"status", dir}) != cli::kOk)
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    const int code = other.run({"--json", "status", dir, "--follow"});
    session.join();
    CHECK(code == cli::kOk);
    std::istringstream lines{other.out};
    std::vector<std::string> kinds;
    nlohmann::json last;
    for (std::string line; std::getline(lines, line);) {
      last = nlohmann::json::parse(line);
      for (const auto& event : last.at("events")) kinds.push_back(event.at("kind"));
    }
    CHECK(last.at("accepted") == 4);
    CHECK(last.at("running") == false);
    CHECK(std::count(kinds.begin(), kinds.end(), "session_start") == 1);
    CHECK(std::count(kinds.begin(), kinds.end(), "session_end") == 1);
  }

  TEST_CASE("status --follow: ends when nobody reads it any more, before the session does") {
    GainDesk desk;
    const std::string dir = desk.path("d");
    REQUIRE(desk.run({"--quiet", "capture", desk.path("plan.toml"), "--out", dir}) == cli::kOk);
    const SessionLock session{dir};  // one that does nothing
    desk.out_is_broken = true;
    std::jthread impatient{[&](const std::stop_token& over) {
      for (int i = 0; i < 3000 && !over.stop_requested(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
      }
      desk.stop.request_stop();
    }};
    CHECK(desk.run({"status", dir, "--follow"}) == cli::kOk);  // not kInterrupted
  }
}
