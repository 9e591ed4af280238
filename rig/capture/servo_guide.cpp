// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/servo_guide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr double kGentleDegPerS = 45.0;
constexpr double kStillCounts = 3.0;
constexpr auto kBetweenReadings = 200ms;

ServoControl free_of_marks(ServoControl control) {
  const RawRange device = device_range(control.protocol);
  control.marks = {{0.0, device.low}, {1.0, device.high}};
  control.stop_low = device.low - 1.0;  // the drives want positions between them
  control.stop_high = device.high + 1.0;
  control.speed_deg_s = std::min(control.speed_deg_s, kGentleDegPerS);
  return control;
}

}  // namespace

JogAnswer jog_answer(const std::string& text) {
  using Kind = JogAnswer::Kind;
  if (text.empty()) return {Kind::Here, 0.0};
  if (text == "skip") return {Kind::Skip, 0.0};
  if (text == "beyond") return {Kind::Beyond, 0.0};
  if (text == "+" || text == "-") return {Kind::Step, text == "+" ? 1.0 : -1.0};
  if (text == "++" || text == "--") return {Kind::Step, text == "++" ? 5.0 : -5.0};
  double degrees = 0.0;
  const bool has_sign = text.front() == '+' || text.front() == '-';
  if (!has_sign || text.size() < 2 || text[1] == '-') return {};
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data() + 1, end, degrees).ptr != end) return {};
  if (!(degrees <= kLongestJogDeg)) return {};
  return {Kind::Step, text.front() == '-' ? -degrees : degrees};
}

ServoGuide::ServoGuide(std::string knob, const ServoControl& control, const ServoBench& bench,
                       CalibrationObserver observer, std::stop_token stop)
    : knob_(std::move(knob)),
      control_(free_of_marks(control)),
      range_(device_range(control.protocol)),
      bench_(bench),
      observer_(std::move(observer)),
      stop_(std::move(stop)) {
  if (auto opened = bench_.drive.open(); !opened) give_up(opened.error());
}

ServoGuide::~ServoGuide() { let_go(); }

void ServoGuide::keep_inside(double stop_low, double stop_high) {
  control_.stop_low = stop_low;
  control_.stop_high = stop_high;
  range_ = soft_range(control_);
}

double ServoGuide::allowed(double raw) const {
  return std::clamp(quantised_raw(control_, raw), range_.low, range_.high);
}

double ServoGuide::by_hand(const TypedQuestion& question) {
  let_go();
  TypedQuestion asked = question;
  while (true) {
    (void)ask(asked);
    const double first = shaft();
    wait(kBetweenReadings);
    const double second = shaft();
    if (std::abs(second - first) <= kStillCounts) return second;
    asked.lines.insert(asked.lines.begin(), "It was still turning: hold it there, then Enter");
  }
}

Jogged ServoGuide::jog(const TypedQuestion& question, double start, Side side) {
  double at = allowed(start);
  std::string said;
  while (true) {
    const double stands = drive(at, side);
    TypedQuestion asked = question;
    asked.may_be_empty = true;
    asked.lines.push_back(fmt::format("It stands at {:g} {}. {}", stands,
                                      raw_unit(control_.protocol),
                                      said.empty() ? "+ - one degree, ++ -- five, +2.5 or -0.5 so "
                                                     "many; Enter alone: it stands right"
                                                   : said));
    const JogAnswer answer = jog_answer(ask(asked));
    said.clear();
    if (answer.kind == JogAnswer::Kind::Unclear) {
      said = "Type + or -, a number with its sign up to 10, or Enter alone";
    } else if (answer.kind != JogAnswer::Kind::Step) {
      return {answer.kind, stands};
    } else {
      const double wanted = at + answer.degrees * control_.raw_per_deg;
      at = allowed(wanted);
      if (std::abs(at - wanted) > raw_step(control_.protocol)) {
        said = fmt::format("That is as far as it may go this way ({:g})", at);
      }
    }
  }
}

double ServoGuide::drive(double raw, Side side) {
  tell(fmt::format("turns to {:g} {}", raw, raw_unit(control_.protocol)));
  const auto from = bench_.drive.stands_at(control_);
  if (!from) give_up(from.error());
  std::vector<double> way{raw};
  if (side == Side::Below) way = approach(control_, *from, raw);
  if (side == Side::Above) {
    way = {quantised_raw(control_, raw + control_.overshoot_deg * control_.raw_per_deg), raw};
  }
  const auto arrived = bench_.drive.go(control_, way, stop_);
  if (!arrived) give_up(arrived.error());
  return reads_shaft() ? shaft() : *arrived;
}

double ServoGuide::shaft() {
  const auto now = bench_.drive.stands_at(control_);
  if (!now) give_up(now.error());
  return now->value_or(0.0);
}

void ServoGuide::wait(std::chrono::milliseconds time) {
  if (!bench_.clock.wait(time, stop_)) give_up({FaultCode::Stopped, "stopped"});
}

std::string ServoGuide::ask(const TypedQuestion& question) {
  tell("waits for you: " + question.title);
  auto text = bench_.person.ask(question, stop_);
  if (text) return *std::move(text);
  if (stop_.stop_requested()) give_up({FaultCode::Stopped, "stopped"});
  throw SetupError(SetupKind::Safety, "knob \"" + knob_ + "\" was not calibrated: nobody answered",
                   "run it in a terminal, or in the window's Knobs room");
}

void ServoGuide::confirm(const std::string& title, const std::vector<std::string>& lines) {
  tell("waits for you: " + title);
  const auto answer = bench_.person.confirm(Operator::Question::CheckList, title, lines, stop_);
  if (answer == Operator::Answer::Stopped) give_up({FaultCode::Stopped, "stopped"});
  if (answer == Operator::Answer::Yes) return;
  throw SetupError(SetupKind::Safety,
                   "knob \"" + knob_ + "\" was not calibrated, nothing was turned further",
                   "start again and confirm when all is true");
}

void ServoGuide::tell(const std::string& doing) const {
  if (observer_) observer_(doing);
}

void ServoGuide::give_up(const Fault& fault) const {
  throw SetupError(
      fault.code == FaultCode::Stopped ? SetupKind::Safety : SetupKind::Device,
      "knob \"" + knob_ + "\" was not calibrated, the servo is let go of: " + fault.detail, "");
}

}  // namespace ampsweep::rig
