// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/dataset_views.hpp"

#include <filesystem>
#include <span>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/gui/sound_spectrum.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr std::size_t kSpectrumWindow = 16384;

const AttemptRecord* find_attempt(const TakeRecord& record, int attempt) {
  if (attempt == 0) {
    if (const AttemptRecord* accepted = record.accepted()) return accepted;
    return record.attempts.empty() ? nullptr : &record.attempts.back();
  }
  for (const AttemptRecord& one : record.attempts) {
    if (one.attempt.number == attempt) return &one;
  }
  return nullptr;
}

/// The take itself, or of a refused attempt the amp's channel as it was recorded.
Result<std::vector<float>> sound_of(const Dataset& dataset, const AttemptRecord& record) {
  if (record.accepted()) return read_take(dataset, *record.outcome);
  auto raw = read_raw(dataset, *record.outcome);
  if (!raw) return tl::unexpected(raw.error());
  return std::move(raw->channels.front());
}

/// By how many samples the sound comes after the stimulus: a raw recording by the whole delay, what
/// was cut from it by the head-room.
double late_samples(const AttemptRecord& record) {
  const TakeMeasurements& m = record.outcome->measured;
  return record.accepted() ? m.headroom_samples : m.delay_samples;
}

}  // namespace

TakeView view_take(const Dataset& dataset, int take, int attempt) {
  TakeView view;
  view.take = take;
  view.rate = dataset.rate;
  const TakeRecord* record = find_take(dataset, take);
  const AttemptRecord* found = record != nullptr ? find_attempt(*record, attempt) : nullptr;
  if (found == nullptr) {
    view.error = "nothing was recorded of this take yet";
    return view;
  }
  view.attempt = found->attempt.number;
  if (!found->outcome || found->outcome->raw_file.empty()) {
    view.error = "this attempt was cut off before there was a recording";
    return view;
  }
  auto sound = sound_of(dataset, *found);
  if (!sound) {
    view.error = sound.error().detail;
    return view;
  }
  const double step = 1.0 / view.rate.value();
  view.wave = TraceData::uniform(-late_samples(*found) * step, step, *sound);
  view.sound = std::make_shared<const std::vector<float>>(std::move(*sound));
  return view;
}

TakeView with_spectrum(TakeView view, const std::optional<Stretch>& stretch) {
  view.spectrum = nullptr;
  if (!view.sound || !view.wave) return view;
  std::span<const float> part{*view.sound};
  if (stretch) {
    const std::size_t first = view.wave->first_at(stretch->from_s);
    part = part.subspan(first, view.wave->first_at(stretch->to_s, first) - first);
  }
  view.spectrum = sound_spectrum(part, view.rate, kSpectrumWindow);
  return view;
}

}  // namespace ampsweep::rig::gui
