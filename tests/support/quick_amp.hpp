// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "fixtures/amp_circuit.hpp"
#include "fixtures/transfer.hpp"

namespace ampsweep::test {

/// The simulated amp's circuit without oversampling, in place: a hundredth of the simulated
/// interface's time. Aliases are part of its sound.
inline void quick_amp(const rig::SimulationSpec& spec, const fixtures::AmpPositions& at,
                      SampleRate rate, std::span<double> sound) {
  const auto circuit = fixtures::amp_circuit(spec, at);
  for (double& x : sound) x *= circuit.drive;
  const Hertz hz{static_cast<double>(rate.value())};
  fixtures::BilinearFilter{circuit.stack, hz}.process(sound);
  shape(circuit.shaper, sound);
  fixtures::BilinearFilter{cascade(circuit.presence, circuit.transformer), hz}.process(sound);
  fixtures::BilinearFilter{circuit.load, hz}.process(sound);
  for (double& x : sound) x *= circuit.output;
}

}  // namespace ampsweep::test
