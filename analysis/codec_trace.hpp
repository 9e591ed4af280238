// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/answer.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

enum class CodecFamily { None, Mp3, Aac, Vorbis };
[[nodiscard]] const char* to_string(CodecFamily family);

/// Marks that a lossy coder left.
struct CodecFigures {
  CodecFamily family{CodecFamily::None};  ///< Whose frames the sound falls into.
  double contrast_sigmas{0.0};            ///< How far the best frame grid stands out of all others.
  double limit_sigmas{0.0};               ///< From here on it is a coder's grid.
  int stretches{0};                       ///< That showed it,
  int looked_at{0};                       ///< of so many.
  Answer coded{Answer::CannotTell};
};

/// Lossy coding: MP3, AAC and Vorbis round the coefficients of a lapped transform, many of them to
/// nothing. Cut into the same frames at the same place, the decoded sound has those zeros again;
/// one sample beside it they are gone.
///
/// Method:   a few stretches; each is cut into frames at every place that a coder may have begun
/// at;
///           mean log magnitude of the coefficients against place; how far the lowest lies below
///           the rest. What the sound is does not matter: it is compared with itself.
/// Shape:    CodecTrace keeps a few bounded stretches of the blocks it is given; memory is
/// constant. Limits:   see docs/measurement/dataset-faults.md for bit rates. Sound that was
/// resampled, shifted by
///           a fraction or filtered after decoding has no grid left. Opus leaves no zeros: not
///           found.
/// CannotTell: less than a quarter of a second of sound, or silence.
/// Cost:     about a second a file, whatever its length. Thread: one object per thread.
class CodecTrace {
 public:
  explicit CodecTrace(SampleRate rate);
  void add(std::span<const float> block);
  [[nodiscard]] CodecFigures judge() const;

 private:
  struct Stretch {
    double energy{0.0};
    std::vector<float> sound;
  };
  void end_stretch();

  SampleRate rate_;
  std::vector<float> filling_;
  std::vector<Stretch> kept_;  ///< The loudest of every span of time.
  std::size_t seen_{0};
};

}  // namespace ampsweep::analysis
