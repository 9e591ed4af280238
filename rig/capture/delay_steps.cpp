// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/delay_steps.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "rig/capture/judge.hpp"

namespace ampsweep::rig {

DelaySteps::Answer DelaySteps::moved(double delay_samples) {
  const auto before = std::exchange(moved_to_, delay_samples);
  if (!before) return Answer::OnceMore;
  if (!(std::abs(delay_samples - *before) <= limit_)) return Answer::TryAgain;
  moved_to_.reset();
  return ++new_streams_ > kMostNewStreams ? Answer::GiveUp : Answer::NewStream;
}

/// The first take of a stream agrees with nothing: only one that was compared says that the delay
/// stands.
void DelaySteps::accepted(const Verdict& verdict) {
  moved_to_.reset();
  const bool compared = std::any_of(verdict.gates.begin(), verdict.gates.end(),
                                    [](const Gate& gate) { return gate.name == kDelayGate; });
  if (compared) new_streams_ = 0;
}

}  // namespace ampsweep::rig
