// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/policy.hpp"

namespace ampsweep::rig {

const char* to_string(Reaction reaction) {
  switch (reaction) {
    case Reaction::Retry:
      return "retry";
    case Reaction::Requeue:
      return "requeue";
    case Reaction::Skip:
      return "skip";
    case Reaction::Pause:
      return "pause";
    case Reaction::Stop:
      return "stop";
  }
  return "unknown";
}

std::optional<Reaction> reaction_named(std::string_view name) {
  for (const Reaction reaction : kReactions) {
    if (name == to_string(reaction)) return reaction;
  }
  return std::nullopt;
}

Reaction reaction_to(const Policy& policy, FaultCode code) {
  const auto found = policy.on.find(code);
  if (found != policy.on.end()) return found->second;
  return code == FaultCode::PolarityInverted ? Reaction::Pause : Reaction::Retry;
}

}  // namespace ampsweep::rig
