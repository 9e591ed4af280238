// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rig/gui/plot/plot.hpp"
#include "rig/gui/snapshot.hpp"
#include "signals/stimulus.hpp"

// What the live views of a session show, worked out of what is on the snapshot.
namespace ampsweep::rig::gui {

/// Where a stretch of `shown` samples begins that stands still from one look to the next: the
/// newest place where the sound, after having been below zero, rises through half of its own peak.
/// Without one, or in silence, the newest `shown` samples.
[[nodiscard]] std::size_t trigger_at(std::span<const float> sound, std::size_t shown);

/// The newest sound of every input as a scope shows it, triggered on the first input that sounds:
/// x in seconds from the trigger. The last input comes first, so that the first, the amp, is drawn
/// on top.
[[nodiscard]] std::vector<Trace> scope_traces(const std::vector<std::vector<float>>& inputs,
                                              const std::vector<std::string>& names,
                                              SampleRate rate, double seconds);

/// Their spectra, in dBFS peak over Hz, in the same order.
[[nodiscard]] std::vector<Trace> spectrum_traces(const std::vector<std::vector<float>>& inputs,
                                                 const std::vector<std::string>& names,
                                                 SampleRate rate);

/// Whether time was found in an attempt, so that its delay and drift mean something.
[[nodiscard]] bool was_timed(const Verdict& verdict);

/// How steady time stood, attempt for attempt of one stream epoch; x is the take's number.
struct DelayCurve {
  int epoch{0};
  double delay_samples{0.0};  ///< Of the first accepted attempt of the epoch: the others' zero.
  std::optional<double> limit_samples;     ///< Of the gates; empty: nothing was judged by it yet.
  std::shared_ptr<const TraceData> moved;  ///< Delay less that of the first.
  std::shared_ptr<const TraceData> drift;  ///< Over the take, in samples; without a sign.
};
/// Of the newest epoch with an accepted attempt; empty: there is none yet. An attempt whose delay
/// means nothing (the loopback is missing) leaves a gap.
[[nodiscard]] std::optional<DelayCurve> delay_curve(const std::vector<JudgedAttempt>& judged);

/// The segment that sounds at `position` (0..1) of a take that records `frames`; nullptr in the
/// tail after the last.
[[nodiscard]] const signals::Segment* sounding(const std::vector<signals::Segment>& segments,
                                               std::int64_t frames, double position);

/// "clipped runs 3, limit 0": the first gate that failed, or what else refused the attempt; of an
/// accepted one its first flag, or nothing.
[[nodiscard]] std::string why_refused(const Verdict& verdict);

}  // namespace ampsweep::rig::gui
