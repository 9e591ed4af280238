// SPDX-License-Identifier: GPL-3.0-or-later
#include "screen_text.hpp"

#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace ampsweep::test {
namespace {

struct Glyph {
  ImWchar letter{0};
  ImVec2 from;
  ImVec2 to;
};

/// By the corner of its picture in the font's atlas, which no other glyph has.
std::map<std::pair<float, float>, ImWchar> glyph_pictures() {
  std::map<std::pair<float, float>, ImWchar> pictures;
  for (const ImFont* font : ImGui::GetIO().Fonts->Fonts) {
    for (const ImFontGlyph& glyph : font->Glyphs) {
      if (glyph.Visible != 0) {
        pictures[{glyph.U0, glyph.V0}] = static_cast<ImWchar>(glyph.Codepoint);
      }
    }
  }
  return pictures;
}

std::vector<Glyph> glyphs_of(const ImDrawList& list,
                             const std::map<std::pair<float, float>, ImWchar>& pictures) {
  std::vector<Glyph> glyphs;
  for (int i = 0; i + 3 < list.VtxBuffer.Size; ++i) {
    const ImDrawVert& corner = list.VtxBuffer[i];
    const auto found = pictures.find({corner.uv.x, corner.uv.y});
    const ImDrawVert& opposite = list.VtxBuffer[i + 2];
    if (found == pictures.end() || opposite.uv.x <= corner.uv.x) continue;
    glyphs.push_back({found->second, corner.pos, opposite.pos});
    i += 3;
  }
  return glyphs;
}

std::vector<ImWchar> letters_of(const std::string& text) {
  std::vector<ImWchar> letters;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const int more = byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
    unsigned letter = more == 2 ? byte & 0x0FU : more == 1 ? byte & 0x1FU : byte;
    for (int k = 1; k <= more; ++k) {
      letter = letter << 6U |
               (static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0x3FU);
    }
    i += static_cast<std::size_t>(more) + 1;
    if (letter != ' ') letters.push_back(static_cast<ImWchar>(letter));
  }
  return letters;
}

bool stands_at(const std::vector<Glyph>& glyphs, std::size_t at,
               const std::vector<ImWchar>& letters) {
  for (std::size_t k = 0; k < letters.size(); ++k) {
    if (glyphs[at + k].letter != letters[k]) return false;
  }
  return true;
}

}  // namespace

std::optional<ImVec2> find_text(const std::string& text, float right) {
  const auto letters = letters_of(text);
  const ImDrawData* data = ImGui::GetDrawData();
  if (letters.empty() || data == nullptr) return std::nullopt;
  const auto pictures = glyph_pictures();
  // Last drawn lies on top: dialogs before what they cover.
  for (int n = data->CmdListsCount - 1; n >= 0; --n) {
    const auto glyphs = glyphs_of(*data->CmdLists[n], pictures);
    for (std::size_t i = 0; i + letters.size() <= glyphs.size(); ++i) {
      if (!stands_at(glyphs, i, letters)) continue;
      const Glyph& last = glyphs[i + letters.size() - 1];
      if (last.to.x > right) continue;
      const bool one_line = std::abs(last.to.y - glyphs[i].to.y) < 20.0F;
      const ImVec2 end = one_line ? last.to : glyphs[i].to;
      return ImVec2{(glyphs[i].from.x + end.x) / 2.0F, (glyphs[i].from.y + end.y) / 2.0F};
    }
  }
  return std::nullopt;
}

}  // namespace ampsweep::test
