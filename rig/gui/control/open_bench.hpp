// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>

#include "rig/gui/control/board.hpp"
#include "rig/gui/gui_front.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig::gui {

/// A bench that is held between sessions: knobs are moved on it, and its stream may be open to show
/// levels. Nothing is ever played on it.
///
/// Thread: the bench worker's.
class OpenBench {
 public:
  OpenBench(const Rig& rig, Bench bench) : rig_(rig), bench_(std::move(bench)) {}
  ~OpenBench();
  OpenBench(const OpenBench&) = delete;
  OpenBench& operator=(const OpenBench&) = delete;

  [[nodiscard]] const Rig& rig() const { return rig_; }
  /// Throws SetupError. Listening twice is harmless.
  void listen();
  void deafen();
  [[nodiscard]] bool listening() const { return stream_.has_value(); }
  /// What the inputs hear now, on the board. A lost stream becomes a problem and is closed.
  void show(Board& board);
  [[nodiscard]] Result<std::vector<KnobLabel>> move(const Setting& setting,
                                                    const std::stop_token& stop);

 private:
  Rig rig_;
  Bench bench_;
  std::optional<StreamInfo> stream_;
};

/// Newest sound of every input of `port`, for the scope.
[[nodiscard]] std::shared_ptr<const std::vector<std::vector<float>>> scope_of(
    const AudioPort& port);

}  // namespace ampsweep::rig::gui
