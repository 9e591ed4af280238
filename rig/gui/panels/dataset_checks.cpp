// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/dataset_checks.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

Mark mark_of(VerifiedLine::Kind kind) {
  switch (kind) {
    case VerifiedLine::Kind::Good:
      return Mark::Good;
    case VerifiedLine::Kind::Warn:
      return Mark::Warn;
    case VerifiedLine::Kind::Bad:
      return Mark::Bad;
    case VerifiedLine::Kind::Plain:
      break;
  }
  return Mark::None;
}

void draw_check_buttons(const Scene& scene) {
  const Reading& reading = scene.now.reading;
  const bool idle = reading.doing.empty();
  const std::string why = reading.doing + ": wait until that is done";
  if (button("Verify", "Measures every take again, from the files alone", idle, why)) {
    scene.send(VerifyDataset{});
  }
  ImGui::SameLine();
  if (button("Write the report", "One page for a browser, with tables as CSV and JSON", idle,
             why)) {
    scene.send(WriteReport{});
  }
  if (idle) return;
  ImGui::SameLine();
  const double share = reading.total > 0 ? static_cast<double>(reading.done) / reading.total : 0.0;
  const std::string text =
      reading.total > 1 ? fmt::format("{} {} of {}", reading.doing, reading.done, reading.total)
                        : reading.doing;
  ImGui::ProgressBar(static_cast<float>(share), {scene.look.px(340.0F), 0.0F}, text.c_str());
}

void draw_report(const Scene& scene, const std::string& page) {
  if (page.empty()) return;
  if (button("Copy", "copies the path of the report")) ImGui::SetClipboardText(page.c_str());
  ImGui::SameLine();
  if (button("Open", "shows the report in the web browser")) scene.send(OpenReport{});
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(page.c_str());
}

}  // namespace

void draw_dataset_checks(const Scene& scene) {
  const DatasetView& now = scene.now.dataset;
  draw_check_buttons(scene);
  draw_report(scene, now.report);
  ImGui::BeginChild("verified", {0.0F, 0.0F});
  if (now.verified.empty()) {
    dim_text(scene.look,
             "Verify reads every file of the dataset and measures alignment, drift, polarity and "
             "levels again, without believing what the session wrote down.");
  }
  for (const VerifiedLine& line : now.verified)
    mark_text(scene.look, mark_of(line.kind), line.text);
  ImGui::EndChild();
}

}  // namespace ampsweep::rig::gui
