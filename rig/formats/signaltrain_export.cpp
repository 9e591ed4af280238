// SPDX-License-Identifier: GPL-3.0-or-later
// SignalTrain: Train, Val and Test with pairs that belong together by number; knob values in the
// target's name, printed units, four digits; ranges in effect_info.ini.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "rig/formats/export_plan.hpp"

namespace ampsweep::rig::formats {
namespace {

std::string effect_info(const ExportJob& job) {
  std::string names;
  std::string ranges;
  for (const Knob& knob : job.dataset.rig.knobs) {
    if (!names.empty()) names += ",";
    if (!ranges.empty()) ranges += ",";
    names += fmt::format("'{}'", knob.id);
    ranges += fmt::format("[{},{}]", knob.minimum, knob.maximum);
  }
  return fmt::format("[effect]\nname = {}\nknob_names = [{}]\nknob_ranges = [{}]\n", job.device,
                     names, ranges);
}

/// "__1__85"; says when four digits do not hold a value.
std::string knobs_in_name(const ExportJob& job, const ChosenTake& take, ExportPlan& plan) {
  std::string text;
  for (const Knob& knob : job.dataset.rig.knobs) {
    const double value = label_of(take, knob.id).printed;
    const std::string shown = fmt::format("{:.4g}", value);
    text += "__" + shown;
    if (std::fabs(std::strtod(shown.c_str(), nullptr) - value) > 1e-9 * (1.0 + std::fabs(value))) {
      plan.notes.push_back(fmt::format("take {}: {} is {} and its file name says {}", take.id,
                                       knob.id, value, shown));
    }
  }
  return text;
}

/// micro-TCN's loader was written for one compressor: a switch, and a knob from 0 to 100.
void add_two_knob_notes(const ExportJob& job, ExportPlan& plan) {
  const auto& knobs = job.dataset.rig.knobs;
  if (knobs.size() != 2) {
    plan.notes.push_back(fmt::format(
        "micro-TCN's loader reads exactly two knobs from a name, and this has {}: {}; "
        "SignalTrain's own reads all",
        knobs.size(), knobs.size() < 2 ? "it stops" : "it leaves out all but the first two"));
    return;
  }
  const double first = std::max(std::fabs(knobs[0].minimum), std::fabs(knobs[0].maximum));
  const double second = std::max(std::fabs(knobs[1].minimum), std::fabs(knobs[1].maximum));
  if (first <= 1.0 && second > 1.0 && second <= 100.0) return;
  plan.notes.push_back(
      fmt::format("micro-TCN's loader takes {} ({:g}..{:g}) as it is and divides {} ({:g}..{:g}) "
                  "by 100: change the two lines of its dataset class that do so; SignalTrain's own "
                  "reads the ranges of effect_info.ini",
                  knobs[0].id, knobs[0].minimum, knobs[0].maximum, knobs[1].id, knobs[1].minimum,
                  knobs[1].maximum));
}

}  // namespace

ExportPlan plan_signaltrain(const ExportJob& job) {
  ExportPlan plan;
  plan.texts.push_back({"effect_info.ini", effect_info(job)});
  const std::pair<const char*, JobPart> parts[] = {
      {"Train", training_part(job)}, {"Val", validation_part(job)}, {"Test", test_part(job)}};
  for (const auto& [folder, part] : parts) {
    for (const ChosenTake& take : part.takes) {
      const std::string knobs = knobs_in_name(job, take, plan);
      add_sound(plan, fmt::format("{}/input_{}_.wav", folder, take.id), input_sound(job, take.id),
                part.stretch);
      add_sound(plan, fmt::format("{}/target_{}_{}{}.wav", folder, take.id, job.device, knobs),
                target_sound(job, take.id), part.stretch);
    }
  }
  plan.carried["knobs_in_names"] = knob_order(job);
  add_two_knob_notes(job, plan);
  return plan;
}

}  // namespace ampsweep::rig::formats
