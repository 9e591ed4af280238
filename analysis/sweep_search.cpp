// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "analysis/cycle_law.hpp"
#include "analysis/quantile.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kSweepTurn = 2.0 * std::numbers::pi;
constexpr double kSounds = 3e-4;  ///< Of the peak: above, the sweep has begun. Dither stays below.
constexpr double kWorstResidual = -40.0;
constexpr double kFullLevel = 5e-4;  ///< Below full level by this much, a fade has begun.
constexpr std::size_t kLeastFull = 1024;
constexpr int kRefinements = 6;

tl::unexpected<Refusal> refuse_stimulus(Refusal::Reason reason, const char* detail) {
  return tl::unexpected(Refusal{reason, detail});
}

constexpr const char* kNoSweep =
    "the stimulus is not one exponential sweep of constant level (a linear sweep, noise, or "
    "several sounds in one file cannot be used here)";

double law_phase_at(const CycleLaw& law, double t) {
  return kSweepTurn * (law.c * std::exp(t / law.growth) + law.b);
}

struct SampleStretch {
  std::size_t from{0};
  std::size_t until{0};
};

/// Amplitude of the sweep from `from` on, by projection on both phases.
double amplitude_over(std::span<const float> x, const CycleLaw& law, SampleStretch part) {
  double in = 0.0;
  double quadrature = 0.0;
  for (std::size_t i = part.from; i < part.until; ++i) {
    const double phase = law_phase_at(law, static_cast<double>(i));
    in += static_cast<double>(x[i]) * std::sin(phase);
    quadrature += static_cast<double>(x[i]) * std::cos(phase);
  }
  return 2.0 * std::hypot(in, quadrature) / static_cast<double>(part.until - part.from);
}

/// Where the level is within `tolerance` of the middle one: blocks of whole cycles.
SampleStretch full_level_of(std::span<const float> x, const CycleLaw& law, double tolerance) {
  std::vector<SampleStretch> blocks;
  std::vector<double> levels;
  const double least = std::max(64.0, static_cast<double>(x.size()) / 400.0);
  for (double at = 0.0;;) {
    const double cycles = law.c * std::exp(at / law.growth);
    const double hz = cycles / law.growth;  // per sample
    const double wanted = cycles + std::max(1.0, std::ceil(least * hz));
    const double end = law.growth * std::log(wanted / law.c);
    if (!(end < static_cast<double>(x.size()))) break;
    blocks.push_back({static_cast<std::size_t>(at), static_cast<std::size_t>(end)});
    levels.push_back(amplitude_over(x, law, blocks.back()));
    at = end;
  }
  if (blocks.empty()) return {};
  const double usual = median(levels);
  const auto full = [&](double level) { return level > (1.0 - tolerance) * usual; };
  const auto first = std::find_if(levels.begin(), levels.end(), full) - levels.begin();
  const auto last = levels.rend() - std::find_if(levels.rbegin(), levels.rend(), full) - 1;
  return {blocks[static_cast<std::size_t>(first)].from,
          blocks[static_cast<std::size_t>(last)].until};
}

using NormalRow = std::array<double, 5>;

/// Solves the normal equations of four unknowns; the right side is column 4.
std::array<double, 4> solve_normal(std::array<NormalRow, 4>& m) {
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = i + 1; j < 4; ++j) {
      const double factor = m[j][i] / m[i][i];
      for (std::size_t k = i; k < 5; ++k) m[j][k] -= factor * m[i][k];
    }
  }
  std::array<double, 4> x{};
  for (std::size_t i = 4; i-- > 0;) {
    double sum = m[i][4];
    for (std::size_t k = i + 1; k < 4; ++k) sum -= m[i][k] * x[k];
    x[i] = sum / m[i][i];
  }
  return x;
}

/// A law with the level that goes with it.
struct FittedLaw {
  CycleLaw law;
  double amplitude{0.0};
};

/// One Gauss-Newton step: x = A sin p + A cos p (dp/dc dc + dp/dL dL + dp/db db).
FittedLaw stepped_law(std::span<const float> x, SampleStretch part, const CycleLaw& law) {
  const double end = static_cast<double>(part.until);
  std::array<NormalRow, 4> normal{};
  for (std::size_t i = part.from; i < part.until; ++i) {
    const double t = static_cast<double>(i);
    const double phase = law_phase_at(law, t);
    const double grown = std::exp((t - end) / law.growth);
    const double cosine = std::cos(phase);
    const NormalRow row{cosine * grown, cosine * grown * t / end, cosine, std::sin(phase),
                        static_cast<double>(x[i])};
    for (std::size_t a = 0; a < 4; ++a) {
      for (std::size_t b = 0; b < 5; ++b) normal[a][b] += row[a] * row[b];
    }
  }
  const auto step = solve_normal(normal);
  const double amplitude = step[3];
  const double grown = std::exp(end / law.growth);
  FittedLaw next{law, amplitude};
  next.law.c += step[0] / (amplitude * kSweepTurn * grown);
  next.law.growth -=
      step[1] * law.growth * law.growth / (amplitude * kSweepTurn * law.c * end * grown);
  next.law.b += step[2] / (amplitude * kSweepTurn);
  return next;
}

/// Steps until the law stands still.
FittedLaw refined_law(std::span<const float> x, SampleStretch part, const CycleLaw& law) {
  FittedLaw fit{law, 0.0};
  for (int i = 0; i < kRefinements; ++i) {
    const double before = fit.law.growth;
    fit = stepped_law(x, part, fit.law);
    if (std::abs(fit.law.growth / before - 1.0) < 1e-10) break;
  }
  return fit;
}

double law_residual_level(std::span<const float> x, SampleStretch part, const FittedLaw& fit) {
  double left = 0.0;
  double all = 0.0;
  for (std::size_t i = part.from; i < part.until; ++i) {
    const double sample = static_cast<double>(x[i]);
    const double miss =
        sample - fit.amplitude * std::sin(law_phase_at(fit.law, static_cast<double>(i)));
    left += miss * miss;
    all += sample * sample;
  }
  return 10.0 * std::log10(left / all);
}

SweepShape shape_from(const FittedLaw& fit, SampleStretch full, std::size_t length,
                      SampleRate rate) {
  const double fs = static_cast<double>(rate.value());
  SweepShape shape;
  shape.law.growth = Seconds{fit.law.growth / fs};
  shape.law.from = Hertz{fit.law.c / fit.law.growth * fs};
  shape.amplitude = std::abs(fit.amplitude);
  shape.phase_cycles = std::remainder(fit.law.b + (fit.amplitude < 0.0 ? 0.5 : 0.0), 1.0);
  shape.length = SampleCount{static_cast<std::int64_t>(length)};
  shape.full_from = SampleCount{static_cast<std::int64_t>(full.from)};
  shape.full_until = SampleCount{static_cast<std::int64_t>(full.until)};
  return shape;
}

}  // namespace

Measured<FoundSweep> find_sweep(std::span<const float> stimulus, SampleRate rate) {
  if (rate.value() <= 0) return refuse_stimulus(Refusal::Reason::BadParameter, "no sample rate");
  if (!analysis::all_finite(stimulus)) {
    return refuse_stimulus(Refusal::Reason::NotFinite,
                           "the stimulus holds samples that are no numbers (NaN or infinity)");
  }
  const double largest = analysis::peak(stimulus);
  if (largest == 0.0) {
    return refuse_stimulus(Refusal::Reason::Silent, "the stimulus is silent");
  }
  const auto sounds = [&](float sample) {
    return static_cast<double>(std::abs(sample)) > kSounds * largest;
  };
  const auto begin = std::find_if(stimulus.begin(), stimulus.end(), sounds) - stimulus.begin();
  const auto end = stimulus.rend() - std::find_if(stimulus.rbegin(), stimulus.rend(), sounds);
  // One sample before the first that sounds: there a sweep stands at zero.
  const auto start = static_cast<std::size_t>(std::max<std::ptrdiff_t>(begin - 1, 0));
  const auto x = stimulus.subspan(start, static_cast<std::size_t>(end) - start);
  if (static_cast<double>(x.size()) < 0.1 * rate.value()) {
    return refuse_stimulus(Refusal::Reason::TooShort, "the stimulus sounds for less than 0.1 s");
  }
  const auto coarse = law_from_crossings(x, largest);
  if (!coarse) return refuse_stimulus(Refusal::Reason::NoMatch, kNoSweep);
  FittedLaw fit{*coarse, largest};
  SampleStretch full;
  for (const double tolerance : {0.02, kFullLevel}) {
    full = full_level_of(x, fit.law, tolerance);
    if (full.until < full.from + kLeastFull) {
      return refuse_stimulus(Refusal::Reason::NoMatch, kNoSweep);
    }
    fit = refined_law(x, full, fit.law);
  }
  const double residual = law_residual_level(x, full, fit);
  if (!(residual < kWorstResidual)) return refuse_stimulus(Refusal::Reason::NoMatch, kNoSweep);
  return FoundSweep{shape_from(fit, full, x.size(), rate),
                    SampleCount{static_cast<std::int64_t>(start)}, residual};
}

}  // namespace ampsweep::analysis
