// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/hook_runner.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

Hook shell_hook(const std::string& script, const std::string& file, double timeout_s = 5.0) {
  return {{"parked"}, {"/bin/sh", "-c", script, "hook", file}, timeout_s};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("hook runner: what waits for the event runs, and is told by its environment") {
    const test::TempDir folder;
    const auto told = folder.path() / "told";
    HookRunner runner{{shell_hook("env >\"$1\"; ls /proc/self/fd | wc -l >>\"$1\"", told.string()),
                       {{"finished"}, {"/bin/sh", "-c", "exit 9"}, 5.0}}};
    runner.happened({"parked", "the load; $(touch evil)\nis gone", "/data/my amp", 3, 36});
    CHECK(runner.wait_for_all().empty());
    const std::string text = content(told);
    CHECK(text.find("AMPSWEEP_EVENT=parked\n") != std::string::npos);
    CHECK(text.find("AMPSWEEP_TEXT=the load; $(touch evil)\nis gone\n") != std::string::npos);
    CHECK(text.find("AMPSWEEP_DATASET=/data/my amp\n") != std::string::npos);
    CHECK(text.find("AMPSWEEP_TAKES_DONE=3\n") != std::string::npos);
    CHECK(text.find("AMPSWEEP_TAKES_TOTAL=36\n") != std::string::npos);
    CHECK(text.find("PATH=") != std::string::npos);
    CHECK(text.find("\n4\n") != std::string::npos);  // 0 to 2, and that of the listing
  }

  TEST_CASE("hook runner: a hook that fails, dies or is not there is told of") {
    HookRunner runner{{{{"parked"}, {"/nowhere/at/all"}, 5.0},
                       {{"parked"}, {"/bin/sh", "-c", "exit 7"}, 5.0},
                       {{"parked"}, {"/bin/sh", "-c", "kill -TERM $$"}, 5.0}}};
    runner.happened({"parked", ""});
    const auto complaints = runner.wait_for_all();
    REQUIRE(complaints.size() == 3);
    for (const char* words : {"/nowhere/at/all could not be run", "ended with 7", "signal 15"}) {
      CAPTURE(words);  // told in the order in which they end, which is anybody's
      CHECK(std::count_if(complaints.begin(), complaints.end(), [&](const std::string& complaint) {
              return complaint.find(words) != std::string::npos;
            }) == 1);
    }
    CHECK(runner.wait_for_all().empty());
  }

  TEST_CASE("hook runner: one that hangs is killed with what it started, and holds nobody up") {
    const test::TempDir folder;
    const auto pid_file = folder.path() / "pid";
    HookRunner runner{{shell_hook("sleep 100 & echo $! >\"$1\"; wait", pid_file.string(), 0.5)}};
    const auto before = std::chrono::steady_clock::now();
    runner.happened({"parked", ""});
    CHECK(runner.look_after().empty());  // returns at once
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::milliseconds{400});
    const auto complaints = runner.wait_for_all();
    REQUIRE(complaints.size() == 1);
    CHECK(complaints[0].find("was killed") != std::string::npos);
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds{4});
    const int child = std::stoi(content(pid_file));
    // An orphan is gone once init has waited for it.
    for (int i = 0; i < 100 && ::kill(child, 0) == 0; ++i) {
      std::ifstream status{"/proc/" + std::to_string(child) + "/stat"};
      std::string id, name, state;
      status >> id >> name >> state;
      if (state == "Z") break;
      ::usleep(20'000);
      CHECK(i < 99);
    }
  }

  TEST_CASE("hook runner: one that hangs is killed in its time though nobody looks after it") {
    const test::TempDir folder;
    const auto pid_file = folder.path() / "pid";
    HookRunner runner{{shell_hook("echo $$ >\"$1\"; exec sleep 100", pid_file.string(), 1.0)}};
    runner.happened({"parked", ""});  // and then the session asks a person, and waits
    const auto began = [&] { return content(pid_file).find('\n') != std::string::npos; };
    for (int i = 0; i < 1000 && !began(); ++i) ::usleep(5'000);
    REQUIRE(began());  // else its time was over before it was: a slow computer
    const int hook = std::stoi(content(pid_file));
    for (int i = 0; i < 1000 && ::kill(hook, 0) == 0; ++i) ::usleep(20'000);
    CHECK(::kill(hook, 0) != 0);
    const auto complaints = runner.look_after();
    REQUIRE(complaints.size() == 1);
    CHECK(complaints[0].find("was killed") != std::string::npos);
  }

  TEST_CASE("hook runner: signals that were blocked or ignored here are usual there") {
    const test::TempDir folder;
    const auto told = folder.path() / "told";
    ::signal(SIGPIPE, SIG_IGN);
    HookRunner runner{
        {shell_hook("grep -E 'Sig(Blk|Ign)' /proc/self/status >\"$1\"", told.string())}};
    runner.happened({"parked", ""});
    CHECK(runner.wait_for_all().empty());
    ::signal(SIGPIPE, SIG_DFL);
    std::istringstream lines{content(told)};
    for (std::string name, mask; lines >> name >> mask;) {
      CAPTURE(name);
      CHECK((std::stoull(mask, nullptr, 16) & 0x7FFF'FFFFU) == 0);  // above: the C library's own
    }
  }
}
