// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/programme.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include "signals/chirp.hpp"
#include "signals/cutting.hpp"
#include "signals/fade.hpp"
#include "signals/guitar.hpp"
#include "signals/layout.hpp"
#include "signals/random.hpp"
#include "signals/scaling.hpp"
#include "signals/sweep.hpp"

namespace ampsweep::signals {
namespace {

/// The recipe of a piece that begins `by` samples further into the same source.
SegmentRecipe advanced(SegmentRecipe recipe, SampleCount by) {
  std::visit(
      [by](auto& spec) {
        using Spec = std::decay_t<decltype(spec)>;
        if constexpr (std::is_same_v<Spec, GuitarSpec> || std::is_same_v<Spec, FileAudioSpec>) {
          spec.first = spec.first + by;
        }
      },
      recipe);
  return recipe;
}

/// One piece of audio, its ends faded so that the cut does not click.
Audio piece_of(const Audio& whole, const Piece& piece, SampleCount fade) {
  const auto first = whole.samples.begin() + piece.first.value();
  Audio cut{.samples = {first, first + piece.length.value()},
            .recipe = advanced(whole.recipe, piece.first)};
  fade_in(cut.samples, fade);
  fade_out(cut.samples, fade);
  return cut;
}

Audio all_of(const Audio& whole, SampleCount fade) {
  const Piece everything{.length = SampleCount{static_cast<std::int64_t>(whole.samples.size())}};
  return piece_of(whole, everything, fade);
}

/// Nothing when there is no time for anything, so that objection() can say so.
Audio guitar_audio(Seconds length, std::uint64_t seed, const BuiltInProgramme& wish) {
  const GuitarSpec spec{
      .length = samples(length, wish.rate), .level = wish.audio_level, .seed = seed};
  if (spec.length <= SampleCount{0}) return {};
  return {.samples = guitar(spec, wish.rate), .recipe = spec};
}

}  // namespace

Stimulus build_programme(const ProgrammeSpec& spec) {
  assert(objection(spec).empty());
  const SampleCount fade = samples(spec.cut_fade, spec.rate);
  const std::vector<float> marker = chirp(spec.marker, spec.rate);
  const Audio validation = all_of(spec.validation, fade);

  Layout layout{spec.rate};
  layout.silence(spec.lead);
  layout.append(SegmentRole::Marker, marker, spec.marker);
  layout.silence(spec.gap);
  if (spec.sweep) {
    // The recipe holds the real length: it has the same law, and agrees with the segment.
    SweepSpec real = *spec.sweep;
    real.length = sweep_length(real, spec.rate);
    layout.append(SegmentRole::Sweep, sweep(real, spec.rate), real);
    layout.silence(spec.sweep_decay);
  }
  layout.append(SegmentRole::Validation, validation.samples, validation.recipe);
  layout.silence(spec.gap);
  bool first = true;
  for (const Piece& piece :
       pieces_at_quiet_places(spec.training.samples, spec.rate, spec.longest_piece)) {
    if (!std::exchange(first, false)) {
      layout.append(SegmentRole::Marker, marker, spec.marker);
      layout.silence(spec.gap);
    }
    const Audio audio = piece_of(spec.training, piece, fade);
    layout.append(SegmentRole::Training, audio.samples, audio.recipe);
    layout.silence(spec.gap);
  }
  layout.append(SegmentRole::Validation, validation.samples, validation.recipe);
  layout.silence(spec.gap);
  layout.append(SegmentRole::Marker, marker, spec.marker);
  layout.silence(spec.gap);
  return std::move(layout).done();
}

ProgrammeSpec default_programme(const BuiltInProgramme& wish) {
  return programme_around(guitar_audio(wish.training, derived(wish.seed, "training"), wish),
                          guitar_audio(wish.validation, derived(wish.seed, "validation"), wish),
                          wish);
}

ProgrammeSpec programme_around(Audio training, Audio validation, const BuiltInProgramme& wish) {
  ProgrammeSpec spec{.rate = wish.rate,
                     .training = std::move(training),
                     .validation = std::move(validation),
                     .marker = at_rate(ChirpSpec{.level = wish.marker_level}, wish.rate),
                     .sweep = std::nullopt};
  if (wish.sweep > Seconds{0.0}) {
    spec.sweep = at_rate(SweepSpec{.level = wish.sweep_level}, wish.rate);
    spec.sweep->length = samples(wish.sweep, wish.rate);
  }
  return spec;
}

}  // namespace ampsweep::signals
