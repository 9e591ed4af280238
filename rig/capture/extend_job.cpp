// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/extend_job.hpp"

#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/extend_dataset.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/rig_file.hpp"

namespace ampsweep::rig {

ExtendedJob extend_job(const std::string& plan_file, const std::filesystem::path& dir,
                       std::optional<double> allow_correlation) {
  const Dataset data = open_dataset(dir);
  PlanOptions options;
  options.allow_correlation = allow_correlation;
  const std::string alone = load_plan(plan_file, options).hash;
  ExtendedJob extended;
  extended.first_new = static_cast<int>(data.plan.takes.size());
  options.before = data.plan.takes;
  Job& job = extended.job;
  job.plan = load_plan(plan_file, options);
  job.rig = load_rig(job.plan.rig_file);
  const Rig simulated = on_devices(job.rig, Devices::Simulated);
  extended.simulated = job.rig.hash != data.rig_hash && simulated.hash == data.rig_hash;
  if (extended.simulated) job.rig = simulated;
  job.stimulus = build_stimulus(job.plan.stimulus, job.rig.audio.rate);
  const bool known_file = alone == data.extended_with || alone == data.plan_hash;
  if (known_file && job.plan.takes.size() == data.plan.takes.size()) return extended;
  extend_dataset(dir, {job.plan, alone}, job.rig, job.stimulus);
  extended.changed = true;
  return extended;
}

}  // namespace ampsweep::rig
