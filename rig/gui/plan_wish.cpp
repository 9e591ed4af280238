// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plan_wish.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "rig/plan/edit_table.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr int kSettingsPerKnob = 8;  // role-aware Sobol: enough for a first model of each knob

std::string quoted(const std::string& text) {
  std::string toml = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') toml += '\\';
    toml += c;
  }
  return toml + '"';
}

}  // namespace

std::string plan_text(const PlanWish& wish, const std::string& rig_file) {
  std::string text = fmt::format(
      "# Every key is explained in docs/plan-file.md.\n"
      "name = {}\nrig = {}\nseed = 1\n\n"
      "[stimulus]            # the built-in guitar; audio_file = \"my-di.wav\" takes your own\n"
      "training_s = {}\n\n"
      "[design]\nkind = \"role-aware\"\ncount = {}\ncentre = true\n\n"
      "[holdout]             # settings never seen in training\nvalidation = {}\ntest = {}\n\n"
      "[order]\nblocks = {}\n",
      quoted(wish.name), quoted(rig_file), wish.training_s, wish.settings, wish.validation,
      wish.test, wish.blocks);
  return wish.audio_file.empty() ? text : with_audio_file(text, wish.audio_file);
}

PlanWish suggested_plan(const Rig& rig) {
  PlanWish wish;
  wish.settings = std::max(1, kSettingsPerKnob * static_cast<int>(rig.knobs.size()));
  return wish;
}

std::string with_audio_file(const std::string& plan, const std::string& path) {
  return with_table_keys(plan, "stimulus", {{"audio_file", path.empty() ? "" : quoted(path)}},
                         "plan");
}

std::string with_rig_file(const std::string& plan, const std::string& rig_file) {
  static const std::regex kLine{R"((^|\n)[ \t]*rig[ \t]*=[^\n]*)"};
  return std::regex_replace(
      plan, kLine, "$1rig = " + std::regex_replace(quoted(rig_file), std::regex{R"(\$)"}, "$$$$"),
      std::regex_constants::format_first_only);
}

}  // namespace ampsweep::rig::gui
