// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/watched_job.hpp"

#include <ostream>

#include "rig/cli/capture_view.hpp"
#include "rig/cli/plan_summary.hpp"

namespace ampsweep::rig::cli {
namespace {

Bench open_bench(const Shell& shell, const Job& job, const WatchOptions& options) {
  if (job.rig.audio.api == AudioApi::Simulated) return shell.front.simulated_bench(job.rig);
  return shell.front.real_bench(job.rig, options.yes ? Answers::AlwaysYes : Answers::Person);
}

}  // namespace

SessionSummary run_watched(const Shell& shell, Job& job, const WatchOptions& options) {
  if (!shell.quiet) shell.front.err << plan_summary_text(job);
  Bench bench = open_bench(shell, job, options);
  RunOptions run = options.run;
  if (options.yes) run.said.emplace_back("arming check-list answered by --yes");
  CaptureView view{shell};
  const SessionSummary summary = run_job(
      job, bench, run,
      [&view](const SessionSnapshot& snapshot, const DatasetWriter&) { view.show(snapshot); },
      shell.front.stop);
  if (options.takes_are_the_result) {
    view.finish(summary, run.out);
  } else {
    view.explain_end(summary);
  }
  return summary;
}

int exit_code(const SessionSummary& summary) {
  if (!summary.ended_by) return summary.complete() ? kOk : kGateFailed;
  switch (summary.ended_by->code) {
    case FaultCode::Stopped:
      return kInterrupted;
    case FaultCode::DiskFull:
    case FaultCode::WriteFailed:
      return kData;
    default:
      return kSafety;
  }
}

}  // namespace ampsweep::rig::cli
