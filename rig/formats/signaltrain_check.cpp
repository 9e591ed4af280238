// SPDX-License-Identifier: GPL-3.0-or-later
// SignalTrain and the micro-TCN loader: pairs by number, knob values split off the name by "__",
// ranges in effect_info.ini; unequal lengths are "potentially corrupt".
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "rig/formats/check_context.hpp"
#include "rig/formats/folder_names.hpp"
#include "rig/formats/foreign_json.hpp"

namespace ampsweep::rig::formats {
namespace {

/// Text after "key =" up to the line's end.
std::optional<std::string> ini_value(const std::string& text, const std::string& key) {
  for (const std::string& line : pieces_of(text, "\n")) {
    if (!line.starts_with(key)) continue;
    const auto equals = line.find('=');
    if (equals == std::string::npos || line.find_first_not_of(" \t", key.size()) != equals)
      continue;
    return line.substr(equals + 1);
  }
  return std::nullopt;
}

/// Strings of a Python list; any of them may hold commas and the other quote.
std::size_t quoted_in(const std::string& text) {
  std::size_t strings = 0;
  char open = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (open == '\0') {
      if (text[i] == '\'' || text[i] == '"') open = text[i];
    } else if (text[i] == '\\') {
      ++i;
    } else if (text[i] == open) {
      open = '\0';
      ++strings;
    }
  }
  return strings;
}

/// Python's literal is JSON here.
std::optional<Json> list_in(const std::string& text) {
  try {
    Json list = foreign_json(text);
    return list.is_array() ? std::optional{std::move(list)} : std::nullopt;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

/// [[0,1],[0,100]]
std::vector<std::pair<double, double>> knob_ranges(CheckContext& check) {
  std::vector<std::pair<double, double>> ranges;
  const auto info = check.text("effect_info.ini");
  if (!info) return ranges;
  const auto refuse = [&](const char* what) {
    check.report.add("wrong_ini", "effect_info.ini", what);
    return std::vector<std::pair<double, double>>{};
  };
  if (info->find("[effect]") == std::string::npos || !ini_value(*info, "name")) {
    return refuse("[effect] with a name must be there");
  }
  const auto names = ini_value(*info, "knob_names");
  const auto list = list_in(ini_value(*info, "knob_ranges").value_or(""));
  if (!names || !list) return refuse("knob_names and knob_ranges must be lists");
  for (const Json& range : *list) {
    if (!range.is_array() || range.size() != 2 || !range[0].is_number() || !range[1].is_number()) {
      return refuse("every range must be [lowest, highest]");
    }
    ranges.emplace_back(range[0].get<double>(), range[1].get<double>());
  }
  if (quoted_in(*names) != ranges.size()) return refuse("as many names as ranges");
  return ranges;
}

/// "218" of "input_218_.wav" and "target_218_NAME__1__85.wav".
std::string number_of(const std::string& name) {
  const auto pieces = pieces_of(name, "_");
  return pieces.size() > 1 ? pieces[1] : "";
}

bool is_whole(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The values after "__" as they are, "1", "2" ... by place.
std::vector<std::pair<std::string, double>> name_values(const std::string& name) {
  auto pieces = pieces_of(name.substr(0, name.size() - 4), "__");
  pieces.erase(pieces.begin());
  std::vector<double> values;
  for (const std::string& piece : pieces) values.push_back(whole_as_number(piece).value_or(0.0));
  return numbered(values);
}

/// By more than a servo comes to rest beside its end mark.
bool beside(const std::pair<double, double>& range, double value) {
  const double slack = 0.02 * std::fabs(range.second - range.first);
  return value < range.first - slack || value > range.second + slack;
}

void check_values(CheckContext& check, const std::string& path, const std::string& name,
                  const std::vector<std::pair<double, double>>& ranges) {
  auto values = pieces_of(name.substr(0, name.size() - 4), "__");
  values.erase(values.begin());
  if (values.size() != ranges.size()) {
    check.report.add(
        "unparsable_name", path,
        fmt::format("{} knob values after \"__\" instead of {}", values.size(), ranges.size()));
    return;
  }
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto value = whole_as_number(values[k]);
    if (!value) {
      check.report.add("unparsable_name", path, fmt::format("\"{}\" is no number", values[k]));
    } else if (beside(ranges[k], *value)) {
      check.report.add("wrong_value", path,
                       fmt::format("{} is outside {}..{} of effect_info.ini", *value,
                                   ranges[k].first, ranges[k].second));
    }
  }
}

}  // namespace

void check_signaltrain(CheckContext& check) {
  const auto ranges = knob_ranges(check);
  // SignalTrain scales 16 bits and nothing else; micro-TCN scales no integers.
  const WavRule rule{facts_of(Format::SignalTrain).rates_hz, {"float32", "pcm16"}, {}, 1};
  for (const std::string folder : {"Train", "Val", "Test"}) {
    std::map<std::string, std::string> inputs;
    for (const std::string& name : files_ending(check.report.dir / folder, ".wav")) {
      if (!name.starts_with("input_") && !name.starts_with("target_")) {
        check.report.add("unparsable_name", folder + "/" + name, "neither input_ nor target_");
      } else if (!is_whole(number_of(name))) {
        check.report.add("unparsable_name", folder + "/" + name,
                         "no whole number stands after the first \"_\": ValueError");
      } else if (name.starts_with("input_")) {
        inputs[number_of(name)] = name;
      }
    }
    if (inputs.empty()) check.report.add("missing_part", folder, "no input_<number>_.wav in it");
    for (const std::string& name : files_ending(check.report.dir / folder, ".wav")) {
      if (check.stopped()) return;
      if (!name.starts_with("target_") || !is_whole(number_of(name))) continue;
      const std::string path = folder + "/" + name;
      // Without ranges the ini is at fault, not every name.
      if (!ranges.empty()) check_values(check, path, name, ranges);
      const auto input_name = inputs.extract(number_of(name));
      if (input_name.empty()) {
        check.report.add("missing_file", path, "no input of the same number");
        continue;
      }
      const auto input = check.sound(path, folder + "/" + input_name.mapped(), rule);
      const auto target = check.sound(path, path, rule);
      if (!input || !target) continue;
      check.found_pair({folder + "/" + input_name.mapped(), path, folder, name_values(name), path});
      check.check_pair(path, input, target);
      check.check_target(path, target);
    }
    for (const auto& [number, name] : inputs) {
      check.report.add("missing_file", folder + "/" + name, "no target of the same number");
    }
  }
}

}  // namespace ampsweep::rig::formats
