// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/dataset_panel.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "rig/gui/panels/dataset_checks.hpp"
#include "rig/gui/panels/dataset_take.hpp"
#include "rig/gui/panels/requeue_dialog.hpp"
#include "rig/gui/widgets/height_divider.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kDetailsWidth = 340.0F;
constexpr std::size_t kLostShown = 2;

void draw_choice(const Scene& scene, DatasetPanelState& state) {
  const auto& open = scene.now.dataset.dataset;
  if (button("Open a dataset...", "A folder that a capture or a measurement wrote")) {
    const std::string start = open ? open->dir.string() : scene.now.remembered.out + "/";
    open_chooser(scene, state.chooser, start);
  }
  if (const auto chosen =
          draw_file_chooser(scene, "Open a dataset folder", Choose::Folder, state.chooser)) {
    scene.send(OpenDataset{*chosen});
  }
  ImGui::SameLine();
  const auto& recent = scene.now.remembered.datasets;
  ImGui::SetNextItemWidth(scene.look.px(430.0F));
  const std::string shown = open ? open->dir.string() : "recent ones";
  if (ImGui::BeginCombo("##recent", shown.c_str())) {
    for (const std::string& dir : recent) {
      if (ImGui::Selectable(dir.c_str(), open && open->dir == dir)) scene.send(OpenDataset{dir});
    }
    ImGui::EndCombo();
  }
  if (open) {
    ImGui::SameLine();
    draw_table_filter(scene, state.table);
  }
}

void draw_summary(const Look& look, const Dataset& dataset) {
  const DatasetSummary summary = summary_of(dataset);
  const bool bad = summary.lost_rows > 0 || summary.given_up > 0;
  const Mark mark = bad                                   ? Mark::Bad
                    : summary.accepted == summary.planned ? Mark::Good
                    : summary.in_use                      ? Mark::None
                                                          : Mark::Warn;
  mark_text(look, mark, summary_text(summary));
  for (std::size_t i = 0; i < std::min(kLostShown, dataset.lost.size()); ++i) {
    const LostRow& lost = dataset.lost[i];
    mark_text(look, Mark::Bad, fmt::format("lost: {} ({}): {}", lost.key, lost.table, lost.reason));
  }
  if (dataset.lost.size() > kLostShown) {
    dim_text(look, fmt::format("and {} more lost rows", dataset.lost.size() - kLostShown));
  }
}

void draw_hold(const Scene& scene) {
  const auto& held = scene.now.dataset.held;
  const auto& shown = scene.now.dataset.shown;
  if (button("Hold", "Keeps this take in the plots, to compare the next ones with it",
             shown && shown->sound != nullptr, "there is no sound to hold")) {
    scene.send(HoldTake{true});
  }
  if (held) ImGui::SameLine();
  if (held &&
      button("Let go", fmt::format("take {} is held; takes it out of the plots", held->take))) {
    scene.send(HoldTake{false});
  }
}

void draw_take(const Scene& scene, DatasetPanelState& state) {
  const TakeRecord* record = find_take(*scene.now.dataset.dataset, state.take);
  if (record == nullptr) {
    dim_text(scene.look,
             "Click a take in the table: what is known of it and its sound are shown "
             "here.");
    return;
  }
  const auto& shown = scene.now.dataset.shown;
  const bool read = shown && shown->take == state.take;
  ImGui::BeginChild("details", {scene.look.px(kDetailsWidth), 0.0F});
  draw_hold(scene);
  if (record->accepted() != nullptr) ImGui::SameLine();
  draw_requeue(scene, *record, state.requeue);
  if (!scene.now.dataset.held && !scene.now.hearing) ImGui::SameLine();
  draw_hear_row(scene, state.take, read ? shown->attempt : 0, state.hear);
  draw_dataset_take(scene, *record, read ? shown->attempt : 0);
  ImGui::EndChild();
  ImGui::SameLine();
  ImGui::BeginChild("sound", {0.0F, 0.0F}, false,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  if (read) {
    draw_dataset_sound(scene, state.sound);
  } else {
    dim_text(scene.look, scene.now.reading.doing.empty()
                             ? "Reading the sound..."
                             : "The sound is read after this: " + scene.now.reading.doing);
  }
  ImGui::EndChild();
}

void draw_below(const Scene& scene, DatasetPanelState& state) {
  if (!ImGui::BeginTabBar("below")) return;
  const std::string take = state.take < 0 ? "Take" : fmt::format("Take {}", state.take);
  if (ImGui::BeginTabItem((take + "###take").c_str())) {
    draw_take(scene, state);
    ImGui::EndTabItem();
  }
  if (ImGui::BeginTabItem("Verify and report")) {
    draw_dataset_checks(scene);
    ImGui::EndTabItem();
  }
  ImGui::EndTabBar();
}

/// What was chosen in one dataset means nothing in another.
void forget_other(const Dataset& dataset, DatasetPanelState& state) {
  const auto& before = state.table.of;
  if (!before || (before->uuid == dataset.uuid && before->dir == dataset.dir)) return;
  state.take = -1;
  state.sound = DatasetSoundState{};
  state.requeue = RequeueDialogState{};
}

}  // namespace

void draw_dataset_panel(const Scene& scene, DatasetPanelState& state) {
  draw_choice(scene, state);
  const auto& dataset = scene.now.dataset.dataset;
  if (!dataset) {
    dim_text(scene.look,
             "No dataset is open. A capture's is shown here while it grows; open an "
             "older one from its folder.");
    return;
  }
  forget_other(*dataset, state);
  draw_summary(scene.look, *dataset);
  const float height = ImGui::GetContentRegionAvail().y;
  const auto clicked =
      draw_dataset_table(scene, state.table, state.take, height * state.table_share);
  if (clicked) {
    state.take = *clicked;
    scene.send(ShowTake{*clicked, 0});
  }
  height_divider(scene.look, height, state.table_share);
  draw_below(scene, state);
}

}  // namespace ampsweep::rig::gui
