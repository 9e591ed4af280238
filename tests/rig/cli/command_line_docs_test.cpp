// SPDX-License-Identifier: GPL-3.0-or-later
// docs/cli.md and the messages of the program against the command line there is.
#include <doctest/doctest.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include "rig/cli/verbs.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
namespace fs = std::filesystem;

namespace {

/// The command line, never run.
struct CommandLine {
  std::ostringstream out;
  cli::Front front{{}, {}, {}, out, out, false, {}};
  cli::Shell shell{front, false, false, {}};
  CLI::App app;
  CommandLine() { cli::add_command_line(app, shell); }
};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// "verify --threads" of every verb and sub-verb.
void collect_options(const CLI::App& app, const std::string& verb,
                     std::vector<std::pair<std::string, std::string>>& found) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) found.emplace_back(verb, "--" + name);
  }
  for (const CLI::App* below : app.get_subcommands({})) {
    collect_options(*below, verb.empty() ? below->get_name() : verb + ' ' + below->get_name(),
                    found);
  }
}

constexpr const char* kWordLetters = "abcdefghijklmnopqrstuvwxyz-";

/// As a whole word: "--from" is not named by "--from-s".
bool names_option(const std::string& text, const std::string& option) {
  for (auto at = text.find(option); at != std::string::npos; at = text.find(option, at + 1)) {
    if (text.find_first_of(kWordLetters, at + option.size()) != at + option.size()) return true;
  }
  return false;
}

/// Every word that follows "`ampsweep ".
std::vector<std::string> advised_verbs(const std::string& text) {
  const std::string before = "`ampsweep ";
  std::vector<std::string> verbs;
  for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
    const auto start = at + before.size();
    const auto end = text.find_first_not_of(kWordLetters, start);
    if (end != start) verbs.push_back(text.substr(start, end - start));
  }
  return verbs;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("cli: docs/cli.md names every verb and every long option of every verb") {
    const CommandLine line;
    const std::string page = text_of(fs::path(SOURCE_DIR) / "docs/cli.md");
    REQUIRE_FALSE(page.empty());
    for (const CLI::App* verb : line.app.get_subcommands({})) {
      CHECK_MESSAGE(page.find("| `" + verb->get_name()) != std::string::npos, verb->get_name());
    }
    std::vector<std::pair<std::string, std::string>> options;
    collect_options(line.app, "", options);
    CHECK(options.size() > 20);
    for (const auto& [verb, option] : options) {
      CHECK_MESSAGE(names_option(page, option), verb << ' ' << option);
    }
  }

  TEST_CASE("cli: no message recommends a verb that does not exist") {
    const CommandLine line;
    std::set<std::string> verbs;
    for (const CLI::App* verb : line.app.get_subcommands({})) verbs.insert(verb->get_name());
    int seen = 0;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SOURCE_DIR) / "rig")) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string text = text_of(entry.path());
      for (const std::string& verb : advised_verbs(text)) {
        CHECK_MESSAGE(verbs.count(verb) == 1, entry.path().string() << ": " << verb);
        ++seen;
      }
    }
    CHECK(seen > 10);
  }
}
