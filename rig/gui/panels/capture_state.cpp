// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/capture_state.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include "rig/capture/attempt_take.hpp"
#include "rig/gui/live_traces.hpp"
#include "rig/gui/widgets/parts.hpp"
#include "rig/gui/widgets/role_strip.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr float kStateHeight = 196.0F;
constexpr float kStateWidth = 330.0F;

Mark mark_of(SessionState state) {
  switch (state) {
    case SessionState::Parked:
      return Mark::Bad;
    case SessionState::Stopped:
    case SessionState::Reopening:
    case SessionState::Paused:
      return Mark::Warn;
    default:
      return Mark::Good;
  }
}

void large_text(const Look& look, const ImVec4& colour, const std::string& text) {
  ImGui::PushFont(look.fonts.large);
  coloured_text(colour, text);
  ImGui::PopFont();
}

/// Where the take stands in the stimulus: its parts, and a line that moves over them.
void draw_position(const Scene& scene) {
  const Look& look = scene.look;
  const PlayedStimulus played = played_stimulus(scene.now);
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const double share = scene.now.capture.now.take_position;
  if (played.segments == nullptr) {
    ImGui::ProgressBar(static_cast<float>(share), {width, role_strip_height()}, "");
    return;
  }
  const double length = seconds(SampleCount{played.frames}, played.rate).value();
  const AxisMap x{{0.0, length}, Scale::Linear, 0.0, static_cast<double>(width)};
  draw_role_strip(look, *played.segments, played.rate, x, width);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float foot = at.y + role_strip_height();
  const float now = at.x + static_cast<float>(share) * width;
  list.AddRect(at, {at.x + width, foot}, ImGui::GetColorU32(look.colours->line));
  list.AddRectFilled({now - look.px(1.5F), at.y - look.px(3.0F)},
                     {now + look.px(1.5F), foot + look.px(3.0F)},
                     ImGui::GetColorU32(look.colours->text));
}

std::string take_text(const SessionSnapshot& now) {
  return fmt::format(
      "{} of {} takes{}{}", now.takes_done, now.takes_total,
      now.attempts_refused > 0 ? fmt::format(", {} refused", now.attempts_refused) : "",
      now.takes_given_up > 0 ? fmt::format(", {} given up", now.takes_given_up) : "");
}

void draw_figures(const Scene& scene) {
  const Look& look = scene.look;
  const CaptureView& capture = scene.now.capture;
  const SessionSnapshot& now = capture.now;
  std::string done = take_text(now);
  if (capture.running && capture.left) done += "   " + readable_time(*capture.left) + " left";
  large_text(look, look.colours->text, done);
  large_text(look, look.colours->accent, now.setting.empty() ? " " : now.setting);
  dim_text(look,
           fmt::format("take {}, attempt {}, stream epoch {}", now.take, now.attempt, now.epoch));
}

}  // namespace

PlayedStimulus played_stimulus(const Snapshot& now) {
  PlayedStimulus played;
  const auto& dataset = now.dataset.dataset;
  if (dataset && dataset->dir.string() == now.capture.dir) {
    played.segments = &dataset->segments;
    played.rate = dataset->rate;
    played.frames = frames_for(dataset->length, dataset->rate).value();
  } else if (now.activity == Activity::Capturing && now.plan.job) {
    const signals::Stimulus& stimulus = now.plan.job->stimulus;
    played = {&stimulus.segments, frames_for(stimulus).value(), stimulus.rate};
  }
  return played;
}

std::string sounding_text(const Snapshot& now) {
  const PlayedStimulus played = played_stimulus(now);
  const SessionSnapshot& session = now.capture.now;
  if (!now.capture.running || session.state != SessionState::Playing) return "";
  if (played.segments == nullptr) return "";
  const auto* segment = sounding(*played.segments, played.frames, session.take_position);
  return segment != nullptr ? to_string(segment->role) : "decay";
}

void draw_capture_state(const Scene& scene) {
  const Look& look = scene.look;
  const CaptureView& capture = scene.now.capture;
  ImGui::BeginChild("state", {0.0F, look.px(kStateHeight)}, true, ImGuiWindowFlags_NoScrollbar);
  ImGui::BeginGroup();
  ImGui::PushFont(look.fonts.huge);
  ImGui::TextColored(colour(look, mark_of(capture.now.state)), "%s", to_string(capture.now.state));
  ImGui::PopFont();
  large_text(look, look.colours->text, sounding_text(scene.now));
  ImGui::EndGroup();
  ImGui::SameLine(look.px(kStateWidth));
  ImGui::BeginGroup();
  draw_figures(scene);
  ImGui::EndGroup();
  draw_position(scene);
  dim_text(look, capture.now.message.empty() ? capture.dir : capture.now.message);
  ImGui::EndChild();
}

}  // namespace ampsweep::rig::gui
