// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/first_start.hpp"

#include <imgui.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {

void draw_first_start(const Scene& scene, Room& room) {
  const Look& look = scene.look;
  ImGui::Dummy({0.0F, look.px(20.0F)});
  ImGui::PushFont(look.fonts.large);
  ImGui::TextUnformatted("Welcome. What would you like to do first?");
  ImGui::PopFont();
  dim_text(look,
           "Ampsweep plays test signals through an amp and a load box while it turns the amp's "
           "knobs, and writes a dataset that neural amp models are trained on.");
  ImGui::Dummy({0.0F, look.px(16.0F)});
  if (main_button(look, "Try it on the simulated bench",
                  "A simulated interface, amp and load: nothing to connect, nothing to break")) {
    scene.send(TrySimulatedBench{});
    room = Room::Plan;
  }
  dim_text(look,
           "A first capture in a minute, without any hardware: look at the plan, press Capture, "
           "then look at the dataset and its report.");
  ImGui::Dummy({0.0F, look.px(16.0F)});
  if (button("Start with my own rig",
             "Opens the Rig room with a commented example to change and save as your own")) {
    scene.send(LoadRig{scene.now.example_rig});
  }
  dim_text(look,
           "A sound card with two outputs and two inputs, an amp, a load box and one cable. The "
           "Rig room shows what is connected to what, and checks it before anything loud is "
           "played.");
  draw_problems(scene, Room::Rig);
}

}  // namespace ampsweep::rig::gui
