// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "rig/gui/control/dataset_views.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::gui {
namespace {

using Kind = VerifiedLine::Kind;

/// Names come from files: one line, whatever is in them.
VerifiedLine line(Kind kind, std::string text) { return {kind, one_line(std::move(text))}; }

VerifiedLine verdict(const VerifyReport& report) {
  const std::size_t faults = report.all_faults().size();
  if (faults > 0) {
    return line(Kind::Bad, fmt::format("{} fault{} found in {} takes that were measured again",
                                       faults, faults == 1 ? "" : "s", report.takes.size()));
  }
  return line(Kind::Good, fmt::format("All well: {} takes were measured again from their files",
                                      report.takes.size()));
}

VerifiedLine of_file(Kind kind, const FileFault& found) {
  const bool named = found.fault.detail.find(found.file) != std::string::npos;
  return line(kind, fmt::format("{}{}: {}", named ? "" : found.file + ": ",
                                to_string(found.fault.code), found.fault.detail));
}

void add_state(const VerifyReport& report, std::vector<VerifiedLine>& lines) {
  if (report.in_use) {
    lines.push_back(line(Kind::Warn, "a session is writing: what comes now was not looked at"));
  }
  if (report.accepted < report.planned) {
    lines.push_back(line(Kind::Warn, fmt::format("incomplete: {} of {} planned takes accepted",
                                                 report.accepted, report.planned)));
  }
  if (report.lost_rows > 0) {
    lines.push_back(
        line(Kind::Bad, fmt::format("{} rows of the ledger cannot be trusted", report.lost_rows)));
  }
}

}  // namespace

std::vector<VerifiedLine> verified_lines(const VerifyReport& report) {
  std::vector<VerifiedLine> lines{verdict(report)};
  add_state(report, lines);
  for (const FileFault& fault : report.all_faults()) lines.push_back(of_file(Kind::Bad, fault));
  for (const TakeCheck& take : report.takes) {
    for (const FileFault& flag : take.warnings) lines.push_back(of_file(Kind::Warn, flag));
  }
  for (const EpochCheck& epoch : report.epochs) {
    lines.push_back(line(Kind::Plain,
                         fmt::format("stream epoch {}: delay {:.4f} samples, spread {:.4f} over {} "
                                     "takes, largest drift {:.4f} ppm",
                                     epoch.number, epoch.delay_samples, epoch.spread_samples,
                                     epoch.takes, epoch.worst_drift_ppm)));
  }
  for (const std::string& note : report.notes) lines.push_back(line(Kind::Plain, note));
  return lines;
}

}  // namespace ampsweep::rig::gui
