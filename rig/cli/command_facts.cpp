// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/command_facts.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {
namespace {

std::vector<std::string> parts(const std::string& text, char separator) {
  std::vector<std::string> found;
  std::istringstream in{text};
  for (std::string part; std::getline(in, part, separator);) {
    if (!part.empty()) found.push_back(part);
  }
  return found;
}

/// The words a value may be, out of a type such as "TEXT:{quick,full}" (CLI::IsMember),
/// "ENUM:value in {flat->0,pink->1} OR {0,1}" (CLI::CheckedTransformer) or "ENUM:series|sense"
/// (ours).
std::vector<std::string> words_of(const std::string& check) {
  const auto open = check.find('{');
  if (open == std::string::npos)
    return parts(check.find('|') == std::string::npos ? "" : check, '|');
  const auto close = std::min(check.find('}', open), check.size());
  std::vector<std::string> words = parts(check.substr(open + 1, close - open - 1), ',');
  for (std::string& word : words) word.resize(std::min(word.find("->"), word.size()));
  return words;
}

/// The words on both sides of " - " in "INT in [2 - 20]" (CLI::Range); empty: there is no range.
std::vector<std::string> range_of(const std::string& check) {
  const auto open = check.find('[');
  const auto to = check.find(" - ", open);
  const auto close = check.find(']', open);
  if (open == std::string::npos || to == std::string::npos || close == std::string::npos) return {};
  return {check.substr(open + 1, to - open - 1), check.substr(to + 3, close - to - 3)};
}

/// CLI::Range, POSITIVE and NONNEGATIVE in words.
std::string limits_of(const std::string& check) {
  if (check == "POSITIVE") return "above 0";
  if (check == "NONNEGATIVE") return "0 or more";
  return joined(range_of(check), " to ");
}

bool is_number(const std::string& type) {
  return type == "INT" || type == "UINT" || type == "FLOAT";
}

std::optional<NumberFacts> number_facts(const std::string& type, const std::string& check) {
  if (!is_number(type)) return std::nullopt;
  NumberFacts facts;
  facts.whole = type != "FLOAT";
  facts.above = check == "POSITIVE";
  if (facts.above || check == "NONNEGATIVE" || type == "UINT") facts.least = 0.0;
  if (const auto range = range_of(check); !range.empty()) {
    facts.least = std::stod(range.front());
    facts.most = std::stod(range.back());
  }
  return facts;
}

std::string placeholder(const std::string& type, const std::vector<std::string>& words) {
  if (is_number(type)) return "N";
  return words.empty() ? type : joined(words, "|");
}

Offer offer_for(const std::string& type, const std::vector<std::string>& words) {
  if (!words.empty()) return Offer::Words;
  if (type == kFile) return Offer::Files;
  return type == kFolder ? Offer::Folders : Offer::Nothing;
}

void read_value(const CLI::Option& option, OptionFacts& facts) {
  facts.values_least = std::max(1, option.get_items_expected_min());
  facts.values_most = option.get_items_expected_max();
  const std::string whole = option.get_type_name();
  const auto colon = std::min(whole.find(':'), whole.size());
  const std::string type = whole.substr(0, colon);
  const std::string check = colon == whole.size() ? "" : whole.substr(colon + 1);
  facts.words = words_of(check);
  facts.limits = limits_of(check);
  facts.number = number_facts(type, check);
  facts.value = placeholder(type, facts.words);
  facts.offer = offer_for(type, facts.words);
  facts.fallback = option.get_default_str();
}

std::vector<std::string> names_of(const std::set<CLI::Option*>& options) {
  std::vector<std::string> names;
  for (const CLI::Option* option : options) names.push_back(option->get_name());
  std::sort(names.begin(), names.end());
  return names;
}

OptionFacts option_facts(const CLI::Option& option) {
  OptionFacts facts;
  for (const std::string& name : option.get_snames()) facts.names.push_back('-' + name);
  for (const std::string& name : option.get_lnames()) facts.names.push_back("--" + name);
  if (facts.names.empty()) facts.argument = option.get_name(true);
  if (option.get_items_expected_max() > 0) read_value(option, facts);
  facts.help = option.get_description();
  facts.required = option.get_required();
  facts.needs = names_of(option.get_needs());
  facts.excludes = names_of(option.get_excludes());
  return facts;
}

/// A verb without a last word of its own has its program's from CLI11.
std::string own_footer(const CLI::App& verb, const CLI::App& above) {
  const std::string footer = verb.get_footer();
  return footer == above.get_footer() ? "" : footer;
}

/// `with_help` false: the help flag of a verb says nothing the program's own does not.
void read_into(CommandFacts& facts, const CLI::App& app, bool with_help) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty() || (!with_help && option == app.get_help_ptr())) continue;
    OptionFacts read = option_facts(*option);
    (read.names.empty() ? facts.arguments : facts.options).push_back(std::move(read));
  }
  for (const CLI::App* below : app.get_subcommands({})) {
    if (below->get_name().empty()) {
      read_into(facts, *below, with_help);  // an option group
    } else if (!below->get_group().empty()) {
      CommandFacts verb{
          below->get_name(), below->get_description(), own_footer(*below, app), {}, {}, {}};
      read_into(verb, *below, false);
      facts.verbs.push_back(std::move(verb));
    }
  }
}

}  // namespace

CommandFacts command_facts(const CLI::App& app) {
  CommandFacts facts{app.get_name(), app.get_description(), app.get_footer(), {}, {}, {}};
  read_into(facts, app, true);
  return facts;
}

CommandFacts ampsweep_command() {
  std::ostringstream nowhere;
  const Front front{{}, {}, {}, nowhere, nowhere, false, {}};
  Shell shell{front, false, false, {}};
  CLI::App app;
  add_command_line(app, shell);
  return command_facts(app);
}

}  // namespace ampsweep::rig::cli
