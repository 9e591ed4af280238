// SPDX-License-Identifier: GPL-3.0-or-later
// From a filled form to the words a verb is run with: held against CLI11 and a real shell.
#include <doctest/doctest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <set>
#include <sstream>

#include "rig/cli/command_facts.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/gui/tools/tool.hpp"
#include "rig/gui/tools/verb_form.hpp"

using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

/// The verbs that open no device and no window. A verb that is in neither this list nor kVerbRooms
/// appears in the Tools room: decide whether it may be run there, beside a session.
const std::set<std::string> kHarmless{"amps",         "analyze", "compare", "export", "nam-metadata", "plan",
                                      "rebuild",      "report",  "requeue", "status", "verify"};

/// A value this option takes, and an awkward one where any text will do.
std::string sample_value(const OptionFacts& option, int which) {
  if (!option.words.empty()) return option.words.back();
  const bool path = option.offer == Offer::Files || option.offer == Offer::Folders;
  const std::string dash = path || !option.names.empty() ? "-" : "";
  if (!option.number) return dash + "my 'take' $(" + std::to_string(which) + ") é.wav";
  const NumberFacts& number = *option.number;
  if (number.least > -1e300) {
    return std::to_string(static_cast<int>(std::floor(number.least) + 1.0));
  }
  return number.most < 1e300 ? std::to_string(static_cast<int>(number.most)) : "-3";
}

void fill(const OptionFacts& option, Filled& filled) {
  filled.on = option.values_most == 0;
  int which = 0;
  for (std::string& value : filled.values) value = sample_value(option, ++which);
  if (option.values_most > option.values_least) {
    filled.values.push_back(sample_value(option, ++which));
  }
}

void fill_by_name(const CommandFacts& verb, VerbForm& form, const std::string& name) {
  for (std::size_t i = 0; i < verb.options.size(); ++i) {
    if (option_label(verb.options[i]) != name || is_given(form.options[i])) continue;
    fill(verb.options[i], form.options[i]);
    for (const std::string& other : verb.options[i].needs) fill_by_name(verb, form, other);
  }
}

/// All that is needed for the option of this name, and no more.
VerbForm form_with(const CommandFacts& verb, const std::string& name) {
  VerbForm form = empty_form(verb);
  for (std::size_t i = 0; i < verb.arguments.size(); ++i) {
    fill(verb.arguments[i], form.arguments[i]);
  }
  for (const OptionFacts& option : verb.options) {
    if (option.required) fill_by_name(verb, form, option_label(option));
  }
  fill_by_name(verb, form, name);
  return form;
}

/// The command line of the program, given words.
struct ParsedLine {
  std::ostringstream out;
  cli::Front front{{}, {}, {}, out, out, false, {}};
  cli::Shell shell{front, false, false, {}};
  CLI::App app;
  std::string refused;
  ParsedLine() { cli::add_command_line(app, shell); }
  void parse(std::vector<std::string> args) {
    refused.clear();
    std::reverse(args.begin(), args.end());
    try {
      app.parse(args);
    } catch (const CLI::RequiredError&) {  // of a group, which no form knows; all was read by then
    } catch (const CLI::ParseError& error) {
      refused = error.what();
    }
  }
  /// What `name` was given, in the verb or in what stands above it.
  [[nodiscard]] std::vector<std::string> given(const std::string& verb, const std::string& name) {
    std::vector<CLI::App*> chain{&app};
    std::istringstream words{verb};
    for (std::string word; words >> word;) chain.push_back(chain.back()->get_subcommand(word));
    for (auto one = chain.rbegin(); one != chain.rend(); ++one) {
      if (const CLI::Option* option = (*one)->get_option_no_throw(name)) return option->results();
    }
    return {"no such option"};
  }
};

void check_arrived(ParsedLine& line, const CommandFacts& verb, const OptionFacts& option,
                   const Filled& filled) {
  CAPTURE(option_label(option));
  const auto arrived = line.given(verb.name, option_label(option));
  if (option.values_most == 0) {
    CHECK(arrived.size() == (filled.on ? 1 : 0));
  } else if (option.words.empty()) {
    std::vector<std::string> meant = filled.values;
    std::erase(meant, "");
    for (std::string& value : meant) {
      if (option.names.empty() && looks_like_option(value)) value = "./" + value;
    }
    CHECK(joined(arrived, "|") == joined(meant, "|"));
  } else {
    CHECK(arrived.size() == (is_given(filled) ? 1 : 0));
  }
}

/// The words a shell makes of a line, each followed by a line "|".
std::string as_a_shell_reads(const std::string& line) {
  const std::string script = "set -- " + line + "\nfor a; do printf '%s\\n|\\n' \"$a\"; done";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{::popen(script.c_str(), "r"),
                                                             ::pclose};
  REQUIRE(pipe);
  std::string text;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
    text += static_cast<char>(c);
  }
  return text;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("tools: every verb has a room of its own or is known to open no device") {
    std::set<std::string> expected = kHarmless;
    for (const VerbRoom& one : kVerbRooms) expected.insert(std::string{one.verb});
    std::set<std::string> found;
    for (const CommandFacts& verb : cli::ampsweep_command().verbs) found.insert(verb.name);
    CHECK(found == expected);
    for (const CommandFacts& verb : cli::ampsweep_command().verbs) {
      // A form has no place yet for what stands between a verb and the verb below it.
      const bool simple =
          verb.verbs.empty() || std::none_of(verb.arguments.begin(), verb.arguments.end(),
                                             [](const OptionFacts& one) { return one.required; });
      CHECK_MESSAGE((simple || kHarmless.count(verb.name) == 0), verb.name);
    }
    for (const Tool& tool : tools_of(cli::ampsweep_command())) {
      const std::string first = tool.facts.name.substr(0, tool.facts.name.find(' '));
      CHECK_MESSAGE(tool.room.has_value() == (kHarmless.count(first) == 0), tool.facts.name);
    }
  }

  TEST_CASE("tools: whatever is filled in arrives at the verb as it was typed, for every option") {
    ParsedLine line;
    int tried = 0;
    for (const Tool& tool : tools_of(cli::ampsweep_command())) {
      if (tool.room) continue;  // no form is made of it
      const CommandFacts& verb = tool.facts;
      CAPTURE(verb.name);
      for (const OptionFacts& target : verb.options) {
        const VerbForm form = form_with(verb, option_label(target));
        CAPTURE(option_label(target));
        CHECK(form_faults(verb, form).empty());
        line.parse(form_args(verb, form));
        REQUIRE(line.refused == "");
        ++tried;
        for (std::size_t i = 0; i < verb.arguments.size(); ++i) {
          check_arrived(line, verb, verb.arguments[i], form.arguments[i]);
        }
        for (std::size_t i = 0; i < verb.options.size(); ++i) {
          check_arrived(line, verb, verb.options[i], form.options[i]);
        }
      }
    }
    CHECK(tried > 100);
  }

  TEST_CASE("tools: the command shown is read by a shell as the words that are run") {
    const std::vector<std::string> words{"analyze",   "tone", "my take.wav", "it's", "$(touch x)",
                                         "a\nb",      "",     "\"q\"",       "~",    "*",
                                         "--to-s=-3", "é;&|", "\\",          "`x`",  "#c"};
    std::string expected;
    for (const std::string& word : words) expected += word + "\n|\n";
    CHECK(as_a_shell_reads(command_line(words).substr(std::string{"ampsweep "}.size())) ==
          expected);
    CHECK(command_line({"verify", "/home/me/my-amp"}) == "ampsweep verify /home/me/my-amp");
  }
}
