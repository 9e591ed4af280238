// SPDX-License-Identifier: GPL-3.0-or-later
// ToneTwist / NablAFx: the setting is a token of the file name, one letter and hundredths of the
// travel for each knob (the loader divides by 100, whatever the data set's page says of 0-10).
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "rig/formats/export_plan.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

/// One capital for each knob: of its own name where it is free, else the first free one.
std::map<std::string, char> knob_letters(const ExportJob& job) {
  std::map<std::string, char> letters;
  std::set<char> used;
  for (const Knob& knob : job.dataset.rig.knobs) {
    std::string wishes;
    for (const char c : knob.id) {
      if (c >= 'a' && c <= 'z') wishes += static_cast<char>(c - 'a' + 'A');
    }
    for (char c = 'A'; c <= 'Z'; ++c) wishes += c;
    for (const char c : wishes) {
      if (used.insert(c).second) {
        letters[knob.id] = c;
        break;
      }
    }
    if (!letters.contains(knob.id)) {
      throw SetupError(SetupKind::Usage, "ToneTwist names hold at most 26 knobs", "--to csv");
    }
  }
  return letters;
}

std::string setting_token(const ExportJob& job, const ChosenTake& take,
                          const std::map<std::string, char>& letters, ExportPlan& plan) {
  std::string token;
  const std::vector<double> values = knob_vector(job, take);
  for (std::size_t k = 0; k < values.size(); ++k) {
    const Knob& knob = job.dataset.rig.knobs[k];
    const long hundredths = std::lround(100.0 * values[k]);
    if (!token.empty()) token += '_';
    token += fmt::format("{}{:03}", letters.at(knob.id), hundredths);
    if (std::fabs(100.0 * values[k] - static_cast<double>(hundredths)) > 1e-6) {
      plan.notes.push_back(fmt::format("take {}: {} stands at {:.6g} and its file name says {}",
                                       take.id, knob.id, values[k], hundredths));
    }
  }
  return token;
}

}  // namespace

ExportPlan plan_tonetwist(const ExportJob& job) {
  ExportPlan plan;
  const auto letters = knob_letters(job);
  std::map<std::string, int> seen;  // setting and part, to take
  const std::pair<const char*, JobPart> parts[] = {{"trainval", training_part(job)},
                                                   {"test", test_part(job)}};
  for (const auto& [folder, part] : parts) {
    for (const ChosenTake& take : part.takes) {
      const std::string token = setting_token(job, take, letters, plan);
      const auto [other, fresh] = seen.try_emplace(fmt::format("{}/{}", folder, token), take.id);
      if (!fresh) {
        plan.notes.push_back(
            fmt::format("take {} is left out: a name says hundredths of the travel, and {} is "
                        "take {} already",
                        take.id, token, other->second));
        continue;
      }
      add_sound(plan,
                fmt::format("{}/{}/{}/{}.guitar.target.wav", job.device, folder, token, token),
                target_sound(job, take.id), part.stretch);
      add_sound(plan,
                job.options.reverse
                    ? fmt::format("DRY-with-markers/{}/{}.guitar.input.wav", folder, token)
                    : fmt::format("DRY-with-markers/{}/guitar.input.wav", folder),
                input_sound(job, take.id), part.stretch);
    }
  }
  if (!job.of(Split::Validation).empty() && !job.of(Split::Train).empty()) {
    plan.notes.emplace_back(
        "settings held out for validation are left out: it has trainval and test");
  }
  Json names = Json::object();
  for (const auto& [knob, letter] : letters) names[std::string(1, letter)] = knob;
  plan.carried["letters"] = std::move(names);
  plan.carried["digits"] = "hundredths of the travel";
  return plan;
}

}  // namespace ampsweep::rig::formats
