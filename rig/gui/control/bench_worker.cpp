// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/bench_worker.hpp"

#include <chrono>
#include <exception>
#include <filesystem>
#include <utility>
#include <variant>

#include "rig/capture/run_job.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/gui/control/session_watch.hpp"
#include "rig/plan/measurement_plan.hpp"
#include "rig/plan/save_calibration.hpp"

namespace ampsweep::rig::gui {
namespace {

using namespace std::chrono_literals;
constexpr auto kListenEvery = 33ms;
constexpr auto kWhenIdle = 500ms;

Room room_of(const BenchCommand& command) {
  if (std::holds_alternative<MoveKnob>(command)) return Room::Knobs;
  if (std::holds_alternative<StartCapture>(command)) return Room::Capture;
  if (std::holds_alternative<StartMeasurement>(command)) return Room::Measure;
  if (std::holds_alternative<MeasureOverPlan>(command)) return Room::Measure;
  return Room::Rig;
}

std::shared_ptr<const Rig> rig_in_force(const Board& board) {
  const auto now = board.newest();
  if (now->rig.in_force) return now->rig.in_force;
  throw SetupError(SetupKind::Usage, "no rig is chosen",
                   "choose a rig file in the Rig room, or the simulated bench");
}

template <class Command>
RunOptions measuring_into(const Command& command) {
  RunOptions options;
  options.out = command.dir;
  options.resume = command.resume;
  options.freewheel = command.freewheel;
  return options;
}

}  // namespace

BenchWorker::BenchWorker(const GuiFront& front, Board& board,
                         std::function<void(const std::string&)> changed,
                         std::function<void(const std::string&)> measured)
    : front_(front),
      board_(board),
      changed_(std::move(changed)),
      measured_(std::move(measured)),
      thread_([this](const std::stop_token& quit) { run(quit); }) {}

BenchWorker::~BenchWorker() {
  thread_.request_stop();
  stop_now();
}

void BenchWorker::send(BenchCommand command) {
  const std::scoped_lock lock{stop_mutex_};
  inbox_.put({std::move(command), stops_});
}

void BenchWorker::stop_now() {
  const std::scoped_lock lock{stop_mutex_};
  inbox_.clear();
  ++stops_;
  stop_.request_stop();
}

std::unique_ptr<Operator> BenchWorker::person() {
  return std::make_unique<WindowOperator>(board_, answers_);
}

void BenchWorker::run(const std::stop_token& quit) {
  while (!quit.stop_requested()) {
    const bool listening = open_ && open_->listening();
    if (const auto command = inbox_.take(listening ? kListenEvery : kWhenIdle, quit)) {
      carry_out(*command);
    }
    if (open_ && open_->listening()) open_->show(board_);
  }
  open_.reset();
}

void BenchWorker::carry_out(const Order& order) {
  {
    const std::scoped_lock lock{stop_mutex_};
    if (stops_ != order.stops_before) return;
    stop_ = std::stop_source{};
  }
  const BenchCommand& command = order.command;
  const Room room = room_of(command);
  board_.clear_problems(room);
  try {
    std::visit([this](const auto& one) { (*this)(one); }, command);
  } catch (const SetupError& error) {
    board_.problem(room, error.what(), "");
  } catch (const std::exception& error) {
    board_.problem(room, std::string("unexpected: ") + error.what(), "report this as a bug");
  }
  const bool listening = open_ && open_->listening();
  board_.update([listening](Snapshot& now) {
    now.activity = listening ? Activity::Live : Activity::Idle;
    now.capture.running = false;
    now.live.open = listening;
  });
}

void BenchWorker::operator()(const ListDevices&) {
  auto listing = std::make_shared<const DeviceListing>(front_.devices());
  board_.update([&](Snapshot& now) { now.devices = std::move(listing); });
}

void BenchWorker::operator()(const ListenIn& command) {
  if (!command.on) {
    open_.reset();
    return;
  }
  const auto rig = rig_in_force(board_);
  if (!open_ || open_->rig().hash != rig->hash) {
    open_.reset();  // frees the device before another bench asks for it
    open_ = std::make_unique<OpenBench>(*rig, front_.bench(*rig, person()));
  }
  open_->listen();
}

void BenchWorker::operator()(const MoveKnob& command) {
  const auto rig = rig_in_force(board_);
  if (!open_ || open_->rig().hash != rig->hash) {
    open_.reset();
    open_ = std::make_unique<OpenBench>(*rig, front_.bench(*rig, person()));
  }
  board_.update([](Snapshot& now) { now.activity = Activity::MovingKnobs; });
  Setting setting;
  const auto now = board_.newest();
  for (const Knob& knob : rig->knobs) {
    const auto known = now->knobs.find(knob.id);
    setting[knob.id] = known != now->knobs.end() ? known->second.printed : printed(knob, 0.5);
  }
  const Knob* knob = find_knob(*rig, command.knob);
  if (knob == nullptr) return;
  setting[command.knob] = snapped(*knob, command.printed);
  const auto moved = open_->move(setting, stop_.get_token());
  if (!moved) throw SetupError(SetupKind::Device, moved.error().detail, "");
  board_.update([&](Snapshot& board) {
    for (const KnobLabel& label : *moved) board.knobs[label.id] = label;
  });
}

void BenchWorker::operator()(const RunCheck& command) {
  const auto now = board_.newest();
  Rig rig = *rig_in_force(board_);
  open_.reset();
  if (command.with_cable) rig = with_cable(std::move(rig));
  // What is about to be replaced is no measure of what is found.
  if (command.with_cable || command.recalibrate) rig.calibration.loopback_gain_db.reset();
  Bench bench = front_.bench(rig, person());
  SessionWatch watch{board_, *bench.audio, Room::Rig, [] {}};
  board_.update([](Snapshot& board) {
    board.activity = Activity::Checking;
    board.check.reset();
  });
  const PreflightReport report = preflight(
      rig, bench, command.with_cable ? InPlaceOfAmp::Cable : InPlaceOfAmp::Amp,
      [&watch](const SessionSnapshot& shown) { watch.show(shown); }, stop_.get_token());
  const bool keep = command.with_cable || command.recalibrate || !rig.calibration.loopback_gain_db;
  if (keep && report.ok() && !now->rig.simulate && rig.audio.api != AudioApi::Simulated) {
    save_calibration(now->rig.file.path,
                     calibration_from(report, now->rig.rig->calibration, bench.clock->utc()));
    board_.log(Room::Rig, "calibration written to " + now->rig.file.path);
  }
  board_.update([&](Snapshot& board) { board.check = report; });
  board_.log(Room::Rig, report.ok() ? "the bench was checked: all well"
                                    : "the bench was checked: see the Rig room");
}

void BenchWorker::operator()(const StartCapture& command) {
  const auto now = board_.newest();
  if (!now->plan.job) {
    throw SetupError(SetupKind::Usage, "no plan is chosen", "choose one in the Plan room");
  }
  RunOptions options;
  options.out = command.dir;
  options.resume = command.resume;
  options.freewheel = command.freewheel;
  run_session_of(*now->plan.job, options, Activity::Capturing);
}

void BenchWorker::operator()(const StartMeasurement& command) {
  Job job;
  job.rig = *rig_in_force(board_);
  job.plan = measurement_plan(job.rig, command.setting,
                              {command.suite, DbFsPeak{command.level_dbfs_peak}, command.repeat});
  job.stimulus = build_stimulus(job.plan.stimulus, job.rig.audio.rate);
  run_session_of(std::move(job), measuring_into(command), Activity::Measuring);
}

void BenchWorker::operator()(const MeasureOverPlan& command) {
  const auto now = board_.newest();
  if (!now->plan.job) {
    throw SetupError(SetupKind::Usage, "no plan is open whose settings could be measured",
                     "choose one in the Plan room");
  }
  Job job;
  job.rig = now->plan.job->rig;
  job.plan = measured_over(now->plan.job->plan, job.rig,
                           {command.suite, DbFsPeak{command.level_dbfs_peak}});
  job.stimulus = build_stimulus(job.plan.stimulus, job.rig.audio.rate);
  run_session_of(std::move(job), measuring_into(command), Activity::Measuring);
}

void BenchWorker::run_session_of(Job job, const RunOptions& options, Activity activity) {
  open_.reset();
  const Room room = activity == Activity::Measuring ? Room::Measure : Room::Capture;
  std::filesystem::create_directories(std::filesystem::path(options.out).parent_path());
  board_.update([&](Snapshot& now) {
    now.activity = activity;
    now.capture = CaptureView{};
    now.capture.running = true;
    now.capture.dir = options.out;
  });
  Bench bench = front_.bench(job.rig, person());
  SessionWatch watch{board_, *bench.audio, room, [&] { changed_(options.out); }};
  const SessionSummary summary = run_job(
      job, bench, options,
      [&watch](const SessionSnapshot& now, const DatasetWriter&) { watch.show(now); },
      stop_.get_token());
  board_.update([&](Snapshot& now) { now.capture.ended = summary; });
  if (summary.ended_by && summary.ended_by->code != FaultCode::Stopped) {
    board_.problem(room, "the session ended early: " + summary.ended_by->detail,
                   "mend the cause, then press Resume");
  }
  changed_(options.out);
  if (activity == Activity::Measuring && summary.accepted > 0) measured_(options.out);
}

}  // namespace ampsweep::rig::gui
