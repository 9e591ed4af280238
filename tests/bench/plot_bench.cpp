// SPDX-License-Identifier: GPL-3.0-or-later
// How long does a frame with a plot of 10 traces of a million points take?
//   ninja -C build/release plot_bench && build/release/tests/bench/plot_bench
// Draw lists of Dear ImGui only, no renderer, 1200 x 700 pixels: noise (the worst: every column is
// two lines) and sines, uniform and with an array of x on a logarithmic axis, whole, zoomed,
// panning, and with the pointer reading values. Processor time: others may use the machine.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <vector>

#include "rig/gui/plot/draw_plot.hpp"

namespace {

using namespace ampsweep::rig::gui;

constexpr std::size_t kPoints = 1000000;
constexpr int kTraces = 10;
constexpr int kFrames = 100;

double milliseconds(const std::function<void()>& work) {
  const std::clock_t before = std::clock();
  work();
  return 1e3 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
}

std::vector<float> values(int trace, bool noise) {
  std::mt19937 random{static_cast<unsigned>(trace)};
  std::vector<float> y(kPoints);
  for (std::size_t i = 0; i < kPoints; ++i) {
    const double t = static_cast<double>(i) / kPoints;
    y[i] = noise ? static_cast<float>(random() % 2000) / 1000.0F
                 : static_cast<float>(std::sin(20.0 * t + trace) + 0.1 * trace);
  }
  return y;
}

Plot plot_of(bool noise, Scale scale) {
  Plot plot;
  plot.title = "bench";
  plot.x = {"frequency", Unit::Hertz, scale, {}};
  for (int t = 0; t < kTraces; ++t) {
    std::vector<double> x;
    for (std::size_t i = 0; scale == Scale::Log && i < kPoints; ++i) {
      x.push_back(0.024 * static_cast<double>(i + 1));
    }
    auto data = x.empty() ? TraceData::uniform(0.0, 0.024, values(t, noise))
                          : TraceData::points(std::move(x), values(t, noise));
    plot.traces.push_back({fmt::format("trace {}", t), TraceKind::Line, std::move(data), {}});
  }
  return plot;
}

void frame(const Plot& plot, PlotView& view) {
  ImGui::NewFrame();
  ImGui::SetNextWindowPos({0.0F, 0.0F});
  ImGui::SetNextWindowSize({1200.0F, 700.0F});
  ImGui::Begin("bench", nullptr, ImGuiWindowFlags_NoDecoration);
  (void)draw_plot("plot", plot, view, dark_plot_style());
  ImGui::End();
  ImGui::Render();
}

void measure(const char* what, const Plot& plot, PlotView& view,
             const std::function<void(int)>& between) {
  std::vector<double> took;
  for (int i = 0; i < kFrames; ++i) {
    between(i);
    took.push_back(milliseconds([&] { frame(plot, view); }));
  }
  std::sort(took.begin(), took.end());
  std::printf("  %-24s median %6.2f ms, worst %6.2f ms, %6d vertices\n", what, took[kFrames / 2],
              took.back(), ImGui::GetDrawData()->TotalVtxCount);
}

void measure_all(const char* name, bool noise, Scale scale) {
  std::printf("%s\n", name);
  const Plot plot = plot_of(noise, scale);
  PlotView view;
  measure("whole", plot, view, [](int) {});
  view.x->range = Range{10000.0, 10240.0};  // 10 000 points each
  measure("zoomed to 1/100", plot, view, [](int) {});
  view.x->range = Range{10000.0, 10012.0};  // 500 points each
  measure("zoomed to 1/2000", plot, view, [](int) {});
  measure("panning by 1/3 of it", plot, view, [&](int i) {
    view.x->range = Range{1000.0 + 80.0 * i, 9000.0 + 80.0 * i};
  });
  fit(view);
  ImGui::GetIO().MousePos = {600.0F, 350.0F};
  measure("whole, pointer reading", plot, view, [](int) {});
  ImGui::GetIO().MousePos = {-1.0F, -1.0F};
}

}  // namespace

int main() {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {1200.0F, 700.0F};
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);

  std::vector<float> one = values(0, true);
  const double build = milliseconds([&] { (void)TraceData::uniform(0.0, 1.0, std::move(one)); });
  std::printf("making a trace of a million points: %.2f ms\n", build);
  measure_all("noise, uniform x", true, Scale::Linear);
  measure_all("sines, uniform x", false, Scale::Linear);
  measure_all("noise, array of x, logarithmic", true, Scale::Log);
  ImGui::DestroyContext();
}
