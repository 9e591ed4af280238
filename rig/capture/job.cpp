// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/job.hpp"

#include "rig/dataset/stimulus_builder.hpp"
#include "rig/plan/plan_file.hpp"
#include "rig/plan/plan_motion.hpp"
#include "rig/plan/rig_file.hpp"

namespace ampsweep::rig {

Rig on_devices(Rig rig, Devices devices) {
  if (devices == Devices::Real) return rig;
  rig.audio.api = AudioApi::Simulated;
  for (Knob& knob : rig.knobs) knob.control = SimulatedControl{};
  rig.hash = rig_hash(rig);
  return rig;
}

Job load_job(const std::string& plan_file, Devices devices,
             std::optional<double> allow_correlation) {
  Job job;
  job.plan = load_plan(plan_file, PlanOptions{allow_correlation});
  job.rig = on_devices(load_rig(job.plan.rig_file), devices);
  job.stimulus = build_stimulus(job.plan.stimulus, job.rig.audio.rate);
  check_motions_fit(job.plan, job.stimulus.length(), job.rig.audio.rate);
  return job;
}

}  // namespace ampsweep::rig
