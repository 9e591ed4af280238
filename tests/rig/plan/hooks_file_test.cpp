// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/hooks_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "rig/model/result.hpp"
#include "tests/support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

std::string hook_refusal(const std::string& text) {
  try {
    (void)parse_hooks(text, "hooks.toml");
  } catch (const SetupError& error) {
    return error.what();
  }
  return "";
}

constexpr const char* kRelay = R"([[hook]]
on = ["parked", "failed"]
run = ["/usr/local/bin/mains-relay", "off; rm -rf /"]
timeout_s = 3
)";

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("hooks: events, argument vector and time are read as they stand") {
    const auto hooks = parse_hooks(kRelay, "hooks.toml");
    REQUIRE(hooks.size() == 1);
    CHECK(hooks[0].on == std::vector<std::string>{"parked", "failed"});
    CHECK(hooks[0].run == std::vector<std::string>{"/usr/local/bin/mains-relay", "off; rm -rf /"});
    CHECK(hooks[0].timeout_s == 3.0);
    CHECK(parse_hooks("", "hooks.toml").empty());
  }

  TEST_CASE("hooks: what cannot work is refused with its line") {
    CHECK(hook_refusal("[[hook]]\non = [\"exploded\"]\nrun = [\"/bin/true\"]").find("hooks.toml:2") !=
          std::string::npos);
    CHECK(hook_refusal("[[hook]]\non = [\"parked\"]\nrun = [\"true\"]").find("hooks.toml:3") !=
          std::string::npos);
    CHECK(hook_refusal("[[hook]]\non = [\"parked\"]").find("run") != std::string::npos);
    CHECK(hook_refusal("[[hook]]\nrun = [\"/bin/true\"]").find("on is missing") != std::string::npos);
    CHECK(hook_refusal("[[hook]]\non = [\"parked\"]\nrun = [\"/bin/true\"]\nshell = true")
              .find("shell") != std::string::npos);
    CHECK_FALSE(hook_refusal("[[hook]]\non = [\"parked\"]\nrun = [\"/bin/true\"]\ntimeout_s = 0").empty());
  }

  TEST_CASE("hooks: a file that others may write runs nothing") {
    const test::TempDir folder;
    const auto file = folder.path() / "hooks.toml";
    CHECK(load_hooks(file).empty());  // no file, no hooks
    std::ofstream{file} << kRelay;
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    CHECK(load_hooks(file).size() == 1);
    std::filesystem::permissions(file, std::filesystem::perms(0620));
    CHECK_THROWS_AS((void)load_hooks(file), SetupError);
  }
}
