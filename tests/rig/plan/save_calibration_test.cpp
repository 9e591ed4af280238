// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/save_calibration.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "refusal_of.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::contains;
using test::kFullRig;
using test::kSmallRig;
using test::refusal_of;
using test::with;

namespace {

const Calibration kMeasured{-1024.0625, -0.03, "2026-11-22T08:30:00Z"};

std::string edited(const std::string& text, const Calibration& calibration = kMeasured) {
  return with_calibration(text, calibration, "amp.toml");
}

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>{in}, {}};
}

const std::string kOld =
    "[calibration]   # by `check`\n"
    "# measured with the short cable\n"
    "loopback_gain_db = -0.5   # a # in a comment\n"
    "\tdate=\"2026-11-21\" # then\n"
    "loopback_offset_samples = 12 \n"
    "\n";
const std::string kNew =
    "[calibration]   # by `check`\n"
    "# measured with the short cable\n"
    "loopback_gain_db = -0.03   # a # in a comment\n"
    "date = \"2026-11-22T08:30:00Z\" # then\n"
    "loopback_offset_samples = -1024.0625 \n"
    "\n";

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("save calibration: appends a table and leaves every other byte") {
    CHECK(edited(kSmallRig) == kSmallRig +
                                   "\n[calibration]\nloopback_offset_samples = -1024.0625\n"
                                   "loopback_gain_db = -0.03\ndate = \"2026-11-22T08:30:00Z\"\n");
    const std::string endless = kSmallRig.substr(0, kSmallRig.size() - 1);
    CHECK(edited(endless).starts_with(endless + "\n\n[calibration]\n"));
  }

  TEST_CASE("save calibration: rewrites values in place, keeps comments, order and neighbours") {
    const std::string before = "# mine\nname = \"x\"\n";
    const std::string after = "\n[audio] # \xC3\xA4\napi = \"simulated\"   \n\n\n# the end";

    CHECK(edited(before + kOld + after) == before + kNew + after);
  }

  TEST_CASE("save calibration: a table at the very end of a file without a last line end") {
    const std::string text = kSmallRig + "[calibration]\nloopback_gain_db = 1";

    CHECK(edited(text) == kSmallRig +
                              "[calibration]\nloopback_gain_db = -0.03\n"
                              "loopback_offset_samples = -1024.0625\n"
                              "date = \"2026-11-22T08:30:00Z\"\n");
  }

  TEST_CASE("save calibration: a value that is not known any more has its line removed") {
    const Calibration only_date{{}, {}, "2026-11-22"};

    CHECK(edited(kSmallRig + kOld, only_date) ==
          kSmallRig + "[calibration]   # by `check`\n# measured with the short cable\n" +
              "date = \"2026-11-22\" # then\n\n");
  }

  TEST_CASE("save calibration: CRLF files stay CRLF") {
    std::string text;
    for (const char c : kSmallRig + kOld) text += c == '\n' ? std::string{"\r\n"} : std::string{c};

    const std::string result =
        edited(with(text, "loopback_gain_db = -0.5   # a # in a comment\r\n", ""));

    CHECK(contains(result, "loopback_offset_samples = -1024.0625 \r\n"));
    for (std::size_t i = 0; i < result.size(); ++i) {
      if (result[i] == '\n') CHECK(result[i - 1] == '\r');
    }
  }

  TEST_CASE("save calibration: a header inside a text is no header") {
    const std::string text =
        "interface_checklist = [\"\"\"[calibration] loopback_gain_db = 3\"\"\"]\n" + kSmallRig;

    CHECK(edited(text).starts_with(text + "\n[calibration]\n"));
  }

  TEST_CASE("save calibration: saving what is there already changes nothing") {
    CHECK(edited(edited(kSmallRig)) == edited(kSmallRig));
    CHECK(edited(kFullRig, parse_rig(kFullRig, "x").calibration) == kFullRig);
  }

  TEST_CASE("save calibration: what is saved is what the next load reads, bit for bit") {
    for (const double offset : {0.1, 1.0 / 3.0, 1e-9, -65536.0, 123456.789012345}) {
      const Rig rig = parse_rig(edited(kSmallRig, {offset, offset / 7.0 / 1000.0, ""}), "x");
      CHECK(rig.calibration.loopback_offset_samples == offset);
      CHECK(rig.calibration.loopback_gain_db == offset / 7.0 / 1000.0);
    }
  }

  TEST_CASE("save calibration: forms that cannot be edited by line are refused") {
    const std::string inline_table = "calibration = { loopback_gain_db = 1 }\n" + kSmallRig;
    const std::string dotted = "calibration.loopback_gain_db = 1\n" + kSmallRig;
    const std::string two_lines = kSmallRig + "[calibration]\ndate = \"\"\"\n2026-11-21\"\"\"\n";

    CHECK(contains(refusal_of([&] { (void)edited(inline_table); }),
                   "not written as a [calibration]"));
    CHECK(contains(refusal_of([&] { (void)edited(dotted); }), "not written as a [calibration]"));
    CHECK_FALSE(refusal_of([&] { (void)edited(two_lines); }).empty());
  }

  TEST_CASE("save calibration: the file is replaced whole, with its permissions, and no rests") {
    const test::TempDir dir;
    const auto file = dir.path() / "amp.toml";
    std::ofstream(file) << kSmallRig;
    ::chmod(file.c_str(), 0640);

    save_calibration(file, kMeasured);

    CHECK(content(file) == edited(kSmallRig));
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777U) == 0640U);
    CHECK(std::distance(std::filesystem::directory_iterator{dir.path()}, {}) == 1);
  }

  TEST_CASE("save calibration: a broken rig and a link leave the file as it was") {
    const test::TempDir dir;
    const auto broken = dir.path() / "broken.toml";
    const auto real = dir.path() / "real.toml";
    const auto link = dir.path() / "link.toml";
    std::ofstream(broken) << "name = 3\n";
    std::ofstream(real) << kSmallRig;
    std::filesystem::create_symlink(real, link);

    CHECK(contains(refusal_of([&] { save_calibration(broken, kMeasured); }), "not text"));
    CHECK(contains(refusal_of([&] { save_calibration(link, kMeasured); }), "is a link"));

    CHECK(content(broken) == "name = 3\n");
    CHECK(content(real) == kSmallRig);
    CHECK(std::distance(std::filesystem::directory_iterator{dir.path()}, {}) == 3);
  }

  TEST_CASE("save calibration: a write that fails half way leaves the old file and no rests") {
    const test::TempDir dir;
    const auto file = dir.path() / "amp.toml";
    std::ofstream(file) << kSmallRig;
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{20, before.rlim_max};  // bytes: like a disk that fills up during the write
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);

    const std::string message = refusal_of([&] { save_calibration(file, kMeasured); });

    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK(contains(message, "cannot be rewritten"));
    CHECK(content(file) == kSmallRig);
    CHECK(std::distance(std::filesystem::directory_iterator{dir.path()}, {}) == 1);
  }
}
