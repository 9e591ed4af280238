// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// A stretch of the stimulus, in samples: from .. to, the latter not included.
struct Stretch {
  SampleCount from{0};
  SampleCount to{0};
};

struct BlockModelOptions {
  Stretch train;
  Stretch validate;           ///< Must not overlap the training stretch.
  std::size_t taps{4096};     ///< Of every filter but the first of Wiener-Hammerstein.
  std::size_t pre_taps{256};  ///< Of that one.
  std::size_t order{7};       ///< Of the diagonal Hammerstein model.
  std::size_t lead{64};       ///< Taps before the delay found: room for pre-ringing.
  std::optional<SampleCount>
      delay;  ///< Of the recording, where it is known; else it is looked for.
};

enum class BlockModel { LinearFir, WienerHammerstein, Hammerstein };
[[nodiscard]] std::string_view name(BlockModel model);

/// How much of the recording one model leaves unexplained.
struct ModelScore {
  BlockModel model{};
  double train_esr{0.0};
  double validation_esr{0.0};
  double validation_esr_sigma{0.0};  ///< Jackknife over tenths of the validation stretch.
  std::size_t unknowns{0};
};

struct BlockModels {
  std::vector<ModelScore> scores;  ///< Linear FIR, Wiener-Hammerstein, Hammerstein.
  std::int64_t delay_samples{0};   ///< Of the recording, whole: taken out, less `lead`.
  std::vector<double> response;    ///< Best linear FIR, delay at response[lead].
};

/// Three yardsticks of how nonlinear and how dynamic an amp is: the best linear FIR filter; FIR,
/// static curve, FIR (Wiener-Hammerstein); and powers 1 .. order of the input with a FIR filter
/// each (diagonal Hammerstein). Each is fitted to the training stretch by least squares and judged
/// on the validation stretch. What linear leaves and the others do not is static distortion; what
/// all three leave is memory no static curve has (sag, bias shift, several stages), or noise.
///
/// Units:    ESR as error_to_signal(); the constant (DC) of the recording is fitted too.
/// Needs:    stretches in whole samples of the stimulus; the recording may start any time within
///           10 s of it. One clock: drift of 1 ppm costs (w_rms * 48 samples)^2 after 1000 s.
/// Accuracy: known systems on other sound than trained on: FIR below 1e-10, Wiener-Hammerstein
///           below 1e-4, diagonal Hammerstein below 1e-6, sag above 1e-2 in all three:
///           tests/analysis/block_models_test.cpp.
/// Limits:   figures hold for the stimulus they were taken with; a hot-rodded one reads higher.
/// Refuses:  BadParameter, TooShort (training rows under twice the unknowns), NotFinite, Silent,
///           Clipped (the recording stands at full scale), NoMatch (stimulus not found in it).
/// Cost:     30 s of training, 4096 taps: tests/bench/analysis_bench.cpp (2.7 s on one core).
///           Memory: about 30 doubles a training sample. Deterministic.
/// Source:   measurement.md 4.2; Ljung, "System Identification", 2nd ed., 4.5 (block models).
[[nodiscard]] Measured<BlockModels> fit_block_models(std::span<const float> stimulus,
                                                     std::span<const float> recording,
                                                     SampleRate rate,
                                                     const BlockModelOptions& options);

/// A linear response as cabinet loaders want it.
struct CabinetImpulse {
  std::vector<double> samples;
  double gain_db{0.0};  ///< That was applied: subtract it to get the measured level back.
};

/// Cut to `length` samples, beginning 8 samples before the first that comes within 30 dB of the
/// peak (those 8 faded in), last tenth faded out, largest |sample| at -1 dBFS peak. Polarity kept.
/// Needs: a response with energy, length >= 16.
[[nodiscard]] CabinetImpulse cabinet_impulse(std::span<const double> response, std::size_t length);

}  // namespace ampsweep::analysis
