// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <sstream>

#include "rig/packaging/shell_completion.hpp"

namespace ampsweep::rig::packaging {
namespace {

/// Reads the tables that precede it: what may stand after the words so far.
constexpr const char* kLogic = R"sh(
# Offers what fits the word under the cursor.
_ampsweep_offer() {  # KIND WORD
  case $1 in
    files | folders)
      local only=
      [[ $1 == folders ]] && only=-d
      if declare -F _filedir >/dev/null; then
        local cur=$2
        _filedir $only
      else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen ${only:--f} -- "$2")
      fi
      ;;
    words:*) mapfile -t COMPREPLY < <(compgen -W "${1#words:}" -- "$2") ;;
  esac
}

_ampsweep() {
  local path=ampsweep current=${COMP_WORDS[COMP_CWORD]} word i
  local verbs options arguments kind='' left=0 given=0
  COMPREPLY=()
  _ampsweep_command "$path"
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then  # --out=DIR comes as three words
      continue
    elif [[ $word == -* ]] && ((left == 0)); then
      _ampsweep_value "$path $word"
    elif ((left > 0)); then
      ((--left))
    elif [[ " $verbs " == *" $word "* ]]; then
      path+=" $word"
      _ampsweep_command "$path"
    else
      ((++given))
    fi
  done
  [[ $current == = ]] && current=
  if ((left > 0)); then
    _ampsweep_offer "$kind" "$current"
  elif [[ $current == -* ]]; then
    _ampsweep_offer "words:$options" "$current"
  elif [[ $verbs ]]; then
    _ampsweep_offer "words:$verbs" "$current"
  else
    _ampsweep_offer "${arguments[given]:-nothing}" "$current"
  fi
}
complete -F _ampsweep ampsweep
)sh";

std::string kind_of(const OptionFacts& option) {
  switch (option.offer) {
    case Offer::Files:
      return "files";
    case Offer::Folders:
      return "folders";
    case Offer::Words:
      return "words:" + joined(option.words, " ");
    case Offer::Nothing:
      break;
  }
  return "nothing";
}

std::string option_names(const std::vector<OptionFacts>& options) {
  std::vector<std::string> names;
  for (const OptionFacts& option : options) {
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return joined(names, " ");
}

/// One line for each command: verbs, options (the program's own follow everywhere), arguments.
void write_commands(std::ostream& out, const CommandFacts& command, const std::string& path,
                    const std::string& everywhere) {
  std::vector<std::string> verbs;
  for (const CommandFacts& verb : command.verbs) verbs.push_back(verb.name);
  std::vector<std::string> arguments;
  for (const OptionFacts& argument : command.arguments) {
    const int times = std::min(argument.values_most, kMostOffered);
    for (int i = 0; i < times; ++i) arguments.push_back(shell_quoted(kind_of(argument)));
  }
  const std::string own = option_names(command.options);
  std::vector<std::string> options;
  if (!own.empty() && own != everywhere) options.push_back(own);
  options.push_back(everywhere);
  out << "    " << shell_quoted(path) << ")\n      verbs=" << shell_quoted(joined(verbs, " "))
      << "\n      options=" << shell_quoted(joined(options, " ")) << "\n      arguments=("
      << joined(arguments, " ") << ")\n      ;;\n";
  for (const CommandFacts& verb : command.verbs) {
    write_commands(out, verb, path + ' ' + verb.name, everywhere);
  }
}

/// One line for each option that takes a value.
void write_values(std::ostream& out, const CommandFacts& command, const std::string& path) {
  for (const OptionFacts& option : command.options) {
    if (option.values_least == 0) continue;
    std::vector<std::string> names;
    for (const std::string& name : option.names) names.push_back(shell_quoted(path + ' ' + name));
    out << "    " << joined(names, " | ") << ") left=" << option.values_least
        << " kind=" << shell_quoted(kind_of(option)) << " ;;\n";
  }
  for (const CommandFacts& verb : command.verbs) write_values(out, verb, path + ' ' + verb.name);
}

}  // namespace

std::string bash_completion(const CommandFacts& program) {
  std::ostringstream out;
  out << "# bash completion for ampsweep; made by the build from the program's own command line.\n"
      << "\n# What may follow the verbs so far.\n_ampsweep_command() {\n"
      << "  verbs='' options='' arguments=()\n  case $1 in\n";
  write_commands(out, program, "ampsweep", option_names(program.options));
  out << "  esac\n}\n\n# How many values an option takes, and of what kind.\n"
      << "_ampsweep_value() {\n  left=0 kind=''\n  case $1 in\n";
  write_values(out, program, "ampsweep");
  out << "  esac\n}\n" << kLogic;
  return out.str();
}

}  // namespace ampsweep::rig::packaging
