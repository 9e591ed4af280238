// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "rig/gui/look.hpp"
#include "rig/gui/snapshot.hpp"

namespace ampsweep::rig::gui {

/// A text being edited.
struct FileEditorState {
  std::string path;  ///< To save under.
  std::string text;
  std::string seen;       ///< What the disk said when `text` was taken.
  int version{-1};        ///< Of the EditedFile that was looked at last.
  bool overtaken{false};  ///< The disk has a newer text, and so has the person.
  [[nodiscard]] bool changed(const EditedFile& file) const { return text != file.text; }
};

/// Path and text to write.
struct SavedText {
  std::string path;
  std::string text;
};

/// A file as text, with what is wrong with it above. A newer version on disk replaces the text
/// unless it was changed here. Returns what is to be saved once the person asks (button or Ctrl+S).
[[nodiscard]] std::optional<SavedText> draw_file_editor(const Look& look, const char* id,
                                                        const EditedFile& file,
                                                        FileEditorState& state, ImVec2 size);

}  // namespace ampsweep::rig::gui
