// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

// A command line in words of ours: what a man page, a completion or a form is made from.
namespace ampsweep::rig {

/// What can be offered for a value.
enum class Offer { Nothing, Files, Folders, Words };

/// Which numbers a value may be.
struct NumberFacts {
  bool whole{false};
  double least{-std::numeric_limits<double>::infinity()};
  double most{std::numeric_limits<double>::infinity()};
  bool above{false};  ///< `least` itself is none of them.
};

/// One option, or one argument that has no name (a positional).
struct OptionFacts {
  std::vector<std::string> names;  ///< "-h", "--help"; empty for an argument.
  std::string argument;            ///< Name of an argument: "plan". Empty for an option.
  std::string value;    ///< Placeholder: "FILE", "DIR", "N", "quick|full"; "" for a flag.
  int values_least{0};  ///< How many values follow; 0 for a flag.
  int values_most{0};   ///< A large number where there is no end.
  Offer offer{Offer::Nothing};
  std::vector<std::string> words;  ///< With Offer::Words: all there are.
  std::string limits;              ///< "2 to 20", "above 0"; "" when any value will do.
  std::string fallback;            ///< Used when the option is not given; "" for none.
  std::string help;
  bool required{false};
  std::vector<std::string> needs;       ///< Options that must be given as well.
  std::vector<std::string> excludes;    ///< Options that must not.
  std::optional<NumberFacts> number{};  ///< What `limits` says; empty: the value is no number.
};

/// The program or one of its verbs.
struct CommandFacts {
  std::string name;
  std::string summary;
  std::string details;  ///< What --help prints last; may have several lines.
  std::vector<OptionFacts> arguments;
  std::vector<OptionFacts> options;  ///< --help is among the program's only: it works everywhere.
  std::vector<CommandFacts> verbs;
};

/// "a, b, c" with ", " between.
[[nodiscard]] std::string joined(const std::vector<std::string>& words, const char* between);

}  // namespace ampsweep::rig
