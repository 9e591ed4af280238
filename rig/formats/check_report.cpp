// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/check_report.hpp"

#include <fmt/format.h>

#include "rig/dataset/json.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::formats {

std::vector<std::pair<std::string, double>> numbered(const std::vector<double>& values) {
  std::vector<std::pair<std::string, double>> knobs;
  for (const double value : values) knobs.emplace_back(fmt::format("{}", knobs.size() + 1), value);
  return knobs;
}

std::string check_json(const CheckReport& report) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings) {
    findings.push_back(
        {{"code", finding.code}, {"file", finding.file}, {"detail", finding.detail}});
  }
  return indented_text({{"schema", "ampsweep-export-check-1"},
                        {"format", facts_of(report.format).name},
                        {"dir", report.dir.string()},
                        {"ok", report.ok()},
                        {"stopped", report.stopped},
                        {"pairs", report.pairs},
                        {"files", report.files},
                        {"findings", std::move(findings)}});
}

std::string check_text(const CheckReport& report) {
  std::string text =
      fmt::format("{}: {} as {}, {} pairs in {} files", one_line(report.dir.string()),
                  report.ok() ? "accepted" : "REFUSED", facts_of(report.format).title, report.pairs,
                  report.files);
  for (const Finding& finding : report.findings) {
    text +=
        "\n  " + one_line(fmt::format("{}: {}: {}", finding.file, finding.code, finding.detail));
  }
  if (report.stopped) text += "\n  stopped before the end";
  return text;
}

}  // namespace ampsweep::rig::formats
