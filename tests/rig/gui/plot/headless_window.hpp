// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <imgui.h>

#include <functional>
#include <string>

#include "rig/gui/plot/draw_plot.hpp"
#include "rig/gui/plot/plot_layout.hpp"

namespace ampsweep::rig::gui {

/// Dear ImGui without a window system or a renderer: one window of 900 x 600 pixels at (0, 0),
/// without decoration or padding, and a mouse and keys to be set between frames.
class HeadlessWindow {
 public:
  explicit HeadlessWindow(ImGuiBackendFlags flags = ImGuiBackendFlags_RendererHasVtxOffset) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {900.0F, 600.0F};
    io.DeltaTime = 1.0F / 60.0F;
    io.BackendFlags |= flags;
    for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key + 1;
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    ImGui::GetStyle().WindowPadding = {0.0F, 0.0F};
    ImGui::GetStyle().WindowBorderSize = 0.0F;
    io.ClipboardUserData = &clipboard;
    io.SetClipboardTextFn = [](void* to, const char* text) {
      *static_cast<std::string*>(to) = text;
    };
  }
  HeadlessWindow(const HeadlessWindow&) = delete;
  HeadlessWindow& operator=(const HeadlessWindow&) = delete;
  ~HeadlessWindow() { ImGui::DestroyContext(); }

  void frame(const std::function<void()>& draw) {
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize({900.0F, 600.0F});
    ImGui::Begin("window", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings);
    draw();
    ImGui::End();
    ImGui::Render();
    ImGui::GetIO().MouseWheel = 0.0F;
  }

  static void mouse(Point at) {
    ImGui::GetIO().MousePos = {static_cast<float>(at.x), static_cast<float>(at.y)};
  }
  static void hold(ImGuiMouseButton button, bool down) { ImGui::GetIO().MouseDown[button] = down; }
  static void key(ImGuiKey key, bool down) { ImGui::GetIO().KeysDown[key + 1] = down; }

  std::string clipboard;
};

/// One plot that fills the window, drawn frame by frame.
struct ShownPlot {
  HeadlessWindow& window;
  Plot plot;
  PlotView view;
  PlotStyle style = dark_plot_style();
  PlotAsk asked = PlotAsk::None;  ///< By any frame so far.
  PlotLayout layout{};            ///< Of the last frame.

  void frame() {
    window.frame([this] {
      const PlotAsk ask = draw_plot("plot", plot, view, style);
      if (ask != PlotAsk::None) asked = ask;
      layout = lay_out(plot, shown_ranges(plot, view), {900.0, 600.0}, [](std::string_view text) {
        const ImVec2 size = ImGui::CalcTextSize(text.data(), text.data() + text.size());
        return Size{static_cast<double>(size.x), static_cast<double>(size.y)};
      });
    });
  }
  void move(Point to) {
    HeadlessWindow::mouse(to);
    frame();
  }
  void press(ImGuiMouseButton button) {
    HeadlessWindow::hold(button, true);
    frame();
  }
  void release(ImGuiMouseButton button) {
    HeadlessWindow::hold(button, false);
    frame();
  }
  void click(Point at, ImGuiMouseButton button = ImGuiMouseButton_Left) {
    move(at);
    press(button);
    release(button);
  }
  void strike(ImGuiKey key) {
    HeadlessWindow::key(key, true);
    frame();
    HeadlessWindow::key(key, false);
    frame();
  }
  /// Longer than a double click lasts.
  void rest() {
    for (int i = 0; i < 30; ++i) frame();
  }
};

}  // namespace ampsweep::rig::gui
