// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_svg.hpp"

#include <doctest/doctest.h>

#include "tests/rig/gui/plot/sample_plot.hpp"

using namespace ampsweep::rig::gui;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("plot svg: holds title, axes with units, tick labels, legend and lines") {
    const std::string svg = plot_svg(crossing_lines(), PlotView{}, light_plot_style(), {640, 400});
    CHECK(svg.rfind("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"400\"", 0) ==
          0);
    for (const char* text :
         {">crossing<", ">time (s)<", ">voltage (V)<", ">up<", ">down<", ">10<"}) {
      CAPTURE(text);
      CHECK(has(svg, text));
    }
    CHECK(has(svg, "stroke=\"#0072b2\""));
    CHECK(has(svg, "stroke-dasharray=\"9,5\""));  // the second trace
    CHECK(svg.substr(svg.size() - 7) == "</svg>\n");
  }

  TEST_CASE("plot svg: a line goes where its points are") {
    PlotScene scene;
    scene.size = {100, 50};
    scene.area = {10, 5, 90, 45};
    scene.traces = {Path{{{10, 45}, {90, 5}}, {1, 2, 255}, 2.0, Dash::Solid},
                    Rectangle{{20, 10, 30, 40}, {0, 0, 0, 0}, {255, 0, 0, 128}}};
    const std::string svg = svg_text(scene);
    CHECK(has(svg,
              "<polyline fill=\"none\" stroke=\"#0102ff\" stroke-width=\"2\" "
              "points=\"10.00,45.00 90.00,5.00\"/>"));
    CHECK(has(svg,
              "<rect x=\"20.00\" y=\"10.00\" width=\"10.00\" height=\"30.00\" fill=\"none\" "
              "stroke=\"#ff0000\" stroke-opacity=\"0.502\"/>"));
    CHECK(has(svg, "<rect x=\"10.00\" y=\"5.00\" width=\"80.00\" height=\"40.00\"/></clipPath>"));
  }

  TEST_CASE("plot svg: names cannot break out, what XML forbids is left out") {
    Plot plot = crossing_lines();
    plot.title = "</text><script>\"A&B\"";
    plot.traces[0].name = "a\x01\xFF\xC0\xAF\xED\xA0\x80 \u00b5\u4e2d";
    const std::string svg = plot_svg(plot, PlotView{}, dark_plot_style(), {640, 400});
    CHECK(has(svg, ">&lt;/text&gt;&lt;script&gt;&quot;A&amp;B&quot;<"));
    CHECK_FALSE(has(svg, "<script"));
    CHECK(has(svg, ">a \u00b5\u4e2d<"));
  }

  TEST_CASE("plot svg: a million points make a small file") {
    Plot plot = crossing_lines();
    std::vector<float> y(1000000);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<float>(i * 7919 % 1013);
    plot.traces = {{"long", TraceKind::Line, TraceData::uniform(0, 1, y), {}}};
    const std::string svg = plot_svg(plot, PlotView{}, light_plot_style(), {800, 400});
    CHECK(svg.size() < 100000);
    CHECK(svg.size() > 10000);
  }

  TEST_CASE("plot svg: every element that is opened is closed") {
    for (const Plot& plot : {crossing_lines(), harmonic_bars(), Plot{}}) {
      const std::string svg = plot_svg(plot, PlotView{}, light_plot_style(), {300, 200});
      CHECK(count(svg, "<text") == count(svg, "</text>"));
      CHECK(count(svg, "<g") == count(svg, "</g>"));
      CHECK(count(svg, "<svg") == count(svg, "</svg>"));
      CHECK_FALSE(has(svg, "nan"));
      CHECK_FALSE(has(svg, "inf"));
    }
  }
}
