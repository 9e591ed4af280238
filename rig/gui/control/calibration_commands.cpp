// SPDX-License-Identifier: GPL-3.0-or-later
// What the bench worker does to learn about the rig: check, levels in volts, a knob's table, its
// controller.
#include <fmt/format.h>

#include <utility>

#include "rig/capture/calibrate_knob.hpp"
#include "rig/capture/calibrate_levels.hpp"
#include "rig/gui/control/bench_worker.hpp"
#include "rig/gui/control/session_watch.hpp"
#include "rig/plan/save_calibration.hpp"
#include "rig/plan/save_knob.hpp"

namespace ampsweep::rig::gui {
namespace {

/// What is found on the simulated bench says nothing about the rig in the file.
bool belongs_into_file(const Snapshot& now, const Rig& rig) {
  return !now.rig.simulate && rig.audio.api != AudioApi::Simulated;
}

/// The sound of the plan in hand, where it is one of this rig.
std::optional<ForecastWish> forecast_of(const PlanView& plan, const Rig& rig) {
  if (!plan.job || plan.job->rig.hash != rig.hash) return std::nullopt;
  return std::optional<ForecastWish>{std::in_place, plan.job->stimulus, plan.job->plan.reference,
                                     settings_of(plan.job->plan)};
}

}  // namespace

void BenchWorker::operator()(const RunCheck& command) {
  const auto now = board_.newest();
  Rig rig = *rig_in_force();
  open_.reset();
  const PreflightWish wish =
      command.with_cable ? PreflightWish{InPlaceOfAmp::Cable}
                         : PreflightWish{InPlaceOfAmp::Amp, forecast_of(now->plan, rig)};
  if (command.with_cable) rig = with_cable(std::move(rig));
  // What is about to be replaced is no measure of what is found.
  if (command.with_cable || command.recalibrate) rig.calibration.loopback_gain_db.reset();
  Bench bench = new_bench(rig);
  SessionWatch watch{board_, *bench.audio, Room::Rig, [] {}};
  board_.update([](Snapshot& board) {
    board.activity = Activity::Checking;
    board.check.reset();
  });
  const PreflightReport report = preflight(
      rig, bench, wish,
      [&watch](const SessionSnapshot& shown) { watch.show(shown); }, stop_.get_token());
  const bool keep = command.with_cable || command.recalibrate || !rig.calibration.loopback_gain_db;
  if (keep && report.ok() && belongs_into_file(*now, rig)) {
    const std::string& path = now->rig.file.path;
    save_calibration(path, calibration_from(report, now->rig.rig->calibration, bench.clock->utc()));
    board_.log(Room::Rig, "calibration written to " + path);
    reload_rig(path);
  }
  board_.update([&](Snapshot& board) { board.check = report; });
  board_.log(Room::Rig, report.ok() ? "the bench was checked: all well"
                                    : "the bench was checked: see the Rig room");
}

void BenchWorker::operator()(const CalibrateLevels& command) {
  const auto now = board_.newest();
  Rig rig = *rig_in_force();
  open_.reset();
  const bool into_file = belongs_into_file(*now, rig);
  if (rig.audio.api == AudioApi::Simulated) rig = with_simulated_cable(std::move(rig));
  rig.knobs.clear();  // none is turned
  Bench bench = new_bench(rig);
  board_.update([](Snapshot& board) {
    board.activity = Activity::Calibrating;
    board.levels = LevelsView{"waiting for you", std::nullopt, false};
  });
  const LevelsObserver tell = [this](const std::string& doing, const Meters& meters) {
    board_.update([&](Snapshot& board) {
      board.levels->doing = doing;
      board.live.meters = meters;
    });
  };
  const auto told = [&](LevelsView view) {
    board_.update([&](Snapshot& board) { board.levels = std::move(view); });
  };
  try {
    const LevelsReport report = calibrate_levels(rig, bench, command.wish, tell, stop_.get_token());
    const bool written = report.ok() && into_file;
    if (written) {
      save_levels(now->rig.file.path, {report.output, report.input, bench.clock->utc()});
      board_.log(Room::Rig, "levels written to " + now->rig.file.path);
      reload_rig(now->rig.file.path);
    }
    told({"", report, written});
  } catch (...) {
    told({"", std::nullopt, false});
    throw;
  }
}

void BenchWorker::operator()(const CalibrateKnob& command) {
  const auto now = board_.newest();
  const Rig rig = *rig_in_force();
  open_.reset();  // the wizard has the port to itself
  board_.update([&](Snapshot& board) {
    board.activity = Activity::CalibratingKnob;
    board.knob_calibration = KnobCalibrationView{command.knob, "waiting for you", std::nullopt};
  });
  const CalibrationObserver tell = [this](const std::string& doing) {
    board_.update([&](Snapshot& board) { board.knob_calibration->doing = doing; });
  };
  const CalibrationDevices devices{[this](const Rig& of) { return new_bench(of); },
                                   front_.servo};
  try {
    const KnobCalibration found =
        calibrate_knob(rig, command.knob, devices, command.wish, tell, stop_.get_token());
    if (found.ok()) {
      save_knob(now->rig.file.path, found.knob);
      board_.log(Room::Knobs, "calibration written to " + now->rig.file.path);
      reload_rig(now->rig.file.path);
    }
    board_.update([&](Snapshot& board) {
      board.knob_calibration = KnobCalibrationView{command.knob, "", found};
    });
  } catch (...) {
    board_.update([](Snapshot& board) { board.knob_calibration.reset(); });
    throw;
  }
}

void BenchWorker::operator()(const LearnControl& command) {
  const auto now = board_.newest();
  if (!now->rig.rig || now->rig.rig->audio.api == AudioApi::Simulated || !front_.midi_input) {
    throw SetupError(SetupKind::Usage, "a simulated rig has no MIDI to listen to",
                     "choose a rig file with [audio] api = \"alsa\" or \"jack\" in the Rig room");
  }
  const auto until = std::chrono::steady_clock::now() +
                     std::chrono::milliseconds{static_cast<int>(1000.0 * command.seconds)};
  board_.update([&](Snapshot& board) {
    board.activity = Activity::Learning;
    board.learn = LearnView{command.knob, until, "", std::nullopt};
  });
  const auto input = front_.midi_input(*now->rig.rig);
  const LearnObserver tell = [this](const std::string& port, const ControlChange& change) {
    board_.update([&](Snapshot& board) {
      board.learn->heard = fmt::format("channel {} controller {} = {}  ({})", change.channel,
                                       change.controller, change.value, port);
    });
  };
  try {
    LearnReport report = learn_knob(*input, Seconds{command.seconds}, tell, stop_.get_token());
    board_.update([&](Snapshot& board) { board.learn->report = std::move(report); });
  } catch (...) {
    board_.update([](Snapshot& board) { board.learn.reset(); });
    throw;
  }
}

}  // namespace ampsweep::rig::gui
