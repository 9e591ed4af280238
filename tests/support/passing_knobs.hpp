// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "rig/ports/knob_actuator.hpp"

namespace ampsweep::test {

/// Passes everything on to another actuator; a test overrides what it bends.
class PassingKnobs : public rig::KnobActuator {
 public:
  explicit PassingKnobs(std::unique_ptr<rig::KnobActuator> behind) : behind_(std::move(behind)) {}
  std::vector<std::string> knobs() const override { return behind_->knobs(); }
  rig::Result<std::vector<rig::KnobLabel>> move(const rig::Setting& setting,
                                                const std::stop_token& stop) override {
    return behind_->move(setting, stop);
  }
  rig::Result<rig::KnobLabel> steer(const std::string& knob, double printed) override {
    return behind_->steer(knob, printed);
  }
  rig::Result<std::vector<rig::KnobLabel>> standing() override { return behind_->standing(); }
  rig::Result<void> held() override { return behind_->held(); }
  void forget() noexcept override { behind_->forget(); }
  void doubt() noexcept override { behind_->doubt(); }
  void release() noexcept override { behind_->release(); }

 private:
  std::unique_ptr<rig::KnobActuator> behind_;
};

}  // namespace ampsweep::test
