// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rig/dataset/json.hpp"
#include "rig/verify/aligned_copy.hpp"
#include "rig/verify/text_lines.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::size_t kMostRows = 40;

Json moved_json(const MovedTarget& target) {
  Json json{{"file", target.file}, {"input", target.input}};
  if (!target.left_out.empty()) {
    json["left_out"] = target.left_out;
    return json;
  }
  json["delay_taken_out"] = Json::array();
  for (const DelayStep& step : target.fix.steps) {
    json["delay_taken_out"].push_back(
        {{"from_sample", step.from}, {"delay_samples", step.delay_samples}});
  }
  json["drift_taken_out_ppm"] = target.fix.drift_ppm;
  json["inverted"] = target.fix.invert;
  json["padded_samples"] = target.padded_samples;
  json["unsure"] = Json::array();
  for (const PairSlipFound& slip : target.fix.unsure) {
    json["unsure"].push_back({{"from_s", slip.from_s}, {"to_s", slip.to_s}});
  }
  return json;
}

/// Nothing was to be done.
bool stands(const MovedTarget& target) {
  const AlignmentFix& fix = target.fix;
  return target.left_out.empty() && fix.steps.size() == 1 && fix.steps[0].delay_samples == 0 &&
         fix.drift_ppm == 0.0 && !fix.invert && target.padded_samples == 0;
}

std::string moved_row(const MovedTarget& target) {
  if (!target.left_out.empty())
    return fmt::format("  {}: LEFT OUT, {}", target.file, target.left_out);
  const AlignmentFix& fix = target.fix;
  std::string row =
      fmt::format("  {:<40} {:+d} samples", target.file, -fix.steps.front().delay_samples);
  if (fix.drift_ppm != 0.0) row += fmt::format(", drift {:+.3f} ppm taken out", fix.drift_ppm);
  for (const PairSlipFound& slip : fix.unsure) {
    row += fmt::format(", slip of {:+.0f} taken out, unsure from {:.2f} to {:.2f} s",
                       slip.jump_samples, slip.from_s, slip.to_s);
  }
  if (fix.invert) row += ", inverted";
  if (target.padded_samples > 0) {
    row += fmt::format(", the last {} samples are padding", target.padded_samples);
  }
  return row;
}

}  // namespace

std::string aligned_copy_json(const AlignedCopy& copy) {
  Json json{{"schema", "ampsweep-aligned-copy-1"},
            {"dir", copy.dir.string()},
            {"whole", copy.whole()},
            {"stopped", copy.stopped},
            {"taken_over", copy.taken_over},
            {"targets", Json::array()},
            {"notes", copy.notes}};
  for (const MovedTarget& target : copy.targets) json["targets"].push_back(moved_json(target));
  return indented_text(json) + "\n";
}

std::string aligned_copy_text(const AlignedCopy& copy) {
  std::string out;
  const auto left_out = static_cast<std::size_t>(
      std::count_if(copy.targets.begin(), copy.targets.end(),
                    [](const MovedTarget& one) { return !one.left_out.empty(); }));
  add_line(out,
           fmt::format("Aligned copy in {}: {} moved, {} left out, {} as they are{}",
                       copy.dir.string(), plural(copy.targets.size() - left_out, "target"),
                       left_out, plural(copy.taken_over, "file"), copy.stopped ? "; STOPPED" : ""));
  std::size_t rows = 0;
  for (const MovedTarget& target : copy.targets) {
    if (stands(target)) continue;
    if (++rows <= kMostRows || !target.left_out.empty()) add_line(out, moved_row(target));
  }
  if (rows > kMostRows) {
    add_line(out, fmt::format("  all {} are in {}/alignment.json", rows, copy.dir.string()));
  }
  add_notes(copy.notes, out);
  return out;
}

}  // namespace ampsweep::rig
