// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/quantile.hpp"
#include "rig/verify/text_lines.hpp"
#include "rig/verify/verify_summary.hpp"

namespace ampsweep::rig {
namespace {

std::string state_of(const VerifyReport& report) {
  const auto bad = std::count_if(report.takes.begin(), report.takes.end(),
                                 [](const TakeCheck& take) { return !take.faults.empty(); });
  const std::size_t faults = report.all_faults().size();
  std::string state = "OK";
  if (report.stopped) state = "stopped before the end";
  if (faults > 0) {
    state = fmt::format("FAULTY, {}, {} of {} takes", plural(faults, "fault"), bad,
                        report.takes.size());
  }
  if (report.in_use) return state + ", a session is running";
  return report.complete() ? state : state + ", INCOMPLETE";
}

void add_summary(const VerifyReport& report, std::string& out) {
  add_line(out, fmt::format("{}: {}", report.dir.string(), state_of(report)));
  const double length = report.rate.value() > 0 ? seconds(report.length, report.rate).value() : 0.0;
  add_line(out, fmt::format("  {} of {} planned takes, {:.2f} s each at {} Hz", report.accepted,
                            report.planned, length, report.rate.value()));
  add_line(out, fmt::format("  time from {}, takes later than input.wav by the head-room of {:g} "
                            "samples",
                            report.time_source == TimeSource::Loopback
                                ? "the loopback"
                                : "one fixed delay per stream epoch (no loopback)",
                            report.headroom_samples));
}

void add_fault_section(const VerifyReport& report, std::string& out) {
  if (report.all_faults().empty()) return;
  add_line(out, "Faults");
  if (!report.faults.empty()) {
    add_line(out, "  the set");
    add_faults(report.faults, out);
  }
  for (const TakeCheck& take : report.takes) {
    if (take.faults.empty()) continue;
    add_line(out, fmt::format("  {} ({})", take.file, take.setting));
    add_faults(take.faults, out);
  }
}

void add_warning_section(const VerifyReport& report, std::string& out) {
  const bool any = std::any_of(report.takes.begin(), report.takes.end(),
                               [](const TakeCheck& take) { return !take.warnings.empty(); });
  if (!any) return;
  add_line(out, "Flags (not faults)");
  for (const TakeCheck& take : report.takes) {
    if (take.warnings.empty()) continue;
    add_line(out, fmt::format("  {} ({})", take.file, take.setting));
    add_faults(take.warnings, out);
  }
}

using Reading = std::function<std::optional<double>(const TakeCheck&)>;

/// Median and largest value over the takes, and where it is.
void add_figure(const VerifyReport& report, const char* name, const char* unit,
                const Reading& reading, std::string& out) {
  std::vector<double> values;
  std::string worst;
  double largest = 0.0;
  for (const TakeCheck& take : report.takes) {
    const auto value = reading(take);
    if (!value || !std::isfinite(*value)) continue;
    if (values.empty() || *value > largest) {
      largest = *value;
      worst = take.file;
    }
    values.push_back(*value);
  }
  if (values.empty()) return;
  const double middle = analysis::median(std::move(values));
  add_line(out, fmt::format("  {:<22} {:>12.4g} {:>12.4g} {:<10} {}", name, middle, largest, unit,
                            worst));
}

std::optional<double> sound(const TakeCheck& take, std::optional<double> value) {
  if (!take.sound_measured || (value && *value <= -399.0)) return std::nullopt;
  return value;
}

void add_figures(const VerifyReport& report, std::string& out) {
  if (report.takes.empty()) return;
  add_line(out,
           fmt::format("{:<24} {:>12} {:>12} {:<10} {}", "Figures", "median", "worst", "", ""));
  for (const EpochCheck& epoch : report.epochs) {
    add_line(out,
             fmt::format("  delay, epoch {:<8} {:>12.4f}   spread {:.4f} samples over {} takes",
                         epoch.number, epoch.delay_samples, epoch.spread_samples, epoch.takes));
  }
  add_figure(
      report, "|drift|", "ppm",
      [](const TakeCheck& take) -> std::optional<double> {
        if (!take.raw_delay_samples) return std::nullopt;
        return std::abs(take.measured.drift_ppm);
      },
      out);
  add_figure(
      report, "noise", "dBFS rms",
      [](const TakeCheck& take) { return sound(take, take.measured.noise.value()); }, out);
  add_figure(
      report, "replicate ESR", "",
      [](const TakeCheck& take) { return sound(take, take.measured.replicate_esr); }, out);
  add_figure(
      report, "best possible ESR", "",
      [](const TakeCheck& take) { return sound(take, take.measured.best_possible_esr); }, out);
  add_figure(
      report, "early energy", "dB",
      [](const TakeCheck& take) { return sound(take, take.measured.early_energy_db); }, out);
}

void add_gates(const VerifyReport& report, std::string& out) {
  const auto gates = summarise_gates(report);
  if (gates.empty()) return;
  add_line(out, fmt::format("{:<24} {:>12} {:>12} {:<10} {}", "Gates", "limit", "worst", "", ""));
  for (const GateSummary& gate : gates) {
    add_line(out,
             fmt::format("  {:<22} {:>12.4g} {:>12.4g} {:<10} {}{}", gate.name, gate.limit,
                         gate.worst, gate.unit, gate.worst_file,
                         gate.failed > 0
                             ? fmt::format("  FAILED by {}",
                                           plural(static_cast<std::size_t>(gate.failed), "take"))
                             : ""));
  }
}

}  // namespace

std::string verify_text(const VerifyReport& report) {
  std::string out;
  add_summary(report, out);
  add_fault_section(report, out);
  add_warning_section(report, out);
  add_figures(report, out);
  add_gates(report, out);
  add_notes(report.notes, out);
  return out;
}

}  // namespace ampsweep::rig
