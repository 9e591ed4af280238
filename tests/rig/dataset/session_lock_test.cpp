// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/session_lock.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "tests/rig/dataset/dataset_support.hpp"

TEST_SUITE("unit") {
  using namespace ampsweep;
  using ampsweep::rig::SessionLock;
  using test::TempDir;

  TEST_CASE("session lock: another process holding it is named, and its death frees it") {
    const TempDir dir;
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      const SessionLock lock(dir.path());
      if (::write(ends[1], "x", 1) != 1) ::_exit(1);
      for (;;) ::pause();
    }
    char ready = 0;
    REQUIRE(::read(ends[0], &ready, 1) == 1);

    CHECK(SessionLock::held(dir.path()));
    const std::string why = test::refusal([&] { const SessionLock lock(dir.path()); });
    CHECK(why.find("process " + std::to_string(child)) != std::string::npos);

    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ends[0]);
    ::close(ends[1]);
    CHECK_FALSE(SessionLock::held(dir.path()));
    CHECK_NOTHROW(SessionLock(dir.path()));
  }

  TEST_CASE("session lock: asking does not take it, and a link in its place is refused") {
    const TempDir dir;
    CHECK_FALSE(SessionLock::held(dir.path()));
    {
      const SessionLock lock(dir.path());
      CHECK(SessionLock::held(dir.path()));
      CHECK(SessionLock::held(dir.path()));
    }
    const TempDir other;
    test::write_text(other / "victim", "untouched");
    test::fs::create_symlink(other / "victim", other / rig::kLockFile);
    CHECK_FALSE(test::refusal([&] { const SessionLock lock(other.path()); }).empty());
    CHECK(test::read_text(other / "victim") == "untouched");
  }
}
