// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/stimulus_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "rig/dataset/audio_source.hpp"
#include "rig/dataset/stimulus_json.hpp"
#include "rig/model/result.hpp"
#include "rig/model/sha256.hpp"
#include "signals/level.hpp"
#include "signals/measurement_programme.hpp"
#include "signals/programme.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kSteps = 8388608.0;  // 2^23
constexpr double kHighestCode = kSteps - 1.0;
constexpr double kLeastTrainingSeconds = 2.0;
constexpr double kLeastValidationSeconds = 1.0;
constexpr float kQuietest = 0.001F;  // A part this far (-60 dB) below the whole is silence.

float peak_of(std::span<const float> samples) {
  float peak = 0.0F;
  for (const float sample : samples) peak = std::max(peak, std::fabs(sample));
  return peak;
}

std::size_t frames(double seconds_long, SampleRate rate) {
  return static_cast<std::size_t>(samples(Seconds{seconds_long}, rate).value());
}

[[noreturn]] void too_short(const std::string& file, std::size_t has, double needs,
                            SampleRate rate) {
  throw SetupError(
      SetupKind::Data,
      fmt::format("audio file {} is too short: {:.2f} s, {:.2f} s are needed", file,
                  static_cast<double>(has) / rate.value(), needs),
      "a longer file, a shorter validation_s, or no audio_file for the built-in guitar");
}

signals::Audio part(const AudioSource& source, std::size_t first, std::size_t length) {
  const auto begin = source.samples.begin() + static_cast<std::ptrdiff_t>(first);
  return {std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(length)),
          signals::FileAudioSpec{source.name, source.sha256,
                                 SampleCount{static_cast<std::int64_t>(first)}, source.conversion}};
}

struct UserAudio {
  signals::Audio training;
  signals::Audio validation;
};

/// The whole file trains but for its end, which is held out.
UserAudio split(const AudioSource& source, const StimulusSpec& spec, SampleRate rate) {
  const std::size_t held_out = frames(spec.validation_s, rate);
  const std::size_t total = source.samples.size();
  if (total < held_out + frames(kLeastTrainingSeconds, rate)) {
    too_short(spec.audio_file, total, spec.validation_s + kLeastTrainingSeconds, rate);
  }
  return {part(source, 0, total - held_out), part(source, total - held_out, held_out)};
}

UserAudio from_two_files(const AudioSource& training, const StimulusSpec& spec, SampleRate rate) {
  const AudioSource validation = load_audio(spec.validation_file, spec.channel_rule, rate);
  if (training.samples.size() < frames(kLeastTrainingSeconds, rate)) {
    too_short(spec.audio_file, training.samples.size(), kLeastTrainingSeconds, rate);
  }
  if (validation.samples.size() < frames(kLeastValidationSeconds, rate)) {
    too_short(spec.validation_file, validation.samples.size(), kLeastValidationSeconds, rate);
  }
  const std::size_t length = std::min(validation.samples.size(), frames(spec.validation_s, rate));
  return {part(training, 0, training.samples.size()), part(validation, 0, length)};
}

/// One gain for both, so that their levels keep their relation.
void scale(UserAudio& audio, const StimulusSpec& spec) {
  const float peak = std::max(peak_of(audio.training.samples), peak_of(audio.validation.samples));
  const double gain = amplitude(spec.peak) / static_cast<double>(peak);
  for (signals::Audio* each : {&audio.training, &audio.validation}) {
    if (peak_of(each->samples) < kQuietest * peak) {
      throw SetupError(
          SetupKind::Data,
          fmt::format("the {} part of audio file {} is silent",
                      each == &audio.training ? "training" : "held-out", spec.audio_file),
          "a file that is played to its end, or a validation_file of its own");
    }
    for (float& sample : each->samples) {
      sample = static_cast<float>(static_cast<double>(sample) * gain);
    }
    std::get<signals::FileAudioSpec>(each->recipe).conversion +=
        fmt::format("; scaled by {:.4f} dB", decibels(gain).value());
  }
}

std::array<std::byte, 4> little_endian(std::int32_t value) {
  const auto bits = static_cast<std::uint32_t>(value);
  return {std::byte(bits & 0xFFU), std::byte(bits >> 8U & 0xFFU), std::byte(bits >> 16U & 0xFFU),
          std::byte(bits >> 24U)};
}

signals::Stimulus checked_programme(const signals::ProgrammeSpec& spec, const std::string& origin) {
  if (const std::string objection = signals::objection(spec); !objection.empty()) {
    throw SetupError(SetupKind::Data, origin + ": " + objection,
                     "change the lengths and levels under [stimulus] in the plan");
  }
  return signals::build_programme(spec);
}

}  // namespace

signals::MeasurementWish measurement_wish(const StimulusSpec& spec, SampleRate rate) {
  return {rate, spec.suite.value_or(signals::Suite::Quick), spec.sweep_level, spec.marker_level,
          spec.seed};
}

signals::Stimulus build_stimulus(const StimulusSpec& spec, SampleRate rate) {
  if (spec.suite) {
    signals::Stimulus stimulus =
        signals::measurement_programme(measurement_wish(spec, rate)).stimulus;
    round_to_24_bit(stimulus);
    return stimulus;
  }
  const signals::BuiltInProgramme wish{
      rate,      Seconds{spec.training_s}, Seconds{spec.validation_s}, Seconds{spec.sweep_s},
      spec.peak, spec.sweep_level,         spec.marker_level,          spec.seed};
  signals::Stimulus stimulus;
  if (spec.audio_file.empty()) {
    stimulus = checked_programme(signals::default_programme(wish), "the plan's [stimulus]");
  } else {
    const AudioSource source = load_audio(spec.audio_file, spec.channel_rule, rate);
    UserAudio audio = spec.validation_file.empty() ? split(source, spec, rate)
                                                   : from_two_files(source, spec, rate);
    scale(audio, spec);
    stimulus = checked_programme(
        signals::programme_around(std::move(audio.training), std::move(audio.validation), wish),
        spec.audio_file);
  }
  round_to_24_bit(stimulus);
  return stimulus;
}

void round_to_24_bit(signals::Stimulus& stimulus) {
  for (float& sample : stimulus.samples) {
    const double code = std::nearbyint(static_cast<double>(sample) * kSteps);
    sample = static_cast<float>(std::min(code, kHighestCode) / kSteps);
  }
}

std::string stimulus_hash(const signals::Stimulus& stimulus) {
  signals::Stimulus rounded = stimulus;
  round_to_24_bit(rounded);
  Sha256 hash;
  hash.add(
      fmt::format("{} Hz\n{}\n", rounded.rate.value(), compact_text(to_json(rounded.segments))));
  for (const float sample : rounded.samples) {
    hash.add(little_endian(static_cast<std::int32_t>(static_cast<double>(sample) * kSteps)));
  }
  return hash.hex();
}

}  // namespace ampsweep::rig
