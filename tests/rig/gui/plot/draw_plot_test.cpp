// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/draw_plot.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "rig/gui/plot/plot_csv.hpp"
#include "tests/rig/gui/plot/headless_window.hpp"
#include "tests/rig/gui/plot/sample_plot.hpp"

using namespace ampsweep::rig::gui;
using doctest::Approx;

namespace {

/// A plot that was drawn once, the pointer in its middle.
ShownPlot shown(HeadlessWindow& window, Plot plot) {
  ShownPlot all{window, std::move(plot), {}};
  all.frame();
  all.move({(all.layout.area.left + all.layout.area.right) / 2.0,
            (all.layout.area.top + all.layout.area.bottom) / 2.0});
  all.frame();
  return all;
}

Point middle(const PlotLayout& layout) {
  return {std::round((layout.area.left + layout.area.right) / 2.0),
          std::round((layout.area.top + layout.area.bottom) / 2.0)};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("draw plot: a drag pans by the exact distance in the data") {
    HeadlessWindow window;
    ShownPlot all = shown(window, crossing_lines());
    const PlotLayout before = all.layout;
    const Point from = middle(before);

    all.move(from);
    all.press(ImGuiMouseButton_Left);
    all.move({from.x + 40.0, from.y + 10.0});
    all.move({from.x + 80.0, from.y - 20.0});
    all.release(ImGuiMouseButton_Left);

    CHECK(all.view.x->range->low == Approx(before.x.value(before.area.left - 80.0)));
    CHECK(all.view.x->range->high == Approx(before.x.value(before.area.right - 80.0)));
    CHECK(all.view.y->range->low == Approx(before.y.value(before.area.bottom + 20.0)));
    CHECK_FALSE(all.view.cursor_a.has_value());
  }

  TEST_CASE("draw plot: the wheel zooms about the pointer") {
    HeadlessWindow window;
    ShownPlot all = shown(window, crossing_lines());
    const Point at{all.layout.area.left + 200.0, all.layout.area.top + 100.0};
    all.move(at);
    const double value = all.layout.x.value(at.x);

    ImGui::GetIO().MouseWheel = 2.0F;
    all.frame();

    REQUIRE(all.view.x->range.has_value());
    CHECK(all.view.x->range->high - all.view.x->range->low == Approx(6.4));
    CHECK(all.layout.x.value(at.x) == Approx(value));
    ImGui::GetIO().KeyCtrl = true;
    ImGui::GetIO().MouseWheel = 1.0F;
    all.frame();
    CHECK(all.view.y->range.has_value());
  }

  TEST_CASE("draw plot: the wheel over a plot does not scroll the panel around it") {
    HeadlessWindow window;
    const Plot plot = crossing_lines();
    PlotView view;
    float scrolled = -1.0F;
    const auto panel = [&] {
      ImGui::BeginChild("panel", {800.0F, 300.0F});
      (void)draw_plot("plot", plot, view, dark_plot_style(), {700.0F, 280.0F});
      ImGui::Dummy({10.0F, 2000.0F});
      scrolled = ImGui::GetScrollY();
      ImGui::EndChild();
    };
    HeadlessWindow::mouse({300.0, 150.0});
    for (int i = 0; i < 3; ++i) window.frame(panel);

    for (int i = 0; i < 3; ++i) {
      ImGui::GetIO().MouseWheel = -1.0F;
      window.frame(panel);
    }

    CHECK(scrolled == 0.0F);
    CHECK(view.x->range.has_value());
  }

  TEST_CASE("draw plot: a double click fits") {
    HeadlessWindow window;
    ShownPlot all = shown(window, crossing_lines());
    all.view.x->range = Range{3.0, 4.0};
    all.view.y->range = Range{3.0, 4.0};
    all.frame();

    all.click(middle(all.layout));
    all.click(middle(all.layout));

    CHECK_FALSE(all.view.x->range.has_value());
    CHECK_FALSE(all.view.y->range.has_value());
    CHECK_FALSE(all.view.cursor_a.has_value());
    CHECK(all.layout.x.range() == Range{0.0, 10.0});
  }

  TEST_CASE("draw plot: a click in the legend hides the trace, a click in the plot sets cursors") {
    HeadlessWindow window;
    ShownPlot all = shown(window, crossing_lines());
    const Box entry = all.layout.legend[1].box;
    all.click({entry.left + 5.0, entry.top + 5.0});
    CHECK(all.view.hidden == std::set<std::string>{"down"});

    all.rest();
    const Point at = middle(all.layout);
    all.click(at);
    CHECK(all.view.cursor_a == Approx(all.layout.x.value(at.x)));
    all.rest();
    ImGui::GetIO().KeyShift = true;
    all.click({at.x + 50.0, at.y});
    CHECK(all.view.cursor_b == Approx(all.layout.x.value(at.x + 50.0)));
  }

  TEST_CASE("draw plot: a right drag zooms to its box") {
    HeadlessWindow window;
    ShownPlot all = shown(window, crossing_lines());
    const PlotLayout before = all.layout;
    const Point from = middle(before);

    all.move(from);
    all.press(ImGuiMouseButton_Right);
    all.move({from.x + 100.0, from.y + 60.0});
    all.release(ImGuiMouseButton_Right);

    CHECK(all.view.x->range->low == Approx(before.x.value(from.x)));
    CHECK(all.view.x->range->high == Approx(before.x.value(from.x + 100.0)));
    CHECK(all.view.y->range->low == Approx(before.y.value(from.y + 60.0)));
  }

  TEST_CASE("draw plot: keys work once the plot has the focus, and not before") {
    HeadlessWindow window;
    ShownPlot all = shown(window, crossing_lines());
    all.strike(ImGuiKey_RightArrow);
    CHECK_FALSE(all.view.x->range.has_value());

    all.click(middle(all.layout));
    all.strike(ImGuiKey_RightArrow);
    REQUIRE(all.view.x->range.has_value());
    CHECK(all.view.x->range->low == Approx(1.0));
    all.strike(ImGuiKey_DownArrow);
    CHECK(all.view.y->range->low == Approx(-0.5 - 1.1));
    ImGui::GetIO().AddInputCharacter('+');
    all.frame();
    CHECK(all.view.x->range->high - all.view.x->range->low == Approx(8.0));
    ImGui::GetIO().AddInputCharacter('-');
    all.frame();
    CHECK(all.view.x->range->high - all.view.x->range->low == Approx(10.0));
    ImGui::GetIO().KeyCtrl = true;
    all.strike(ImGuiKey_UpArrow);
    CHECK(all.view.y->range->high - all.view.y->range->low == Approx(8.8));
    ImGui::GetIO().KeyCtrl = false;
    all.strike(ImGuiKey_Home);
    CHECK_FALSE(all.view.x->range.has_value());
    all.strike(ImGuiKey_Delete);
    CHECK_FALSE(all.view.cursor_a.has_value());
  }

  TEST_CASE("draw plot: the menu copies values to the clipboard, asks for SVG, fits and hides") {
    std::set<PlotAsk> asked;
    std::set<std::string> hidden;
    bool fitted = false;
    for (double down = 4.0; down < 180.0; down += 6.0) {
      HeadlessWindow window;
      ShownPlot all = shown(window, crossing_lines());
      all.view.x->range = Range{2.5, 4.5};
      all.frame();
      const Point at = middle(all.layout);
      all.click(at, ImGuiMouseButton_Right);
      all.frame();
      all.click({at.x + 30.0, at.y + down});
      all.frame();
      asked.insert(all.asked);
      hidden.insert(all.view.hidden.begin(), all.view.hidden.end());
      fitted = fitted || !all.view.x->range;
      if (all.asked == PlotAsk::CopyCsv) {
        CHECK(window.clipboard == "time (s),up (V),down (V)\n3,3,7\n4,4,6\n");
      } else {
        CHECK(window.clipboard.empty());
      }
    }
    CHECK(asked == std::set<PlotAsk>{PlotAsk::None, PlotAsk::CopyCsv, PlotAsk::SaveSvg});
    CHECK(hidden == std::set<std::string>{"up", "down"});
    CHECK(fitted);
  }

  TEST_CASE("draw plot: the menu button opens the menu") {
    HeadlessWindow window;
    ShownPlot all = shown(window, crossing_lines());
    const Point button{all.layout.area.right - 10.0, all.layout.area.top - 8.0};
    all.move(button);
    all.frame();
    const int before = ImGui::GetDrawData()->CmdListsCount;
    all.click(button);
    all.frame();
    CHECK(ImGui::GetDrawData()->CmdListsCount > before);
    CHECK_FALSE(all.view.cursor_a.has_value());
  }

  TEST_CASE("draw plot: nothing to draw, nowhere to draw it: no trouble") {
    HeadlessWindow window;
    Plot broken = crossing_lines();
    broken.x.scale = broken.y.scale = Scale::Log;
    broken.traces[0].data = TraceData::uniform(-10, 1, std::vector<double>{-1, NAN, -3});
    broken.traces[1].data = nullptr;
    for (const Plot& plot : {Plot{}, broken, harmonic_bars()}) {
      ShownPlot all = shown(window, plot);
      ImGui::GetIO().MouseWheel = 1.0F;
      all.frame();
      CHECK(ImGui::GetDrawData()->TotalVtxCount > 100);
    }
    PlotView view;
    window.frame([&] {
      (void)draw_plot("tiny", crossing_lines(), view, light_plot_style(), {1.0F, 1.0F});
    });
  }
}
