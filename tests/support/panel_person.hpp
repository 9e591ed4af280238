// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fixtures/servos/serial_device.hpp"
#include "rig/ports/operator.hpp"

namespace ampsweep::test {

/// A knob on a panel, in degrees of its shaft, and what is printed around it.
struct Panel {
  double stop_low{0.0};
  double stop_high{270.0};
  std::function<double(double printed)> where;  ///< Degrees of a printed value.
};

/// Reads the panel and answers the questions of a servo's calibration as a person would: sees the
/// pointer to a quarter of a degree, steps by half a degree at least.
class PanelPerson final : public rig::Operator {
 public:
  Panel panel;
  std::function<double()> pointer;      ///< Degrees the knob stands at.
  std::function<void(double)> turn;     ///< By hand, to so many degrees.
  std::function<void()> couple{[] {}};  ///< Tightens the coupling.
  bool skips_play{false};
  std::optional<double> sees_beyond_deg;  ///< Gives up at marks further out than this from a stop.
  std::string arrivals{};                 ///< How far off they were.
  std::function<void(const std::string&)> on_question{[](const std::string&) {}};
  std::vector<std::string> titles;

  [[nodiscard]] Answer confirm(Question, const std::string& title, const std::vector<std::string>&,
                               const std::stop_token& stop) override {
    titles.push_back(title);
    on_question(title);
    return stop.stop_requested() ? Answer::Stopped : Answer::Yes;
  }
  [[nodiscard]] std::optional<std::string> ask(const rig::TypedQuestion& question,
                                               const std::stop_token& stop) override {
    titles.push_back(question.title);
    on_question(question.title);
    if (stop.stop_requested()) return std::nullopt;
    return answer(question.title);
  }

 private:
  [[nodiscard]] std::string answer(const std::string& title) {
    const auto says = [&](const char* text) { return title.find(text) != std::string::npos; };
    if (says("Put the servo on")) {
      couple();
      return "";
    }
    if (says("How far off")) return arrivals;
    if (says("What value")) return read_scale();
    if (says("from the other side") && skips_play) return "skip";
    if (says("by hand")) {
      turn(target(title) + (says("low end") ? -99.0 : says("high end") ? 99.0 : 0.0));
      return "";
    }
    if (says("end stop")) return step_to_stop(says("low end"));
    return step_onto(title);
  }
  /// What the title names, in degrees.
  [[nodiscard]] double target(const std::string& title) const {
    if (title.find("low end") != std::string::npos) return panel.stop_low;
    if (title.find("high end") != std::string::npos) return panel.stop_high;
    return panel.where(std::stod(title.substr(title.find("mark ") + 5)));
  }
  [[nodiscard]] std::string step_to_stop(bool low) const {
    const double left = low ? panel.stop_low - pointer() : panel.stop_high - pointer();
    if (std::abs(left) < 0.3) return "";
    return stepped(std::abs(left) > 6.0 ? std::copysign(5.0, left) : std::copysign(0.5, left));
  }
  [[nodiscard]] std::string step_onto(const std::string& title) {
    const double off = target(title) - pointer();
    if (std::abs(off) <= 0.26) return "";
    const std::string step = stepped(std::clamp(std::round(off * 2.0) / 2.0, -10.0, 10.0));
    if (sees_beyond_deg && std::abs(off) < *sees_beyond_deg && title == last_ &&
        pointer() == seen_) {
      return "beyond";
    }
    last_ = title;
    seen_ = pointer();
    return step;
  }
  [[nodiscard]] static std::string stepped(double degrees) {
    std::string text = std::to_string(degrees == 0.0 ? 0.5 : degrees);
    return degrees < 0.0 ? text : "+" + text;
  }
  /// The printed value at the pointer, to a tenth.
  [[nodiscard]] std::string read_scale() const {
    double best = 0.0;
    for (double value = 0.0; value <= 10.0; value += 0.1) {
      if (std::abs(panel.where(value) - pointer()) < std::abs(panel.where(best) - pointer())) {
        best = value;
      }
    }
    return std::to_string(best);
  }

  std::string last_;
  double seen_{0.0};
};

/// A knob behind a hobby servo: play, and a coupling that is tightened at some offset.
class HobbyKnob final : public fixtures::SerialDevice {
 public:
  HobbyKnob(fixtures::SerialDevice& board, std::function<double()> pulse_us, double us_per_degree,
            double play_deg)
      : board_(board),
        pulse_us_(std::move(pulse_us)),
        us_per_degree_(us_per_degree),
        play_deg_(play_deg) {}
  void hear(fixtures::ByteView bytes) override {
    board_.hear(bytes);
    follow();
  }
  [[nodiscard]] fixtures::Bytes say() override { return board_.say(); }
  void pass(std::chrono::nanoseconds time) override {
    // In small steps, as every pulse on the way turns the knob.
    for (auto left = time; left.count() > 0;) {
      const auto step = std::min(left, std::chrono::nanoseconds{5'000'000});
      board_.pass(step);
      left -= step;
      follow();
    }
  }
  /// The knob stands at `degrees` when it is joined to the servo.
  void couple(double degrees) {
    degrees_ = degrees;
    offset_ = degrees - servo();
    coupled_ = true;
  }
  [[nodiscard]] double degrees() const { return degrees_; }
  [[nodiscard]] double highest_us() const { return highest_us_; }
  [[nodiscard]] double lowest_us() const { return lowest_us_; }

 private:
  [[nodiscard]] double servo() const { return last_us_ / us_per_degree_; }
  void follow() {
    if (pulse_us_() <= 0.0) return;  // off: it stays
    last_us_ = pulse_us_();
    highest_us_ = std::max(highest_us_, last_us_);
    lowest_us_ = std::min(lowest_us_, last_us_);
    if (!coupled_) return;
    const double at = servo() + offset_;
    degrees_ = std::clamp(degrees_, at - play_deg_ / 2.0, at + play_deg_ / 2.0);
  }

  fixtures::SerialDevice& board_;
  std::function<double()> pulse_us_;
  double us_per_degree_;
  double play_deg_;
  double offset_{0.0};
  double degrees_{0.0};
  double last_us_{1500.0};
  double highest_us_{0.0};
  double lowest_us_{1e9};
  bool coupled_{false};
};

}  // namespace ampsweep::test
