// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/new_plan_card.hpp"

#include <imgui.h>

#include <algorithm>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

void draw_number(const Look& look, const char* label, int& value, int least, int most) {
  ImGui::SetNextItemWidth(look.px(130.0F));
  ImGui::InputInt(label, &value);
  value = std::clamp(value, least, most);
}

}  // namespace

void draw_new_plan_card(const Scene& scene, PlanPanelState& state) {
  const Look& look = scene.look;
  const auto& rig = scene.now.rig.rig;
  if (!rig) {
    dim_text(look, "Choose a rig first: a plan is made for its knobs.");
    return;
  }
  if (state.wish_for != rig->hash) {
    state.wish = suggested_plan(*rig);
    state.wish_for = rig->hash;
  }
  PlanWish& wish = state.wish;
  text_field("name", wish.name, look.px(220.0F));
  draw_number(look, "training settings", wish.settings, 1, 5000);
  draw_number(look, "held out for validation", wish.validation, 0, 500);
  draw_number(look, "held out for the test", wish.test, 0, 500);
  draw_number(look, "blocks (a reference setting between them)", wish.blocks, 1, 100);
  auto seconds = static_cast<int>(wish.training_s);
  draw_number(look, "seconds of training sound", seconds, 1, 3600);
  wish.training_s = seconds;
  const std::string path = scene.now.remembered.out + "/plans/" + wish.name + ".toml";
  if (main_button(look, "Make the plan", "Writes " + path + " and opens it", !wish.name.empty(),
                  "give it a name")) {
    scene.send(SavePlan{path, plan_text(wish, scene.now.rig.file.path)});
  }
}

}  // namespace ampsweep::rig::gui
