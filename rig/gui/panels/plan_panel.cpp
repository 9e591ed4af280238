// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/plan_panel.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "rig/gui/panels/new_plan_card.hpp"
#include "rig/gui/widgets/parts.hpp"
#include "rig/gui/widgets/scatter_matrix.hpp"

namespace ampsweep::rig::gui {
namespace {

std::string time_text(Seconds time) {
  return readable_time(std::chrono::seconds{std::llround(time.value())});
}

void draw_choice(const Scene& scene, PlanPanelState& state) {
  if (button("Open a plan...", "A TOML file that says which settings are captured")) {
    open_chooser(scene, state.chooser, scene.now.plan.file.path, ".toml");
  }
  if (const auto chosen =
          draw_file_chooser(scene, "Open a plan file", Choose::File, state.chooser)) {
    scene.send(LoadPlan{*chosen});
  }
  ImGui::SameLine();
  if (scene.now.plan.job) {
    dim_text(scene.look, scene.now.plan.job->plan.name +
                             ": look at the order with the slider, then "
                             "go on in the Capture room");
  } else {
    dim_text(scene.look, "No plan yet: open one, or make one for this rig.");
  }
}

void draw_figures(const Look& look, const Job& job, const PlanEstimate& cost) {
  std::string splits;
  for (const auto& [split, count] : cost.takes) {
    if (count == 0) continue;
    splits += fmt::format("{}{} {}", splits.empty() ? "" : ", ", count, to_string(split));
  }
  field(look, "takes", fmt::format("{} ({})", cost.takes_total, splits));
  field(look, "each",
        fmt::format("{:.1f} s", seconds(job.stimulus.length(), job.stimulus.rate).value()));
  field(look, "time", time_text(cost.total));
  field(look, "",
        fmt::format("{} playing, {} moving and listening, {} resting", time_text(cost.playing),
                    time_text(cost.moving_total + cost.listening), time_text(cost.resting)));
  field(look, "disk", fmt::format("{:.1f} MB", static_cast<double>(cost.disk_bytes) / 1e6));
  const Coverage& coverage = cost.coverage;
  field(look, "discrepancy", fmt::format("{:.4f} (lower is more even)", coverage.discrepancy));
  field(look, "nearest", fmt::format("{:.3f} of the travel apart", coverage.min_distance));
  field(look, "|corr| knobs", fmt::format("{:.2f}", coverage.max_knob_correlation));
  field(look, "|corr| time",
        fmt::format("{:.3f} (drift must not look like a knob)", job.plan.max_correlation));
}

void take_picture(const Scene& scene, PlanPanelState& state) {
  const auto& job = scene.now.plan.job;
  if (job == state.of) return;
  state.of = job;
  state.picture = job ? plan_picture(job->plan, job->rig) : PlanPicture{};
  state.visited = static_cast<int>(state.picture.points.size());
}

void draw_space(const Scene& scene, PlanPanelState& state, float width) {
  begin_card(scene.look, "Knob space", {width, 0.0F});
  draw_split_legend(scene.look);
  const int takes = static_cast<int>(state.picture.points.size());
  ImGui::SetNextItemWidth(-scene.look.px(130.0F));
  ImGui::SliderInt("in order, up to", &state.visited, 0, takes);
  state.visited = std::clamp(state.visited, 0, takes);
  if (takes > 0 && state.picture.knobs.empty()) {
    dim_text(scene.look, "Every take stands at one setting: there is nothing to spread.");
  }
  draw_scatter_matrix(scene.look, state.picture, state.visited, ImGui::GetContentRegionAvail());
  end_card();
}

}  // namespace

void draw_plan_panel(const Scene& scene, PlanPanelState& state) {
  take_picture(scene, state);
  draw_choice(scene, state);
  const PlanView& plan = scene.now.plan;
  const float width = ImGui::GetContentRegionAvail().x * 0.52F;
  draw_space(scene, state, width);
  ImGui::SameLine();
  ImGui::BeginGroup();
  if (plan.job && plan.estimate) {
    begin_card(scene.look, "What it costs and covers", {0.0F, scene.look.px(282.0F)});
    draw_figures(scene.look, *plan.job, *plan.estimate);
    end_card();
  }
  if (ImGui::BeginTabBar("plan")) {
    if (ImGui::BeginTabItem("Plan file")) {
      if (const auto saved = draw_file_editor(scene.look, "plan", plan.file, state.editor, {})) {
        scene.send(SavePlan{saved->path, saved->text});
      }
      ImGui::EndTabItem();
    }
    if (ImGui::BeginTabItem("New plan")) {
      draw_new_plan_card(scene, state);
      ImGui::EndTabItem();
    }
    ImGui::EndTabBar();
  }
  ImGui::EndGroup();
}

}  // namespace ampsweep::rig::gui
