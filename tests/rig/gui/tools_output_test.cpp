// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "rig/cli/command_facts.hpp"
#include "rig/gui/tools/output_text.hpp"

using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

TEST_SUITE("unit") {
  TEST_CASE("tools: exit codes mean what the command line says they mean") {
    std::string said = cli::ampsweep_command().details;
    std::replace(said.begin(), said.end(), '\n', ' ');
    for (const int code : {0, 1, 2, 3, 4, 5, 130}) {
      const std::string meaning = exit_meaning(code);
      const std::string phrase = std::to_string(code) + ' ' + meaning.substr(0, meaning.find(':'));
      CHECK_MESSAGE(said.find(phrase) != std::string::npos, phrase);
    }
  }

  TEST_CASE("tools: output is shown line by line without control characters") {
    VerbView verb;
    verb.out = "a\tb\n\x1b[2Jgone\r\n\n  last";
    verb.err = "one two three four";
    const auto lines = output_lines(verb, 9);
    std::vector<std::string> texts;
    for (const OutputLine& line : lines) texts.push_back((line.talk ? "!" : "") + line.text);
    CHECK(texts == std::vector<std::string>{"!one two", "!three", "!four", "a       b", "?[2Jgone?",
                                            "", "  last"});
    CHECK(output_text(verb) == "one two three four\na       b\n?[2Jgone?\n\n  last\n");
    verb.err = "averyveryverylongword x";
    CHECK(output_lines(verb, 4).front().text == "averyveryverylongword");
  }

  TEST_CASE("tools: saved output is named after its verb and time") {
    VerbView verb;
    verb.args = {"analyze", "tone", "/a/my take.wav", "--json"};
    verb.at = "2026-11-22T04:15:00Z";
    CHECK(output_file_name(verb) == "analyze-tone-20261122T041500Z.json");
    CHECK(verb_name(verb) == "analyze tone");
    verb.args = {"verify", "/x"};
    CHECK(output_file_name(verb) == "verify-20261122T041500Z.txt");
  }
}
