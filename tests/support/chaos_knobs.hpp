// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include "fixtures/amp_panel.hpp"
#include "fixtures/servos/feetech_servo.hpp"
#include "rig/devices/serial_line.hpp"
#include "support/chaos_books.hpp"
#include "support/passing_knobs.hpp"

namespace ampsweep::test {

/// Honest: says so when a knob did not arrive. It may then stand anywhere.
class ChaosKnobs final : public PassingKnobs {
 public:
  ChaosKnobs(std::unique_ptr<rig::KnobActuator> behind, ChaosBooks& books)
      : PassingKnobs(std::move(behind)), books_(books) {}
  rig::Result<std::vector<rig::KnobLabel>> move(const rig::Setting& setting,
                                                const std::stop_token& stop) override;
  void release() noexcept override;

 private:
  ChaosBooks& books_;
};

/// STOP may come in the middle of a move.
class ChaosLine final : public rig::SerialLine {
 public:
  ChaosLine(std::unique_ptr<rig::SerialLine> behind, ChaosBooks& books)
      : behind_(std::move(behind)), books_(books) {}
  void open() override { behind_->open(); }
  rig::Result<void> write(rig::ByteView bytes) override;
  rig::Result<rig::Bytes> read(std::chrono::nanoseconds wait) override {
    return behind_->read(wait);
  }
  const std::string& name() const override { return behind_->name(); }

 private:
  std::unique_ptr<rig::SerialLine> behind_;
  ChaosBooks& books_;
};

/// A real actuator on a simulated Feetech servo that turns the amp's treble: between takes somebody
/// turns it by hand, while it moves something may stand in its way. Held against the books after
/// every move: no torque before a limit the pot bears was written, none left on, no more load.
class ChaosServo final : public PassingKnobs {
 public:
  static constexpr int kId = 1;
  static constexpr double kLow = 600.0;    ///< Counts at 0 and
  static constexpr double kHigh = 3444.0;  ///< at 10.
  static constexpr int kTorqueLimit = 60;  ///< 0.1 %

  /// Needs: `bus` is what is behind, with servo kId; `panel` has a treble. Both outlive it.
  ChaosServo(std::unique_ptr<rig::KnobActuator> behind, fixtures::FeetechServo& servo,
             fixtures::AmpPanel& panel, ChaosBooks& books)
      : PassingKnobs(std::move(behind)), servo_(servo), panel_(panel), books_(books) {}
  rig::Result<std::vector<rig::KnobLabel>> move(const rig::Setting& setting,
                                                const std::stop_token& stop) override;
  void release() noexcept override;

 private:
  void look();

  fixtures::FeetechServo& servo_;
  fixtures::AmpPanel& panel_;
  ChaosBooks& books_;
  std::size_t writes_seen_{0};
  bool limited_{false};
};

}  // namespace ampsweep::test
