// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/bar.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kHeight = 62.0F;
constexpr float kStopWidth = 190.0F;

const char* name(Activity activity) {
  switch (activity) {
    case Activity::Idle:
      return "Idle: nothing is played";
    case Activity::Live:
      return "Listening: nothing is played";
    case Activity::Checking:
      return "Checking the bench";
    case Activity::Calibrating:
      return "Calibrating levels";
    case Activity::CalibratingKnob:
      return "Calibrating a knob";
    case Activity::Learning:
      return "Listening to MIDI";
    case Activity::Capturing:
      return "Capturing";
    case Activity::Serving:
      return "Waiting for the trainer";
    case Activity::Measuring:
      return "Measuring";
    case Activity::MovingKnobs:
      return "Moving a knob";
  }
  return "";
}

bool is_session(Activity activity) {
  return activity == Activity::Capturing || activity == Activity::Measuring;
}

void draw_stop(const Scene& scene) {
  const Palette& p = *scene.look.colours;
  ImGui::PushStyleColor(ImGuiCol_Button, scene.busy() ? p.stop : p.raised);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, scene.busy() ? p.stop : p.line);
  ImGui::PushStyleColor(ImGuiCol_Text, scene.busy() ? p.stop_text : p.text);
  ImGui::PushFont(scene.look.fonts.large);
  const float height = scene.look.px(kHeight) - 2.0F * ImGui::GetStyle().WindowPadding.y;
  const bool pressed = ImGui::Button("STOP  Esc", {scene.look.px(kStopWidth), height});
  ImGui::PopFont();
  ImGui::PopStyleColor(3);
  if (ImGui::IsItemHovered()) {
    tooltip("Ramps the output down at once and ends what runs. Nothing is lost.");
  }
  const bool key = ImGui::IsKeyPressed(ImGui::GetIO().KeyMap[ImGuiKey_Escape], false);
  if (pressed || key) scene.send(Stop{});
}

}  // namespace

std::string activity_text(const Snapshot& now) {
  const SessionSnapshot& session = now.capture.now;
  if (!is_session(now.activity)) return name(now.activity);
  std::string text = fmt::format("{}, {}", name(now.activity), to_string(session.state));
  if (session.takes_total > 0) {
    text += fmt::format(" take {}: {} of {} done", session.take, session.takes_done,
                        session.takes_total);
  }
  if (now.capture.left) text += ", " + readable_time(*now.capture.left) + " left";
  return text;
}

void draw_bar(const Scene& scene, Room& room) {
  const Look& look = scene.look;
  const Snapshot& now = scene.now;
  ImGui::BeginChild("bar", {0.0F, look.px(kHeight)}, true, ImGuiWindowFlags_NoScrollbar);
  const float right =
      ImGui::GetWindowWidth() - look.px(kStopWidth) - ImGui::GetStyle().WindowPadding.x;
  ImGui::BeginGroup();
  ImGui::PushFont(look.fonts.title);
  ImGui::TextUnformatted(activity_text(now).c_str());
  ImGui::PopFont();
  if (ImGui::IsItemClicked() && is_session(now.activity)) room = Room::Capture;
  if (is_session(now.activity) && now.capture.now.takes_total > 0) {
    const SessionSnapshot& session = now.capture.now;
    const double done = session.takes_done + session.take_position;
    ImGui::ProgressBar(static_cast<float>(done / session.takes_total),
                       {right - look.px(24.0F), look.px(10.0F)}, "");
  } else {
    dim_text(look, now.problems.empty()
                       ? "Ampsweep captures an amp across its knob settings"
                       : fmt::format("{} thing(s) to mend: see the rooms marked \u2716",
                                     now.problems.size()));
  }
  ImGui::EndGroup();
  ImGui::SameLine(right);
  ImGui::SetCursorPosY(ImGui::GetStyle().WindowPadding.y);
  draw_stop(scene);
  ImGui::EndChild();
}

}  // namespace ampsweep::rig::gui
