// SPDX-License-Identifier: GPL-3.0-or-later
// What the texts hold; that the shells understand them is tried with the shells (*.sh beside this).
#include "rig/packaging/shell_completion.hpp"

#include <doctest/doctest.h>

#include "rig/cli/command_facts.hpp"
#include "tests/rig/cli/every_option.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::cli;
using namespace ampsweep::rig::packaging;

namespace {

/// From `start` to the first `end` behind it.
std::string stretch(const std::string& text, const std::string& start, const std::string& end) {
  const auto from = text.find(start);
  if (from == std::string::npos) return "";
  return text.substr(from, text.find(end, from + start.size()) - from);
}

/// `word` between characters that cannot be part of an option's name.
bool has_word(const std::string& text, const std::string& word) {
  constexpr const char* kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-";
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const auto after = at + word.size();
    const bool starts = at == 0 || text.find_first_of(kLetters, at - 1) != at - 1;
    if (starts && text.find_first_of(kLetters, after) != after) return true;
  }
  return false;
}

std::string zsh_function(const std::string& path) {
  std::string name = '_' + path;
  for (char& c : name) c = c == ' ' ? '_' : c;
  return name;
}

CommandFacts awkward() {
  const std::string text = "it's [odd]: 50 % $HOME `x` \\ \"q\"";
  CommandFacts program{"ampsweep", "about", "", {}, {}, {}};
  program.verbs.push_back(
      {"play",
       text,
       "",
       {},
       {{{"--out"}, "", "DIR", 1, 1, Offer::Folders, {}, "", "", text, false, {}, {}}},
       {}});
  return program;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("completion: bash, zsh and fish know every verb, and every option where it belongs") {
    const test::CommandLine line;
    const CommandFacts program = ampsweep_command();
    const std::string bash = bash_completion(program);
    const std::string zsh = zsh_completion(program);
    const std::string fish = fish_completion(program);

    for (const std::string& verb : line.verbs) {
      CHECK_MESSAGE(bash.find("    '" + verb + "')\n") != std::string::npos, verb);
      CHECK_MESSAGE(zsh.find('\n' + zsh_function(verb) + "() {\n") != std::string::npos, verb);
      CHECK_MESSAGE(fish.find(" '" + verb + "'") != std::string::npos, verb);
    }
    for (const test::NamedOption& option : line.options) {
      if (option.is_argument) continue;
      INFO(option.verb << " " << option.name);
      CHECK(has_word(stretch(bash, "    '" + option.verb + "')\n", ";;"), option.name));
      CHECK(has_word(stretch(zsh, '\n' + zsh_function(option.verb) + "() {\n", "\n}\n"),
                     option.name));
      const std::string where =
          option.verb == "ampsweep" ? "" : " -n '__ampsweep_at \\'" + option.verb + "\\''";
      const std::string begin = "complete -c ampsweep" + where;
      bool found = false;
      for (auto at = fish.find(begin); at != std::string::npos; at = fish.find(begin, at + 1)) {
        const std::string command = fish.substr(at, fish.find('\n', at) - at);
        found = found || command.find(" -l '" + option.name.substr(2) + "'") != std::string::npos;
      }
      CHECK(found);
    }
  }

  TEST_CASE("completion: a quote, a bracket or a backslash in a help text stays text") {
    CHECK(shell_quoted("it's $x `y` \\") == "'it'\\''s $x `y` \\'");
    CHECK(fish_quoted("it's \\ $x") == "'it\\'s \\\\ $x'");
    CHECK(zsh_completion(awkward()).find(
              "'--out=[it'\\''s \\[odd\\]\\: 50 % $HOME `x` \\\\ \"q\"]") != std::string::npos);
  }

  TEST_CASE("completion: the program's own options are offered behind a verb as well") {
    const std::string bash = bash_completion(ampsweep_command());
    CHECK(has_word(stretch(bash, "    'ampsweep analyze tone')\n", ";;"), "--json"));
  }
}
