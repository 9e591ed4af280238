// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/verify/lateness.hpp"
#include "rig/verify/pair_gates.hpp"
#include "rig/verify/text_lines.hpp"
#include "rig/verify/verify_text.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::size_t kMostRows = 40;

void add_pair_file(const char* role, const PairFile& file, std::string& out) {
  add_line(out, fmt::format("  {} {}: {}, {} Hz, {} frames, peak {:.2f} dBFS", role, file.file,
                            file.encoding, file.rate.value(), file.frames.value(), file.peak_dbfs));
}

void add_sound(const PairFile& target, std::string& out) {
  if (target.history.bandwidth_hz) {
    add_line(out, fmt::format(
                      "  99.9 % of Y's power lie below {:.0f} Hz{}", *target.history.bandwidth_hz,
                      target.history.wall_hz
                          ? fmt::format("; a filter ends it at {:.0f} Hz", *target.history.wall_hz)
                          : std::string()));
  }
  const auto esr = best_possible_esr(target);
  add_line(out, esr ? fmt::format("  best possible ESR {:.3g}: noise {:.1f} dBFS rms where Y is "
                                  "idle",
                                  *esr, *target.history.noise_dbfs_rms)
                    : std::string("  best possible ESR not known: Y is never idle"));
}

void add_delay(const PairReport& report, std::string& out) {
  if (report.first_arrival) {
    add_line(out, fmt::format("  first arrival {:.2f} samples, delay of the path between {:.1f} "
                              "and {:.1f}",
                              report.first_arrival->samples, report.first_arrival->from_samples,
                              report.first_arrival->to_samples));
  }
  if (report.delay_samples) {
    add_line(out, fmt::format("  delay of the whole {:.3f} +- {:.3f} samples, the device's own "
                              "included; polarity {:+d}",
                              *report.delay_samples, report.delay_sigma_samples, report.polarity));
  }
  if (report.drift_ppm) {
    const double millions = static_cast<double>(report.x.frames.value()) * 1e-6;
    add_line(out, fmt::format("  drift {:.4f} +- {:.4f} ppm: {:+.3f} +- {:.3f} samples over the "
                              "file",
                              *report.drift_ppm, report.drift_sigma_ppm,
                              *report.drift_ppm * millions, report.drift_sigma_ppm * millions));
  }
  if (report.first_arrival) {
    add_line(out, fmt::format("  delay over time scatters by {:.3f} samples rms, {}",
                              report.scatter_samples, plural(report.slips.size(), "slip")));
  }
}

/// "OK" alone would be read as aligned.
std::string ok_text(const PairReport& report) {
  const auto late = lateness(report);
  if (!late || !late->beyond_allowance) return "OK";
  return fmt::format("OK, but Y is {:.2f} ms late", late->ms);
}

std::string ok_text(const PairSetReport& report) {
  const std::size_t late = late_pairs(report);
  return late == 0 ? "OK"
                   : fmt::format("OK, but {} late",
                                 late == 1 ? "1 pair is" : fmt::format("{} pairs are", late));
}

void add_faults_of_set(const PairSetReport& report, std::string& out) {
  if (report.all_faults().empty()) return;
  add_line(out, "Faults");
  if (!report.faults.empty()) {
    add_line(out, "  the set");
    add_faults(report.faults, out);
  }
  for (const PairTake& take : report.takes) {
    if (take.report.faults.empty()) continue;
    add_line(out, fmt::format("  {} -> {}", take.pair.input, take.pair.target));
    add_faults(take.report.faults, out);
  }
}

std::string or_dash(const std::optional<double>& value, const char* format) {
  return value ? fmt::format(fmt::runtime(format), *value) : std::string("-");
}

void add_take_rows(const PairSetReport& report, std::string& out) {
  add_line(out,
           fmt::format("{:<32} {:>9} {:>19} {:>10} {:>6} {:>5} {:>7} {:>9}", "Pairs", "arrival",
                       "interval", "drift ppm", "slips", "pol", "to Hz", "best ESR"));
  std::size_t rows = 0;
  for (const PairTake& take : report.takes) {
    if (!take.measured || !take.report.first_arrival) continue;
    if (++rows > kMostRows) continue;
    const FirstArrival& at = *take.report.first_arrival;
    add_line(out, fmt::format(
                      "  {:<30} {:>9.2f} {:>9.1f} {:>9.1f} {:>10} {:>6} {:>+5d} {:>7} {:>9}",
                      take.pair.target, at.samples, at.from_samples, at.to_samples,
                      or_dash(take.report.drift_ppm, "{:.3f}"), take.report.slips.size(),
                      take.report.polarity, or_dash(take.report.y.history.bandwidth_hz, "{:.0f}"),
                      or_dash(best_possible_esr(take.report.y), "{:.2g}")));
  }
  if (rows > kMostRows) {
    add_line(out, fmt::format("  and {} more: --json has them all", rows - kMostRows));
  }
}

void add_set(const PairSetFigures& set, std::string& out) {
  if (!set.delay_samples) return;
  add_line(out, "The set");
  add_line(out, fmt::format("  delay {:.2f} samples (median), spread {:.2f}{}", *set.delay_samples,
                            *set.delay_spread_samples,
                            set.delay_trend_samples ? fmt::format(", trend over the files {:+.2f}",
                                                                  *set.delay_trend_samples)
                                                    : std::string()));
  add_line(out, set.common_from_samples
                    ? fmt::format("  one delay from {:.1f} to {:.1f} samples fits every pair",
                                  *set.common_from_samples, *set.common_to_samples)
                    : std::string("  no one delay fits every pair"));
  for (const LabelCoverage& knob : set.knobs) {
    add_line(out,
             fmt::format("  {}: {} from {:g} to {:g}, largest gap {:g} to {:g} ({:.0f} % of it)",
                         knob.knob, plural(knob.values.size(), "value"), knob.values.front(),
                         knob.values.back(), knob.gap_from, knob.gap_to, 100.0 * knob.largest_gap));
  }
  if (set.hole && set.hole->radius > 0.0) {
    std::string around;
    for (const auto& [knob, value] : set.hole->around) {
      around += fmt::format("{}{}={:.3g}", around.empty() ? "" : " ", knob, value);
    }
    add_line(out, fmt::format("  {} settings; the largest hole lies around {}: {:.0f} % of the way "
                              "across, {:.0f} % if as many were drawn at random",
                              set.settings, around, 100.0 * set.hole->radius,
                              100.0 * set.hole->expected_radius));
  }
}

void add_gate_rows(const PairSetReport& report, std::string& out) {
  add_line(out, fmt::format("{:<24} {:>12} {:>12} {:<10} {}", "Gates", "limit", "worst", "", ""));
  for (const GateSummary& gate : pair_gates(report)) {
    if (gate.takes == 0) continue;
    add_line(out,
             fmt::format("  {:<22} {:>12.4g} {:>12.4g} {:<10} {}{}", gate.name, gate.limit,
                         gate.worst, gate.unit, gate.worst_file,
                         gate.failed > 0
                             ? fmt::format("  FAILED by {}",
                                           plural(static_cast<std::size_t>(gate.failed), "pair"))
                             : ""));
  }
}

}  // namespace

std::string verify_text(const PairReport& report) {
  std::string out;
  add_line(out, fmt::format("{} -> {}: {}", report.x.file, report.y.file,
                            report.ok() ? ok_text(report)
                                        : "FAULTY, " + plural(report.faults.size(), "fault")));
  add_pair_file("X", report.x, out);
  add_pair_file("Y", report.y, out);
  if (!report.faults.empty()) {
    add_line(out, "Faults");
    add_faults(report.faults, out);
  }
  add_line(out, "Figures");
  add_delay(report, out);
  if (report.y.finite && !report.y.silent) add_sound(report.y, out);
  add_notes(report.notes, out);
  return out;
}

std::string verify_text(const PairSetReport& report) {
  std::string out;
  const auto measured =
      static_cast<std::size_t>(std::count_if(report.takes.begin(), report.takes.end(),
                                             [](const PairTake& take) { return take.measured; }));
  const std::size_t faults = report.all_faults().size();
  const std::string state = report.stopped         ? "STOPPED"
                            : faults > 0           ? "FAULTY, " + plural(faults, "fault")
                            : report.takes.empty() ? "NO PAIR FOUND"
                                                   : ok_text(report);
  add_line(out, fmt::format("{}: {}", report.dir.string(), state));
  add_line(out, fmt::format("  {} of {} measured; paired: {}", measured,
                            plural(report.takes.size(), "pair"), report.how));
  add_faults_of_set(report, out);
  add_take_rows(report, out);
  add_set(report.figures, out);
  add_gate_rows(report, out);
  add_notes(notes_of_set(report), out);
  return out;
}

}  // namespace ampsweep::rig
