// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/block_models.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>

#include "analysis/error_measures.hpp"
#include "analysis/fir_bank.hpp"
#include "analysis/fir_fit.hpp"
#include "analysis/impulse_response.hpp"
#include "analysis/orthogonal_powers.hpp"
#include "analysis/pair_alignment.hpp"
#include "analysis/wiener_hammerstein.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kImpulseLead = 8;
constexpr double kImpulseOnsetDb = -30.0;
constexpr double kImpulsePeakDb = -1.0;

tl::unexpected<Refusal> no_models(Refusal::Reason reason, std::string detail) {
  return tl::unexpected(Refusal{reason, std::move(detail)});
}

/// One stretch of sound and what came back: target row n belongs to sound[n + history].
struct Lesson {
  std::vector<double> sound;
  std::vector<double> target;
  std::size_t history;

  /// The sound as a model with a shorter memory wants it.
  [[nodiscard]] std::span<const double> with_history(std::size_t samples) const {
    return std::span(sound).subspan(history - samples);
  }
};

/// `shift`: recording position less stimulus position. Rows outside the recording are left out.
Lesson lesson_of(std::span<const float> stimulus, std::span<const float> recording,
                 const Stretch& stretch, std::int64_t shift, std::size_t history) {
  const auto heard = static_cast<std::int64_t>(recording.size());
  const std::int64_t from = std::max(stretch.from.value(), -shift);
  const std::int64_t to = std::max(from, std::min(stretch.to.value(), heard - shift));
  Lesson lesson{{}, {}, history};
  for (std::int64_t n = from - static_cast<std::int64_t>(history); n < to; ++n) {
    const bool inside = n >= 0 && n < static_cast<std::int64_t>(stimulus.size());
    lesson.sound.push_back(inside ? static_cast<double>(stimulus[static_cast<std::size_t>(n)])
                                  : 0.0);
  }
  for (std::int64_t n = from; n < to; ++n) {
    lesson.target.push_back(static_cast<double>(recording[static_cast<std::size_t>(n + shift)]));
  }
  return lesson;
}

std::vector<float> as_float(std::span<const double> x) {
  std::vector<float> out;
  out.reserve(x.size());
  for (const double sample : x) out.push_back(static_cast<float>(sample));
  return out;
}

std::vector<double> flat(const std::vector<std::vector<double>>& taps) {
  std::vector<double> out;
  for (const auto& filter : taps) out.insert(out.end(), filter.begin(), filter.end());
  return out;
}

/// Fills in the ESRs. `predict` gives the rows of a lesson.
template <class Predict>
ModelScore score_of(BlockModel model, std::size_t unknowns, const Lesson& train,
                    const Lesson& validate, SampleRate rate, Predict&& predict) {
  ModelScore score{model, 0.0, 0.0, 0.0, unknowns};
  score.train_esr = error_to_signal(as_float(predict(train)), as_float(train.target));
  const std::vector<float> guess = as_float(predict(validate));
  const std::vector<float> truth = as_float(validate.target);
  score.validation_esr = error_to_signal(guess, truth);
  score.validation_esr_sigma = esr_sigma(guess, truth, rate);
  return score;
}

std::vector<double> bank_rows(const std::vector<std::vector<double>>& sounds, const FirFit& fit) {
  std::vector<double> rows = FirBank{sounds, fit.taps[0].size()}.apply(flat(fit.taps));
  for (double& row : rows) row += fit.offset;
  return rows;
}

std::vector<std::vector<double>> lone(std::span<const double> sound) {
  return {std::vector<double>(sound.begin(), sound.end())};
}

/// The best linear filter around its delay, as a first filter.
std::vector<double> wiener_start(std::span<const double> linear, const BlockModelOptions& options) {
  const std::size_t before = std::min(options.lead, options.pre_taps / 8);
  const auto part = linear.subspan(options.lead - before);
  std::vector<double> out(options.pre_taps, 0.0);
  std::copy_n(part.begin(), std::min(part.size(), out.size()), out.begin());
  return out;
}

/// Whole samples suffice. Where heavy distortion leaves no phase that fits a delay, the matched
/// filter's peak is near enough: `lead` makes room.
Measured<std::int64_t> delay_for_models(std::span<const float> stimulus,
                                        std::span<const float> recording, SampleRate rate,
                                        const BlockModelOptions& options) {
  if (options.delay) return options.delay->value();
  const auto fine = delay_of_loudest(stimulus, recording, rate);
  if (fine && fine->polarity != 0) {
    return static_cast<std::int64_t>(std::floor(fine->delay_samples));
  }
  if (!fine && fine.error().reason == Refusal::Reason::Silent) return tl::unexpected(fine.error());
  const auto coarse = coarse_delay_of_loudest(stimulus, recording, rate);
  if (!coarse) return tl::unexpected(coarse.error());
  return coarse->value();
}

std::optional<Refusal> unfit_options(const BlockModelOptions& options, SampleRate rate) {
  const auto bad = [](const Stretch& s) { return s.from < SampleCount{0} || !(s.from < s.to); };
  if (rate.value() <= 0 || options.taps < 16 || options.pre_taps < 16 || options.order < 1 ||
      options.order > 9 || options.lead >= options.taps || options.pre_taps > options.taps) {
    return Refusal{Refusal::Reason::BadParameter, "the rate, taps, order or lead is not usable"};
  }
  if (bad(options.train) || bad(options.validate)) {
    return Refusal{Refusal::Reason::BadParameter, "a stretch ends before it begins"};
  }
  if (options.train.from < options.validate.to && options.validate.from < options.train.to) {
    return Refusal{Refusal::Reason::BadParameter,
                   "training and validation overlap: a model would be judged on what it has seen"};
  }
  return std::nullopt;
}

std::optional<Refusal> unfit_recording(std::span<const float> recording) {
  for (const ClippedRun& run : clipped_runs(recording)) {
    if (std::abs(run.value) > 1.0F) continue;  // beyond full scale: a float file, not a converter
    return Refusal{Refusal::Reason::Clipped, "the recording stands at full scale at sample " +
                                                 std::to_string(run.at.value()) +
                                                 ": a model of it would be one of the converter"};
  }
  return std::nullopt;
}

std::optional<Refusal> unfit_lesson(const Lesson& lesson, std::size_t least_rows,
                                    const char* which) {
  const auto refusal = [&](Refusal::Reason reason, const std::string& what) {
    return Refusal{reason, std::string("the ") + which + " stretch " + what};
  };
  if (lesson.target.size() < least_rows) {
    return refusal(Refusal::Reason::TooShort, "has " + std::to_string(lesson.target.size()) +
                                                  " samples in both files, it needs " +
                                                  std::to_string(least_rows));
  }
  const auto silent = [](const std::vector<double>& x) {
    return std::all_of(x.begin(), x.end(), [](double sample) { return sample == 0.0; });
  };
  if (silent(lesson.sound)) return refusal(Refusal::Reason::Silent, "of the stimulus is silent");
  if (silent(lesson.target)) return refusal(Refusal::Reason::Silent, "of the recording is silent");
  return std::nullopt;
}

}  // namespace

std::string_view name(BlockModel model) {
  switch (model) {
    case BlockModel::LinearFir:
      return "linear FIR";
    case BlockModel::WienerHammerstein:
      return "FIR, static curve, FIR";
    case BlockModel::Hammerstein:
      return "diagonal Hammerstein";
  }
  return "";
}

Measured<BlockModels> fit_block_models(std::span<const float> stimulus,
                                       std::span<const float> recording, SampleRate rate,
                                       const BlockModelOptions& options) {
  if (const auto refusal = unfit_options(options, rate)) return tl::unexpected(*refusal);
  if (!all_finite(stimulus) || !all_finite(recording)) {
    return no_models(Refusal::Reason::NotFinite, "a sample is not a number");
  }
  if (const auto refusal = unfit_recording(recording)) return tl::unexpected(*refusal);
  const auto delay = delay_for_models(stimulus, recording, rate, options);
  if (!delay) return tl::unexpected(delay.error());
  const std::int64_t shift = *delay - static_cast<std::int64_t>(options.lead);
  const std::size_t history = options.pre_taps + options.taps - 2;
  const Lesson train = lesson_of(stimulus, recording, options.train, shift, history);
  const Lesson validate = lesson_of(stimulus, recording, options.validate, shift, history);
  for (const auto& refusal : {unfit_lesson(train, 2 * options.taps * options.order, "training"),
                              unfit_lesson(validate, options.taps, "validation")}) {
    if (refusal) return tl::unexpected(*refusal);
  }

  BlockModels models;
  models.delay_samples = *delay;
  const FirFit linear =
      fit_firs(lone(train.with_history(options.taps - 1)), train.target, options.taps);
  models.response = linear.taps[0];
  models.scores.push_back(score_of(
      BlockModel::LinearFir, options.taps + 1, train, validate, rate, [&](const Lesson& lesson) {
        return bank_rows(lone(lesson.with_history(options.taps - 1)), linear);
      }));

  const WienerHammerstein cascade =
      fit_wiener_hammerstein(train.sound, train.target, wiener_start(linear.taps[0], options),
                             {options.pre_taps, options.taps});
  models.scores.push_back(score_of(
      BlockModel::WienerHammerstein, options.pre_taps + SplineCurve::kTerms + options.taps + 1,
      train, validate, rate, [&](const Lesson& lesson) { return cascade.predict(lesson.sound); }));

  const auto recent = train.with_history(options.taps - 1);
  const OrthogonalPowers powers{recent, options.order};
  const FirFit parallel = fit_firs(powers.of(recent), train.target, options.taps);
  models.scores.push_back(
      score_of(BlockModel::Hammerstein, powers.order() * options.taps + 1, train, validate, rate,
               [&](const Lesson& lesson) {
                 return bank_rows(powers.of(lesson.with_history(options.taps - 1)), parallel);
               }));
  return models;
}

CabinetImpulse cabinet_impulse(std::span<const double> response, std::size_t length) {
  assert(length >= 16);
  const auto onset = static_cast<std::size_t>(first_arrival(response, kImpulseOnsetDb).value());
  const std::size_t from = onset - std::min(onset, kImpulseLead);
  CabinetImpulse impulse;
  impulse.samples.assign(length, 0.0);
  std::copy_n(response.begin() + static_cast<std::ptrdiff_t>(from),
              std::min(length, response.size() - from), impulse.samples.begin());
  const auto rise = [](std::size_t n, std::size_t of) {
    return 0.5 - 0.5 * std::cos(std::numbers::pi * (static_cast<double>(n) + 0.5) /
                                static_cast<double>(of));
  };
  for (std::size_t n = 0; n < onset - from; ++n) impulse.samples[n] *= rise(n, onset - from);
  const std::size_t fade = length / 10;
  for (std::size_t n = 0; n < fade; ++n) impulse.samples[length - 1 - n] *= rise(n, fade);
  double largest = 0.0;
  for (const double sample : impulse.samples) largest = std::max(largest, std::abs(sample));
  const double gain = std::pow(10.0, kImpulsePeakDb / 20.0) / largest;
  for (double& sample : impulse.samples) sample *= gain;
  impulse.gain_db = 20.0 * std::log10(gain);
  return impulse;
}

}  // namespace ampsweep::analysis
