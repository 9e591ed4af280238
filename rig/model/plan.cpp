// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/plan.hpp"

#include <utility>

namespace ampsweep::rig {

std::vector<Setting> reach_of(const PlannedTake& take) {
  std::vector<Setting> reach;
  if (!take.motion) return reach;
  for (const double value : {take.motion->lowest(), take.motion->highest()}) {
    Setting there = take.setting;
    there[take.motion->knob] = value;
    if (there != take.setting) reach.push_back(std::move(there));
  }
  return reach;
}

Setting end_of(const PlannedTake& take) {
  Setting end = take.setting;
  if (take.motion) end[take.motion->knob] = take.motion->points.back().printed;
  return end;
}

std::string describe_take(const std::vector<Knob>& knobs, const PlannedTake& take) {
  const std::string at = describe(knobs, take.setting);
  return take.motion ? at + "; " + describe(*take.motion) : at;
}

const char* to_string(Split split) {
  switch (split) {
    case Split::Train:
      return "train";
    case Split::Validation:
      return "validation";
    case Split::Test:
      return "test";
    case Split::Reference:
      return "reference";
    case Split::Motion:
      return "motion";
  }
  return "train";
}

const char* to_string(Purpose purpose) {
  switch (purpose) {
    case Purpose::Design:
      return "design";
    case Purpose::Corner:
      return "corner";
    case Purpose::Centre:
      return "centre";
    case Purpose::Defaults:
      return "defaults";
    case Purpose::OneAtATime:
      return "one_at_a_time";
    case Purpose::Listed:
      return "listed";
    case Purpose::Holdout:
      return "holdout";
    case Purpose::Reference:
      return "reference";
  }
  return "design";
}

std::optional<Split> split_named(const std::string& name) {
  for (const auto split : kSplits) {
    if (name == to_string(split)) return split;
  }
  return std::nullopt;
}

std::optional<Purpose> purpose_named(const std::string& name) {
  for (const auto purpose :
       {Purpose::Design, Purpose::Corner, Purpose::Centre, Purpose::Defaults, Purpose::OneAtATime,
        Purpose::Listed, Purpose::Holdout, Purpose::Reference}) {
    if (name == to_string(purpose)) return purpose;
  }
  return std::nullopt;
}

const char* to_string(signals::Suite suite) {
  return suite == signals::Suite::Full ? "full" : "quick";
}

std::optional<signals::Suite> suite_named(const std::string& name) {
  for (const auto suite : {signals::Suite::Quick, signals::Suite::Full}) {
    if (name == to_string(suite)) return suite;
  }
  return std::nullopt;
}

}  // namespace ampsweep::rig
