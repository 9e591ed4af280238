// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/look.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

namespace ampsweep::rig::gui {
namespace {

ImVec4 rgb(unsigned hex) {
  return {static_cast<float>(hex >> 16U & 0xFFU) / 255.0F,
          static_cast<float>(hex >> 8U & 0xFFU) / 255.0F, static_cast<float>(hex & 0xFFU) / 255.0F,
          1.0F};
}

// Good, warn and bad are the blue-green, orange and vermillion of Okabe and Ito's set, moved in
// lightness until they can be read on their background.
const Palette kDark{rgb(0x14171c), rgb(0x1c2027), rgb(0x2b313b), rgb(0x3c4452),
                    rgb(0xe8ebf0), rgb(0xa3adba), rgb(0x5cb8f0), rgb(0x35c79a),
                    rgb(0xf0b030), rgb(0xff8660), rgb(0xd03020), rgb(0xffffff)};
const Palette kLight{rgb(0xf4f5f7), rgb(0xffffff), rgb(0xe4e7ec), rgb(0xc3c9d2),
                     rgb(0x1a1e24), rgb(0x525b68), rgb(0x0062a8), rgb(0x00674a),
                     rgb(0x855600), rgb(0xb23a00), rgb(0xc02010), rgb(0xffffff)};

double linear(float channel) {
  const double c = static_cast<double>(channel);
  return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const ImVec4& colour) {
  return 0.2126 * linear(colour.x) + 0.7152 * linear(colour.y) + 0.0722 * linear(colour.z);
}

constexpr const char* kSans = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
constexpr const char* kMono = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf";

ImFont* load(float pixels, const ImWchar* ranges, const char* file = kSans) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  if (std::filesystem::exists(file)) {
    return atlas.AddFontFromFileTTF(file, pixels, nullptr, ranges);
  }
  ImFontConfig config;
  config.SizePixels = pixels;
  return atlas.AddFontDefault(&config);
}

void set_colours(const Palette& p) {
  ImVec4* const c = ImGui::GetStyle().Colors;
  const ImVec4 hover = mixed(p.raised, p.accent, 0.25F);
  const ImVec4 active = mixed(p.raised, p.accent, 0.45F);
  c[ImGuiCol_Text] = p.text;
  c[ImGuiCol_TextDisabled] = p.dim;
  c[ImGuiCol_WindowBg] = p.back;
  c[ImGuiCol_ChildBg] = p.panel;
  c[ImGuiCol_PopupBg] = p.panel;
  c[ImGuiCol_Border] = p.line;
  c[ImGuiCol_FrameBg] = c[ImGuiCol_Button] = c[ImGuiCol_Header] = p.raised;
  c[ImGuiCol_FrameBgHovered] = c[ImGuiCol_ButtonHovered] = c[ImGuiCol_HeaderHovered] = hover;
  c[ImGuiCol_FrameBgActive] = c[ImGuiCol_ButtonActive] = c[ImGuiCol_HeaderActive] = active;
  c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = p.raised;
  c[ImGuiCol_ScrollbarBg] = p.panel;
  c[ImGuiCol_ScrollbarGrab] = p.line;
  c[ImGuiCol_ScrollbarGrabHovered] = c[ImGuiCol_ScrollbarGrabActive] = p.dim;
  c[ImGuiCol_CheckMark] = c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = p.accent;
  c[ImGuiCol_Separator] = p.line;
  c[ImGuiCol_Tab] = c[ImGuiCol_TabUnfocused] = p.raised;
  c[ImGuiCol_TabHovered] = hover;
  c[ImGuiCol_TabActive] = c[ImGuiCol_TabUnfocusedActive] = active;
  c[ImGuiCol_PlotHistogram] = p.accent;
  c[ImGuiCol_TableHeaderBg] = p.raised;
  c[ImGuiCol_TableBorderStrong] = c[ImGuiCol_TableBorderLight] = p.line;
  c[ImGuiCol_TableRowBgAlt] = mixed(p.panel, p.raised, 0.35F);
  c[ImGuiCol_TextSelectedBg] = mixed(p.panel, p.accent, 0.45F);
  c[ImGuiCol_NavHighlight] = p.accent;
  c[ImGuiCol_ModalWindowDimBg] = {0.0F, 0.0F, 0.0F, 0.55F};
}

}  // namespace

const Palette& dark_palette() { return kDark; }
const Palette& light_palette() { return kLight; }

ImVec4 mixed(const ImVec4& a, const ImVec4& b, float share) {
  const auto mix = [share](float x, float y) { return x + (y - x) * share; };
  return {mix(a.x, b.x), mix(a.y, b.y), mix(a.z, b.z), 1.0F};
}

double contrast(const ImVec4& a, const ImVec4& b) {
  const double high = std::max(luminance(a), luminance(b));
  const double low = std::min(luminance(a), luminance(b));
  return (high + 0.05) / (low + 0.05);
}

Fonts load_fonts(float scale) {
  // Latin, Greek and Cyrillic, punctuation, arrows, mathematical and geometric signs: what knob
  // labels and our own text need.
  static constexpr std::array<ImWchar, 11> kText{0x20,   0x52F,  0x1E00, 0x20CF, 0x2190, 0x22FF,
                                                 0x2500, 0x27BF, 0xFFFD, 0xFFFD, 0};
  static constexpr std::array<ImWchar, 5> kBig{0x20, 0x17F, 0x2190, 0x21FF, 0};
  ImGui::GetIO().Fonts->Clear();
  Fonts fonts;
  fonts.body = load(16.0F * scale, kText.data());
  fonts.title = load(21.0F * scale, kText.data());
  fonts.large = load(30.0F * scale, kBig.data());
  fonts.huge = load(64.0F * scale, kBig.data());
  fonts.mono = load(15.0F * scale, kText.data(), kMono);
  ImGui::GetIO().FontDefault = fonts.body;
  return fonts;
}

Look make_look(bool dark, float scale, const Fonts& fonts) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle{};
  style.WindowRounding = 0.0F;
  style.ChildRounding = style.FrameRounding = style.PopupRounding = style.GrabRounding = 4.0F;
  style.WindowPadding = {12.0F, 10.0F};
  style.FramePadding = {10.0F, 6.0F};
  style.ItemSpacing = {10.0F, 8.0F};
  style.CellPadding = {8.0F, 4.0F};
  style.ChildBorderSize = 1.0F;
  style.WindowBorderSize = 0.0F;
  style.ScaleAllSizes(scale);
  const Palette& colours = dark ? kDark : kLight;
  set_colours(colours);
  return {&colours, fonts, scale};
}

}  // namespace ampsweep::rig::gui
