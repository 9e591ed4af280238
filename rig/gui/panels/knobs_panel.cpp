// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/knobs_panel.hpp"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "rig/gui/panels/knob_calibration.hpp"
#include "rig/gui/widgets/knob_widget.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kRadius = 44.0F;
constexpr float kCardWidth = 190.0F;
constexpr float kCardHeight = 360.0F;

const KnobLabel* label_of(const Snapshot& now, const std::string& knob) {
  const auto found = now.knobs.find(knob);
  return found != now.knobs.end() ? &found->second : nullptr;
}

std::string how_turned(const Knob& knob) {
  if (const auto* midi = std::get_if<MidiControl>(&knob.control)) {
    if (midi->kind == MidiKind::Control && midi->bits == 7) {
      return fmt::format("MIDI channel {} CC {}", midi->channel, midi->controller);
    }
    return fmt::format("MIDI channel {} {}", midi->channel, message_name(*midi));
  }
  if (turned_by_hand(knob)) return "by hand, when asked";
  if (const auto* servo = std::get_if<ServoControl>(&knob.control)) {
    return fmt::format("{} {}", to_string(servo->protocol), servo_name(*servo));
  }
  return "simulated servo";
}

std::string where_it_stands(const KnobLabel& label) {
  const char* how = label.source == LabelSource::ReadBack ? "read back"
                    : label.source == LabelSource::ByHand ? "set by hand"
                                                          : "as commanded";
  return fmt::format("{}, +- {:.1f} % of travel", how, 100.0 * label.uncertainty);
}

std::optional<double> draw_typed(const Look& look, const Knob& knob, std::string& typed) {
  ImGui::SetNextItemWidth(look.px(90.0F));
  const bool entered = ImGui::InputText("##typed", &typed, ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::SameLine();
  const bool pressed =
      button("Set", fmt::format("moves it; {:g} to {:g}", knob.minimum, knob.maximum),
             !typed.empty(), "type a value of its scale");
  double value = 0.0;
  const char* const end = typed.data() + typed.size();
  if (!entered && !pressed) return std::nullopt;
  if (std::from_chars(typed.data(), end, value).ptr != end) return std::nullopt;
  return std::clamp(value, knob.minimum, knob.maximum);
}

void draw_card(const Scene& scene, const Knob& knob, KnobsPanelState& state) {
  const Look& look = scene.look;
  const KnobLabel* label = label_of(scene.now, knob.id);
  begin_card(look, knob.label.c_str(), {look.px(kCardWidth), look.px(kCardHeight)});
  const bool can_move = !scene.busy();
  KnobFace face{
      knob,    label != nullptr ? label->printed : printed(knob, 0.5), {}, 0.0, label != nullptr,
      can_move};
  if (label != nullptr) {
    face.uncertainty = label->uncertainty;
    if (label->source == LabelSource::ReadBack) face.read_back = label->printed;
  }
  auto chosen = draw_knob(look, face, look.px(kRadius));
  dim_text(look, label != nullptr ? where_it_stands(*label) : "not moved yet: unknown");
  dim_text(look, how_turned(knob));
  ImGui::BeginDisabled(!can_move);
  if (auto typed = draw_typed(look, knob, state.typed[knob.id])) chosen = typed;
  ImGui::EndDisabled();
  draw_learn_button(scene, knob, state.learn);
  draw_calibrate_button(scene, knob);
  end_card();
  if (chosen) scene.send(MoveKnob{knob.id, *chosen});
}

}  // namespace

void draw_knobs_panel(const Scene& scene, KnobsPanelState& state) {
  if (!scene.now.rig.in_force) {
    dim_text(scene.look, "Choose a rig first: its knobs are shown here.");
    return;
  }
  const Rig& rig = *scene.now.rig.in_force;
  dim_text(scene.look,
           scene.busy() ? "The session turns the knobs now."
                        : "Drag a knob up or down (Shift: finer), use the wheel or the arrow keys, "
                          "or type a value. It moves on the amp at once.");
  const float width = scene.look.px(kCardWidth) + ImGui::GetStyle().ItemSpacing.x;
  const int columns = std::max(1, static_cast<int>(ImGui::GetContentRegionAvail().x / width));
  int column = 0;
  for (const Knob& knob : rig.knobs) {
    if (column++ % columns != 0) ImGui::SameLine();
    ImGui::PushID(knob.id.c_str());
    draw_card(scene, knob, state);
    ImGui::PopID();
  }
  draw_knob_calibration(scene);
  draw_learn_dialog(scene, state.learn);
}

}  // namespace ampsweep::rig::gui
