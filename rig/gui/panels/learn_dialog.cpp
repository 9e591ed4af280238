// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/learn_dialog.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr const char* kTitle = "Learn a controller";

std::string heard_text(const HeardController& heard) {
  return fmt::format("channel {}, controller {}, {} to {}, {} messages", heard.channel,
                     heard.controller, heard.lowest, heard.highest, heard.count);
}

void draw_listening(const Scene& scene, const LearnView& learn) {
  const auto left = learn.until - std::chrono::steady_clock::now();
  const double seconds = std::max(0.0, std::chrono::duration<double>(left).count());
  ImGui::TextUnformatted("Turn the knob slowly, once, from its minimum to its maximum.");
  dim_text(scene.look, fmt::format("listening on every MIDI port, {:.0f} s left", seconds));
  coloured_text(scene.look.colours->text, learn.heard.empty() ? "nothing yet" : learn.heard);
}

void draw_learned(const Scene& scene, const LearnedKnob& learned, LearnDialogState& state) {
  const Look& look = scene.look;
  mark_text(look, Mark::Good, heard_text(learned.heard));
  if (learned.heard.fourteen_bit) {
    dim_text(look, "It sends 14 bits; the coarse half moves the amp's control in 128 steps.");
  }
  if (learned.travel) {
    ImGui::Checkbox("that was its whole travel", &state.whole_travel);
    dim_text(look, fmt::format("then low = {} and high = {} are kept too", learned.travel->first,
                               learned.travel->second));
  }
  if (main_button(look, "Keep it", "writes channel and controller into the rig file")) {
    scene.send(KeepControl{state.knob, control_of(learned, state.whole_travel)});
    ImGui::CloseCurrentPopup();
  }
  ImGui::SameLine();
}

void draw_report(const Scene& scene, const LearnReport& report, LearnDialogState& state) {
  if (report.learned) return draw_learned(scene, *report.learned, state);
  mark_text(scene.look, Mark::Bad, report.learned.error());
  for (const HeardPort& port : report.ports) {
    for (const HeardController& heard : port.controllers) {
      dim_text(scene.look, fmt::format("{}: {}", port.name, heard_text(heard)));
    }
  }
}

}  // namespace

void draw_learn_button(const Scene& scene, const Knob& knob, LearnDialogState& state) {
  if (!std::holds_alternative<MidiControl>(knob.control)) return;
  if (!button("Learn...", "Finds channel and controller: turn the real knob and it is heard",
              !scene.busy(), "something else is running")) {
    return;
  }
  state = {knob.id, false, false};
  scene.send(LearnControl{knob.id});
}

void draw_learn_dialog(const Scene& scene, LearnDialogState& state) {
  if (state.knob.empty()) return;
  if (!begin_dialog(scene, kTitle)) return;
  heading(scene.look, fmt::format("{}: which controller is it?", state.knob));
  const auto& learn = scene.now.learn;
  const bool mine = learn && learn->knob == state.knob;
  if (mine && learn->report) {
    draw_report(scene, *learn->report, state);
  } else if (mine) {
    draw_listening(scene, *learn);
  }
  state.began = state.began || mine;
  const bool refused = std::any_of(scene.now.problems.begin(), scene.now.problems.end(),
                                   [](const Problem& one) { return one.room == Room::Knobs; });
  const bool over = !mine && !scene.busy() && (state.began || refused);
  if (mine && learn->report) {
    if (button("Listen again", "")) {
      state.began = false;
      scene.send(LearnControl{state.knob});
    }
    ImGui::SameLine();
  }
  if (button("Close", "") || over) {
    if (scene.now.activity == Activity::Learning) scene.send(Stop{});
    state.knob.clear();
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndPopup();
}

}  // namespace ampsweep::rig::gui
