// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/audio_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "rig/dataset/resample.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig {
namespace {

/// Below this a DI is a mistake (muted track, wrong channel), not quiet playing.
constexpr float kSilencePeak = 1e-4F;  // -80 dBFS

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why,
                         const std::string& way_out) {
  throw SetupError(SetupKind::Data, fmt::format("audio file {} {}", file.string(), why), way_out);
}

struct Mono {
  std::vector<float> samples;
  std::string how;
};

Mono to_mono(WavAudio audio, const std::string& rule, const std::filesystem::path& file) {
  if (rule != "left" && rule != "right" && rule != "mix") {
    refuse(file, fmt::format("cannot be read with channel rule \"{}\"", rule),
           "\"left\", \"right\" or \"mix\"");
  }
  auto& channels = audio.channels;
  if (channels.size() > 2) {
    refuse(file, fmt::format("has {} channels", channels.size()), "a mono or stereo file");
  }
  if (channels.size() == 1) return {std::move(channels[0]), "mono"};
  if (rule == "left") return {std::move(channels[0]), "left of 2 channels"};
  if (rule == "right") return {std::move(channels[1]), "right of 2 channels"};
  for (std::size_t n = 0; n < channels[0].size(); ++n) {
    channels[0][n] = 0.5F * (channels[0][n] + channels[1][n]);
  }
  return {std::move(channels[0]), "half the sum of 2 channels"};
}

void check_sound(const std::vector<float>& samples, const std::filesystem::path& file,
                 const std::string& how) {
  if (samples.empty()) refuse(file, "is empty", "a file with sound in it");
  float peak = 0.0F;
  for (std::size_t n = 0; n < samples.size(); ++n) {
    if (!std::isfinite(samples[n])) {
      refuse(file, fmt::format("holds a value that is no number at sample {}", n),
             "exporting it again as 24-bit WAV");
    }
    peak = std::max(peak, std::fabs(samples[n]));
  }
  if (peak < kSilencePeak) {
    refuse(file, fmt::format("is silent ({}, peak below -80 dBFS)", how),
           "another channel rule (left, right, mix) or another file");
  }
}

}  // namespace

AudioSource load_audio(const std::filesystem::path& file, const std::string& channel_rule,
                       SampleRate rate) {
  WavAudio audio = require_wav(file);
  const WavInfo info = audio.info;
  Mono mono = to_mono(std::move(audio), channel_rule, file);
  check_sound(mono.samples, file, mono.how);
  AudioSource source{
      {}, rate, file.filename().string(), sha256_of_file(file).value_or(""), mono.how};
  if (info.rate == rate) {
    source.samples = std::move(mono.samples);
  } else {
    auto converted = resampled(mono.samples, info.rate, rate);
    if (!converted) {
      refuse(file, converted.error().detail, "converting it to the rig's rate beforehand");
    }
    source.samples = std::move(*converted);
    source.conversion += fmt::format("; {} to {} Hz by {}", info.rate.value(), rate.value(),
                                     resampler_name());
  }
  return source;
}

}  // namespace ampsweep::rig
