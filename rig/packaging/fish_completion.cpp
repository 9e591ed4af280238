// SPDX-License-Identifier: GPL-3.0-or-later
#include <sstream>

#include "rig/packaging/shell_completion.hpp"

namespace ampsweep::rig::packaging {
namespace {

constexpr const char* kFolders = "(__fish_complete_directories)";

void collect_paths(const CommandFacts& command, const std::string& path, std::ostream& out) {
  for (const CommandFacts& verb : command.verbs) {
    out << ' ' << fish_quoted(path + ' ' + verb.name);
    collect_paths(verb, path + ' ' + verb.name, out);
  }
}

std::string value_of(const OptionFacts& option) {
  switch (option.offer) {
    case Offer::Files:
      return " -r -F";
    case Offer::Folders:
      return " -x -a " + fish_quoted(kFolders);
    case Offer::Words:
      return " -x -a " + fish_quoted(joined(option.words, " "));
    case Offer::Nothing:
      break;
  }
  return " -x";
}

void write_option(std::ostream& out, const OptionFacts& option, const std::string& condition) {
  out << "complete -c ampsweep" << condition;
  for (const std::string& name : option.names) {
    const bool is_long = name.rfind("--", 0) == 0;
    out << (is_long ? " -l " : " -s ") << fish_quoted(name.substr(is_long ? 2 : 1));
  }
  if (option.values_least > 0) out << value_of(option);
  out << " -d " << fish_quoted(option.help) << '\n';
}

void write_argument(std::ostream& out, const OptionFacts& argument, const std::string& condition) {
  if (argument.offer == Offer::Nothing) return;
  const std::string value = value_of(argument);
  out << "complete -c ampsweep" << condition
      << (argument.offer == Offer::Files ? " -F" : " -f" + value.substr(value.find(" -a"))) << '\n';
}

void write_command(std::ostream& out, const CommandFacts& command, const std::string& path) {
  const std::string condition = " -n " + fish_quoted("__ampsweep_at " + fish_quoted(path));
  for (const CommandFacts& verb : command.verbs) {
    out << "complete -c ampsweep" << condition << " -a " << fish_quoted(verb.name) << " -d "
        << fish_quoted(verb.summary) << '\n';
  }
  for (const OptionFacts& argument : command.arguments) write_argument(out, argument, condition);
  for (const OptionFacts& option : command.options) {
    write_option(out, option,
                 path == "ampsweep" ? "" : condition);  // the program's own go anywhere
  }
  for (const CommandFacts& verb : command.verbs) write_command(out, verb, path + ' ' + verb.name);
}

}  // namespace

std::string fish_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + '\'';
}

std::string fish_completion(const CommandFacts& program) {
  std::ostringstream out;
  out << "# fish completion for ampsweep; made by the build from the program's own command "
         "line.\n\n"
      << "# True when the verbs typed so far are these.\n"
      << "function __ampsweep_at\n"
      << "    set -l path ampsweep\n"
      << "    for word in (commandline -opc)[2..]\n"
      << "        contains -- \"$path $word\"";
  collect_paths(program, "ampsweep", out);
  out << "\n        and set path \"$path $word\"\n    end\n    test \"$path\" = "
         "\"$argv[1]\"\nend\n\n"
      << "complete -c ampsweep -f\n";
  write_command(out, program, "ampsweep");
  return out.str();
}

}  // namespace ampsweep::rig::packaging
