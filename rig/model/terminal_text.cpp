// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/terminal_text.hpp"

#include <cstddef>

namespace ampsweep::rig {

std::string one_line(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) text[i] = '?';
    if (byte != 0xC2 || i + 1 == text.size()) continue;
    const auto next = static_cast<unsigned char>(text[i + 1]);  // U+0080..U+009F: C2 80..C2 9F
    if (next >= 0x80 && next <= 0x9F) text.replace(i, 2, "?");
  }
  return text;
}

}  // namespace ampsweep::rig
