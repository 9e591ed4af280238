// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/calibrate_servo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "rig/capture/servo_play.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kLeastTravelDeg = 20.0;
constexpr double kSlippedDeg = 10.0;  ///< Driven and hand-turned pointer further apart than this.

struct Stops {
  double at_minimum{0.0};
  double at_maximum{0.0};
};

class ServoWizard {
 public:
  ServoWizard(const Knob& knob, const ServoBench& bench, const ServoWish& wish,
              const CalibrationObserver& observer, const std::stop_token& stop)
      : knob_(knob),
        wish_(wish),
        servo_(std::get<ServoControl>(knob.control)),
        visited_(marks_to_visit(knob, wish)),
        guide_(knob.id, servo_, bench, observer, stop) {}

  ServoCalibration run() {
    found_.shaft_read = guide_.reads_shaft();
    guide_.confirm("Calibrate the knob \"" + knob_.label + "\"", first_lines());
    stops_ = guide_.reads_shaft() ? stops_by_hand() : stops_in_steps();
    check_travel();
    guide_.keep_inside(std::min(stops_.at_minimum, stops_.at_maximum),
                       std::max(stops_.at_minimum, stops_.at_maximum));
    for (const double value : visited_) found_.found.push_back(mark_at(value));
    middle_ = middle();
    try_middle();
    return conclude();
  }

 private:
  std::string name(double printed) const {
    const auto index = static_cast<std::size_t>(printed + 0.5);
    return index < knob_.positions.size() ? "\"" + knob_.positions[index] + "\""
                                          : fmt::format("{:g}", printed);
  }

  /// Which way sessions come to a mark: upward in raw.
  std::string from_where() const {
    return stops_.at_maximum > stops_.at_minimum ? "from lower values" : "from higher values";
  }

  std::vector<std::string> first_lines() const {
    if (guide_.reads_shaft()) {
      return {"The servo sits on the knob's shaft, one to one, and its torque goes off now",
              "The knob turns freely by hand: you will turn it to its end stops and marks",
              "Nothing else in the amp depends on where this knob stands meanwhile"};
    }
    return {
        "The slip clutch between servo and knob is fitted: this servo cannot limit its torque",
        "The coupling is loosened, so that the knob does not turn with the servo yet",
        fmt::format("The servo first turns to {:g} us, the middle of its stops in the rig file, "
                    "at its own speed",
                    middle_of_file())};
  }

  double middle_of_file() const {
    return guide_.allowed((servo_.stop_low + servo_.stop_high) / 2.0);
  }

  Stops stops_by_hand() {
    const auto at = [&](const char* end, const std::string& printed) {
      return guide_.by_hand(
          {"Turn the knob by hand to its end stop at the " + std::string{end},
           {"Past " + printed + ", until it stops; gently. Enter when it is there"},
           {},
           true});
    };
    const double low = at("low end", name(knob_.minimum));
    return {low, at("high end", name(knob_.maximum))};
  }

  Stops stops_in_steps() {
    const double middle = guide_.drive(middle_of_file(), Side::Straight);
    (void)guide_.ask({"Put the servo on the knob",
                      {"Set the knob by hand to the middle of its travel, then tighten the "
                       "coupling. Enter when done"},
                      {},
                      true});
    const auto at = [&](const char* end, const std::string& printed) {
      const Jogged there =
          guide_.jog({"Step the knob to its end stop at the " + std::string{end},
                      {"Past " + printed + ": stop as soon as it touches, the clutch slips beyond"},
                      {}},
                     middle, Side::Straight);
      return there.raw;
    };
    const double low = at("low end", name(knob_.minimum));
    return {low, at("high end", name(knob_.maximum))};
  }

  void check_travel() const {
    const double travel = std::abs(stops_.at_maximum - stops_.at_minimum) / servo_.raw_per_deg;
    if (travel >= kLeastTravelDeg) return;
    throw SetupError(
        SetupKind::Device,
        fmt::format("knob \"{}\": its end stops lie {:.1f} degrees apart ({:g} and {:g} {}): that "
                    "is no travel",
                    knob_.id, travel, stops_.at_minimum, stops_.at_maximum,
                    raw_unit(servo_.protocol)),
        "tighten the coupling; is it this servo that turns the knob?");
  }

  ServoMark mark_at(double printed) {
    const std::string where = "the mark " + name(printed);
    if (guide_.reads_shaft()) {
      return {printed, guide_.by_hand({"Turn the knob by hand to " + where,
                                       {"Come " + from_where() +
                                        ", do not turn back; Enter when "
                                        "the pointer stands on it"},
                                       {},
                                       true})};
    }
    const double share = normalised(knob_, printed);
    const double guess = stops_.at_minimum + share * (stops_.at_maximum - stops_.at_minimum);
    const Jogged there =
        guide_.jog({"Step the knob to " + where,
                    {"Every step comes " + from_where() + ", as later captures do",
                     "Type beyond when the mark lies nearer to the end stop than it may turn"},
                    {}},
                   guess, Side::Below);
    if (there.how != JogAnswer::Kind::Beyond) return {printed, there.raw};
    if (knob_.positions.empty()) return mark_beyond(there.raw);
    throw SetupError(SetupKind::Device,
                     fmt::format("knob \"{}\": position {} lies nearer than inset_deg {:g} to an "
                                 "end stop",
                                 knob_.id, name(printed), servo_.inset_deg),
                     "a smaller inset_deg, and an overshoot_deg below it, in the rig file");
  }

  /// What the pointer shows where the servo may just go.
  ServoMark mark_beyond(double raw) {
    const TypedQuestion question{
        "What value does the pointer show now?",
        {fmt::format("As far as it may go: it keeps {:g} degrees from the end stop. Read the scale "
                     "as finely as you can, for instance 0.3",
                     servo_.inset_deg)},
        {}};
    while (true) {
      const std::string text = guide_.ask(question);
      double value = 0.0;
      const char* const end = text.data() + text.size();
      if (std::from_chars(text.data(), end, value).ptr == end && in_range(knob_, value)) {
        return {value, raw};
      }
    }
  }

  std::size_t middle() const {
    const double half = (stops_.at_minimum + stops_.at_maximum) / 2.0;
    std::size_t best = 0;
    for (std::size_t i = 1; i < found_.found.size(); ++i) {
      if (std::abs(found_.found[i].raw - half) < std::abs(found_.found[best].raw - half)) best = i;
    }
    return best;
  }

  void try_middle() {
    const ServoMark& mark = found_.found[middle_];
    const PlayFound play =
        measure_play(guide_, {name(mark.printed), mark.raw},
                     wish_.backlash ? std::optional{servo_.backlash_deg} : std::nullopt);
    found_.play_deg = play.play_deg;
    if (guide_.reads_shaft()) take_hand_offset(play.below - mark.raw);
    if (wish_.arrivals < 2) return;
    const Arrivals arrivals =
        measure_arrivals(guide_, {name(mark.printed), mark.raw}, found_.found.front().raw,
                         found_.found.back().raw, wish_.arrivals);
    found_.spread_deg = arrivals.spread_deg;
    found_.sides_deg = arrivals.sides_deg;
  }

  void take_hand_offset(double raw) {
    found_.hand_offset_deg = raw / servo_.raw_per_deg;
    if (std::abs(found_.hand_offset_deg) > kSlippedDeg) {
      throw SetupError(SetupKind::Device,
                       fmt::format("knob \"{}\": driven to its middle mark the servo stands {:.1f} "
                                   "degrees from where it stood when turned by hand",
                                   knob_.id, found_.hand_offset_deg),
                       "the coupling slips: tighten it, then calibrate again");
    }
    for (ServoMark& mark : found_.found) mark.raw += raw;
  }

  ServoCalibration conclude() {
    ServoControl control = servo_;
    control.stop_low = guide_.control().stop_low;
    control.stop_high = guide_.control().stop_high;
    for (ServoMark& mark : found_.found) mark.raw = quantised_raw(control, mark.raw);
    control.marks = clear_of_stops(knob_, control, found_.found);
    found_.taper = taper_of(control.marks);
    if (found_.play_deg) control.backlash_deg = rounded(*found_.play_deg);
    if (found_.spread_deg) {
      control.uncertainty_deg = rounded(std::hypot(*found_.spread_deg, wish_.pointer_deg));
    }
    found_.knob = knob_;
    found_.knob.minimum = control.marks.front().printed;
    found_.knob.maximum = control.marks.back().printed;
    found_.knob.control = control;
    found_.narrowed = found_.knob.minimum != knob_.minimum || found_.knob.maximum != knob_.maximum;
    return std::move(found_);
  }

  /// A hundredth of a degree is more than anybody can see; the file stays readable.
  static double rounded(double degrees) { return std::round(degrees * 100.0) / 100.0; }

  const Knob& knob_;
  const ServoWish& wish_;
  ServoControl servo_;  ///< As the rig file says.
  std::vector<double> visited_;
  ServoGuide guide_;
  Stops stops_;
  std::size_t middle_{0};
  ServoCalibration found_;
};

}  // namespace

std::vector<double> marks_to_visit(const Knob& knob, const ServoWish& wish) {
  std::vector<double> marks;
  if (!knob.positions.empty()) {
    for (std::size_t i = 0; i < knob.positions.size(); ++i) marks.push_back(static_cast<double>(i));
    return marks;
  }
  marks.push_back(knob.minimum);
  for (const double value : wish.marks) {
    if (!in_range(knob, value)) {
      throw SetupError(SetupKind::Usage,
                       fmt::format("mark {:g} is not on the scale of knob \"{}\" ({:g} to {:g})",
                                   value, knob.id, knob.minimum, knob.maximum),
                       "--marks with printed values of its scale, rising");
    }
    if (value == knob.minimum || value == knob.maximum) continue;  // asked for anyway
    if (value <= marks.back()) {
      throw SetupError(SetupKind::Usage, fmt::format("mark {:g} does not rise", value),
                       "--marks 2,5,8: from low to high, each once");
    }
    marks.push_back(value);
  }
  if (wish.marks.empty()) {
    for (const double share : {0.25, 0.5, 0.75}) marks.push_back(printed(knob, share));
  }
  marks.push_back(knob.maximum);
  return marks;
}

ServoCalibration calibrate_servo(const Knob& knob, const ServoBench& bench, const ServoWish& wish,
                                 const CalibrationObserver& observer, const std::stop_token& stop) {
  return ServoWizard{knob, bench, wish, observer, stop}.run();
}

}  // namespace ampsweep::rig
