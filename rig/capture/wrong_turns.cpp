// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/wrong_turns.hpp"

namespace ampsweep::rig {

bool WrongTurns::taken_back(const Fault& fault) {
  log_.note("turned_wrong", fault.detail);
  auto done = accepted_.turned_wrong();
  while (!done && reactions_.makes_room(done.error())) done = accepted_.turned_wrong();
  if (!done) reactions_.end_by(done.error());
  return done.has_value();
}

}  // namespace ampsweep::rig
