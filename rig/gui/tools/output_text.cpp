// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/tools/output_text.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <sstream>

#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr std::size_t kNoBreaks = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kTab = 8;

std::string without_tabs(const std::string& line) {
  std::string text;
  for (const char c : line) {
    if (c == '\t') {
      text.append(kTab - text.size() % kTab, ' ');
    } else {
      text += c;
    }
  }
  return text;
}

/// In pieces of at most `columns`, a word that is longer on a line of its own.
void add_broken(const std::string& line, std::size_t columns, std::vector<OutputLine>& lines) {
  std::size_t from = 0;
  while (line.size() - from > columns) {
    std::size_t to = line.rfind(' ', from + columns);
    if (to == std::string::npos || to <= from) to = line.find(' ', from + columns);
    if (to == std::string::npos) break;
    lines.push_back({line.substr(from, to - from), true});
    from = to + 1;
  }
  lines.push_back({line.substr(from), true});
}

void add_lines(const std::string& text, bool talk, std::size_t columns,
               std::vector<OutputLine>& lines) {
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    line = one_line(without_tabs(line));
    if (talk) {
      add_broken(line, columns, lines);
    } else {
      lines.push_back({std::move(line), false});
    }
  }
}

}  // namespace

std::vector<OutputLine> output_lines(const VerbView& verb, std::size_t columns) {
  std::vector<OutputLine> lines;
  add_lines(verb.err, true, std::max<std::size_t>(columns, 1), lines);
  add_lines(verb.out, false, kNoBreaks, lines);
  return lines;
}

std::string output_text(const VerbView& verb) {
  std::string text;
  for (const OutputLine& line : output_lines(verb, kNoBreaks)) text += line.text + '\n';
  return text;
}

std::string exit_meaning(int code) {
  switch (code) {
    case 0:
      return "ok";
    case 1:
      return "a quality gate failed: what was measured is not good enough";
    case 2:
      return "usage: something in the form does not fit";
    case 3:
      return "device or set-up: the verb could not run";
    case 4:
      return "file or data: the verb could not run with these files";
    case 5:
      return "safety stop or parked";
    case 130:
      return "interrupted: it was stopped before it was done";
    default:
      return "no meaning is known";
  }
}

std::string verb_name(const VerbView& verb) {
  const auto of_verb = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  std::string name;
  for (const std::string& word : verb.args) {
    if (!std::all_of(word.begin(), word.end(), of_verb) || word.rfind('-', 0) == 0) break;
    name += (name.empty() ? "" : " ") + word;
  }
  return name;
}

std::string output_file_name(const VerbView& verb) {
  std::string name = verb_name(verb) + '-';
  std::replace(name.begin(), name.end(), ' ', '-');
  std::copy_if(verb.at.begin(), verb.at.end(), std::back_inserter(name),
               [](unsigned char c) { return std::isalnum(c) != 0; });
  const bool json = std::find(verb.args.begin(), verb.args.end(), "--json") != verb.args.end();
  return name + (json ? ".json" : ".txt");
}

}  // namespace ampsweep::rig::gui
