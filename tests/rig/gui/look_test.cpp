// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/look.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace ampsweep::rig::gui;

TEST_SUITE("unit") {
  TEST_CASE("look: contrast is that of WCAG") {
    CHECK(contrast(ImVec4{0, 0, 0, 1}, ImVec4{1, 1, 1, 1}) == doctest::Approx(21.0));
    CHECK(contrast(ImVec4{1, 1, 1, 1}, ImVec4{1, 1, 1, 1}) == doctest::Approx(1.0));
    // #767676 on white is the well-known grey that just passes 4.5:1.
    const float grey = 0x76 / 255.0F;
    CHECK(contrast(ImVec4{grey, grey, grey, 1}, ImVec4{1, 1, 1, 1}) ==
          doctest::Approx(4.54).epsilon(0.002));
  }

  TEST_CASE("look: every text can be read on every background of its theme") {
    for (const Palette* p : {&dark_palette(), &light_palette()}) {
      for (const ImVec4& text : std::vector{p->text, p->dim, p->accent, p->good, p->warn, p->bad}) {
        CHECK(contrast(text, p->back) >= 4.5);
        CHECK(contrast(text, p->panel) >= 4.5);
      }
      CHECK(contrast(p->text, p->raised) >= 4.5);
      CHECK(contrast(p->stop_text, p->stop) >= 4.5);
      for (const float pressed : {0.0F, 0.2F, 0.4F}) {  // the main button
        CHECK(contrast(p->back, mixed(p->accent, p->text, pressed)) >= 4.5);
      }
    }
  }

  TEST_CASE("look: text can be read on whatever ImGui draws behind it") {
    ImGui::CreateContext();
    for (const bool dark : {true, false}) {
      const Look look = make_look(dark, 1.0F, {});
      const ImVec4* colours = ImGui::GetStyle().Colors;
      for (int behind : {ImGuiCol_WindowBg,
                         ImGuiCol_ChildBg,
                         ImGuiCol_PopupBg,
                         ImGuiCol_FrameBg,
                         ImGuiCol_FrameBgHovered,
                         ImGuiCol_FrameBgActive,
                         ImGuiCol_Button,
                         ImGuiCol_ButtonHovered,
                         ImGuiCol_ButtonActive,
                         ImGuiCol_Header,
                         ImGuiCol_HeaderHovered,
                         ImGuiCol_HeaderActive,
                         ImGuiCol_Tab,
                         ImGuiCol_TabHovered,
                         ImGuiCol_TabActive,
                         ImGuiCol_TabUnfocused,
                         ImGuiCol_TabUnfocusedActive,
                         ImGuiCol_TableHeaderBg,
                         ImGuiCol_TitleBgActive,
                         ImGuiCol_TableRowBgAlt,
                         ImGuiCol_TextSelectedBg}) {
        CAPTURE(ImGui::GetStyleColorName(behind));
        CAPTURE(dark);
        CHECK(contrast(look.colours->text, colours[behind]) >= 4.5);
      }
    }
    ImGui::DestroyContext();
  }
}
