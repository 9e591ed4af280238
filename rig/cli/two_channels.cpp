// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/two_channels.hpp"

#include <fmt/format.h>

#include <ostream>

#include "analysis/sound_check.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/dataset/json.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig::cli {
namespace {

double channel_dbfs_rms(const TwoChannels& taken, std::size_t channel) {
  return level_of_rms(analysis::rms(taken.audio.channels[channel])).value();
}

std::size_t channel_index(const std::string& file, const WavAudio& audio, int number) {
  if (number < 1 || number > static_cast<int>(audio.channels.size())) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("{} has {} channels, not a number {}", file, audio.channels.size(), number),
        "name two of its channels with --channels A,B");
  }
  return static_cast<std::size_t>(number - 1);
}

}  // namespace

void add_two_channels(CLI::App& verb, TwoChannelNumbers& numbers) {
  verb.add_option("--channels", numbers.of_file, "A,B: the two channels, counted from 1")
      ->delimiter(',')
      ->expected(2)
      ->capture_default_str();
}

TwoChannels two_channels(const std::string& file, const TwoChannelNumbers& numbers,
                         std::optional<SampleRate> wanted) {
  TwoChannels taken{require_wav(file)};
  if (wanted && taken.rate() != *wanted) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("{} has {} Hz, not {} Hz", file, taken.rate().value(), wanted->value()),
        "make all recordings at one sample rate");
  }
  taken.source = channel_index(file, taken.audio, numbers.of_file.at(0));
  taken.divided = channel_index(file, taken.audio, numbers.of_file.at(1));
  return taken;
}

void add_taken(nlohmann::ordered_json& json, const TwoChannels& taken) {
  json["sample_rate_hz"] = taken.rate().value();
  json["length_s"] = seconds(taken.audio.length(), taken.rate()).value();
  json["channels"] = {taken.source + 1, taken.divided + 1};
  json["source_dbfs_rms"] = number_or_null(channel_dbfs_rms(taken, taken.source));
  json["divided_dbfs_rms"] = number_or_null(channel_dbfs_rms(taken, taken.divided));
}

void print_taken(std::ostream& out, const TwoChannels& taken) {
  out << fmt::format(
      "taken at   channel {} {:.1f} dBFS rms, channel {} {:.1f} dBFS rms, {:.2f} s of {} Hz\n",
      taken.source + 1, channel_dbfs_rms(taken, taken.source), taken.divided + 1,
      channel_dbfs_rms(taken, taken.divided), seconds(taken.audio.length(), taken.rate()).value(),
      taken.rate().value());
}

}  // namespace ampsweep::rig::cli
