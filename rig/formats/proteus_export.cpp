// SPDX-License-Identifier: GPL-3.0-or-later
// Proteus: GuitarML's list with exactly five steps of one knob, 44.1 kHz. The other knobs stand
// still.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "rig/formats/export_plan.hpp"
#include "rig/formats/guitarml_parts.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::array kProteusSteps{0.0, 0.25, 0.5, 0.75, 1.0};
constexpr double kStepSlack = 0.02;  ///< Share of the travel; a servo does not stand exactly.

std::string proteus_knob(const ExportJob& job) {
  const auto& knobs = job.dataset.rig.knobs;
  if (job.options.knob.empty() && knobs.size() == 1) return knobs.front().id;
  if (job.options.knob.empty()) {
    throw SetupError(
        SetupKind::Usage,
        fmt::format("Proteus takes one knob, and this dataset has {}", knobs.size()),
        fmt::format("--knob {} (or another) for the one that is turned", knobs.front().id));
  }
  need_knob(job.dataset, job.options.knob);
  return job.options.knob;
}

/// What all knobs but one stand at: only takes that agree belong together.
std::vector<double> other_knobs(const ExportJob& job, const ChosenTake& take,
                                const std::string& turned) {
  std::vector<double> values;
  for (const Knob& knob : job.dataset.rig.knobs) {
    if (knob.id != turned) values.push_back(label_of(take, knob.id).normalised);
  }
  return values;
}

/// Against the first take of a line: a raster would part two that stand beside one of its edges.
bool stand_alike(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return std::fabs(x - y) <= kStepSlack; });
}

using Five = std::array<const ChosenTake*, kProteusSteps.size()>;

Five five_steps(const ExportJob& job, const std::string& turned) {
  std::vector<std::pair<std::vector<double>, Five>> lines;
  for (const ChosenTake& take : job.takes) {
    const std::vector<double> others = other_knobs(job, take, turned);
    auto found = std::find_if(lines.begin(), lines.end(),
                              [&](const auto& line) { return stand_alike(line.first, others); });
    if (found == lines.end()) found = lines.insert(lines.end(), {others, Five{}});
    Five& line = found->second;
    for (std::size_t i = 0; i < kProteusSteps.size(); ++i) {
      const double off = label_of(take, turned).normalised - kProteusSteps.at(i);
      if (std::fabs(off) <= kStepSlack) line.at(i) = &take;
    }
  }
  for (const auto& [others, line] : lines) {
    bool all = true;
    for (const ChosenTake* take : line) all = all && take != nullptr;
    if (all) return line;
  }
  throw SetupError(
      SetupKind::Usage,
      fmt::format("no five takes have {} at 0, 25, 50, 75 and 100 % of its travel with the other "
                  "knobs standing still",
                  turned),
      "a plan with [design] kind = \"list\" and these five settings; --where fixes other knobs; "
      "--split train,validation,test looks among all takes");
}

}  // namespace

ExportPlan plan_proteus(const ExportJob& job) {
  const std::string knob = proteus_knob(job);
  const Five five = five_steps(job, knob);
  ExportPlan plan;
  Json sets = Json::array();
  for (std::size_t i = 0; i < five.size(); ++i) {
    const double reached = label_of(*five.at(i), knob).normalised;
    if (std::fabs(reached - kProteusSteps.at(i)) > 1e-9) {
      plan.notes.push_back(fmt::format("out{} is said to stand at {}, and stands at {:.6g}", i + 1,
                                       kProteusSteps.at(i), reached));
    }
    sets.push_back(
        guitarml_entry(job, *five.at(i), {kProteusSteps.at(i)}, fmt::format("out{}", i + 1), plan));
  }
  plan.texts.push_back(
      {"data.json",
       indented_text({{"Number of Parameters", 1}, {"Data Sets", std::move(sets)}}) + "\n"});
  plan.texts.push_back(guitarml_config(job, 1));
  plan.carried["Parameters"] = Json::array({knob});
  return plan;
}

}  // namespace ampsweep::rig::formats
