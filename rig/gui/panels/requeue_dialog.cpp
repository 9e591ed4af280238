// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/requeue_dialog.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

void draw_dialog(const Scene& scene, RequeueDialogState& state) {
  constexpr const char* kTitle = "Play this take again?";
  if (state.take < 0) return;
  if (!begin_dialog(scene, kTitle)) return;
  ImGui::TextUnformatted(
      fmt::format("Take {} stops counting: it leaves the dataset, its recording is kept as a "
                  "refused attempt.",
                  state.take)
          .c_str());
  ImGui::TextUnformatted("Resume in the Capture room plays it again.");
  text_field("why", state.reason, scene.look.px(480.0F));
  const bool yes = main_button(scene.look, "Withdraw the take", "", !state.reason.empty(),
                               "say why, for whoever reads the dataset later");
  ImGui::SameLine();
  const bool no = button("Keep it", "");
  if (yes) scene.send(RequeueTake{state.take, state.reason});
  if (yes || no) {
    state = RequeueDialogState{};
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndPopup();
}

}  // namespace

void draw_requeue(const Scene& scene, const TakeRecord& record, RequeueDialogState& state) {
  if (record.accepted() != nullptr) {
    const bool in_use = scene.now.dataset.dataset->in_use;
    if (button("Re-queue", "It sounds wrong although it was accepted: play it again", !in_use,
               "a session is writing this dataset")) {
      state.take = record.planned.id;
    }
  }
  draw_dialog(scene, state);
}

}  // namespace ampsweep::rig::gui
