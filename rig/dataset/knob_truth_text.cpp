// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/knob_truth_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ampsweep::rig {

std::string travel_text(double share) {
  return std::isfinite(share) ? fmt::format("{:.1f} %", 100.0 * share) : std::string{"not heard"};
}

std::string travel_text(const std::optional<double>& share) {
  return share ? fmt::format("{:+.1f} %", 100.0 * *share) : std::string{"not known"};
}

std::string finding_text(const Rig& rig, const KnobFinding& finding) {
  return fmt::format(
      "take {}, {}: {}", finding.take,
      finding.from == KnobFinding::From::Revisit ? "a revisit" : "against all other takes",
      blame_text(rig, finding.blame));
}

std::vector<std::string> knob_truth_lines(const Rig& rig, const KnobTruth& truth) {
  std::vector<std::string> lines;
  for (const KnobHealth& knob : truth.knobs) {
    std::string line = fmt::format(
        "{}: shows an error of {} at a revisit and of {} at one take; worst revisit "
        "{}, hysteresis {}, worst take {}",
        knob.knob, travel_text(knob.detectable_at_revisit), travel_text(knob.detectable_at_take),
        travel_text(knob.revisit_error), travel_text(knob.hysteresis),
        travel_text(knob.left_out_error));
    if (knob.left_out_take >= 0) line += fmt::format(" (take {})", knob.left_out_take);
    lines.push_back(std::move(line));
  }
  for (const KnobFinding& finding : truth.findings) lines.push_back(finding_text(rig, finding));
  return lines;
}

}  // namespace ampsweep::rig
