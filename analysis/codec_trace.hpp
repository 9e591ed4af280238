// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/answer.hpp"

namespace ampsweep::analysis {

enum class CodecFamily { None, Mp3, Aac, Vorbis };
[[nodiscard]] const char* to_string(CodecFamily family);

/// Marks that a lossy coder left.
struct CodecFigures {
  CodecFamily family{CodecFamily::None};  ///< Whose frames the sound falls into.
  double depth{0.0};  ///< How much less its frames' coefficients are than others', nepers of power.
  double sigmas{0.0};  ///< How far the best frame grid stands out of all others.
  double limit_sigmas{0.0};
  int stretches{0};  ///< That show that grid,
  int looked_at{0};  ///< of so many.
  Answer coded{Answer::CannotTell};
};

/// Lossy coding: MP3, AAC and Vorbis round the coefficients of a lapped transform, many of them to
/// nothing. Cut into the same frames at the same place, the decoded sound has those zeros again;
/// one sample beside it they are gone.
///
/// Method:   up to four steady loud stretches; each is cut into frames at every place that a coder
///           may have begun at; agreed_place(): of all stretches together (Vorbis, whose frames
///           vary: of its remainder by 64). What the sound is does not matter: it is compared with
///           itself.
/// Shape:    blocks of any length, one channel, in order; memory is constant (180 kB).
/// Limits:   kGridSigmas, for AAC 6.5. Bit rates: docs/measurement/dataset-faults.md. Sound that
///           was resampled, shifted by a fraction or filtered after decoding has no grid left.
///           Opus leaves no zeros: it is not found.
/// CannotTell: less than two stretches (0.4 s) of sound above -60 dBFS rms, or sound that is
///           periodic in a coder's hop, as a multisine on a grid of 46.875 Hz is at 48 kHz, or so
///           dull and soft that above 1.5 kHz the file's own rounding lies within 13 dB of it.
/// Cost:     up to 74,000 transforms of 1,024 lines and 28,000 granules a file, however long it is:
///           0.5 s a core were seen.
/// Thread:   one object per thread.
class CodecTrace {
 public:
  void add(std::span<const float> block);
  /// `step`: of the codes the sound is stored in (CodeGridFigures); 0: float.
  [[nodiscard]] CodecFigures judge(double step = 0.0) const;

 private:
  struct Stretch {
    std::size_t from{0};
    double steady{0.0};  ///< Power of its softest eighth.
    std::vector<float> sound;
  };
  void end_stretch();

  std::vector<float> filling_;
  std::vector<Stretch> kept_;
  std::size_t seen_{0};
};

inline constexpr double kGridSigmas = 5.5;

}  // namespace ampsweep::analysis
