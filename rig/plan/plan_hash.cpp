// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/canonical_text.hpp"
#include "rig/plan/plan_file.hpp"

namespace ampsweep::rig {
namespace {

std::string name_only(const std::string& file) {
  return std::filesystem::path{file}.filename().string();
}

void add_stimulus(CanonicalText& text, const StimulusSpec& stimulus) {
  text.add("stimulus.audio_file", name_only(stimulus.audio_file));
  text.add("stimulus.channel_rule", stimulus.channel_rule);
  text.add("stimulus.validation_file", name_only(stimulus.validation_file));
  text.add("stimulus.training_s", stimulus.training_s);
  text.add("stimulus.validation_s", stimulus.validation_s);
  text.add("stimulus.sweep_s", stimulus.sweep_s);
  text.add("stimulus.training_level_dbfs_peak", stimulus.peak.value());
  text.add("stimulus.sweep_level_dbfs_peak", stimulus.sweep_level.value());
  text.add("stimulus.marker_level_dbfs_peak", stimulus.marker_level.value());
  text.add("stimulus.seed", stimulus.seed);
  if (stimulus.suite) text.add("stimulus.suite", to_string(*stimulus.suite));
}

void add_policy(CanonicalText& text, const Policy& policy) {
  text.add("policy.max_delay_deviation_samples", policy.max_delay_deviation_samples);
  text.add("policy.max_replicate_esr", policy.max_replicate_esr);
  text.add("policy.max_loopback_level_error_db", policy.max_loopback_level_error_db);
  text.add("policy.max_dc", policy.max_dc);
  text.add("policy.max_noise_dbfs_rms", policy.max_noise_dbfs_rms);
  text.add("policy.headroom_samples", policy.headroom_samples);
  // Hashes from before these limits stay.
  const Policy usual;
  if (policy.max_hum_dbfs_rms != usual.max_hum_dbfs_rms) {
    text.add("policy.max_hum_dbfs_rms", policy.max_hum_dbfs_rms);
  }
  if (policy.refuse_flat_tops) text.add("policy.refuse_flat_tops", 1);
  if (policy.max_replicate_excess_db != usual.max_replicate_excess_db) {
    text.add("policy.max_replicate_excess_db", policy.max_replicate_excess_db);
  }
}

void add_setting(CanonicalText& text, const Setting& setting) {
  for (const auto& [id, value] : setting) {
    text.add("knob", id);
    text.add("value", value);
  }
}

void add_motion(CanonicalText& text, const KnobMotion& motion) {
  text.add("motion.knob", motion.knob);
  for (const MotionPoint& point : motion.points) {
    text.add("motion.at_s", point.at_s);
    text.add("motion.value", point.printed);
  }
}

}  // namespace

std::string plan_hash(const Plan& plan) {
  CanonicalText text;
  text.add("schema", "ampsweep-plan-1");
  text.add("seed", plan.seed);
  add_stimulus(text, plan.stimulus);
  add_policy(text, plan.policy);
  text.add("reference", "");
  add_setting(text, plan.reference);
  for (const PlannedTake& take : plan.takes) {
    text.add("take", take.id);
    text.add("split", to_string(take.split));
    text.add("purpose", to_string(take.purpose));
    text.add("block", take.block);
    add_setting(text, take.setting);
    if (take.motion) add_motion(text, *take.motion);
  }
  return text.sha256();
}

}  // namespace ampsweep::rig
