// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "rig/dataset/dataset_writer.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/formats/known_input.hpp"
#include "rig/model/md5.hpp"
#include "rig/model/sha256.hpp"
#include "signals/programme.hpp"
#include "support/small_rig.hpp"
#include "support/temp_dir.hpp"

/// An input laid out as NAM's version 3 is, with landmark samples that occur nowhere else.
namespace ampsweep::test::made_up {

using rig::formats::known_inputs;
using rig::formats::KnownInput;

inline constexpr std::int64_t kTotal = 288'000;  // 6 s
inline constexpr std::int64_t kValidation = 24'000;
inline constexpr std::int64_t kTrainFrom = 48'000;
inline constexpr std::int64_t kTrainTo = kTotal - kValidation;
inline constexpr std::int64_t kBlips[] = {72'000, 96'000};
inline constexpr float kBlip = 0.5F;
inline constexpr float kFirstOfTraining = 0.46875F;  // Ten samples in.
inline constexpr float kLastOfTraining =
    0.4375F;  // at kTrainTo - 24,001: half a second of silence follows
inline constexpr float kFirstOfValidation = 0.40625F;

/// Validation, silence, blips, sound, silence, validation again. Sound stays below 0.3.
inline std::vector<float> made_up_sound() {
  std::vector<float> x(static_cast<std::size_t>(kTotal), 0.0F);
  const auto sound = [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t n = from; n < to; ++n) {
      const double t = static_cast<double>(n - from);
      x[static_cast<std::size_t>(n)] = static_cast<float>(
          std::round(0.25 * std::sin(0.05 * t) * std::sin(0.0007 * t) * 8388608.0) / 8388608.0);
    }
  };
  for (const std::int64_t from : {std::int64_t{0}, kTrainTo}) {
    sound(from, from + kValidation);
    x[static_cast<std::size_t>(from + 1000)] = kFirstOfValidation;
  }
  x[static_cast<std::size_t>(kTrainFrom + 10)] = kFirstOfTraining;
  for (const std::int64_t blip : kBlips) x[static_cast<std::size_t>(blip)] = kBlip;
  sound(120'000, kTrainTo - 24'000);
  x[static_cast<std::size_t>(kTrainTo - 24'001)] = kLastOfTraining;
  return x;
}

inline std::int64_t last_place_of(float landmark, const std::vector<float>& x) {
  const auto found = std::find(x.rbegin(), x.rend(), landmark);
  REQUIRE(found != x.rend());
  return static_cast<std::int64_t>(x.rend() - found) - 1;
}

inline std::int64_t first_place_of(float landmark, const std::vector<float>& x) {
  return std::find(x.begin(), x.end(), landmark) - x.begin();
}

/// The file, who recognises it, and datasets that were made of it.
struct MadeUp {
  TempDir folder;
  std::filesystem::path file{folder.path() / "made-up.wav"};
  std::string md5;
  std::vector<KnownInput> inputs;

  explicit MadeUp(int major = 3) {
    const std::vector<float> x = made_up_sound();
    REQUIRE(rig::write_pcm24(file, std::vector<double>(x.begin(), x.end()), SampleRate{48000}));
    md5 = rig::md5_of_file(file).value();
    KnownInput one = known_inputs().front();
    one.name = "made up";
    one.major = major;
    one.first_blips_start = 48'000;
    one.blips_length = 72'000;
    one.blips = {kBlips[0], kBlips[1]};
    one.noise = {60'000, 66'000};
    one.validation_length = kValidation;
    one.validation_start = -kValidation;
    one.train_start = kTrainFrom;
    one.train_stop = -kValidation;
    one.md5 = md5.c_str();
    one.start_md5 = one.end_md5 = "";
    inputs = {one};
  }

  /// Markers, silences and all around the file's pieces, as capture makes it.
  [[nodiscard]] signals::Stimulus programme(std::int64_t held_out) const {
    const std::vector<float> x = made_up_sound();
    const auto part = [&](std::int64_t from, std::int64_t to) {
      return signals::Audio{
          {x.begin() + from, x.begin() + to},
          signals::FileAudioSpec{"made-up.wav", rig::sha256_of_file(file).value_or(""),
                                 SampleCount{from}, ""}};
    };
    signals::BuiltInProgramme wish;
    wish.sweep = Seconds{0.0};
    signals::ProgrammeSpec spec = signals::programme_around(part(0, kTotal - held_out),
                                                            part(kTotal - held_out, kTotal), wish);
    spec.longest_piece = Seconds{1.5};
    REQUIRE(signals::objection(spec).empty());
    return signals::build_programme(spec);
  }

  /// The file and nothing else.
  [[nodiscard]] static signals::Stimulus alone() {
    signals::Stimulus stimulus;
    stimulus.samples = made_up_sound();
    stimulus.segments = {
        {signals::SegmentRole::Training, SampleCount{0}, SampleCount{kTrainTo}, {}},
        {signals::SegmentRole::Validation, SampleCount{kTrainTo}, SampleCount{kValidation}, {}}};
    return stimulus;
  }

  /// Takes 1 and 2 train, 3 validates; each is half of what was played.
  [[nodiscard]] std::filesystem::path dataset(const std::string& name,
                                              signals::Stimulus stimulus) const {
    rig::round_to_24_bit(stimulus);
    const rig::Rig rig = small_rig();
    const rig::Plan plan = small_plan(rig);
    const auto dir = folder.path() / name;
    auto writer = rig::DatasetWriter::create(dir, plan, rig, stimulus, "test");
    REQUIRE(writer.new_epoch({}));
    std::vector<double> aligned(stimulus.samples.begin(), stimulus.samples.end());
    for (double& sample : aligned) sample *= 0.5;
    const rig::Recording raw{SampleRate{48000}, {stimulus.samples, stimulus.samples}};
    for (const rig::PlannedTake& take : plan.takes) {
      rig::Attempt attempt;
      attempt.take = take.id;
      for (const rig::Knob& knob : rig.knobs) {
        const double printed = take.setting.at(knob.id);
        attempt.labels.push_back({knob.id, printed, rig::normalised(knob, printed), printed});
      }
      REQUIRE(writer.begin_attempt(attempt));
      rig::Outcome outcome;
      outcome.verdict.accepted = true;
      REQUIRE(writer.finish_attempt(attempt, {&raw, aligned, {}}, outcome));
    }
    return dir;
  }
};

}  // namespace ampsweep::test::made_up
