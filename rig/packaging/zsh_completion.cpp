// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <sstream>

#include "rig/packaging/shell_completion.hpp"

namespace ampsweep::rig::packaging {
namespace {

/// What ends a field of _arguments and _describe stands behind a backslash.
std::string field(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string action(const OptionFacts& option) {
  switch (option.offer) {
    case Offer::Files:
      return "_files";
    case Offer::Folders:
      return "_files -/";
    case Offer::Words:
      return '(' + joined(option.words, " ") + ')';
    case Offer::Nothing:
      break;
  }
  return " ";  // a value is asked for, none is offered
}

/// '--out=[dataset folder to write]:DIR:_files -/', one for each name of an option.
std::string option_specs(const OptionFacts& option) {
  std::string specs;
  for (const std::string& name : option.names) {
    std::string spec = name + (option.values_least > 0 && name.rfind("--", 0) == 0 ? "=" : "") +
                       '[' + field(option.help) + ']';
    for (int i = 0; i < option.values_least; ++i) {
      spec += ':' + field(option.value) + ':' + action(option);
    }
    specs += " \\\n    " + shell_quoted(spec);
  }
  return specs;
}

std::string argument_specs(const std::vector<OptionFacts>& arguments) {
  std::string specs;
  for (const OptionFacts& argument : arguments) {
    for (int i = 0; i < std::min(argument.values_most, kMostOffered); ++i) {
      const std::string colon =
          i < argument.values_least ? ":" : "::";  // the second: may be left out
      specs +=
          " \\\n    " + shell_quoted(colon + field(argument.argument) + ':' + action(argument));
    }
  }
  return specs;
}

std::string specs_of(const CommandFacts& command) {
  std::string specs;
  for (const OptionFacts& option : command.options) specs += option_specs(option);
  return specs + argument_specs(command.arguments);
}

void write_verb_list(std::ostream& out, const CommandFacts& command) {
  out << "  local -a verbs=(\n";
  for (const CommandFacts& verb : command.verbs) {
    out << "    " << shell_quoted(field(verb.name) + ':' + field(verb.summary)) << '\n';
  }
  out << "  )\n";
}

/// A function for the command and, before it, one for each verb below it. _arguments hands a verb
/// its own words, so that each function sees only what is its.
void write_function(std::ostream& out, const CommandFacts& command, const std::string& function,
                    const std::string& everywhere) {
  for (const CommandFacts& verb : command.verbs) {
    write_function(out, verb, function + '_' + verb.name, everywhere);
  }
  out << function << "() {\n";
  const std::string own = function == "_ampsweep" ? "" : everywhere;
  if (command.verbs.empty()) {
    out << "  _arguments -s" << specs_of(command) << own << "\n}\n\n";
    return;
  }
  out << "  local curcontext=$curcontext state line\n";
  write_verb_list(out, command);
  out << "  _arguments -C" << specs_of(command) << own
      << " \\\n    '1:verb:->verb' \\\n    '*::argument:->argument'\n"
      << "  case $state in\n    verb) _describe verb verbs ;;\n    argument)\n      case $line[1] "
         "in\n";
  for (const CommandFacts& verb : command.verbs) {
    out << "        " << verb.name << ") " << function << '_' << verb.name << " ;;\n";
  }
  out << "      esac\n      ;;\n  esac\n}\n\n";
}

}  // namespace

std::string shell_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + '\'';
}

std::string zsh_completion(const CommandFacts& program) {
  std::string everywhere;
  for (const OptionFacts& option : program.options) everywhere += option_specs(option);
  std::ostringstream out;
  out << "#compdef ampsweep\n"
      << "# zsh completion for ampsweep; made by the build from the program's own command "
         "line.\n\n";
  write_function(out, program, "_ampsweep", everywhere);
  out << "_ampsweep \"$@\"\n";
  return out.str();
}

}  // namespace ampsweep::rig::packaging
