// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "fixtures/servos/serial_device.hpp"
#include "fixtures/simulated_clock.hpp"
#include "rig/devices/serial_line.hpp"

namespace ampsweep::test {

/// Damages bytes: `share` of them are replaced, dropped or doubled.
class Noise {
 public:
  explicit Noise(double share = 0.0, unsigned seed = 1) : share_(share), random_(seed) {}
  [[nodiscard]] rig::Bytes through(rig::ByteView bytes) {
    rig::Bytes out;
    for (const std::uint8_t byte : bytes) {
      if (std::uniform_real_distribution<>{}(random_) >= share_) {
        out.push_back(byte);
        continue;
      }
      ++damaged_;
      const int kind = std::uniform_int_distribution<>{0, 3}(random_);
      if (kind == 0) continue;
      if (kind == 1) out.push_back(byte);
      const int flip = kind == 1 ? 0 : std::uniform_int_distribution<>{1, 255}(random_);
      out.push_back(static_cast<std::uint8_t>(byte ^ flip));
    }
    return out;
  }
  [[nodiscard]] long damaged() const { return damaged_; }

 private:
  double share_;
  std::mt19937 random_;
  long damaged_{0};
};

/// A simulated device on a line in virtual time: reading waits on the timeline. Test and line share
/// the device, so that the truth can be read off it.
class DeviceLine final : public rig::SerialLine {
 public:
  DeviceLine(std::shared_ptr<fixtures::SerialDevice> device,
             std::shared_ptr<fixtures::Timeline> timeline, Noise noise = Noise{})
      : device_(std::move(device)),
        timeline_(std::move(timeline)),
        noise_(noise),
        passed_(timeline_->now()) {}

  void open() override {}
  [[nodiscard]] rig::Result<void> write(rig::ByteView bytes) override {
    catch_up();
    device_->hear(noise_.through(bytes));
    return {};
  }
  [[nodiscard]] rig::Result<rig::Bytes> read(std::chrono::nanoseconds wait) override {
    using namespace std::chrono_literals;
    const auto end = timeline_->now() + wait;
    while (true) {
      catch_up();
      auto said = noise_.through(device_->say());
      if (!said.empty() || timeline_->now() >= end) return said;
      timeline_->advance(std::min<std::chrono::nanoseconds>(5ms, end - timeline_->now()));
    }
  }
  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  void catch_up() {
    device_->pass(timeline_->now() - passed_);
    passed_ = timeline_->now();
  }

  std::shared_ptr<fixtures::SerialDevice> device_;
  std::shared_ptr<fixtures::Timeline> timeline_;
  Noise noise_;
  std::chrono::nanoseconds passed_;
  std::string name_{"test line"};
};

}  // namespace ampsweep::test
