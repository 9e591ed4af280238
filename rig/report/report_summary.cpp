// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_summary.hpp"

#include <fmt/format.h>

namespace ampsweep::rig {
namespace {

std::string counted(std::size_t n, const char* one, const char* many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

void count_take(const ReportData& data, std::size_t index, ReportSummary& summary) {
  const TakeRecord& record = data.dataset.takes[index];
  for (const AttemptRecord& attempt : record.attempts) {
    if (attempt.outcome && !attempt.accepted()) ++summary.refused_attempts;
  }
  switch (take_state(data, index)) {
    case TakeState::Accepted:
      ++summary.accepted;
      if (!record.accepted()->outcome->verdict.warnings.empty()) ++summary.flagged;
      if (!data.figures[index].missing.empty()) ++summary.unmeasured;
      break;
    case TakeState::Damaged:
      ++summary.damaged;
      break;
    default:
      ++summary.missing;
      break;
  }
}

std::string head_line(const ReportSummary& s) {
  if (s.planned == 0) return "The plan holds no takes.";
  switch (s.overall) {
    case Overall::Complete:
      return fmt::format("Complete: all {} of the plan accepted.",
                         counted(s.planned, "take", "takes"));
    case Overall::Incomplete:
      return fmt::format("Incomplete: {} of {} accepted, {} still missing.", s.accepted,
                         counted(s.planned, "take", "takes"), s.missing);
    case Overall::Damaged:
      break;
  }
  std::string words = "Damaged:";
  if (s.damaged > 0) {
    words += fmt::format(" {} not what the ledger says",
                         counted(s.damaged, "take file is", "take files are"));
  }
  if (s.lost_rows > 0) {
    words += fmt::format("{}{} of the ledger cannot be trusted", s.damaged > 0 ? "; " : " ",
                         counted(s.lost_rows, "row", "rows"));
  }
  words += fmt::format("; {} of {} good.", s.accepted, counted(s.planned, "take", "takes"));
  return words;
}

}  // namespace

ReportSummary summarise(const ReportData& data) {
  ReportSummary summary;
  summary.planned = data.dataset.takes.size();
  summary.lost_rows = data.dataset.lost.size();
  for (std::size_t i = 0; i < data.dataset.takes.size(); ++i) count_take(data, i, summary);
  if (summary.damaged > 0 || summary.lost_rows > 0) {
    summary.overall = Overall::Damaged;
  } else if (summary.missing > 0 || summary.planned == 0) {
    summary.overall = Overall::Incomplete;
  }
  summary.words = head_line(summary);
  if (data.dataset.in_use) summary.words += " A session was running when this was read.";
  if (summary.flagged > 0) {
    summary.words +=
        fmt::format(" {} a warning.", counted(summary.flagged, "take carries", "takes carry"));
  }
  if (summary.unmeasured > 0) {
    summary.words += fmt::format(" {} not give every figure.",
                                 counted(summary.unmeasured, "take does", "takes do"));
  }
  return summary;
}

const char* to_string(Overall overall) {
  switch (overall) {
    case Overall::Complete:
      return "complete";
    case Overall::Incomplete:
      return "incomplete";
    case Overall::Damaged:
      return "damaged";
  }
  return "";
}

}  // namespace ampsweep::rig
