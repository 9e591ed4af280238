// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/stretch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::cli {

void add_stretch(CLI::App& verb, Stretch& stretch) {
  verb.add_option("file", stretch.file, "recording (WAV, FLAC or AIFF)")
      ->type_name(kFile)
      ->required();
  verb.add_option("--channel", stretch.channel, "which channel, 1 is the first")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  verb.add_option("--from-s", stretch.from_s, "measure from here on, seconds")
      ->check(CLI::NonNegativeNumber);
  verb.add_option("--to-s", stretch.to_s, "measure up to here, seconds (default: the end)")
      ->check(CLI::NonNegativeNumber);
}

LoadedStretch load(const Stretch& stretch) {
  WavAudio audio = require_wav(stretch.file);
  const auto channel = static_cast<std::size_t>(stretch.channel);
  if (channel > audio.channels.size()) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} has {} channel(s), no channel {}", stretch.file,
                                 audio.channels.size(), stretch.channel),
                     "name one of them with --channel");
  }
  LoadedStretch loaded{std::move(audio.channels[channel - 1]), audio.rate()};
  const auto size = static_cast<std::int64_t>(loaded.samples.size());
  const std::int64_t from = samples(Seconds{stretch.from_s}, loaded.rate).value();
  const std::int64_t to =
      stretch.to_s ? samples(Seconds{*stretch.to_s}, loaded.rate).value() : size;
  if (from >= to || to > size) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} is {:.3f} s long and has no stretch from {} s to {} s",
                                 stretch.file, seconds(audio.length(), loaded.rate).value(),
                                 stretch.from_s, stretch.to_s.value_or(0.0)),
                     "choose --from-s and --to-s inside the file");
  }
  loaded.samples.erase(loaded.samples.begin() + to, loaded.samples.end());
  loaded.samples.erase(loaded.samples.begin(), loaded.samples.begin() + from);
  return loaded;
}

}  // namespace ampsweep::rig::cli
