// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/rig_file.hpp"

#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_tables.hpp"
#include "rig/plan/text_file.hpp"
#include "rig/plan/toml_text.hpp"

namespace ampsweep::rig {
namespace {

/// Reads a table with its reader, or leaves the defaults when the file has none.
template <class Spec, class Read>
void read_section(TableReader& root, const std::string& key, Spec& spec, Read read) {
  if (auto table = root.table(key, '[' + key + ']')) spec = read(*table);
}

/// There may be a real amp behind a JACK port as well as behind a sound card: silence about the
/// load is how output transformers die.
void check_load_named(TableReader& root, AudioApi api) {
  if (api == AudioApi::Simulated || root.has("load")) return;
  root.refuse(
      "", std::string{"[load] is missing, but [audio] api is \""} + to_string(api) + '"',
      "add a [load] table: kind, impedance_ohm, rating_w, amp_power_w; kind = \"none\" where "
      "no power amp is involved");
}

}  // namespace

Rig parse_rig(const std::string& text, const std::filesystem::path& file) {
  const ConfigNode document = parse_toml(text, file.string());
  TableReader root{file.string(), std::get<ConfigTable>(document.value), 1, ""};
  Rig rig;
  rig.file = file.string();
  rig.name = root.required_text("name");
  rig.amp = root.text("amp", "");
  rig.licence = root.text("licence", rig.licence);
  rig.interface_checklist = root.texts("interface_checklist");
  if (auto audio = root.table("audio", "[audio]")) {
    rig.audio = read_audio(*audio);
  } else {
    root.refuse("", "[audio] is missing",
                "add [audio] with api = \"simulated\", \"jack\" or \"alsa\"");
  }
  rig.knobs = read_knobs(root.tables("knob", "[[knob]]"), rig.audio.api);
  read_section(root, "midi", rig.midi, read_midi_policy);
  read_section(root, "manual", rig.footswitch, read_manual);
  read_section(root, "load", rig.load, read_load);
  read_section(root, "safety", rig.safety,
               [&](const TableReader& table) { return read_safety(table, rig.stop_switch); });
  read_section(root, "levels", rig.levels,
               [&](const TableReader& table) { return read_levels(table, rig.level_record); });
  read_section(root, "calibration", rig.calibration, read_calibration);
  read_section(root, "simulated", rig.simulation,
               [&](const TableReader& table) { return read_simulated(table, rig.knobs); });
  root.finish();
  check_load_named(root, rig.audio.api);
  rig.hash = rig_hash(rig);
  return rig;
}

Rig load_rig(const std::filesystem::path& file) { return parse_rig(read_text_file(file), file); }

}  // namespace ampsweep::rig
