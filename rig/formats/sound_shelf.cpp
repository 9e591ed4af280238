// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/sound_shelf.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/resample.hpp"
#include "rig/dataset/take_reader.hpp"

namespace ampsweep::rig::formats {
namespace {

void silence_again(const ExportJob& job, std::vector<float>& samples) {
  for (const signals::Segment& segment : job.dataset.segments) {
    if (segment.role != signals::SegmentRole::Silence) continue;
    const auto size = static_cast<std::int64_t>(samples.size());
    const auto from = std::clamp<std::int64_t>(job.at(segment.start), 0, size);
    const auto to = std::clamp<std::int64_t>(job.at(segment.end()), from, size);
    std::fill(samples.begin() + from, samples.begin() + to, 0.0F);
  }
}

/// The same length: silence comes in, the end goes.
void moved_later(std::int64_t by, std::vector<float>& samples) {
  const auto shift = std::min(by, static_cast<std::int64_t>(samples.size()));
  if (shift <= 0) return;
  samples.insert(samples.begin(), static_cast<std::size_t>(shift), 0.0F);
  samples.resize(samples.size() - static_cast<std::size_t>(shift));
}

}  // namespace

Result<std::vector<float>> SoundShelf::cut(SoundId sound, const Stretch& stretch) {
  const auto samples = whole_sound(sound);
  if (!samples) return tl::unexpected(samples.error());
  const auto from = job_.at(stretch.from);
  const auto to = job_.at(stretch.end());
  assert(from >= 0 && from <= to && to <= static_cast<std::int64_t>((*samples)->size()));
  return std::vector<float>((*samples)->begin() + from, (*samples)->begin() + to);
}

std::string SoundShelf::sha256_of(SoundId sound) const { return sound_file(sound).sha256; }

std::string SoundShelf::file_of(SoundId sound) const { return sound_file(sound).file; }

Result<SoundShelf::Samples> SoundShelf::whole_sound(SoundId sound) {
  if (sound == kStimulus && stimulus_) return stimulus_;
  if (sound != kStimulus && newest_samples_ && newest_ == sound) return newest_samples_;
  std::vector<float> samples;
  if (sound == kStimulus) {
    auto stimulus = read_stimulus(job_.dataset);
    if (!stimulus) return tl::unexpected(stimulus.error());
    samples = std::move(stimulus->samples);
  } else {
    Outcome outcome;
    const OutputFile file = sound_file(sound);
    outcome.take_file = file.file;
    outcome.take_sha256 = file.sha256;
    auto read = read_take(job_.dataset, outcome);
    if (!read) return tl::unexpected(read.error());
    samples = std::move(*read);
  }
  if (job_.rate != job_.dataset.rate) {
    auto converted = resampled(samples, job_.dataset.rate, job_.rate);
    if (!converted) return tl::unexpected(converted.error());
    converted->resize(static_cast<std::size_t>(job_.at(job_.dataset.length)), 0.0F);
    samples = std::move(*converted);
    if (sound == kStimulus) silence_again(job_, samples);
  }
  // Only a reversed export has a shift, and there the stimulus is the target.
  if (sound == kStimulus) moved_later(job_.target_shift(), samples);
  auto shared = std::make_shared<const std::vector<float>>(std::move(samples));
  if (sound == kStimulus) return stimulus_ = std::move(shared);
  newest_ = sound;
  return newest_samples_ = std::move(shared);
}

OutputFile SoundShelf::sound_file(SoundId sound) const {
  if (sound == kStimulus) return {kInputFile, job_.dataset.input_sha256};
  const auto found = std::find_if(job_.takes.begin(), job_.takes.end(),
                                  [&](const ChosenTake& one) { return one.id == sound.take; });
  assert(found != job_.takes.end());
  return found->sounds.at(sound.output);
}

}  // namespace ampsweep::rig::formats
