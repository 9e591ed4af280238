// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace ampsweep::test {

struct ChaosResult {
  std::string broken;  ///< The first invariant that did not hold; empty when all did.
  int sounds{0};       ///< Probes, quiet chirps and takes that were begun.
  int takes{0};        ///< Accepted, at the end.
  int complete{0};     ///< 1: the plan went to its end.
};

/// A plan of four takes with a real load behind it, run up to three times (resumed), while random
/// things happen: the check-list is refused, STOP comes at any moment (also while a servo turns),
/// streams are lost or hang, the tap is low or high, the output mutes, samples are lost, knobs do
/// not arrive and are anywhere, are turned by hand between takes, something stands in a servo's
/// way, bytes to it are damaged. Beside it plain books are kept, against which all of it is held:
///   - nothing sounds before the check-list is confirmed, nothing but the quiet probe before the
///     load has answered, the first of them with gain and level at their minimum;
///   - nothing begins after STOP, on a closed or lost stream, after a tap fault in a take, after
///     the knobs were released; what sounds is stopped within two polls;
///   - nothing above the output ceiling is given to the port;
///   - playing and resting keep to the load's duty;
///   - a servo has no torque before a limit the pot bears was written to it, none while anything
///     sounds, none after a move however it ended, and never pushes harder;
///   - at the end the stream is closed and the knobs are released, last of all;
///   - a take that was begun with a fault, an xrun or lost samples is never accepted, and an
///     accepted one was played with every knob where its label says.
/// The seed decides everything.
[[nodiscard]] ChaosResult session_chaos(std::uint64_t seed);

}  // namespace ampsweep::test
