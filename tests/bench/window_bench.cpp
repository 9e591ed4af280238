// SPDX-License-Identifier: GPL-3.0-or-later
// Does the window keep 60 frames a second with 10 traces of a million points and a capture running?
//   ninja -C build/release window_bench
//   LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -s '-screen 0 1280x720x24'
//   build/release/tests/bench/window_bench
// The real window on the display it is given, with both of its threads. The capture runs on the
// simulated bench, which takes all of one processor: more than an audio interface ever does. Work:
// time to draw a frame and hand it to the renderer; between: from frame to frame, pacing included.

#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "fixtures/simulated_bench.hpp"
#include "rig/gui/control/bench_worker.hpp"
#include "rig/gui/control/file_worker.hpp"
#include "rig/gui/draw_window.hpp"
#include "rig/gui/plot/draw_plot.hpp"
#include "rig/gui/window/gl_window.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig::gui;

constexpr std::size_t kPoints = 1000000;
constexpr int kTraces = 10;
constexpr double kSeconds = 5.0;  // of each measurement

/// Curves as measurements are; or noise, the worst for a renderer: ten times all of the plot's
/// area.
Plot plot_of(bool noise) {
  Plot plot;
  plot.title = noise ? "ten traces of a million points, noise" : "ten curves of a million points";
  plot.x = {"time", Unit::Seconds, Scale::Linear, {}};
  for (int t = 0; t < kTraces; ++t) {
    std::mt19937 random{static_cast<unsigned>(t)};
    std::vector<float> y(kPoints);
    for (std::size_t i = 0; i < kPoints; ++i) {
      const double curve = std::sin(2e-5 * static_cast<double>(i) + t) + 0.1 * t;
      y[i] = noise ? static_cast<float>(random() % 2000) / 1000.0F : static_cast<float>(curve);
    }
    plot.traces.push_back({fmt::format("trace {}", t),
                           TraceKind::Line,
                           TraceData::uniform(0.0, 1e-4, std::move(y)),
                           {}});
  }
  return plot;
}

rig::Bench simulated(const rig::Rig& rig, std::unique_ptr<rig::Operator> person) {
  rig::Bench bench = fixtures::make_simulated_bench(rig);
  bench.person = std::move(person);
  return bench;
}

/// The window, its threads, and the plot on top of a room.
struct Desk {
  GuiFront front{simulated, [] { return rig::DeviceListing{}; }, {}, FIXTURES, {}, {}, {}};
  GlWindow window{"Ampsweep bench"};
  Board board;
  FileWorker files{front, board};
  BenchWorker bench{front, board, [this](FileCommand command) { files.send(std::move(command)); }};
  Fonts fonts = load_fonts(1.0F);
  Look look = make_look(true, 1.0F, fonts);
  UiState state;
  Plot curves = plot_of(false);
  Plot noise = plot_of(true);
  const Plot* plot = &curves;
  PlotView view;
  bool dragged{false};  // the plot, from frame to frame
  CommandSink send = [](const Command&) {};

  Desk() {
    window.upload_fonts();
    state.room = Room::Measure;  // where curves are looked at; the bar above it moves
  }

  /// Milliseconds of work.
  double frame() {
    const auto now = board.newest();
    const double from = glfwGetTime();
    if (dragged) {
      const double left = 5.0 + 4.0 * std::sin(from);
      view.x->range = {left, left + 90.0};
    }
    window.begin_frame(false);
    draw_window({*now, look, send}, state);
    if (plot != nullptr) {
      ImGui::SetNextWindowPos({300.0F, 200.0F});
      ImGui::SetNextWindowSize({960.0F, 500.0F});
      ImGui::Begin("bench", nullptr, ImGuiWindowFlags_NoDecoration);
      ImGui::SetWindowFocus();
      (void)draw_plot("plot", *plot, view, dark_plot_style());
      ImGui::End();
    }
    const double drawn = glfwGetTime();
    window.end_frame();
    return 1e3 * (drawn - from);
  }

  void measure(const char* what) {
    std::vector<double> work;
    std::vector<double> between;
    double last = glfwGetTime();
    const double begun = last;
    while (last - begun < kSeconds) {
      work.push_back(frame());
      between.push_back(1e3 * (glfwGetTime() - last));
      last = glfwGetTime();
    }
    std::sort(work.begin(), work.end());
    std::sort(between.begin(), between.end());
    const std::size_t frames = work.size();
    std::printf(
        "%-34s %5.1f frames/s; work median %5.2f, 95 %% %5.2f ms; between median %5.2f, "
        "95 %% %5.2f, worst %6.2f ms\n",
        what, static_cast<double>(frames) / kSeconds, work[frames / 2], work[frames * 95 / 100],
        between[frames / 2], between[frames * 95 / 100], between.back());
  }

  void measure_plots(const std::string& meanwhile) {
    for (const Plot* shown : {&curves, &noise}) {
      for (const bool moves : {false, true}) {
        plot = shown;
        dragged = moves;
        measure(fmt::format("{}, {}; {}:", shown == &noise ? "noise" : "curves",
                            moves ? "dragged" : "at rest", meanwhile)
                    .c_str());
      }
    }
    plot = nullptr;
  }
};

struct Context {
  Context() { ImGui::CreateContext(); }
  ~Context() { ImGui::DestroyContext(); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

}  // namespace

int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // seen when it is read by a program, too
  const Context context;
  ImGui::GetIO().IniFilename = nullptr;
  Desk desk;
  desk.files.send(TrySimulatedBench{});
  while (!desk.board.newest()->plan.job) {
    desk.frame();
    for (const Problem& problem : desk.board.newest()->problems) std::puts(problem.text.c_str());
    if (!desk.board.newest()->problems.empty()) return 1;
  }
  desk.measure_plots("nothing runs");
  const auto dir = std::filesystem::temp_directory_path() / "ampsweep-window-bench";
  std::filesystem::remove_all(dir);
  desk.bench.send(StartCapture{dir.string(), false, false});
  while (desk.board.newest()->capture.now.state != rig::SessionState::Playing) desk.frame();
  const int before = desk.board.newest()->capture.now.takes_done;
  desk.measure_plots("a capture runs");
  desk.state.room = Room::Capture;
  desk.measure("the Capture room; a capture runs:");
  const auto now = desk.board.newest();
  std::printf("takes finished meanwhile: %d; the capture %s\n",
              now->capture.now.takes_done - before,
              now->activity == Activity::Capturing ? "still ran at the end" : "was over before");
  desk.bench.stop_now();
  while (desk.board.newest()->activity != Activity::Idle) desk.frame();
  std::filesystem::remove_all(dir);
}
