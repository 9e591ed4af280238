// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/run_job.hpp"

#include <ostream>
#include <utility>

#include "rig/cli/capture_view.hpp"
#include "rig/cli/plan_summary.hpp"
#include "rig/cli/version.hpp"
#include "rig/dataset/dataset_reader.hpp"

namespace ampsweep::rig::cli {
namespace {

DatasetWriter open_writer(const RunOptions& options, const Job& job) {
  if (options.resume) return DatasetWriter::resume(options.out, job.plan, job.rig, job.stimulus);
  return DatasetWriter::create(options.out, job.plan, job.rig, job.stimulus,
                               std::string("ampsweep ") + kVersion);
}

Bench open_bench(const Shell& shell, const Job& job, const RunOptions& options) {
  if (job.rig.audio.api == AudioApi::Simulated) return shell.front.simulated_bench(job.rig);
  return shell.front.real_bench(job.rig, options.yes ? Answers::AlwaysYes : Answers::Person);
}

}  // namespace

SessionSummary run_job(const Shell& shell, Job& job, const RunOptions& options) {
  if (options.no_tap_guard) job.rig.safety.tap_guard = false;
  if (!shell.quiet) shell.front.err << plan_summary_text(job);
  Bench bench = open_bench(shell, job, options);
  const Expectations expected =
      options.resume ? established_by(open_dataset(options.out)) : Expectations{};
  DatasetWriter writer = open_writer(options, job);
  if (options.no_tap_guard) (void)writer.event("safety", "tap guard disabled on the command line");
  if (options.yes) (void)writer.event("safety", "arming check-list answered by --yes");

  CaptureView view{shell};
  const SessionParts parts{job.rig, job.plan, job.stimulus, bench, writer, expected};
  SessionOptions session;
  session.freewheel = options.freewheel;
  try {
    const SessionSummary summary = run_session(
        parts, session, [&view](const SessionSnapshot& snapshot) { view.show(snapshot); },
        shell.front.stop);
    if (options.takes_are_the_result) {
      view.finish(summary, options.out);
    } else {
      view.explain_end(summary);
    }
    return summary;
  } catch (const SetupError&) {
    // A session that never started leaves nothing behind.
    if (!options.resume) DatasetWriter::abandon(std::move(writer));
    throw;
  }
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
