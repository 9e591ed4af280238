// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ampsweep::rig::gui {

/// The window's picture between frames: OpenGL forgets its own when it shows it.
///
/// Needs: an OpenGL 3.0 context, current on the calling thread, that outlives this.
class KeptPicture {
 public:
  /// Throws SetupError{Device} where OpenGL has no frame buffer objects.
  KeptPicture();
  ~KeptPicture();
  KeptPicture(const KeptPicture&) = delete;
  KeptPicture& operator=(const KeptPicture&) = delete;

  /// Pixels, 1 or more. True: it was made anew, and there is nothing in it.
  [[nodiscard]] bool resize(int width, int height);
  /// What is drawn until `show` lands in it.
  void draw_into() const;
  /// Copies it to the window's back buffer.
  void show() const;

 private:
  unsigned frame_buffer_{0};
  unsigned texture_{0};
  int width_{0};
  int height_{0};
};

}  // namespace ampsweep::rig::gui
