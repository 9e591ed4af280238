// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "analysis/channel_ratio.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/wav_file.hpp"

namespace ampsweep::rig::cli {

/// Which channels of a file are compared, counted from 1.
struct TwoChannelNumbers {
  std::vector<int> of_file{1, 2};
};

/// One file and the two channels of it.
struct TwoChannels {
  WavAudio audio;
  std::size_t source{0};  ///< Indices into audio.channels.
  std::size_t divided{1};
  [[nodiscard]] SampleRate rate() const { return audio.rate(); }
  [[nodiscard]] analysis::ChannelPair view() const {
    return {audio.channels[source], audio.channels[divided]};
  }
};

/// Adds --channels A,B.
void add_two_channels(CLI::App& verb, TwoChannelNumbers& numbers);
/// Throws SetupError (Data): no such file or channel, or not the `wanted` rate.
[[nodiscard]] TwoChannels two_channels(const std::string& file, const TwoChannelNumbers& numbers,
                                       std::optional<SampleRate> wanted = std::nullopt);

/// The level at which a figure was taken: sample_rate_hz, length_s, channels, source_dbfs_rms,
/// divided_dbfs_rms.
void add_taken(nlohmann::ordered_json& json, const TwoChannels& taken);
void print_taken(std::ostream& out, const TwoChannels& taken);

}  // namespace ampsweep::rig::cli
