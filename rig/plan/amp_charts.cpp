// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/amp_charts.hpp"

#include <algorithm>

#include "rig/model/result.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_tables.hpp"
#include "rig/plan/toml_text.hpp"

namespace ampsweep::rig {
namespace {

/// Stands for the port while the knobs are read: a chart has none.
constexpr const char* kNoPort = "-";

ConfigEntry* entry_of(ConfigTable& table, const std::string& key) {
  const auto found = std::find_if(table.entries.begin(), table.entries.end(),
                                  [&](const ConfigEntry& entry) { return entry.key == key; });
  return found == table.entries.end() ? nullptr : &*found;
}

/// Each control gets a port and the chart's channel, so that a knob of a chart is read as one of a
/// rig file.
void complete_controls(ConfigTable& chart, int channel) {
  ConfigEntry* knobs = entry_of(chart, "knob");
  auto* list = knobs == nullptr ? nullptr : std::get_if<ConfigArray>(&knobs->node.value);
  if (list == nullptr) return;  // refused by whoever reads the tables
  for (ConfigNode& node : *list) {
    auto* knob = std::get_if<ConfigTable>(&node.value);
    ConfigEntry* control = knob == nullptr ? nullptr : entry_of(*knob, "control");
    auto* keys = control == nullptr ? nullptr : std::get_if<ConfigTable>(&control->node.value);
    if (keys == nullptr) continue;
    const int line = control->line;
    keys->entries.push_back({"port", line, {std::string{kNoPort}, line}});
    keys->entries.push_back({"channel", line, {std::int64_t{channel}, line}});
  }
}

std::string list_of(const std::vector<std::string>& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ", ") + item;
  return '[' + text + ']';
}

template <class T, class Say>
std::string list_of(const std::vector<T>& items, Say say) {
  std::vector<std::string> texts;
  for (const T& item : items) texts.push_back(say(item));
  return list_of(texts);
}

/// A TOML basic string; what it holds was read from TOML, so there are no control characters.
std::string toml_string(const std::string& text) {
  std::string escaped = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped + '"';
}

std::string whole(int value) { return std::to_string(value); }

std::string message_keys(const MidiControl& midi) {
  const bool parameter = midi.kind == MidiKind::Nrpn || midi.kind == MidiKind::Rpn;
  std::string text;
  if (midi.kind == MidiKind::Program) {
    text = ", program_change = true";
  } else {
    text = std::string{", "} + (parameter ? to_string(midi.kind) : "controller") + " = " +
           whole(midi.controller);
  }
  if (midi.bits != (parameter ? 14 : 7)) text += ", bits = " + whole(midi.bits);
  return text;
}

std::string map_keys(const MidiControl& midi) {
  if (!midi.values.empty()) return ", values = " + list_of(midi.values, whole);
  if (!midi.marks.empty()) {
    return ", mark_values = " +
           list_of(midi.marks, [](const MidiMark& mark) { return number_text(mark.printed); }) +
           ", mark_positions = " +
           list_of(midi.marks, [](const MidiMark& mark) { return whole(mark.raw); });
  }
  if (midi.low == 0 && midi.high == highest_raw(midi)) return "";
  return ", low = " + whole(midi.low) + ", high = " + whole(midi.high);
}

std::string control_text(const MidiControl& midi) {
  const MidiControl standard;
  std::string text = "{ kind = \"midi\", port = " + toml_string(midi.port) +
                     ", channel = " + whole(midi.channel) + message_keys(midi) + map_keys(midi);
  if (midi.settle_ms != standard.settle_ms) text += ", settle_ms = " + number_text(midi.settle_ms);
  if (midi.approach != standard.approach * (midi.bits == 14 ? 128 : 1)) {
    text += ", approach = " + whole(midi.approach);
  }
  if (midi.recalls != (midi.kind == MidiKind::Program)) {
    text += std::string{", recalls = "} + (midi.recalls ? "true" : "false");
  }
  return text + " }";
}

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

AmpChart parse_amp_chart(const std::string& id, const std::string& text) {
  const std::string file = id + ".toml";
  ConfigNode document = parse_toml(text, file);
  auto& table = std::get<ConfigTable>(document.value);
  const ConfigTable head = table;
  TableReader channel_reader{file, head, 1, ""};
  complete_controls(table, channel_reader.integer("channel", 1, 1, 16));

  TableReader root{file, table, 1, ""};
  AmpChart chart;
  chart.id = id;
  chart.name = root.required_text("name");
  chart.kind = root.required_text("kind");
  chart.source = root.required_text("source");
  chart.notes = root.texts("notes");
  (void)root.integer("channel", 1, 1, 16);
  chart.knobs = read_knobs(root.tables("knob", "[[knob]]"), AudioApi::Alsa);
  root.finish();
  for (Knob& knob : chart.knobs) {
    auto* midi = std::get_if<MidiControl>(&knob.control);
    if (midi == nullptr) root.refuse("knob", "is not turned over MIDI", "kind = \"midi\"");
    midi->port.clear();
  }
  return chart;
}

std::vector<AmpChart> amp_charts() {
  std::vector<AmpChart> charts;
  for (const AmpChartFile& file : amp_chart_files()) {
    charts.push_back(parse_amp_chart(std::string{file.id}, std::string{file.text}));
  }
  return charts;
}

AmpChart amp_chart_named(const std::string& wanted) {
  std::vector<AmpChart> found;
  std::vector<std::string> ids;
  const std::string name = lower_case(wanted);
  for (AmpChart& chart : amp_charts()) {
    ids.push_back(chart.id);
    if (chart.id == name) return std::move(chart);
    const bool holds = lower_case(chart.id).find(name) != std::string::npos ||
                       lower_case(chart.name).find(name) != std::string::npos;
    if (holds) found.push_back(std::move(chart));
  }
  if (found.size() == 1) return std::move(found.front());
  throw SetupError(
      SetupKind::Usage,
      (found.empty() ? "no amp is called " : "more than one amp is called ") + quote(wanted),
      "one of: " + joined(ids));
}

std::string knob_tables(const std::vector<Knob>& knobs) {
  std::string text;
  for (const Knob& knob : knobs) {
    text +=
        "[[knob]]\nid = " + toml_string(knob.id) + "\nlabel = " + toml_string(knob.label) + '\n';
    if (!knob.positions.empty()) {
      text += "positions = " + list_of(knob.positions, toml_string) + '\n';
    } else {
      text += "minimum = " + number_text(knob.minimum) +
              "\nmaximum = " + number_text(knob.maximum) + '\n';
      if (knob.resolution > 0.0) text += "resolution = " + number_text(knob.resolution) + '\n';
    }
    text += "role = \"" + std::string{to_string(knob.role)} +
            "\"\ncontrol = " + control_text(std::get<MidiControl>(knob.control)) + "\n\n";
  }
  return text;
}

}  // namespace ampsweep::rig
