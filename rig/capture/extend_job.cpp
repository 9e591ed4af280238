// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/extend_job.hpp"

#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/extend_dataset.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/plan_motion.hpp"
#include "rig/plan/rig_file.hpp"

namespace ampsweep::rig {

ExtendedJob extend_job(const std::string& plan_file, const std::filesystem::path& dir,
                       std::optional<double> allow_correlation) {
  const Dataset data = open_dataset(dir);
  PlanOptions options;
  options.allow_correlation = allow_correlation;
  const Plan alone = load_plan(plan_file, options);
  ExtendedJob extended;
  extended.first_new = static_cast<int>(data.plan.takes.size());
  Job& job = extended.job;
  job.rig = load_rig(alone.rig_file);
  const Rig simulated = on_devices(job.rig, Devices::Simulated);
  extended.simulated = job.rig.hash != data.rig_hash && simulated.hash == data.rig_hash;
  if (extended.simulated) job.rig = simulated;
  job.stimulus = build_stimulus(alone.stimulus, job.rig.audio.rate);
  check_motions_fit(alone, job.stimulus.length(), job.rig.audio.rate);
  check_same_bench(data, job.rig, job.stimulus);
  options.before = data.plan.takes;
  job.plan = load_plan(plan_file, options);
  const bool known_file = alone.hash == data.extended_with || alone.hash == data.plan_hash;
  if (known_file && job.plan.takes.size() == data.plan.takes.size()) return extended;
  extend_dataset(dir, {job.plan, alone.hash}, job.rig, job.stimulus);
  extended.changed = true;
  return extended;
}

}  // namespace ampsweep::rig
