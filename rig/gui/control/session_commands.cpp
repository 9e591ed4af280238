// SPDX-License-Identifier: GPL-3.0-or-later
// What the bench worker does with sessions: captures and measurements.
#include <filesystem>
#include <string>
#include <utility>

#include "rig/capture/panama_server.hpp"
#include "rig/capture/run_job.hpp"
#include "rig/dataset/ledger.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/gui/control/bench_worker.hpp"
#include "rig/gui/control/session_watch.hpp"
#include "rig/plan/measurement_plan.hpp"

namespace ampsweep::rig::gui {
namespace {

template <class Command>
RunOptions measuring_into(const Command& command) {
  RunOptions options;
  options.out = command.dir;
  options.resume = command.resume;
  options.freewheel = command.freewheel;
  return options;
}

}  // namespace

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

void BenchWorker::operator()(const ServePanama& command) {
  const PanamaDesk desk{command.out, command.plan, command.dir,
                        board_.newest()->rig.simulate ? Devices::Simulated : Devices::Real};
  PanamaServing serving;
  serving.record = [&](PanamaJob& job) {
    RunOptions options;
    options.out = command.dir;
    options.resume = job.resume;
    options.freewheel = command.freewheel;
    return record(job.job, options, Activity::Capturing);
  };
  serving.tell = [&](const PanamaTold& told) {
    board_.log(Room::Capture, told_text(told));
    const std::string warning = input_warning(desk, told);
    if (!warning.empty()) board_.problem(Room::Capture, warning, "");
  };
  serving.wait = [this] {
    board_.update([](Snapshot& now) {
      now.activity = Activity::Serving;
      now.capture.running = false;
    });
  };
  open_.reset();
  const PanamaEnd end = serve_panama(desk, serving, stop_.get_token());
  board_.log(Room::Capture, "served " + std::to_string(end.rounds) + " rounds of the trainer");
}

void BenchWorker::operator()(const StartMeasurement& command) {
  Job job;
  job.rig = *rig_in_force();
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
  if (!options.resume &&
      std::filesystem::exists(std::filesystem::path(options.out) / kLedgerFile)) {
    throw SetupError(SetupKind::Usage, options.out + " already holds a dataset",
                     "Resume, which goes on with it, or another folder");
  }
  const SessionSummary summary = record(job, options, activity);
  if (activity == Activity::Measuring && summary.accepted > 0)
    files_(ReadMeasurement{options.out, true});
}

SessionSummary BenchWorker::record(Job& job, const RunOptions& options, Activity activity) {
  open_.reset();
  const Room room = activity == Activity::Measuring ? Room::Measure : Room::Capture;
  std::filesystem::create_directories(std::filesystem::path(options.out).parent_path());
  board_.update([&](Snapshot& now) {
    now.activity = activity;
    now.capture = CaptureView{};
    now.capture.running = true;
    now.capture.dir = options.out;
  });
  Bench bench = new_bench(job.rig);
  SessionWatch watch{board_, *bench.audio, room, [&] { files_(OpenDataset{options.out, true}); }};
  const SessionSummary summary = run_job(
      job, bench, options,
      [&watch](const SessionSnapshot& now, const DatasetWriter&) { watch.show(now); },
      stop_.get_token());
  board_.update([&](Snapshot& now) { now.capture.ended = summary; });
  if (summary.ended_by && summary.ended_by->code != FaultCode::Stopped) {
    board_.problem(room, "the session ended early: " + summary.ended_by->detail,
                   "mend the cause, then press Resume");
  }
  files_(OpenDataset{options.out, true});
  return summary;
}

}  // namespace ampsweep::rig::gui
