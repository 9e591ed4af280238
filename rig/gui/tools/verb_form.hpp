// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/model/command_facts.hpp"

// A verb's form, filled in, and what it means as a command line. Pure: no window, no files.
namespace ampsweep::rig::gui {

/// What is filled in for one argument or option.
struct Filled {
  bool on{false};                   ///< Of a flag.
  std::vector<std::string> values;  ///< Of anything else; those left empty are not given.
};

/// As `arguments` and `options` of the verb, one for one.
struct VerbForm {
  std::vector<Filled> arguments;
  std::vector<Filled> options;
};

/// Nothing filled in, with as many fields as each needs.
[[nodiscard]] VerbForm empty_form(const CommandFacts& verb);

/// Ticked, or at least one field filled in.
[[nodiscard]] bool is_given(const Filled& filled);

/// Begins with a dash and is no negative number.
[[nodiscard]] bool looks_like_option(const std::string& value);

/// The words after "ampsweep". However a value looks, it reaches the verb as it was typed, but that
/// "-x.wav" as an argument becomes "./-x.wav", the same file and no option.
/// Needs: `verb.name` is all of its path: "analyze tone"; no faults (form_faults()).
[[nodiscard]] std::vector<std::string> form_args(const CommandFacts& verb, const VerbForm& form);

/// Something that keeps a form from being run.
struct FormFault {
  std::string label;    ///< Of the argument or option.
  std::string text;     ///< "--orders must be 2 to 20"
  bool missing{false};  ///< Nothing is wrong yet, something is only not filled in.
};

/// All there are, those in the order of the form. The verb may still refuse what only it can know.
[[nodiscard]] std::vector<FormFault> form_faults(const CommandFacts& verb, const VerbForm& form);

/// The option that is given and does not go with `option`; "" for none.
[[nodiscard]] std::string excluded_by(const CommandFacts& verb, const VerbForm& form,
                                      const OptionFacts& option);

/// Puts a path where the next file to be read goes: the first that is still empty among the
/// arguments, or among the options where no argument is a path, else in place of the last. False:
/// the verb reads no path.
bool put_path(const CommandFacts& verb, VerbForm& form, const std::string& path);

/// "ampsweep analyze tone 'my take.wav'": as it can be typed into a POSIX shell.
[[nodiscard]] std::string command_line(const std::vector<std::string>& args);

}  // namespace ampsweep::rig::gui
