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
      CHECK(contrast(p->back, p->accent) >= 4.5);  // the main button
    }
  }
}
