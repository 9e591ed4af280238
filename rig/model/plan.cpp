// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/plan.hpp"

namespace ampsweep::rig {

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
  for (const auto split : {Split::Train, Split::Validation, Split::Test, Split::Reference}) {
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
