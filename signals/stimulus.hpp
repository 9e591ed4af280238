// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::signals {

/// What a stretch of the stimulus is for. Names in files: to_string().
enum class SegmentRole { Silence, Marker, Sweep, Tone, TwoTone, Multitone, Training, Validation };

/// Short broadband chirp that carries time. All markers of one stimulus are the same samples.
struct ChirpSpec {
  Hertz from{50.0};
  Hertz to{20000.0};
  SampleCount length{24000};
  SampleCount fade{480};  ///< Raised cosine at each end, inside `length`.
  DbFsPeak level{-20.0};
};

/// Synchronized exponential sweep x(t) = a sin(2 pi f1 L exp(t/L)), L = round(f1 T / ln(f2/f1)) /
/// f1.
struct SweepSpec {
  Hertz from{20.0};
  Hertz to{20000.0};
  SampleCount length{8 * 48000};  ///< Wanted length; the rounding of L may move the end a little.
  SampleCount fade_in{9600};
  SampleCount fade_out{960};
  DbFsPeak level{-12.0};
};

struct ToneSpec {
  Hertz frequency{1000.0};
  SampleCount length{48000};
  SampleCount fade{480};
  DbFsPeak level{-20.0};
};

/// Two tones from phase zero, for intermodulation. The sum of their amplitudes is `level`.
struct TwoToneSpec {
  Hertz low{60.0};
  Hertz high{7000.0};
  double low_over_high{4.0};  ///< Ratio of the amplitudes: 4 for SMPTE and DIN, 1 for DFD.
  SampleCount length{48000};
  SampleCount fade{480};
  DbFsPeak level{-12.0};
};

/// Sum of equal tones on bins of `length`, phases random from `seed`, scaled to `level`.
struct MultitoneSpec {
  std::vector<Hertz> frequencies{};
  SampleCount length{65536};
  DbFsPeak level{-20.0};
  std::uint64_t seed{1};
};

/// Seeded guitar-like audio made here.
struct GuitarSpec {
  SampleCount length{30 * 48000};  ///< Of the whole performance.
  DbFsPeak level{-6.0};
  std::uint64_t seed{1};
  SampleCount first{0};  ///< First sample of the performance used; the rest of it follows.
};

/// Audio from the user's file.
struct FileAudioSpec {
  std::string name{};        ///< File name without folder, for the record.
  std::string sha256{};      ///< Of the file as read.
  SampleCount first{0};      ///< First sample used, at the stimulus rate, after conversion.
  std::string conversion{};  ///< What was done: channel rule, rate conversion.
};

using SegmentRecipe = std::variant<std::monostate, ChirpSpec, SweepSpec, ToneSpec, TwoToneSpec,
                                   MultitoneSpec, GuitarSpec, FileAudioSpec>;

/// A stretch [start, start + length) with one role and the parameters that made it, so that a
/// recording can be re-analysed from the file alone. Segments are in order and do not overlap;
/// together they cover the stimulus.
struct Segment {
  SegmentRole role{SegmentRole::Silence};
  SampleCount start{0};
  SampleCount length{0};
  SegmentRecipe recipe{};
  [[nodiscard]] SampleCount end() const { return start + length; }
};

/// What is played. Mono; |sample| <= 1.
struct Stimulus {
  SampleRate rate{48000};
  std::vector<float> samples;
  std::vector<Segment> segments;
  [[nodiscard]] SampleCount length() const {
    return SampleCount{static_cast<std::int64_t>(samples.size())};
  }
};

[[nodiscard]] const char* to_string(SegmentRole role);
/// Segments of one role, in order.
[[nodiscard]] std::vector<Segment> segments_with(const Stimulus& stimulus, SegmentRole role);

/// A sweep where it stands in a stimulus.
struct PlacedSweep {
  SweepSpec spec;
  SampleCount start{0};
  SampleCount quiet_until{0};  ///< End of the silence in which it decays; its own end without one.
};
/// The first segment that is a sweep and says how it was made.
[[nodiscard]] std::optional<PlacedSweep> first_sweep(const std::vector<Segment>& segments);

}  // namespace ampsweep::signals
