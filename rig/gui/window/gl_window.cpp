// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/window/gl_window.hpp"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "rig/model/result.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr int kWidth = 1280;
constexpr int kHeight = 720;
constexpr double kFrame = 1.0 / 60.0;
constexpr double kIdleFrame = 1.0 / 15.0;  ///< Levels and clocks move on without input.

SetupError no_window() {
  const char* why = nullptr;
  glfwGetError(&why);
  return {SetupKind::Device,
          std::string("no window could be opened: ") + (why != nullptr ? why : "no OpenGL 3.0"),
          "run it on a desktop (DISPLAY must name one), or use the command line: ampsweep --help"};
}

}  // namespace

GlWindow::GlWindow(const std::string& title) {
  if (glfwInit() == GLFW_FALSE) throw no_window();
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  // ImGui needs none of these, and a software renderer would fill them anew for every frame.
  for (const int unused : {GLFW_DEPTH_BITS, GLFW_STENCIL_BITS, GLFW_ALPHA_BITS, GLFW_SAMPLES}) {
    glfwWindowHint(unused, 0);
  }
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "ampsweep");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "ampsweep");
  window_ = glfwCreateWindow(kWidth, kHeight, title.c_str(), nullptr, nullptr);
  if (window_ == nullptr) {
    const SetupError error = no_window();
    glfwTerminate();
    throw error;
  }
  glfwSetWindowSizeLimits(window_, kWidth, kHeight, GLFW_DONT_CARE, GLFW_DONT_CARE);
  glfwMakeContextCurrent(window_);
  glfwSwapInterval(1);
  glfwSetWindowUserPointer(window_, this);
  // Before ImGui, which chains to the call-backs it finds.
  glfwSetDropCallback(window_, [](GLFWwindow* window, int count, const char** paths) {
    auto& dropped = static_cast<GlWindow*>(glfwGetWindowUserPointer(window))->dropped_;
    dropped.insert(dropped.end(), paths, paths + count);
  });
  glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int, int action, int modifiers) {
    if (action != GLFW_PRESS || key < 0) return;
    static_cast<GlWindow*>(glfwGetWindowUserPointer(window))->strokes_.push_back({key, modifiers});
  });
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) {
    static_cast<GlWindow*>(glfwGetWindowUserPointer(window))->uncovered_ = true;
  });
  ImGui_ImplGlfw_InitForOpenGL(window_, true);
  ImGui_ImplOpenGL3_Init("#version 130");
  picture_ = std::make_unique<KeptPicture>();
}

GlWindow::~GlWindow() {
  picture_.reset();  // while there is a context
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  glfwDestroyWindow(window_);
  glfwTerminate();
}

float GlWindow::content_scale() const {
  float x = 1.0F;
  float y = 1.0F;
  glfwGetWindowContentScale(window_, &x, &y);
  return std::clamp(std::max(x, y), 0.5F, 4.0F);
}

bool GlWindow::take_close_request() {
  const bool asked = glfwWindowShouldClose(window_) == GLFW_TRUE;
  glfwSetWindowShouldClose(window_, GLFW_FALSE);
  return asked;
}

std::vector<std::string> GlWindow::take_dropped() { return std::exchange(dropped_, {}); }

/// ImGui looks at keys once a frame: one that went down and up in between would be lost, and STOP
/// with it; one whose Ctrl was let go in between would be another key. Each is shown as it was
/// pressed for one frame.
void GlWindow::show_strokes() {
  ImGuiIO& io = ImGui::GetIO();
  for (const Stroke& stroke : strokes_) {
    io.KeysDown[stroke.key] = true;
    io.KeyCtrl = io.KeyCtrl || (stroke.modifiers & GLFW_MOD_CONTROL) != 0;
    io.KeyShift = io.KeyShift || (stroke.modifiers & GLFW_MOD_SHIFT) != 0;
  }
  held_ = std::move(strokes_);
  strokes_.clear();
}

void GlWindow::release_strokes() {
  if (held_.empty()) return;
  ImGuiIO& io = ImGui::GetIO();
  const auto down = [this](int key) { return glfwGetKey(window_, key) == GLFW_PRESS; };
  for (const Stroke& stroke : held_) io.KeysDown[stroke.key] = down(stroke.key);
  io.KeyCtrl = down(GLFW_KEY_LEFT_CONTROL) || down(GLFW_KEY_RIGHT_CONTROL);
  io.KeyShift = down(GLFW_KEY_LEFT_SHIFT) || down(GLFW_KEY_RIGHT_SHIFT);
  held_.clear();
}

void GlWindow::begin_frame(bool idle) {
  const bool again = !held_.empty();  // a key to be shown as released
  release_strokes();
  if (idle && !again) {
    glfwWaitEventsTimeout(kIdleFrame);
  } else {
    glfwPollEvents();
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  show_strokes();
  ImGui::NewFrame();
}

void GlWindow::end_frame() {
  ImGui::Render();
  ImDrawData& data = *ImGui::GetDrawData();
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  if (width > 0 && height > 0) {
    if (picture_->resize(width, height)) damage_.forget();
    const std::vector<Patch> patches = damage_.changed(data);
    if (!patches.empty()) paint(data, patches, height);
    if (!patches.empty() || uncovered_) {
      picture_->show();
      glfwSwapBuffers(window_);
      uncovered_ = false;
    }
  }
  pace();
}

void GlWindow::paint(ImDrawData& data, const std::vector<Patch>& patches, int height) const {
  const ImVec2 origin = data.DisplayPos;
  const ImVec2 scale = data.FramebufferScale;
  picture_->draw_into();
  glEnable(GL_SCISSOR_TEST);
  for (const Patch& patch : patches) {
    const auto left = static_cast<int>((patch.from.x - origin.x) * scale.x);
    const auto top = static_cast<int>((patch.from.y - origin.y) * scale.y);
    const auto right = static_cast<int>((patch.to.x - origin.x) * scale.x);
    const auto bottom = static_cast<int>((patch.to.y - origin.y) * scale.y);
    glScissor(left, height - bottom, right - left, bottom - top);  // counted from below
    glClear(GL_COLOR_BUFFER_BIT);
  }
  glDisable(GL_SCISSOR_TEST);
  cut_to(data, patches);
  ImGui_ImplOpenGL3_RenderDrawData(&data);
}

/// Software renderers ignore the swap interval and would take a whole core.
void GlWindow::pace() {
  const double now = glfwGetTime();
  if (frame_due_ > now) {
    std::this_thread::sleep_for(std::chrono::duration<double>(frame_due_ - now));
  }
  frame_due_ = std::max(frame_due_, now) + kFrame;
}

void GlWindow::upload_fonts() {
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
  damage_.forget();  // the same triangles show other letters now
}

}  // namespace ampsweep::rig::gui
