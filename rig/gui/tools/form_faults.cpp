// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps a form from being run.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "rig/gui/tools/tool.hpp"
#include "rig/gui/tools/verb_form.hpp"

namespace ampsweep::rig::gui {
namespace {

/// All of `text` as a T; empty: it is none.
template <class T>
std::optional<T> read_as(const std::string& text) {
  const char* const end = text.data() + text.size();
  const char* const from = text.data() + (!text.empty() && text.front() == '+' ? 1 : 0);
  T number{};
  const auto read = std::from_chars(from, end, number);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{number} : std::nullopt;
}

bool inside(const NumberFacts& facts, double number) {
  return (facts.above ? number > facts.least : number >= facts.least) && number <= facts.most;
}

/// What is wrong with one value; "" for nothing.
std::string value_fault(const OptionFacts& option, const std::string& value) {
  const bool is_path = option.offer == Offer::Files || option.offer == Offer::Folders;
  if (option.names.empty() && !is_path && looks_like_option(value)) {
    return option_label(option) + " must not begin with a dash";
  }
  if (!option.number) {
    const auto& words = option.words;
    const bool known = words.empty() || std::find(words.begin(), words.end(), value) != words.end();
    return known ? "" : fmt::format("{} must be {}", option_label(option), joined(words, " or "));
  }
  const auto number = read_as<double>(value);
  if (!number || !std::isfinite(*number)) return option_label(option) + " must be a number";
  if (option.number->whole && !read_as<std::int64_t>(value)) {
    return option_label(option) + " must be a whole number";
  }
  if (inside(*option.number, *number)) return "";
  return fmt::format("{} must be {}", option_label(option), option.limits);
}

void check_values(const OptionFacts& option, const Filled& filled, std::vector<FormFault>& faults) {
  int given = 0;
  for (const std::string& value : filled.values) {
    if (value.empty()) continue;
    ++given;
    const std::string text = value_fault(option, value);
    if (!text.empty()) faults.push_back({option_label(option), text});
  }
  if (option.required && given == 0) {
    faults.push_back({option_label(option), "fill in " + option_label(option), true});
  } else if (given > 0 && given < option.values_least) {
    faults.push_back({option_label(option),
                      fmt::format("{} takes {} values", option_label(option), option.values_least),
                      true});
  }
}

/// What is filled in for the argument or option that `name` is a name of; nullptr: nothing.
const Filled* given_by_name(const CommandFacts& verb, const VerbForm& form,
                            const std::string& name) {
  for (std::size_t i = 0; i < verb.arguments.size(); ++i) {
    if (verb.arguments[i].argument == name && is_given(form.arguments[i])) {
      return &form.arguments[i];
    }
  }
  for (std::size_t i = 0; i < verb.options.size(); ++i) {
    const auto& names = verb.options[i].names;
    const bool named = std::find(names.begin(), names.end(), name) != names.end();
    if (named && is_given(form.options[i])) return &form.options[i];
  }
  return nullptr;
}

void check_company(const CommandFacts& verb, const VerbForm& form, const OptionFacts& option,
                   std::vector<FormFault>& faults) {
  for (const std::string& name : option.needs) {
    if (given_by_name(verb, form, name) == nullptr) {
      faults.push_back(
          {option_label(option), fmt::format("{} needs {} as well", option_label(option), name)});
    }
  }
  const std::string other = excluded_by(verb, form, option);
  if (!other.empty()) {
    faults.push_back(
        {option_label(option), fmt::format("{} does not go with {}", option_label(option), other)});
  }
}

/// Arguments have no names: what follows one that was left out would be taken for it.
void check_order(const CommandFacts& verb, const VerbForm& form, std::vector<FormFault>& faults) {
  for (std::size_t i = 1; i < verb.arguments.size(); ++i) {
    const OptionFacts& before = verb.arguments[i - 1];
    if (before.required || is_given(form.arguments[i - 1]) || !is_given(form.arguments[i])) {
      continue;
    }
    faults.push_back(
        {option_label(before),
         fmt::format("fill in {} before {}", option_label(before), option_label(verb.arguments[i])),
         true});
  }
}

}  // namespace

std::string excluded_by(const CommandFacts& verb, const VerbForm& form, const OptionFacts& option) {
  for (const std::string& name : option.excludes) {
    if (given_by_name(verb, form, name) != nullptr) return name;
  }
  return "";
}

std::vector<FormFault> form_faults(const CommandFacts& verb, const VerbForm& form) {
  std::vector<FormFault> faults;
  for (std::size_t i = 0; i < verb.arguments.size(); ++i) {
    check_values(verb.arguments[i], form.arguments[i], faults);
  }
  check_order(verb, form, faults);
  for (std::size_t i = 0; i < verb.options.size(); ++i) {
    check_values(verb.options[i], form.options[i], faults);
    if (is_given(form.options[i])) check_company(verb, form, verb.options[i], faults);
  }
  return faults;
}

}  // namespace ampsweep::rig::gui
