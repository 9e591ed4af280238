// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <imgui.h>

namespace ampsweep::rig::gui {

/// Colours by what they mean. Every text colour stands at 4.5:1 or more on `back` and `panel`
/// (WCAG 2.1 AA; tests/rig/gui/look_test.cpp); good, warn and bad differ in lightness as well as in
/// hue and never stand alone: a word or a shape says the same.
struct Palette {
  ImVec4 back;
  ImVec4 panel;
  ImVec4 raised;  ///< Buttons, fields.
  ImVec4 line;
  ImVec4 text;
  ImVec4 dim;
  ImVec4 accent;
  ImVec4 good;
  ImVec4 warn;
  ImVec4 bad;
  ImVec4 stop;       ///< The STOP button,
  ImVec4 stop_text;  ///< and what is written on it.
};

[[nodiscard]] const Palette& dark_palette();
[[nodiscard]] const Palette& light_palette();

/// From `a` (share 0) to `b` (share 1).
[[nodiscard]] ImVec4 mixed(const ImVec4& a, const ImVec4& b, float share);
/// Contrast ratio of two opaque colours, 1..21. Source: WCAG 2.1, relative luminance.
[[nodiscard]] double contrast(const ImVec4& a, const ImVec4& b);

/// Sizes of text, in pixels: ordinary, headings, figures read from a chair, figures read from
/// across the room.
struct Fonts {
  ImFont* body{nullptr};
  ImFont* title{nullptr};
  ImFont* large{nullptr};
  ImFont* huge{nullptr};
  ImFont* mono{nullptr};  ///< Tables that were laid out in characters.
};

/// How everything looks: one for the whole window, made anew when theme or scale change.
struct Look {
  const Palette* colours{nullptr};
  Fonts fonts;
  float scale{1.0F};  ///< Pixels to a unit of design.
  [[nodiscard]] float px(float units) const { return units * scale; }
};

/// Loads the fonts into the atlas of the current ImGui context, replacing what is there. Falls back
/// to ImGui's own font where DejaVu is not installed.
[[nodiscard]] Fonts load_fonts(float scale);

/// Sets colours, sizes and fonts of the current ImGui context.
[[nodiscard]] Look make_look(bool dark, float scale, const Fonts& fonts);

}  // namespace ampsweep::rig::gui
