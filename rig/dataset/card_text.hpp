// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace ampsweep::rig {

/// A double-quoted YAML scalar that reads back as `text`, whatever it holds.
[[nodiscard]] std::string yaml_text(std::string_view text);

/// Text that Markdown shows as it is: no links, tags, tables or headings come out of it. One line.
[[nodiscard]] std::string markdown_text(std::string_view text);

}  // namespace ampsweep::rig
