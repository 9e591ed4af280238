// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rig/gui/window/damage.hpp"
#include "rig/gui/window/kept_picture.hpp"

struct GLFWwindow;

namespace ampsweep::rig::gui {

/// The operating system's window with its OpenGL context and ImGui's back ends: the only place that
/// knows GLFW and OpenGL.
///
/// Thread: the one that made it, all calls.
class GlWindow {
 public:
  /// Throws SetupError{Device} where there is no display or no OpenGL 3.0.
  explicit GlWindow(const std::string& title);
  ~GlWindow();
  GlWindow(const GlWindow&) = delete;
  GlWindow& operator=(const GlWindow&) = delete;

  /// Pixels to a unit, as the screen says: 1, 1.5, 2 ...
  [[nodiscard]] float content_scale() const;
  /// The person asked to close the window since the last call.
  [[nodiscard]] bool take_close_request();
  /// Files that were dropped on the window since the last call.
  [[nodiscard]] std::vector<std::string> take_dropped();

  /// Handles input; waits a little while nothing happens and `idle`.
  void begin_frame(bool idle);
  /// Draws what of ImGui's frame differs from the last one; paced to 60 frames a second.
  void end_frame();
  /// After the font atlas was rebuilt.
  void upload_fonts();

 private:
  /// A key and the modifiers it was pressed with.
  struct Stroke {
    int key{0};
    int modifiers{0};
  };

  void pace();
  void paint(ImDrawData& data, const std::vector<Patch>& patches, int height) const;
  void release_strokes();
  void show_strokes();

  GLFWwindow* window_{nullptr};
  std::vector<std::string> dropped_;
  std::vector<Stroke> strokes_;  ///< Pressed since the last frame.
  std::vector<Stroke> held_;     ///< Shown as down for this frame only.
  double frame_due_{0.0};
  std::unique_ptr<KeptPicture> picture_;
  Damage damage_;
  bool uncovered_{false};  ///< The desktop lost the picture, or a part of it.
};

}  // namespace ampsweep::rig::gui
