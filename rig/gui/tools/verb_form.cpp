// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/tools/verb_form.hpp"

#include <algorithm>
#include <sstream>

#include "rig/gui/tools/tool.hpp"

namespace ampsweep::rig::gui {
namespace {

std::vector<Filled> empty_fields(const std::vector<OptionFacts>& options) {
  std::vector<Filled> fields;
  for (const OptionFacts& option : options) {
    fields.push_back({false, std::vector<std::string>(
                                 static_cast<std::size_t>(std::max(0, option.values_least)))});
  }
  return fields;
}

std::vector<std::string> given_values(const Filled& filled) {
  std::vector<std::string> values;
  for (const std::string& value : filled.values) {
    if (!value.empty()) values.push_back(value);
  }
  return values;
}

void add_option_args(const OptionFacts& option, const Filled& filled,
                     std::vector<std::string>& args) {
  if (!is_given(filled)) return;
  const std::string& name = option_label(option);
  args.push_back(name);
  for (const std::string& value : given_values(filled)) {
    if (args.back() != name && looks_like_option(value)) args.push_back(name);
    args.push_back(value);
  }
}

bool is_path(const OptionFacts& option) {
  return option.offer == Offer::Files || option.offer == Offer::Folders;
}

/// What is to be written says so in its help; nothing that exists is put there.
bool reads_path(const OptionFacts& option) {
  const bool folder_by_name = option.offer == Offer::Folders && !option.names.empty();
  return is_path(option) && !folder_by_name && option.help.rfind("write", 0) != 0;
}

/// The value of `filled` that is to be filled in next, made where there is room for one more;
/// nullptr: it is full.
std::string* next_empty(const OptionFacts& option, Filled& filled) {
  for (std::string& value : filled.values) {
    if (value.empty()) return &value;
  }
  if (static_cast<int>(filled.values.size()) >= option.values_most) return nullptr;
  return &filled.values.emplace_back();
}

bool put_path_into(const std::vector<OptionFacts>& options, std::vector<Filled>& fields,
                   const std::string& path) {
  Filled* last = nullptr;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!reads_path(options[i])) continue;
    last = &fields[i];
    if (std::string* value = next_empty(options[i], fields[i])) {
      *value = path;
      return true;
    }
  }
  if (last == nullptr || last->values.empty()) return false;
  last->values.back() = path;
  return true;
}

std::string shell_word(const std::string& word) {
  constexpr const char* kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=+,@%-";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return text + '\'';
}

}  // namespace

VerbForm empty_form(const CommandFacts& verb) {
  return {empty_fields(verb.arguments), empty_fields(verb.options)};
}

bool looks_like_option(const std::string& value) {
  return value.size() > 1 && value[0] == '-' && (value[1] < '0' || value[1] > '9');
}

bool is_given(const Filled& filled) { return filled.on || !given_values(filled).empty(); }

std::vector<std::string> form_args(const CommandFacts& verb, const VerbForm& form) {
  std::vector<std::string> args;
  std::istringstream path{verb.name};
  for (std::string word; path >> word;) args.push_back(word);
  for (std::size_t i = 0; i < verb.arguments.size(); ++i) {
    for (const std::string& value : given_values(form.arguments[i])) {
      args.push_back(is_path(verb.arguments[i]) && looks_like_option(value) ? "./" + value : value);
    }
  }
  for (std::size_t i = 0; i < verb.options.size(); ++i) {
    add_option_args(verb.options[i], form.options[i], args);
  }
  return args;
}

bool put_path(const CommandFacts& verb, VerbForm& form, const std::string& path) {
  return put_path_into(verb.arguments, form.arguments, path) ||
         put_path_into(verb.options, form.options, path);
}

std::string command_line(const std::vector<std::string>& args) {
  std::string text = "ampsweep";
  for (const std::string& arg : args) text += ' ' + shell_word(arg);
  return text;
}

}  // namespace ampsweep::rig::gui
