// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "fixtures/amp_panel.hpp"
#include "fixtures/servos/feetech_servo.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/audio_port.hpp"
#include "rig/ports/clock.hpp"
#include "support/chaos_books.hpp"

namespace ampsweep::test {

/// An audio port on which streams are lost or hang, the tap is low or high, the output mutes and
/// samples are lost, held against the books at every call.
class ChaosPort final : public rig::AudioPort {
 public:
  /// All of these outlive it.
  ChaosPort(std::unique_ptr<rig::AudioPort> behind, const rig::Rig& rig, rig::Clock& clock,
            const fixtures::AmpPanel& panel, const fixtures::FeetechServo& servo, ChaosBooks& books)
      : behind_(std::move(behind)),
        rig_(rig),
        clock_(clock),
        panel_(panel),
        servo_(servo),
        books_(books) {}

  rig::StreamInfo open(const rig::StreamSpec& spec) override;
  rig::Result<void> begin(const rig::TakeRequest& request) override;
  void stop() noexcept override { stopping_ = true; }
  rig::PortStatus poll() override;
  void close() noexcept override {
    books_.open = false;
    behind_->close();
  }

 private:
  void check(const rig::TakeRequest& request);
  void check_level(const rig::TakeRequest& request);
  void check_knobs(const rig::TakeRequest& request);
  void check_duty();
  [[nodiscard]] std::optional<rig::Fault> mishap();
  void harm(rig::PortStatus& status);
  [[nodiscard]] rig::PortStatus ended(rig::PortStatus status, rig::PlayState state);
  void spoil() {
    if (is_take_) books_.spoilt.insert(key_);
  }
  void close_books() {
    if (is_take_) books_.takes.back().to = clock_.now();
  }

  std::unique_ptr<rig::AudioPort> behind_;
  const rig::Rig& rig_;
  rig::Clock& clock_;
  const fixtures::AmpPanel& panel_;
  const fixtures::FeetechServo& servo_;
  ChaosBooks& books_;
  bool first_{true};
  bool playing_{false};
  bool stopping_{false};
  bool is_take_{false};
  std::pair<int, int> key_;
  int polls_{0};
  int stop_seen_{-1};
  int length_{0};
};

}  // namespace ampsweep::test
