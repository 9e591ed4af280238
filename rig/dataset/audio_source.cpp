// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/audio_source.hpp"

#include <fmt/format.h>
#include <samplerate.h>

#include <algorithm>
#include <cmath>
#include <utility>

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

std::vector<float> at_rate(const std::vector<float>& samples, SampleRate from, SampleRate to,
                           const std::filesystem::path& file) {
  const double ratio = static_cast<double>(to.value()) / static_cast<double>(from.value());
  // A little room beyond the exact length, for the converter's own rounding.
  std::vector<float> out(
      static_cast<std::size_t>(std::ceil(static_cast<double>(samples.size()) * ratio)) + 16);
  SRC_DATA job{};
  job.data_in = samples.data();
  job.input_frames = static_cast<long>(samples.size());
  job.data_out = out.data();
  job.output_frames = static_cast<long>(out.size());
  job.src_ratio = ratio;
  if (const int error = src_simple(&job, SRC_SINC_BEST_QUALITY, 1)) {
    refuse(file,
           fmt::format("cannot be converted from {} to {} Hz: {}", from.value(), to.value(),
                       src_strerror(error)),
           "converting it to the rig's rate beforehand");
  }
  if (job.input_frames_used != static_cast<long>(samples.size())) {
    refuse(file, "was not converted to its end", "converting it to the rig's rate beforehand");
  }
  out.resize(static_cast<std::size_t>(job.output_frames_gen));
  return out;
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
    source.samples = at_rate(mono.samples, info.rate, rate, file);
    source.conversion += fmt::format("; {} to {} Hz by {}, best sinc", info.rate.value(),
                                     rate.value(), src_get_version());
  }
  return source;
}

}  // namespace ampsweep::rig
