// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/calibrate_levels.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "rig/capture/arming.hpp"
#include "rig/capture/meter_question.hpp"
#include "rig/capture/meter_reading.hpp"
#include "rig/capture/returned_tone.hpp"
#include "rig/capture/rig_stream.hpp"
#include "rig/capture/steady_tone.hpp"
#include "signals/calibration.hpp"

namespace ampsweep::rig {
namespace {

constexpr Decibels kCheckBelow{10.0};
/// The tone leaves at the level asked for, whatever gain takes get.
Rig without_send_gain(Rig rig, bool amp_connected) {
  rig.levels.amp_send_gain = Decibels{0.0};
  if (!amp_connected) rig.load.kind = "none";  // no amp hears this
  return rig;
}

[[noreturn]] void give_up(const Fault& fault) {
  const bool stopped = fault.code == FaultCode::Stopped;
  throw SetupError(stopped ? SetupKind::Safety : SetupKind::Device,
                   "the levels were not calibrated: " + fault.detail, "");
}

class LevelsWizard {
 public:
  LevelsWizard(const Rig& rig, Bench& bench, const LevelsWish& wish, const LevelsObserver& observer,
               std::stop_token stop)
      : rig_(without_send_gain(rig, wish.amp_connected)),
        bench_(bench),
        wish_(wish),
        observer_(observer),
        stop_(std::move(stop)) {}
  ~LevelsWizard() { bench_.audio->close(); }
  LevelsWizard(const LevelsWizard&) = delete;
  LevelsWizard& operator=(const LevelsWizard&) = delete;

  LevelsReport run() {
    report_.tone = wish_.tone;
    const auto loudest = steady_tone(wish_.tone, wish_.level, rig_.audio.rate);
    arm(rig_, loudest, LoopbackOffset::Unused, *bench_.person, stop_);
    if (!confirmed("Calibrate levels: the send", send_lines())) {
      throw SetupError(SetupKind::Safety, "the levels were not calibrated, nothing was played",
                       "connect the meter, then start again and confirm");
    }
    open(loudest.length());
    for (const DbFsPeak level : levels()) meter_send(level);
    if (wish_.with_return &&
        confirmed("Calibrate levels: the return (n: leave it out)", return_lines())) {
      for (const DbFsPeak level : levels()) meter_return(level);
    }
    conclude(report_);
    return std::move(report_);
  }

 private:
  std::vector<DbFsPeak> levels() const {
    if (!wish_.check) return {wish_.level};
    return {wish_.level, wish_.level - kCheckBelow};
  }

  std::vector<std::string> send_lines() const {
    const std::string tone =
        fmt::format("{:g} Hz tone of {:g} dBFS peak", wish_.tone.value(), wish_.level.value());
    if (wish_.amp_connected) {
      return {"The meter (AC volts, true RMS) stands across the amp's input: tip and sleeve",
              "The amp is on standby, or has its load and its volume down",
              "A " + tone + " goes to it until you have typed what the meter reads"};
    }
    return {"The send cable is pulled out of the amp; a reamp box stays in the line",
            "The meter (AC volts, true RMS) stands across the free plug: tip and sleeve",
            "A " + tone + " is there until you have typed what the meter reads"};
  }

  std::vector<std::string> return_lines() const {
    return {"The amp's end of the send cable is plugged into the input \"" +
                rig_.audio.inputs.front().name + "\": no amp, no load box in between",
            "The gain of that input stands where it will stand for captures",
            "The meter stays across the plug, if it can be reached"};
  }

  bool confirmed(const std::string& title, const std::vector<std::string>& lines) {
    const auto answer = bench_.person->confirm(Operator::Question::CheckList, title, lines, stop_);
    if (answer == Operator::Answer::Stopped) give_up({FaultCode::Stopped, "stopped"});
    return answer == Operator::Answer::Yes;
  }

  void open(SampleCount longest) {
    (void)bench_.audio->open(stream_of(rig_, longest));
  }

  void meter_send(DbFsPeak level) {
    const auto stimulus = steady_tone(wish_.tone, level, rig_.audio.rate);
    SteadyTone tone{*bench_.audio, *bench_.clock, stimulus};
    const std::string text = read_meter(tone, {"What does the meter read?", wish_.send_readings,
                                               report_.send.size(), false, simulated_meter(level)});
    report_.send.push_back(metered(level, text));
    const HeardTone heard = finished(tone);
    if (!report_.uncabled) report_.uncabled = idle_level(heard.steady);
  }

  void meter_return(DbFsPeak level) {
    const auto stimulus = steady_tone(wish_.tone, level, rig_.audio.rate);
    SteadyTone tone{*bench_.audio, *bench_.clock, stimulus};
    const std::size_t step = report_.at_return.size();
    const std::vector<std::string> as_before(wish_.send_readings.size());
    const std::string text = read_meter(
        tone, {"What does the meter read now? Enter alone: the same as before",
               wish_.return_readings.empty() ? as_before : wish_.return_readings, step, true});
    MeteredLevel reading = report_.send.at(step);
    reading.metered = false;
    report_.at_return.push_back(text.empty() ? reading : metered(level, text));
    report_.returned.push_back(
        returned_tone(finished(tone), {wish_.tone, level, rig_.audio.rate, input_name()}));
  }

  /// On the simulated bench there is no meter to look at.
  std::string simulated_meter(DbFsPeak level) const {
    if (rig_.audio.api != AudioApi::Simulated) return "";
    const Dbu at_plug{rig_.simulation.send_full_scale_dbu + level.value()};
    return fmt::format("the simulated meter shows {:.4f} V", volts_of(at_plug).value());
  }

  std::string input_name() const { return rig_.audio.inputs.front().name; }

  HeardTone finished(SteadyTone& tone) {
    auto heard = tone.finish(stop_);
    if (!heard) give_up(heard.error());
    return *std::move(heard);
  }

  std::string read_meter(SteadyTone& tone, const MeterQuestion& question) {
    const auto text = rig::read_meter(
        *bench_.person, question, [&] { return kept_going(tone); }, stop_);
    if (text) return *text;
    if (tone.fault()) give_up(*tone.fault());
    if (stop_.stop_requested()) give_up({FaultCode::Stopped, "stopped"});
    throw SetupError(SetupKind::Safety, "the levels were not calibrated: the meter was not read",
                     "a terminal, or --meter-volts V");
  }

  bool kept_going(SteadyTone& tone) {
    const bool well = tone.tend();
    if (observer_) observer_("the tone sounds", tone.meters());
    return well;
  }

  MeteredLevel metered(DbFsPeak sent, const std::string& text) const {
    const MeterReading reading = meter_reading(text).value();
    const double accuracy = decibels(1.0 + wish_.meter_percent / 100.0).value() / std::sqrt(3.0);
    return {sent, reading.volts, Decibels{std::hypot(reading.last_step.value(), accuracy)}, true};
  }

  Rig rig_;
  Bench& bench_;
  const LevelsWish& wish_;
  const LevelsObserver& observer_;
  std::stop_token stop_;
  LevelsReport report_;
};

}  // namespace

LevelsReport calibrate_levels(const Rig& rig, Bench& bench, const LevelsWish& wish,
                              const LevelsObserver& observer, const std::stop_token& stop) {
  return LevelsWizard{rig, bench, wish, observer, stop}.run();
}

Rig with_simulated_cable(Rig rig) {
  rig.knobs.clear();  // without knobs the simulated wire is exactly 0 dB
  rig.simulation.dead_knob.clear();
  rig.simulation.knob_faults.clear();
  rig.simulation.amp = "wire";
  rig.simulation.polynomial.clear();
  rig.simulation.tone_stack = false;
  rig.simulation.load = "resistor";
  return rig;
}

}  // namespace ampsweep::rig
