// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/packaging/man_page.hpp"

#include <cstdint>
#include <cstdio>
#include <sstream>

namespace ampsweep::rig::packaging {
namespace {

/// The code point that starts at `text[at]`, and moves `at` behind it. Broken UTF-8 gives U+FFFD.
std::uint32_t next_code_point(const std::string& text, std::size_t& at) {
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  const std::size_t more = lead < 0x80    ? 0
                           : lead >= 0xF0 ? 3
                           : lead >= 0xE0 ? 2
                           : lead >= 0xC0 ? 1
                                          : 9;
  if (more == 0) return lead;
  if (more == 9 || at + more > text.size()) return 0xFFFD;
  std::uint32_t code = lead & (0x3Fu >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at) & 0xC0u) != 0x80u) return 0xFFFD;
    code = code << 6u | (byte(at++) & 0x3Fu);
  }
  return code;
}

std::string roff_character(std::uint32_t code) {
  switch (code) {
    case '\\':
      return "\\e";
    case '-':
      return "\\-";  // a plain one becomes a hyphen, which cannot be copied into a shell
    case '\'':
      return "\\(aq";
    case '"':
      return "\\(dq";
    case '`':
      return "\\(ga";
    case '^':
      return "\\(ha";
    case '~':
      return "\\(ti";
    default:
      break;
  }
  if (code < 0x80) return {static_cast<char>(code)};
  char text[16];
  std::snprintf(text, sizeof text, "\\[u%04X]", static_cast<unsigned>(code));
  return text;
}

std::string bold(const std::string& text) { return "\\fB" + roff_text(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + roff_text(text) + "\\fR"; }

/// A list of words may be longer than a line: it may be broken after each.
std::string value_text(const OptionFacts& option) {
  std::string text = italic(option.value);
  for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 1)) {
    text.insert(at + 1, "\\:");
  }
  return text;
}

/// "--suite quick|full", "--through N N", "plan FILE".
std::string heading(const OptionFacts& option) {
  std::string text;
  for (const std::string& name : option.names) text += (text.empty() ? "" : ", ") + bold(name);
  if (!option.argument.empty()) text = italic(option.argument);
  if (!option.argument.empty() && option.offer == Offer::Nothing) return text;
  for (int i = 0; i < option.values_least; ++i) text += ' ' + value_text(option);
  return option.values_most > option.values_least ? text + "\\~..." : text;
}

/// "how many to use; 0 = all (0 to 256; 0 unless given)".
std::string explanation(const OptionFacts& option) {
  std::vector<std::string> notes;
  if (!option.names.empty() && option.required) notes.emplace_back("required");
  if (!option.limits.empty()) notes.push_back(option.limits);
  if (!option.fallback.empty()) notes.push_back(option.fallback + " unless given");
  if (!option.needs.empty()) notes.push_back("needs " + joined(option.needs, ", "));
  if (!option.excludes.empty()) notes.push_back("not with " + joined(option.excludes, ", "));
  return option.help + (notes.empty() ? "" : " (" + joined(notes, "; ") + ")");
}

void write_options(std::ostream& out, const std::vector<OptionFacts>& options) {
  for (const OptionFacts& option : options) {
    out << ".TP\n" << heading(option) << '\n' << roff_text(explanation(option)) << '\n';
  }
}

void write_lines(std::ostream& out, const std::string& text) {
  out << ".nf\n" << roff_text(text) << "\n.fi\n";
}

/// `path`: "ampsweep capture", without the arguments.
void write_verb(std::ostream& out, const CommandFacts& verb, const std::string& path) {
  out << ".SS " << roff_text(path) << '\n' << roff_text(verb.summary) << '\n';
  write_options(out, verb.arguments);
  write_options(out, verb.options);
  if (!verb.details.empty()) {
    out << ".PP\n";
    write_lines(out, verb.details);
  }
  for (const CommandFacts& below : verb.verbs) write_verb(out, below, path + ' ' + below.name);
}

constexpr const char* kFiles =
    ".SH FILES\n"
    ".TP\n\\fI/usr/share/ampsweep/plans\\fR, \\fI/usr/share/ampsweep/rigs\\fR\n"
    "Plans and rigs to try and to copy. A plan names its rig by a path relative to itself.\n"
    ".TP\n\\fI/usr/share/doc/ampsweep\\fR\n"
    "How to start (README.md), rig and plan files, the dataset, how each figure is measured.\n"
    ".PP\n"
    "Below another prefix where the program was not installed as a Debian package.\n";

}  // namespace

std::string roff_text(const std::string& text) {
  std::string out;
  bool line_start = true;
  for (std::size_t at = 0; at < text.size();) {
    const char first = text[at];
    if (line_start && (first == '.' || first == '\'' || first == ' ')) out += "\\&";
    line_start = first == '\n';
    out += roff_character(next_code_point(text, at));
  }
  return out;
}

std::string man_page(const CommandFacts& program, const Release& release) {
  std::ostringstream out;
  out << ".\\\" Made by the build from the program's own command line.\n"
      << ".TH AMPSWEEP 1 " << roff_text(release.date) << " \"Ampsweep "
      << roff_text(release.version) << "\" \"User Commands\"\n"
      << ".ad l\n.nh\n"  // ragged, words whole: options are looked for and copied
      << ".SH NAME\nampsweep \\- capture an amp across its knob settings, and prove the data good\n"
      << ".SH SYNOPSIS\n"
      << bold(program.name) << " [" << bold("--json") << "] [" << bold("--quiet") << "] "
      << italic("verb") << " ...\n"
      << ".SH DESCRIPTION\n"
      << roff_text(program.summary) << '\n'
      << ".PP\nResults go to standard output, talk to standard error.\n"
      << ".SH OPTIONS\nThese may stand before or after the verb.\n";
  write_options(out, program.options);
  out << ".SH VERBS\n";
  for (const CommandFacts& verb : program.verbs)
    write_verb(out, verb, program.name + ' ' + verb.name);
  out << ".SH EXAMPLES AND EXIT STATUS\n";
  write_lines(out, program.details);
  out << kFiles;
  return out.str();
}

}  // namespace ampsweep::rig::packaging
