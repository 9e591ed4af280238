// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/tools/tool.hpp"

#include <algorithm>
#include <cctype>

namespace ampsweep::rig::gui {
namespace {

/// The window shows what these print.
bool is_about_the_program(const OptionFacts& option) {
  return option_label(option) == "--help" || option_label(option) == "--version";
}

std::optional<Room> room_of_verb(const std::string& name) {
  const std::string_view first = std::string_view{name}.substr(0, name.find(' '));
  for (const VerbRoom& one : kVerbRooms) {
    if (one.verb == first) return one.room;
  }
  return std::nullopt;
}

void add_tools(const CommandFacts& verb, const std::string& path,
               const std::vector<OptionFacts>& inherited, std::vector<Tool>& tools) {
  std::vector<OptionFacts> options = verb.options;
  for (const OptionFacts& one : inherited) {
    const bool own = std::any_of(verb.options.begin(), verb.options.end(), [&](const auto& mine) {
      return option_label(mine) == option_label(one);
    });
    if (!own) options.push_back(one);
  }
  const bool runs = verb.verbs.empty() || !verb.arguments.empty() || !verb.options.empty();
  if (runs && path != "gui") {
    tools.push_back(
        {{path, verb.summary, verb.details, verb.arguments, options, {}}, room_of_verb(path)});
  }
  for (const CommandFacts& below : verb.verbs) {
    add_tools(below, path + ' ' + below.name, options, tools);
  }
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::vector<Tool> tools_of(const CommandFacts& program) {
  std::vector<OptionFacts> shared;
  std::remove_copy_if(program.options.begin(), program.options.end(), std::back_inserter(shared),
                      is_about_the_program);
  std::vector<Tool> tools;
  for (const CommandFacts& verb : program.verbs) add_tools(verb, verb.name, shared, tools);
  return tools;
}

bool speaks_of(const CommandFacts& verb, const std::string& words) {
  std::string all = verb.name + '\n' + verb.summary + '\n' + verb.details;
  for (const auto* list : {&verb.arguments, &verb.options}) {
    for (const OptionFacts& option : *list) all += '\n' + option_label(option) + '\n' + option.help;
  }
  return lower(all).find(lower(words)) != std::string::npos;
}

const std::string& option_label(const OptionFacts& option) {
  return option.names.empty() ? option.argument : option.names.back();
}

}  // namespace ampsweep::rig::gui
