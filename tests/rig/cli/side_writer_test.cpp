// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/side_writer.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <sstream>
#include <streambuf>
#include <string>

using namespace ampsweep::rig::cli;
using namespace std::chrono_literals;

namespace {

/// A terminal that was stopped: whoever writes to it waits until it goes on.
class StoppedTerminal final : public std::streambuf {
 public:
  void go_on() {
    const std::scoped_lock lock{mutex_};
    goes_ = true;
    changed_.notify_all();
  }
  [[nodiscard]] std::string shown() {
    const std::scoped_lock lock{mutex_};
    return shown_;
  }

 protected:
  std::streamsize xsputn(const char* text, std::streamsize count) override {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return goes_; });
    shown_.append(text, static_cast<std::size_t>(count));
    return count;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool goes_{false};
  std::string shown_;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("side writer: what is written arrives, in order, and a flush has shown it") {
    std::ostringstream behind;
    SideWriter writer{behind};
    std::string all;
    for (int i = 0; i < 1000; ++i) {
      writer << "line " << i << std::endl;
      all += "line " + std::to_string(i) + "\n";
    }
    CHECK(behind.str() == all);
  }

  TEST_CASE("side writer: the last words are shown though nobody flushes them") {
    std::ostringstream behind;
    { SideWriter{behind} << "ended early"; }
    CHECK(behind.str() == "ended early");
  }

  TEST_CASE("side writer: a stopped terminal holds nobody up, and is told what it missed") {
    static StoppedTerminal terminal;  // a thread may be left in it
    static std::ostream behind{&terminal};
    auto start = std::chrono::steady_clock::now();
    {
      SideWriter writer{behind};
      const std::string line(100, 'x');
      for (int i = 0; i < 3000; ++i) writer << line << std::endl;  // 300 kB
      CHECK(seconds_since(start) < 1.5);  // one wait of 50 ms; 3,000 of them take 150 s
      CHECK(terminal.shown().empty());
      terminal.go_on();
    }
    const std::string shown = terminal.shown();
    CHECK(shown.size() > 60'000);
    CHECK(shown.size() < 70'000);
    CHECK(shown.find(" bytes were not shown") != std::string::npos);
  }

  TEST_CASE("side writer: a terminal that never goes on does not keep the program") {
    static StoppedTerminal terminal;
    static std::ostream behind{&terminal};
    const auto start = std::chrono::steady_clock::now();
    { SideWriter{behind} << "never seen" << std::flush; }
    CHECK(seconds_since(start) < 10.0);
    terminal.go_on();
  }
}
