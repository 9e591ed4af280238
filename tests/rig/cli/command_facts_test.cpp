// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/command_facts.hpp"

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>
#include <array>
#include <map>

#include "every_option.hpp"
#include "rig/cli/verbs.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::cli;

namespace {

const OptionFacts& option(const CommandFacts& command, const std::string& name) {
  for (const OptionFacts& facts : command.options) {
    for (const std::string& one : facts.names) {
      if (one == name) return facts;
    }
  }
  FAIL("no option " << name);
  return command.options.front();
}

/// A path, by what its help says of it.
bool speaks_of_a_path(const test::NamedOption& option) {
  for (const char* const word : {"WAV", "(TOML)", " file", "folder", "recording (", "played ("}) {
    if (option.help.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("command facts: words, limits, default and number of values come from the checks") {
    CLI::App app{"about", "thing"};
    std::string text = "quick";
    double number = 3.0;
    int level = 0;
    std::array<int, 2> pair{};
    bool flag = false;
    app.add_option("--suite", text)->check(CLI::IsMember({"quick", "full"}))->capture_default_str();
    app.add_option("--shape", level)
        ->transform(CLI::CheckedTransformer(std::map<std::string, int>{{"flat", 0}, {"pink", 1}}));
    app.add_option("--orders", number)->check(CLI::Range(2, 20))->capture_default_str();
    app.add_option("--ohm", number)->check(CLI::PositiveNumber)->required();
    app.add_option("--channels", pair);
    app.add_option("--count", level);
    app.add_option("--name", text);
    app.add_flag("--fit", flag, "a flag");

    const CommandFacts facts = command_facts(app);

    CHECK(option(facts, "--suite").words == std::vector<std::string>{"quick", "full"});
    CHECK(option(facts, "--suite").value == "quick|full");
    CHECK(option(facts, "--suite").offer == Offer::Words);
    CHECK(option(facts, "--suite").fallback == "quick");
    CHECK(option(facts, "--shape").words == std::vector<std::string>{"flat", "pink"});
    CHECK(option(facts, "--orders").limits == "2 to 20");
    REQUIRE(option(facts, "--orders").number);
    CHECK(option(facts, "--orders").number->least == 2.0);
    CHECK(option(facts, "--orders").number->most == 20.0);
    CHECK_FALSE(option(facts, "--orders").number->above);
    CHECK_FALSE(option(facts, "--orders").number->whole);
    CHECK(option(facts, "--orders").fallback == "3");
    CHECK(option(facts, "--orders").value == "N");
    CHECK(option(facts, "--ohm").limits == "above 0");
    CHECK(option(facts, "--ohm").required);
    CHECK(option(facts, "--ohm").number->least == 0.0);
    CHECK(option(facts, "--ohm").number->above);
    CHECK(option(facts, "--channels").values_least == 2);
    REQUIRE(option(facts, "--count").number);
    CHECK(option(facts, "--count").number->whole);
    CHECK(option(facts, "--name").value == "TEXT");
    CHECK_FALSE(option(facts, "--name").number);
    CHECK(option(facts, "--name").offer == Offer::Nothing);
    CHECK(option(facts, "--fit").values_least == 0);
    CHECK(option(facts, "--fit").help == "a flag");
  }

  TEST_CASE("command facts: an option group belongs to its verb, and what is hidden is left out") {
    CLI::App app{"about", "thing"};
    auto* verb = app.add_subcommand("measure", "measures");
    std::string path;
    std::string other;
    auto* given = verb->add_option_group("what")->add_option("--recording", path, "x");
    given->type_name(rig::cli::kFile);
    verb->add_option("--write", other)->type_name(rig::cli::kFolder)->needs(given);
    verb->add_option("--secret", other)->group("");
    app.add_subcommand("worker", "hidden")->group("");

    const CommandFacts facts = command_facts(app);

    REQUIRE(facts.verbs.size() == 1);
    const CommandFacts& measure = facts.verbs.front();
    CHECK(measure.options.size() == 2);
    CHECK(option(measure, "--recording").offer == Offer::Files);
    CHECK(option(measure, "--write").offer == Offer::Folders);
    CHECK(option(measure, "--write").needs == std::vector<std::string>{"--recording"});
  }

  TEST_CASE("command facts: a verb has its own last words, not the program's") {
    CLI::App app{"about", "thing"};
    app.footer("of the program");
    app.add_subcommand("silent", "x");
    app.add_subcommand("talking", "x")->footer("of the verb");

    const CommandFacts facts = command_facts(app);

    CHECK(facts.details == "of the program");
    CHECK(facts.verbs.at(0).details.empty());
    CHECK(facts.verbs.at(1).details == "of the verb");
  }

  TEST_CASE("command facts: --help stands with the program and not again with every verb") {
    const CommandFacts facts = ampsweep_command();
    CHECK(option(facts, "--help").names == std::vector<std::string>{"-h", "--help"});
    for (const CommandFacts& verb : facts.verbs) {
      for (const OptionFacts& one : verb.options) CHECK(one.names.back() != "--help");
    }
  }

  TEST_CASE("command line: a value that is a path says FILE or DIR, so that a shell completes it") {
    const test::CommandLine line;
    int paths = 0;
    for (const test::NamedOption& one : line.options) {
      if (one.type.empty() || one.type.rfind("TEXT", 0) != 0) continue;
      CHECK_MESSAGE(!speaks_of_a_path(one),
                    one.verb << " " << one.name << ": add ->type_name(kFile) or (kFolder)");
    }
    for (const test::NamedOption& one : line.options) {
      paths += one.type == rig::cli::kFile || one.type == rig::cli::kFolder ? 1 : 0;
    }
    CHECK(paths > 30);
  }
}
