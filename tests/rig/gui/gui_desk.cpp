// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui_desk.hpp"

#include "screen_text.hpp"

namespace ampsweep::test {
namespace {

constexpr int kNamedKeys = 400;  // where the fake keyboard keeps ImGui's named keys

}  // namespace

GuiDesk::GuiDesk(float scale, bool dark) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {1280.0F * scale, 720.0F * scale};
  io.DeltaTime = 1.0F / 60.0F;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = kNamedKeys + key;
  const auto fonts = rig::gui::load_fonts(scale);
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
  look_ = rig::gui::make_look(dark, scale, fonts);
  sink_ = [this](rig::gui::Command command) { sent.push_back(std::move(command)); };
}

GuiDesk::~GuiDesk() { ImGui::DestroyContext(); }

void GuiDesk::frame() {
  ImGui::NewFrame();
  if (framed) {
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("desk", nullptr, ImGuiWindowFlags_NoDecoration);
  }
  if (draw) draw({now, look_, sink_});
  if (framed) ImGui::End();
  ImGui::Render();
}

void GuiDesk::click_at(ImVec2 at) {
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = at;
  frame();
  io.MouseDown[0] = true;
  frame();
  io.MouseDown[0] = false;
  frame();
  io.MousePos = {-1.0F, -1.0F};
  frame();
}

bool GuiDesk::click(const std::string& text, float right) {
  frame();
  const auto at = find_text(text, right);
  if (at) click_at(*at);
  return at.has_value();
}

void GuiDesk::tap(int key) {
  ImGui::GetIO().KeysDown[key] = true;
  frame();
  ImGui::GetIO().KeysDown[key] = false;
  frame();
}

void GuiDesk::press(ImGuiKey_ key) { tap(ImGui::GetIO().KeyMap[key]); }

void GuiDesk::press(char letter, bool ctrl) {
  ImGui::GetIO().KeyCtrl = ctrl;
  tap(letter);
  ImGui::GetIO().KeyCtrl = false;
}

void GuiDesk::type(const std::string& text) {
  ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
  frame();
}

int GuiDesk::triangles() const {
  const ImDrawData* data = ImGui::GetDrawData();
  return data != nullptr ? data->TotalIdxCount / 3 : 0;
}

bool GuiDesk::shows(const std::string& text) const { return find_text(text).has_value(); }

}  // namespace ampsweep::test
