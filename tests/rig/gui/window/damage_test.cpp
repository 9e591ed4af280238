// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/window/damage.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "tests/rig/gui/plot/headless_window.hpp"

namespace ampsweep::rig::gui {
namespace {

using Draw = std::function<void(ImDrawList&)>;

/// Patches of a frame with these shapes.
std::vector<Patch> patches_of(HeadlessWindow& window, Damage& damage, const Draw& draw) {
  window.frame([&] { draw(*ImGui::GetWindowDrawList()); });
  return damage.changed(*ImGui::GetDrawData());
}

bool covers(const std::vector<Patch>& patches, float x, float y) {
  for (const Patch& p : patches) {
    if (x >= p.from.x && x < p.to.x && y >= p.from.y && y < p.to.y) return true;
  }
  return false;
}

float area(const std::vector<Patch>& patches) {
  float sum = 0.0F;
  for (const Patch& p : patches) sum += (p.to.x - p.from.x) * (p.to.y - p.from.y);
  return sum;
}

Draw square_at(float x, float y, ImU32 colour = IM_COL32_WHITE) {
  return [=](ImDrawList& list) { list.AddRectFilled({x, y}, {x + 20.0F, y + 20.0F}, colour); };
}

/// Draws triangles pixel by pixel; each pixel remembers all that ever touched it, in order.
class SlowPicture {
 public:
  void clear(const Patch& patch) {
    each(patch.from, patch.to, [](std::uint32_t& pixel, ImVec2) { pixel = 0; });
  }

  void draw(const ImDrawData& data) {
    for (int i = 0; i < data.CmdListsCount; ++i) {
      const ImDrawList& list = *data.CmdLists[i];
      for (const ImDrawCmd& command : list.CmdBuffer) draw(list, command);
    }
  }

  friend bool operator==(const SlowPicture&, const SlowPicture&) = default;

 private:
  static constexpr int kWidth = 320;
  static constexpr int kHeight = 200;

  void draw(const ImDrawList& list, const ImDrawCmd& command) {
    const ImVec4 clip = command.ClipRect;
    for (unsigned i = 0; i < command.ElemCount; i += 3) {
      std::array<ImDrawVert, 3> v;
      for (unsigned c = 0; c < 3; ++c) {
        const auto at =
            command.VtxOffset + list.IdxBuffer[static_cast<int>(command.IdxOffset + i + c)];
        v.at(c) = list.VtxBuffer[static_cast<int>(at)];
      }
      const auto [left, right] = std::minmax({v[0].pos.x, v[1].pos.x, v[2].pos.x});
      const auto [top, bottom] = std::minmax({v[0].pos.y, v[1].pos.y, v[2].pos.y});
      const ImVec2 from{std::max(clip.x, left), std::max(clip.y, top)};
      const ImVec2 to{std::min(clip.z, right + 1.0F), std::min(clip.w, bottom + 1.0F)};
      each(from, to, [&v](std::uint32_t& pixel, ImVec2 p) {
        if (inside(v, p)) pixel = pixel * 31U + v[0].col + 7U;
      });
    }
  }

  static bool inside(const std::array<ImDrawVert, 3>& v, ImVec2 p) {
    const auto side = [&](std::size_t a, std::size_t b) {
      return (v.at(b).pos.x - v.at(a).pos.x) * (p.y - v.at(a).pos.y) -
             (v.at(b).pos.y - v.at(a).pos.y) * (p.x - v.at(a).pos.x);
    };
    const float one = side(0, 1);
    const float two = side(1, 2);
    const float three = side(2, 0);
    return (one > 0.0F && two > 0.0F && three > 0.0F) || (one < 0.0F && two < 0.0F && three < 0.0F);
  }

  template <class Touch>
  void each(ImVec2 from, ImVec2 to, const Touch& touch) {
    const int right = std::min(kWidth, static_cast<int>(to.x));
    const int bottom = std::min(kHeight, static_cast<int>(to.y));
    for (int y = std::max(0, static_cast<int>(from.y)); y < bottom; ++y) {
      for (int x = std::max(0, static_cast<int>(from.x)); x < right; ++x) {
        touch(pixels_[static_cast<std::size_t>(y * kWidth + x)],
              {static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F});
      }
    }
  }

  std::vector<std::uint32_t> pixels_ = std::vector<std::uint32_t>(std::size_t{kWidth * kHeight});
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("a picture mended in patches is the picture drawn whole") {
    HeadlessWindow window;
    ImGui::GetIO().DisplaySize = {320.0F, 200.0F};
    Damage damage;
    SlowPicture mended;
    std::mt19937 random{11};
    const auto upto = [&random](unsigned n) { return static_cast<float>(random() % n); };
    std::vector<std::array<float, 4>> circles(12);
    for (auto& c : circles) c = {upto(320), upto(200), 3.0F + upto(20), upto(200)};
    std::size_t partial = 0;
    for (int frame = 0; frame < 30; ++frame) {
      circles.at(random() % circles.size()) = {upto(320), upto(200), 3.0F + upto(20), upto(200)};
      const auto patches = patches_of(window, damage, [&](ImDrawList& list) {
        for (const auto& [x, y, radius, grey] : circles) {
          const auto g = static_cast<int>(grey);
          list.AddCircleFilled({x, y}, radius, IM_COL32(g, g, g, 128));
          list.AddText({y, x / 2.0F}, IM_COL32(g, 255, g, 255), "text");
        }
      });
      if (area(patches) < 320.0F * 200.0F) ++partial;
      SlowPicture whole;
      ImDrawData& data = *ImGui::GetDrawData();
      whole.draw(data);
      for (const Patch& patch : patches) mended.clear(patch);
      cut_to(data, patches);
      mended.draw(data);
      CHECK(mended == whole);
    }
    CHECK(partial > 20);
  }

  TEST_CASE("the first frame is new everywhere, the same again nowhere") {
    HeadlessWindow window;
    Damage damage;
    patches_of(window, damage, square_at(100.0F, 100.0F));  // windows grow in their first frame
    damage.forget();
    const auto first = patches_of(window, damage, square_at(100.0F, 100.0F));
    CHECK(area(first) == 900.0F * 600.0F);
    CHECK(patches_of(window, damage, square_at(100.0F, 100.0F)).empty());
    damage.forget();
    CHECK(area(patches_of(window, damage, square_at(100.0F, 100.0F))) == 900.0F * 600.0F);
  }

  TEST_CASE("what moves is drawn anew where it was and where it is") {
    HeadlessWindow window;
    Damage damage;
    for (int i = 0; i < 3; ++i) patches_of(window, damage, square_at(100.0F, 100.0F));
    const auto patches = patches_of(window, damage, square_at(700.0F, 500.0F));
    CHECK(covers(patches, 105.0F, 105.0F));
    CHECK(covers(patches, 719.0F, 519.0F));
    CHECK_FALSE(covers(patches, 400.0F, 300.0F));
    CHECK(area(patches) <= 8.0F * kTile * kTile);
  }

  TEST_CASE("a colour, the order of two shapes and what cuts them each count") {
    HeadlessWindow window;
    Damage damage;
    const Draw a = square_at(100.0F, 100.0F);
    const Draw b = square_at(110.0F, 110.0F, IM_COL32_BLACK);
    const auto both = [&](const Draw& first, const Draw& second) {
      return [&](ImDrawList& list) {
        first(list);
        second(list);
      };
    };
    for (int i = 0; i < 3; ++i) patches_of(window, damage, both(a, b));
    CHECK(covers(patches_of(window, damage, both(b, a)), 115.0F, 115.0F));
    CHECK(covers(patches_of(window, damage, both(b, b)), 105.0F, 105.0F));
    const Draw cut = [&](ImDrawList& list) {
      list.PushClipRect({100.0F, 100.0F}, {105.0F, 105.0F});
      b(list);
      list.PopClipRect();
      b(list);
    };
    CHECK(covers(patches_of(window, damage, cut), 105.0F, 105.0F));
  }

  TEST_CASE("a shape that its window cuts off changes nothing") {
    HeadlessWindow window;
    Damage damage;
    const auto hidden = [](float x) {
      return [x](ImDrawList& list) {
        list.PushClipRect({0.0F, 0.0F}, {64.0F, 64.0F});
        square_at(x, 300.0F)(list);
        list.PopClipRect();
      };
    };
    for (int i = 0; i < 3; ++i) patches_of(window, damage, hidden(200.0F));
    CHECK(patches_of(window, damage, hidden(500.0F)).empty());
  }

  TEST_CASE("many changes are few patches that cover them all") {
    HeadlessWindow window;
    Damage damage;
    const auto scattered = [](float shift) {
      return [shift](ImDrawList& list) {
        for (int i = 0; i < 40; ++i) {
          square_at(20.0F + static_cast<float>(i * 197 % 860) + shift,
                    20.0F + static_cast<float>(i * 113 % 560))(list);
        }
      };
    };
    for (int i = 0; i < 3; ++i) patches_of(window, damage, scattered(0.0F));
    const auto patches = patches_of(window, damage, scattered(3.0F));
    CHECK(patches.size() <= kMostPatches);
    for (int i = 0; i < 40; ++i) {
      CHECK(covers(patches, 30.0F + static_cast<float>(i * 197 % 860),
                   30.0F + static_cast<float>(i * 113 % 560)));
    }
  }

  TEST_CASE("commands are left for the patches alone") {
    HeadlessWindow window;
    Damage damage;
    for (int i = 0; i < 3; ++i) patches_of(window, damage, square_at(100.0F, 100.0F));
    const auto patches = patches_of(window, damage, square_at(700.0F, 500.0F));
    ImDrawData& data = *ImGui::GetDrawData();
    cut_to(data, patches);
    int commands = 0;
    for (int i = 0; i < data.CmdListsCount; ++i) {
      for (const ImDrawCmd& command : data.CmdLists[i]->CmdBuffer) {
        const ImVec4 clip = command.ClipRect;
        ++commands;
        CHECK(covers(patches, clip.x, clip.y));
        CHECK(covers(patches, clip.z - 1.0F, clip.w - 1.0F));
        CHECK(clip.x < clip.z);
        CHECK(clip.y < clip.w);
      }
    }
    CHECK(commands >= static_cast<int>(patches.size()));
    cut_to(data, {});
    for (int i = 0; i < data.CmdListsCount; ++i) CHECK(data.CmdLists[i]->CmdBuffer.empty());
  }
}

}  // namespace ampsweep::rig::gui
