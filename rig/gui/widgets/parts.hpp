// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/room.hpp"
#include "rig/gui/scene.hpp"

// The small parts that every panel is made of.
namespace ampsweep::rig::gui {

/// A titled box of its own height; `width` 0: to the right edge. Always end_card() after it.
bool begin_card(const Look& look, const char* title, ImVec2 size = {0.0F, 0.0F});
void end_card();

void heading(const Look& look, const std::string& text);
void dim_text(const Look& look, const std::string& text);
/// Wrapped.
void coloured_text(const ImVec4& colour, const std::string& text);
/// "label      value" in two columns, `column` units from the left.
void field(const Look& look, const char* label, const std::string& value, float column = 130.0F);

/// Beside the pointer, wrapped so that it stays on the screen.
void tooltip(const std::string& text);

/// A button that explains itself when hovered, and is grey with a reason while it cannot be used.
/// True when it was pressed.
bool button(const char* label, const std::string& hint, bool enabled = true,
            const std::string& why_not = "", ImVec2 size = {0.0F, 0.0F});
/// The one button of a panel that goes on.
bool main_button(const Look& look, const char* label, const std::string& hint, bool enabled = true,
                 const std::string& why_not = "");

/// A mark with a shape of its own for good, unsure and bad, so that colour is never alone.
enum class Mark { Good, Warn, Bad, None };
[[nodiscard]] const char* symbol(Mark mark);
[[nodiscard]] const ImVec4& colour(const Look& look, Mark mark);
void mark_text(const Look& look, Mark mark, const std::string& text);

/// Problems of one room, each with its way out and a button that dismisses it.
void draw_problems(const Scene& scene, Room room);

/// A dialog in the middle of the window, while it is asked for each frame; ImGui::EndPopup() after
/// it when true. One at a time: it waits while the scene is covered.
[[nodiscard]] bool begin_dialog(const Scene& scene, const char* title);

/// InputText over a std::string. True when it was changed.
bool text_field(const char* label, std::string& text, float width = 0.0F);

/// Height of `lines` of text with their spacing.
[[nodiscard]] float lines_height(int lines);

}  // namespace ampsweep::rig::gui
