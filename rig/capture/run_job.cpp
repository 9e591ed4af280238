// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/run_job.hpp"

#include <fmt/format.h>

#include <cmath>
#include <exception>
#include <utility>

#include "rig/capture/session_hooks.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/extend_dataset.hpp"
#include "rig/model/version.hpp"

namespace ampsweep::rig {
namespace {

DatasetWriter open_writer(const RunOptions& options, const Job& job) {
  if (options.resume) return DatasetWriter::resume(options.out, job.plan, job.rig, job.stimulus);
  return DatasetWriter::create(options.out, job.plan, job.rig, job.stimulus, kSoftware);
}

/// Takes of two input gains do not belong into one dataset.
void refuse_other_gain(const Rig& rig, const Dataset& begun, const Policy& policy) {
  const auto now = rig.calibration.loopback_gain_db;
  const auto then = established_by(begun).loopback_gain_db;
  if (!now || !then || std::abs(*now - *then) <= policy.max_loopback_level_error_db) return;
  throw SetupError(
      SetupKind::Usage,
      fmt::format("The rig's loopback is calibrated at {:.3f} dB, the dataset was begun at {:.3f} "
                  "dB: a gain knob of the interface was touched.",
                  *now, *then),
      "Put the gain back and run check --recalibrate, or begin a new dataset.");
}

}  // namespace

SessionSummary run_job(Job& job, Bench& bench, const RunOptions& options,
                       const JobObserver& observer, const std::stop_token& stop) {
  if (options.no_tap_guard) job.rig.safety.tap_guard = false;
  Expectations expected;
  if (options.resume) {
    const Dataset begun = open_dataset(options.out);
    refuse_other_gain(job.rig, begun, job.plan.policy);
    expected = established_by(begun);
    job.plan = resumed_plan(begun, std::move(job.plan));
  }
  DatasetWriter writer = open_writer(options, job);
  if (options.no_tap_guard) (void)writer.event("safety", "tap guard disabled on the command line");
  for (const std::string& text : options.said) (void)writer.event("safety", text);

  const SessionParts parts{job.rig, job.plan, job.stimulus, bench, writer, expected};
  SessionOptions session;
  session.freewheel = options.freewheel;
  SessionHooks hooks{bench.hooks.get(), writer};
  try {
    const SessionSummary summary = run_session(
        parts, session,
        [&](const SessionSnapshot& now) {
          hooks.see(now);  // before whoever watches: a relay must not wait for a screen
          observer(now, writer);
          if (!bench.stop_switch) return;
          for (const std::string& text : bench.stop_switch->look_after()) {
            (void)writer.event("stop_switch", text);
            SessionSnapshot told = now;
            told.message = text;
            observer(told, writer);
          }
        },
        stop);
    hooks.end();
    return summary;
  } catch (const SetupError& error) {
    hooks.failed(error.what());
    (void)writer.event("failed", error.what());
    if (!options.resume) DatasetWriter::abandon(std::move(writer));
    throw;
  } catch (const std::exception& error) {  // a hook may have to cut the mains whatever happened
    hooks.failed(error.what());
    (void)writer.event("failed", error.what());
    throw;
  }
}

}  // namespace ampsweep::rig
