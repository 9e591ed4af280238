// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/draw_scene.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "tests/rig/gui/plot/headless_window.hpp"

using namespace ampsweep::rig::gui;

namespace {

/// Ten traces of a million points of noise, spikes and all: the worst to draw.
Plot ten_million_points() {
  std::mt19937 random{5};  // seed
  Plot plot;
  for (int t = 0; t < 10; ++t) {
    std::vector<float> y(1000000);
    for (float& v : y) v = static_cast<float>(random() % 1000);
    plot.traces.push_back({"trace " + std::to_string(t),
                           TraceKind::Line,
                           TraceData::uniform(0.0, 1.0 / 48000.0, std::move(y)),
                           {}});
  }
  return plot;
}

/// Every index of every command points at a vertex of its own list.
void check_indices(const ImDrawData& data, bool offsets) {
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    if (!offsets) CHECK(list.VtxBuffer.Size <= 65535);
    std::size_t elements = 0;
    for (const ImDrawCmd& cmd : list.CmdBuffer) {
      if (!offsets) CHECK(cmd.VtxOffset == 0);
      unsigned largest = 0;
      for (unsigned i = 0; i < cmd.ElemCount; ++i) {
        largest = std::max<unsigned>(largest, list.IdxBuffer[static_cast<int>(cmd.IdxOffset + i)]);
      }
      if (cmd.ElemCount > 0) {
        CHECK(cmd.VtxOffset + largest < static_cast<unsigned>(list.VtxBuffer.Size));
      }
      elements += cmd.ElemCount;
    }
    CHECK(elements == static_cast<std::size_t>(list.IdxBuffer.Size));
  }
}

struct Extent {
  float top{1e9F};
  float bottom{-1e9F};
};

/// How high and low the vertices of one colour reach.
Extent extent_of(const ImDrawData& data, Colour c) {
  Extent found;
  for (int n = 0; n < data.CmdListsCount; ++n) {
    for (const ImDrawVert& v : data.CmdLists[n]->VtxBuffer) {
      if (v.col != IM_COL32(c.red, c.green, c.blue, 255)) continue;
      found.top = std::min(found.top, v.pos.y);
      found.bottom = std::max(found.bottom, v.pos.y);
    }
  }
  return found;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("draw scene: ten traces of a million points are a bounded number of vertices") {
    const Plot plot = ten_million_points();
    for (const bool offsets : {true, false}) {
      HeadlessWindow window{offsets ? ImGuiBackendFlags_RendererHasVtxOffset : 0};
      ShownPlot all{window, plot, {}};
      all.frame();
      all.frame();
      const ImDrawData& data = *ImGui::GetDrawData();
      CAPTURE(offsets);
      CHECK(data.TotalVtxCount < (offsets ? 250000 : 65535));
      CHECK(data.TotalVtxCount > 10000);
      check_indices(data, offsets);
      // Whatever was thinned, every trace still reaches its lowest and its highest.
      for (std::size_t t = 0; t < 7; ++t) {
        const Extent reach = extent_of(data, all.style.palette[t]);
        CHECK(reach.bottom >= static_cast<float>(all.layout.y.pixel(0.0)) - 1.0F);
      }
      all.view.x->range = Range{3.0, 3.01};  // 480 points each: drawn one by one
      all.frame();
      CHECK(ImGui::GetDrawData()->TotalVtxCount < 65535);
      check_indices(*ImGui::GetDrawData(), offsets);
    }
  }

  TEST_CASE("draw scene: a line of noise makes no spikes above its points") {
    HeadlessWindow window;
    PlotScene scene;
    scene.size = {400, 300};
    scene.area = {0, 0, 400, 300};
    Path path{{}, {9, 8, 7}, 2.0, Dash::Solid};
    for (int i = 0; i < 400; ++i)
      path.points.push_back({i * 1.0, i % 2 == 0 ? 100.0 : 120.0 + i % 7});
    scene.traces = {path};

    window.frame([&] { draw_scene(scene, {0.0F, 0.0F}, *ImGui::GetWindowDrawList()); });

    const Extent reach = extent_of(*ImGui::GetDrawData(), {9, 8, 7});
    CHECK(reach.top > 97.0F);
    CHECK(reach.bottom < 129.0F);
  }

  TEST_CASE("draw scene: without vertex offsets a scene too large ends before indices overflow") {
    HeadlessWindow window{0};
    PlotScene scene;
    scene.size = {800, 500};
    scene.area = {0, 0, 800, 500};
    for (int i = 0; i < 20000; ++i) {
      scene.traces.push_back(
          PlotMark{{i % 800 * 1.0, i % 500 * 1.0}, Marker::Circle, Fill::Solid, {}, 4.0});
      scene.traces.push_back(Path{{{0, 0}, {10, 10}}, {}, 1.0, Dash::Dotted});
    }

    window.frame([&] { draw_scene(scene, {0.0F, 0.0F}, *ImGui::GetWindowDrawList()); });

    CHECK(ImGui::GetDrawData()->TotalVtxCount > 60000);
    check_indices(*ImGui::GetDrawData(), false);
  }

  TEST_CASE("draw scene: columns widen only where vertices are few") {
    const auto column = [](ImGuiBackendFlags flags, std::size_t lines) {
      HeadlessWindow window{flags};
      double found = 0.0;
      window.frame([&] { found = column_for(*ImGui::GetWindowDrawList(), lines, 800.0); });
      return found;
    };
    CHECK(column(ImGuiBackendFlags_RendererHasVtxOffset, 100) == 1.0);
    CHECK(column(0, 1) == 1.0);
    CHECK(column(0, 10) == 3.0);
  }
}
