// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/page_opener.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "rig/model/result.hpp"
#include "tests/support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig::gui;
using namespace std::chrono_literals;

namespace {

std::string made_program(const std::filesystem::path& file, const std::string& body) {
  std::ofstream{file} << "#!/bin/sh\n" << body << "\n";
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  return file.string();
}

/// What a file holds once it does, or nothing within 10 s.
std::string awaited(const std::filesystem::path& file) {
  for (int i = 0; i < 500; ++i) {
    std::ifstream in{file};
    std::ostringstream text;
    text << in.rdbuf();
    if (text.str().find("end") != std::string::npos) return text.str();
    std::this_thread::sleep_for(20ms);
  }
  return "";
}

std::string awaited_failure(PageOpener& pages) {
  for (int i = 0; i < 500; ++i) {
    if (const auto why = pages.failed()) return *why;
    std::this_thread::sleep_for(20ms);
  }
  return "";
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("page opener: a page's name is one argument, whatever is in it") {
    const test::TempDir dir;
    const auto page = dir.path() / "a b; touch 'owned' $(touch owned).html";
    std::ofstream{page} << "<p>";
    const auto out = dir.path() / "said";
    PageOpener pages{made_program(
        dir.path() / "browser", "printf '%s\\n' \"$#\" \"$1\" end > '" + out.string() +
                                    ".new'\nmv '" + out.string() + ".new' '" + out.string() + "'")};
    pages.open(page);
    CHECK(awaited(out) == "1\n" + page.string() + "\nend\n");
    CHECK_FALSE(std::filesystem::exists(dir.path() / "owned"));
    CHECK_FALSE(std::filesystem::exists("owned"));
  }

  TEST_CASE("page opener: a missing program is named with the way out") {
    const test::TempDir dir;
    const auto page = dir.path() / "index.html";
    std::ofstream{page} << "<p>";
    PageOpener pages{"ampsweep-no-such-program"};
    try {
      pages.open(page);
      FAIL("it must not pretend to have shown the page");
    } catch (const rig::SetupError& error) {
      const std::string text = error.what();
      CHECK(text.find("ampsweep-no-such-program is not installed") != std::string::npos);
      CHECK(text.find(page.string()) != std::string::npos);
      CHECK(text.find("xdg-utils") != std::string::npos);
    }
  }

  TEST_CASE("page opener: a page that is gone is not handed on") {
    const test::TempDir dir;
    PageOpener pages{made_program(dir.path() / "browser", "exit 0")};
    CHECK_THROWS_AS(pages.open(dir.path() / "gone.html"), rig::SetupError);
  }

  TEST_CASE("page opener: a program that fails is told of, once; one that works is not") {
    const test::TempDir dir;
    const auto page = dir.path() / "index.html";
    std::ofstream{page} << "<p>";
    PageOpener works{made_program(dir.path() / "works", "exit 0")};
    works.open(page);
    PageOpener fails{made_program(dir.path() / "fails", "exit 3")};
    fails.open(page);
    CHECK(awaited_failure(fails).find(page.string()) != std::string::npos);
    CHECK_FALSE(fails.failed());
    CHECK_FALSE(works.failed());
  }
}
