// SPDX-License-Identifier: GPL-3.0-or-later
// CoreAudioML: Data/{train,val,test}/NAME-input.wav and NAME-target.wav. Channel 0 of the input is
// sound, the others are knobs, 0..1, constant over each take.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rig/formats/check_context.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr const char* kInputEnd = "-input.wav";
constexpr const char* kTargetEnd = "-target.wav";

std::set<std::string> names_in(const std::filesystem::path& dir) {
  std::set<std::string> names;
  std::error_code error;
  auto walk = std::filesystem::directory_iterator(dir, error);
  for (; !error && walk != std::filesystem::directory_iterator(); walk.increment(error)) {
    const std::string file = walk->path().filename().string();
    for (const std::string end : {kInputEnd, kTargetEnd}) {
      if (file.ends_with(end)) names.insert(file.substr(0, file.size() - end.size()));
    }
  }
  return names;
}

/// Knobs move between takes, never inside one: many changes mean that sound sits in the channel.
void check_knob_channels(CheckContext& check, const std::string& name,
                         const CheckContext::Sound& input) {
  constexpr std::int64_t kShortestTake = 100;
  const auto& channels = input->figures();
  for (std::size_t c = 1; c < channels.size(); ++c) {
    const ChannelFigures& knob = channels[c];
    if (!(knob.finite && knob.least >= 0.0F && knob.most <= 1.0F)) {
      check.report.add("wrong_value", name, fmt::format("channel {} leaves 0..1", c));
    }
    if (knob.changes * kShortestTake > input->length().value()) {
      check.report.add("not_constant", name,
                       fmt::format("channel {} changes {} times: it is no knob", c, knob.changes));
    }
  }
}

}  // namespace

void check_guitarml_folders(CheckContext& check) {
  int channels = 0;
  const WavRule input_rule{facts_of(Format::GuitarMlFolders).rates_hz, {"float32"}, {}, 0};
  const WavRule target_rule{facts_of(Format::GuitarMlFolders).rates_hz, {"float32"}, {}, 1};
  for (const char* part : {"train", "val", "test"}) {
    const std::string folder = fmt::format("Data/{}", part);
    const auto names = names_in(check.report.dir / folder);
    if (names.empty()) check.report.add("missing_part", folder, "no NAME-input.wav in it");
    for (const std::string& name : names) {
      if (check.stopped()) return;
      const std::string input_name = fmt::format("{}/{}{}", folder, name, kInputEnd);
      const std::string target_name = fmt::format("{}/{}{}", folder, name, kTargetEnd);
      const auto input = check.sound(input_name, input_name, input_rule);
      const auto target = check.sound(target_name, target_name, target_rule);
      if (!input || !target) continue;
      check.found_pair({input_name, target_name, part, {}, folder});
      if (channels == 0) channels = input->info().channels;
      if (input->info().channels != channels) {
        check.report.add(
            "wrong_channels", input_name,
            fmt::format("{} channels, others have {}", input->info().channels, channels));
      }
      check.check_pair(target_name, input, target);
      check.check_target(target_name, target);
      check_knob_channels(check, input_name, input);
    }
  }
}

}  // namespace ampsweep::rig::formats
