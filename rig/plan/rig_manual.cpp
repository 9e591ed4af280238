// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/rig_tables.hpp"

namespace ampsweep::rig {

Footswitch read_footswitch(TableReader& table) {
  Footswitch pedal;
  pedal.port = table.required_text("port");
  pedal.channel = table.integer("channel", pedal.channel, 1, 16);
  const std::pair<const char*, FootswitchKind> kinds[] = {
      {"controller", FootswitchKind::Controller},
      {"note", FootswitchKind::Note},
      {"program", FootswitchKind::Program}};
  int said = 0;
  for (const auto& [key, kind] : kinds) {
    if (!table.has(key)) continue;
    if (++said > 1) {
      table.refuse(key, "is a second message", "keep one: a pedal is known by one message");
    }
    pedal.kind = kind;
    pedal.number = table.integer(key, 0, 0, 127);
  }
  if (said == 0) {
    table.refuse("", "controller, note or program is missing",
                 "add the one the pedal sends: `ampsweep knob RIG.toml listen` shows controllers "
                 "while it is pressed");
  }
  table.finish();
  return pedal;
}

std::optional<Footswitch> read_manual(TableReader table) {
  std::optional<Footswitch> pedal;
  if (auto footswitch = table.table("footswitch", "[manual] footswitch")) {
    pedal = read_footswitch(*footswitch);
  }
  table.finish();
  return pedal;
}

}  // namespace ampsweep::rig
