// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "rig/model/take.hpp"

namespace ampsweep::rig {

/// What to do about takes whose delay is not that of their stream epoch. A slip inside one take is
/// made good by the next try; a step that lasts (a buffer slipped between takes, a clock that
/// locked anew) would refuse every take to the end of the plan, so a new stream is opened for it.
class DelaySteps {
 public:
  /// New streams in a row without a take that agreed with the one before it: then the delay is not
  /// to be had on this computer.
  static constexpr int kMostNewStreams = 5;

  /// `limit`: delays no further apart than this, in samples, are one delay.
  explicit DelaySteps(double limit) : limit_(limit) {}

  enum class Answer {
    OnceMore,   ///< The same take again, to see whether it lasts; not the take's fault.
    NewStream,  ///< It lasts.
    TryAgain,   ///< The delay wanders: a try of the take, like any fault.
    GiveUp      ///< New streams do not help.
  };
  /// A take was refused for its delay, which is `delay_samples`.
  [[nodiscard]] Answer moved(double delay_samples);
  void accepted(const Verdict& verdict);
  void stream_opened() { moved_to_.reset(); }

 private:
  double limit_;
  std::optional<double> moved_to_;  ///< By the newest take, when it was refused for that.
  int new_streams_{0};
};

}  // namespace ampsweep::rig
