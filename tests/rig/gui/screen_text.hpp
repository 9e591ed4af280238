// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <imgui.h>

#include <optional>
#include <string>

namespace ampsweep::test {

/// Where a text stands on the screen of the last frame: read off the glyphs that were drawn, so it
/// is what a person sees. Spaces do not count; the middle of the first place that matches and ends
/// left of `right`.
[[nodiscard]] std::optional<ImVec2> find_text(const std::string& text, float right = 1e9F);

}  // namespace ampsweep::test
