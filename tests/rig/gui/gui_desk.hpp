// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <imgui.h>

#include <functional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "rig/gui/command.hpp"
#include "rig/gui/look.hpp"
#include "rig/gui/scene.hpp"
#include "rig/gui/snapshot.hpp"

namespace ampsweep::test {

/// Someone in front of the window, without a window: draws frames, points, clicks, types, and keeps
/// what was sent. One at a time: ImGui has one context.
class GuiDesk {
 public:
  explicit GuiDesk(float scale = 1.0F, bool dark = true);
  ~GuiDesk();
  GuiDesk(const GuiDesk&) = delete;
  GuiDesk& operator=(const GuiDesk&) = delete;

  rig::gui::Snapshot now;                            ///< Drawn by the next frame.
  std::vector<rig::gui::Command> sent;               ///< Since the desk was made; clear it at will.
  std::function<void(const rig::gui::Scene&)> draw;  ///< What a frame draws.
  bool framed{true};  ///< `draw` wants a window around it; draw_window() opens its own.

  void frame();
  void frames(int count) {
    for (int i = 0; i < count; ++i) frame();
  }
  /// Clicks where this text stands on the screen, left of `right`. False: it does not.
  bool click(const std::string& text, float right = 1e9F);
  void click_at(ImVec2 at);
  /// Presses and releases a key: by its ImGui name, or a letter or digit.
  void press(ImGuiKey_ key);
  void press(char letter, bool ctrl = false);
  void type(const std::string& text);

  /// The last command sent when it is a T, whatever family it belongs to.
  template <class T>
  [[nodiscard]] const T* last() const {
    if (sent.empty()) return nullptr;
    return std::visit([](const auto& family) { return pick<T>(family); }, sent.back());
  }
  /// How many triangles the last frame drew.
  [[nodiscard]] int triangles() const;
  /// Whether a person could read this in the last frame.
  [[nodiscard]] bool shows(const std::string& text) const;

 private:
  template <class T, class Family>
  static const T* pick(const Family& family) {
    return std::visit(
        [](const auto& command) -> const T* {
          if constexpr (std::is_same_v<std::decay_t<decltype(command)>, T>) {
            return &command;
          } else {
            return nullptr;
          }
        },
        family);
  }
  void tap(int key);

  rig::gui::Look look_;
  rig::gui::CommandSink sink_;
};

}  // namespace ampsweep::test
