// SPDX-License-Identifier: GPL-3.0-or-later
// docs/cli.md and the messages of the program against the command line there is.
#include <doctest/doctest.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
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

bool names_option(const std::string& text, const std::string& option) {
  return std::regex_search(text, std::regex(option + "(?![a-z-])"));
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
    const std::regex advice("`ampsweep ([a-z-]+)");
    int seen = 0;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SOURCE_DIR) / "rig")) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string text = text_of(entry.path());
      for (std::sregex_iterator at(text.begin(), text.end(), advice), end; at != end; ++at) {
        CHECK_MESSAGE(verbs.count((*at)[1]) == 1, entry.path().string() << ": " << (*at)[0]);
        ++seen;
      }
    }
    CHECK(seen > 10);
  }
}
