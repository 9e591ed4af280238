// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_tables.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::size_t kMostKnobs = 64;

KnobControl read_control(TableReader& table, const Knob& knob) {
  enum class Kind { Simulated, Manual, Midi, Feetech, Maestro, Firmata };
  if (!table.has("kind")) table.refuse("", "control kind is missing", "add kind = \"midi\"");
  const auto kind = table.choice<Kind>("kind", Kind::Simulated,
                                       {{"simulated", Kind::Simulated},
                                        {"manual", Kind::Manual},
                                        {"midi", Kind::Midi},
                                        {"feetech", Kind::Feetech},
                                        {"maestro", Kind::Maestro},
                                        {"firmata", Kind::Firmata}});
  KnobControl control;
  if (kind == Kind::Midi) control = read_midi(table, knob);
  if (kind == Kind::Manual) {
    control = ManualControl{table.number("uncertainty", ManualControl{}.uncertainty, {0.0, 0.5})};
  }
  if (kind == Kind::Feetech) control = read_servo(table, ServoProtocol::Feetech, knob);
  if (kind == Kind::Maestro) control = read_servo(table, ServoProtocol::Maestro, knob);
  if (kind == Kind::Firmata) control = read_servo(table, ServoProtocol::Firmata, knob);
  table.finish();
  return control;
}

void read_positions(TableReader& table, Knob& knob) {
  knob.positions = table.texts("positions");
  if (knob.positions.size() < 2) {
    table.refuse("positions", "has fewer than 2 entries", "name every position of the switch");
  }
  for (std::size_t i = 0; i < knob.positions.size(); ++i) {
    const auto end = knob.positions.begin() + static_cast<std::ptrdiff_t>(i);
    if (knob.positions[i].empty() ||
        std::find(knob.positions.begin(), end, knob.positions[i]) != end) {
      table.refuse("positions", "entry " + quote(knob.positions[i]) + " is empty or there twice",
                   "give each position its own name");
    }
  }
  for (const char* key : {"minimum", "maximum", "resolution"}) {
    if (table.has(key)) {
      table.refuse(key, "stands beside positions", "remove it: a switch runs from 0 in steps of 1");
    }
  }
  knob.minimum = 0.0;
  knob.maximum = static_cast<double>(knob.positions.size() - 1);
  knob.resolution = 1.0;
}

void read_scale(TableReader& table, Knob& knob) {
  const Range printable{-1e6, 1e6};
  knob.minimum = table.number("minimum", knob.minimum, printable);
  knob.maximum = table.number("maximum", knob.maximum, printable);
  if (knob.minimum >= knob.maximum) {
    table.refuse("maximum",
                 number_text(knob.maximum) + " is not above minimum " + number_text(knob.minimum),
                 "minimum is the lowest printed value; a reversed CC is said by low > high");
  }
  const double travel = knob.maximum - knob.minimum;
  knob.resolution = table.number("resolution", knob.resolution, {0.0, travel});
  if (knob.resolution == 0.0) return;
  const double steps = travel / knob.resolution;
  if (steps > 1e6 || std::abs(steps - std::round(steps)) > 1e-6) {
    table.refuse("resolution",
                 number_text(knob.resolution) + " does not divide the travel " +
                     number_text(travel) + " into whole steps",
                 "choose a step that leads from minimum to maximum, or 0 for a continuous knob");
  }
}

KnobControl control_of(TableReader& table, const std::string& name, const Knob& knob,
                       AudioApi api) {
  if (auto control = table.table("control", name)) {
    KnobControl read = read_control(*control, knob);
    if (std::holds_alternative<SimulatedControl>(read) && api != AudioApi::Simulated) {
      control->refuse("kind",
                      std::string{"is \"simulated\", but [audio] api is \""} + to_string(api) + '"',
                      "say how the real knob is turned: kind = \"midi\", \"manual\" or a servo's");
    }
    return read;
  }
  if (api == AudioApi::Simulated) return SimulatedControl{};
  table.refuse(
      "", "control is missing",
      "add control = { kind = \"manual\" } or { kind = \"midi\", port = ..., controller = N }");
}

Knob read_knob(TableReader& table, AudioApi api) {
  Knob knob;
  knob.id = table.required_text("id");
  if (!is_id(knob.id)) {
    table.refuse("id", quote(knob.id) + " is no id",
                 "lower-case letters, digits and _, starting with a letter, 32 at most; any text "
                 "goes into label");
  }
  const std::string name = "knob " + quote(knob.id);
  table.rename(name);
  knob.label = table.text("label", knob.id);
  if (table.has("positions")) {
    read_positions(table, knob);
  } else {
    read_scale(table, knob);
  }
  knob.role = table.choice<KnobRole>("role", KnobRole::Other,
                                     {{"eq", KnobRole::Eq},
                                      {"gain", KnobRole::Gain},
                                      {"level", KnobRole::Level},
                                      {"other", KnobRole::Other}});
  knob.control = control_of(table, name, knob, api);
  table.finish();
  return knob;
}

}  // namespace

bool is_id(std::string_view text) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && text.size() <= 32 && lower(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return lower(c) || digit(c) || c == '_'; });
}

std::vector<Knob> read_knobs(std::vector<TableReader> tables, AudioApi api) {
  std::vector<Knob> knobs;
  for (TableReader& table : tables) {
    Knob knob = read_knob(table, api);
    for (const Knob& other : knobs) {
      if (other.id == knob.id) {
        table.refuse("id", "is used by two knobs", "give each knob its own id");
      }
      refuse_shared_midi(table, other, knob);
      refuse_shared_servo(table, other, knob);
    }
    knobs.push_back(std::move(knob));
    if (knobs.size() > kMostKnobs) {
      table.refuse("", "is the 65th knob", "leave out knobs that no plan turns");
    }
  }
  return knobs;
}

}  // namespace ampsweep::rig
