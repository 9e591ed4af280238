// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/measure_held.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "rig/gui/panels/measure_swatch.hpp"
#include "rig/gui/widgets/parts.hpp"

namespace ampsweep::rig::gui {
namespace {

bool held(const std::vector<MeasuredSetting>& all, const std::string& id) {
  return std::any_of(all.begin(), all.end(),
                     [&](const MeasuredSetting& one) { return held_id(one) == id; });
}

std::vector<std::string> names_of(const std::vector<MeasuredSetting>& all) {
  std::vector<std::string> names;
  for (const MeasuredSetting& one : all) names.push_back(one.name);
  return told_apart(std::move(names));
}

/// Traces made earlier, or now.
ShownMeasure shown_of(const MeasuredSetting& setting, const std::string& name,
                      MeasureHeldState& state) {
  for (auto& [figures, made] : state.made) {
    if (figures == setting.figures) {
      made.name = name;
      return made;
    }
  }
  const BenchVolts volts = setting.rig ? bench_volts(*setting.rig) : BenchVolts{};
  ShownMeasure made{
      name, std::make_shared<const MeasureTraces>(*setting.figures, volts, setting.warm_up.get())};
  state.made.emplace_back(setting.figures, made);
  return made;
}

void draw_rename(const Scene& scene, std::size_t index, MeasureHeldState& state) {
  ImGui::SetNextItemWidth(-scene.look.px(70.0F));
  text_field("##name", state.typed, -scene.look.px(70.0F));
  ImGui::SameLine();
  if (button("OK", "calls it so until the window is closed", !state.typed.empty(), "type a name")) {
    scene.send(RenameMeasurement{index, state.typed});
    state.renamed.clear();
  }
}

void draw_setting(const Scene& scene, const PlotStyle& style, std::size_t index, std::size_t place,
                  MeasureHeldState& state) {
  const MeasuredSetting& setting = (*scene.now.measured)[index];
  const std::string id = held_id(setting);
  bool overlaid = state.overlaid.count(id) > 0;
  if (ImGui::Checkbox("##overlay", &overlaid)) {
    overlaid ? (void)state.overlaid.insert(id) : (void)state.overlaid.erase(id);
    if (!overlaid && state.reference == id) state.reference.clear();
  }
  if (ImGui::IsItemHovered()) tooltip("shown in the plots");
  ImGui::SameLine();
  if (overlaid) draw_swatch(scene.look, style, place);
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(setting.name.c_str());
  ImGui::PopTextWrapPos();
  if (state.renamed == id) draw_rename(scene, index, state);
  bool reference = state.reference == id;
  if (ImGui::Checkbox("reference", &reference)) {
    state.reference = reference ? id : "";
    if (reference) state.overlaid.insert(id);
  }
  if (ImGui::IsItemHovered()) tooltip("the one that differences are taken to");
  ImGui::SameLine();
  if (button("Rename", "")) {
    state.renamed = id;
    state.typed = setting.name;
  }
  ImGui::SameLine();
  if (button("Forget", "takes it off this list; its files stay")) {
    scene.send(ForgetMeasurement{index});
  }
  ImGui::Separator();
}

void draw_open(const Scene& scene, MeasureHeldState& state) {
  if (button("Open a measurement...", "A folder that this room or `ampsweep measure` wrote")) {
    open_chooser(scene, state.chooser, scene.now.remembered.out);
  }
  if (const auto chosen =
          draw_file_chooser(scene, "Open a measurement", Choose::Folder, state.chooser)) {
    scene.send(ReadMeasurement{*chosen});
  }
}

}  // namespace

std::string held_id(const MeasuredSetting& setting) {
  return fmt::format("{}#{}", setting.dir, setting.take);
}

bool take_arrivals(const Snapshot& now, MeasureHeldState& state) {
  if (now.measured == state.seen) return false;
  bool any = false;
  if (now.measured) {
    for (const MeasuredSetting& one : *now.measured) {
      if (state.seen && held(*state.seen, held_id(one))) continue;
      any = true;
      if (state.overlaid.size() < kOverlayAtOnce) state.overlaid.insert(held_id(one));
    }
  }
  const auto gone = [&](const std::string& id) {
    return !now.measured || !held(*now.measured, id);
  };
  std::erase_if(state.overlaid, gone);
  if (gone(state.reference)) state.reference.clear();
  std::erase_if(state.made, [&](const auto& made) {
    return !now.measured ||
           std::none_of(now.measured->begin(), now.measured->end(),
                        [&](const auto& one) { return one.figures == made.first; });
  });
  state.seen = now.measured;
  return any;
}

MeasureOverlay overlay_of(const Snapshot& now, MeasureHeldState& state) {
  MeasureOverlay overlay;
  if (!now.measured) return overlay;
  const auto names = names_of(*now.measured);
  for (std::size_t i = 0; i < now.measured->size(); ++i) {
    const MeasuredSetting& one = (*now.measured)[i];
    if (!one.figures || state.overlaid.count(held_id(one)) == 0) continue;
    if (held_id(one) == state.reference) overlay.reference = overlay.shown.size();
    overlay.settings.push_back(&one);
    overlay.shown.push_back(shown_of(one, names[i], state));
  }
  return overlay;
}

void draw_measure_held(const Scene& scene, const PlotStyle& style, MeasureHeldState& state) {
  draw_open(scene, state);
  if (!scene.now.measured || scene.now.measured->empty()) {
    dim_text(scene.look,
             "Nothing is measured yet. Start a measurement in the Start tab, or open "
             "one.");
    return;
  }
  std::size_t place = 0;
  for (std::size_t i = 0; i < scene.now.measured->size(); ++i) {
    const std::string id = held_id((*scene.now.measured)[i]);
    ImGui::PushID(id.c_str());
    draw_setting(scene, style, i, place, state);
    ImGui::PopID();
    if (state.overlaid.count(id) > 0 && (*scene.now.measured)[i].figures) ++place;
  }
}

}  // namespace ampsweep::rig::gui
