// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "rig/devices/terminal_operator.hpp"
#include "rig/devices/worker_process.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

struct RealBenchOptions {
  WorkerCommand worker;
  AssumedAnswer answer{AssumedAnswer::None};  ///< AssumedAnswer::Yes for `--yes`.
  std::vector<Hook> hooks{};                  ///< Of the user's configuration.
};

/// The real bench of a rig file: RtAudio in a worker process, knobs turned over MIDI, by
/// servos and by hand, a person at the terminal, or `person`. Nothing is opened or probed here: the
/// stream opens in AudioPort::open, a MIDI or serial port at the first move, the rig's own STOP at
/// StopSwitch::watch.
///
/// Throws SetupError{Usage} for a rig that names simulated audio or simulated knobs.
[[nodiscard]] Bench make_real_bench(const Rig& rig, const RealBenchOptions& options = {},
                                    std::unique_ptr<Operator> person = nullptr);

}  // namespace ampsweep::rig
