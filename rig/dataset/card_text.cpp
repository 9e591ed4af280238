// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/card_text.hpp"

#include <fmt/format.h>

#include "rig/dataset/json.hpp"

namespace ampsweep::rig {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

/// Markdown's own signs, and `:` `.` `@`, without which no bare address becomes a link. The text
/// never begins a line, so that signs which only count there (- + = digits) stay readable.
constexpr std::string_view kMarkdownSigns = "\\`*_{}[]()#!|~:.@^$";

}  // namespace

std::string yaml_text(std::string_view text) {
  // A JSON string is a YAML double-quoted scalar except for what YAML counts as unprintable or as a
  // line break: DEL, C1 controls (C2 80 .. C2 9F), U+2028, U+2029 and the byte order mark.
  std::string quoted = compact_text(Json(std::string(text)));
  replace_all(quoted, "\x7F", "\\u007f");
  for (unsigned c = 0x80; c <= 0x9F; ++c) {
    replace_all(quoted, std::string{'\xC2', static_cast<char>(c)}, fmt::format("\\u{:04x}", c));
  }
  replace_all(quoted, "\xE2\x80\xA8", "\\u2028");
  replace_all(quoted, "\xE2\x80\xA9", "\\u2029");
  replace_all(quoted, "\xEF\xBB\xBF", "\\ufeff");
  return quoted;
}

std::string markdown_text(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 || code == 0x7F) {
      shown += ' ';
    } else if (c == '<') {
      shown += "&lt;";
    } else if (c == '>') {
      shown += "&gt;";
    } else if (c == '&') {
      shown += "&amp;";
    } else {
      if (kMarkdownSigns.find(c) != std::string_view::npos) shown += '\\';
      shown += c;
    }
  }
  return shown;
}

}  // namespace ampsweep::rig
