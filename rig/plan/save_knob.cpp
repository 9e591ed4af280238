// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/save_knob.hpp"

#include <vector>

#include "rig/model/result.hpp"
#include "rig/plan/edit_table.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_file.hpp"
#include "rig/plan/text_file.hpp"

namespace ampsweep::rig {
namespace {

std::string list_text(const std::vector<double>& values) {
  std::vector<std::string> words;
  for (const double value : values) words.push_back(number_text(value));
  return "[" + joined(words) + "]";
}

std::vector<KeyValue> control_keys(const ServoControl& servo) {
  std::vector<double> printed;
  std::vector<double> raw;
  for (const ServoMark& mark : servo.marks) {
    printed.push_back(mark.printed);
    raw.push_back(mark.raw);
  }
  return {{"low", ""},
          {"high", ""},
          {"mark_values", list_text(printed)},
          {"mark_positions", list_text(raw)},
          {"stops", list_text({servo.stop_low, servo.stop_high})},
          {"backlash_deg", toml_number(servo.backlash_deg)},
          {"uncertainty_deg", toml_number(servo.uncertainty_deg)},
          {"date", servo.calibrated.empty() ? "" : '"' + servo.calibrated + '"'}};
}

std::vector<KeyValue> control_keys(const KnobControl& control) {
  if (const auto* servo = std::get_if<ServoControl>(&control)) return control_keys(*servo);
  if (const auto* midi = std::get_if<MidiControl>(&control)) {
    return {{"low", std::to_string(midi->low)}, {"high", std::to_string(midi->high)}};
  }
  if (const auto* manual = std::get_if<ManualControl>(&control)) {
    return {{"uncertainty", toml_number(manual->uncertainty)}};
  }
  return {};
}

/// The rig as it must read back.
Rig with_knob_in(Rig rig, const Knob& knob) {
  const Knob& named = knob_named(rig.knobs, knob.id, rig.file, 0, "knob");
  rig.knobs.at(static_cast<std::size_t>(&named - rig.knobs.data())) = knob;
  rig.hash = rig_hash(rig);
  return rig;
}

bool reads_back(const std::string& text, const Rig& wanted, const std::filesystem::path& file) {
  try {
    return parse_rig(text, file).hash == wanted.hash;
  } catch (const SetupError&) {
    return false;  // the editing went wrong, not the file
  }
}

}  // namespace

std::string with_knob(const std::string& text, const Knob& knob,
                      const std::filesystem::path& file) {
  const Rig before = parse_rig(text, file);
  const Rig wanted = with_knob_in(before, knob);
  const Knob& old = knob_named(before.knobs, knob.id, before.file, 0, "knob");
  std::string result = text;
  std::vector<KeyValue> ends;
  if (knob.minimum != old.minimum) ends.push_back({"minimum", number_text(knob.minimum)});
  if (knob.maximum != old.maximum) ends.push_back({"maximum", number_text(knob.maximum)});
  if (!ends.empty()) result = with_knob_keys(result, knob.id, ends, file);
  result = with_control_keys(result, knob.id, control_keys(knob.control), file);
  if (!reads_back(result, wanted, file)) {
    refuse_at(file.string(), 0, "knob " + quote(knob.id) + " cannot be edited line by line",
              "write its control below a header [knob.control], one key a line and each list on "
              "one line");
  }
  return result;
}

void save_knob(const std::filesystem::path& file, const Knob& knob) {
  replace_file(file, with_knob(read_text_file(file), knob, file));
}

}  // namespace ampsweep::rig
