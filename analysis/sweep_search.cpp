// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sweep_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <vector>

#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;
constexpr double kSounds = 3e-4;  ///< Of the peak: above, the sweep has begun. Dither stays below.
constexpr double kLoud = 0.3;     ///< Of the peak: above, zero crossings can be trusted.
constexpr double kCoarseError = 0.12;  ///< Cycles rms that the first law may miss by.
constexpr double kWorstResidual = -40.0;
constexpr std::size_t kLeastCrossings = 16;
constexpr double kFullLevel = 5e-4;  ///< Below full level by this much, a fade has begun.
constexpr std::size_t kLeastFull = 1024;
constexpr int kRefinements = 6;

tl::unexpected<Refusal> refuse_stimulus(Refusal::Reason reason, const char* detail) {
  return tl::unexpected(Refusal{reason, detail});
}

constexpr const char* kNoSweep =
    "the stimulus is not one exponential sweep of constant level (a linear sweep, noise, or "
    "several sounds in one file cannot be used here)";

/// cycles(t) = c exp(t / L) + b, t in samples.
struct CycleLaw {
  double c{0.0};
  double growth{1.0};
  double b{0.0};
};

/// Upward zero crossings between the first and the last loud sample, while a cycle has four
/// samples and more.
std::vector<double> crossings(std::span<const float> x, double largest) {
  const auto loud = [&](float sample) { return std::abs(sample) > kLoud * largest; };
  const auto first = std::find_if(x.begin(), x.end(), loud) - x.begin();
  const auto last = x.rend() - std::find_if(x.rbegin(), x.rend(), loud);
  std::vector<double> times;
  for (auto i = static_cast<std::size_t>(first) + 1; i < static_cast<std::size_t>(last); ++i) {
    if (!(x[i - 1] < 0.0F && x[i] >= 0.0F)) continue;
    const double below = -static_cast<double>(x[i - 1]);
    const double t = static_cast<double>(i - 1) + below / (below + static_cast<double>(x[i]));
    if (!times.empty() && t - times.back() < 4.0) break;
    times.push_back(t);
  }
  return times;
}

struct CrossingFit {
  CycleLaw law;
  double error{0.0};  ///< Cycles rms.
};

/// Least squares of c and b for a given growth; crossing k has phase k.
CrossingFit fit_crossings(const std::vector<double>& times, double growth) {
  const auto n = static_cast<double>(times.size());
  const double last = times.back();
  const auto grown = [&](double t) { return std::exp((t - last) / growth); };
  double se = 0.0;
  double see = 0.0;
  double sek = 0.0;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double e = grown(times[k]);
    se += e;
    see += e * e;
    sek += e * static_cast<double>(k);
  }
  const double sk = 0.5 * n * (n - 1.0);
  const double c = (n * sek - se * sk) / (n * see - se * se);
  const double b = (sk - c * se) / n;
  double sum = 0.0;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double miss = c * grown(times[k]) + b - static_cast<double>(k);
    sum += miss * miss;
  }
  return {{c * std::exp(-last / growth), growth, b}, std::sqrt(sum / n)};
}

/// The growth with the least error: a grid around what the first and last periods say, then
/// golden section.
std::optional<CycleLaw> coarse_law(const std::vector<double>& times) {
  if (times.size() < kLeastCrossings) return std::nullopt;
  const std::size_t n = times.size();
  const double first_period = (times[2] - times[0]) / 2.0;
  const double last_period = (times[n - 1] - times[n - 5]) / 4.0;
  if (!(first_period > 1.2 * last_period)) return std::nullopt;
  const double guess = (times[n - 3] - times[1]) / std::log(first_period / last_period);
  double best = guess;
  double least = fit_crossings(times, guess).error;
  for (int step = -20; step <= 20; ++step) {
    const double growth = guess * std::exp(0.02 * step);
    const double error = fit_crossings(times, growth).error;
    if (error < least) {
      least = error;
      best = growth;
    }
  }
  constexpr double kGolden = 0.6180339887498949;
  double low = best * std::exp(-0.02);
  double high = best * std::exp(0.02);
  while (high - low > 1e-9 * high) {
    const double a = high - kGolden * (high - low);
    const double b = low + kGolden * (high - low);
    if (fit_crossings(times, a).error < fit_crossings(times, b).error) {
      high = b;
    } else {
      low = a;
    }
  }
  const CrossingFit fit = fit_crossings(times, 0.5 * (low + high));
  if (!(fit.error < kCoarseError)) return std::nullopt;
  return fit.law;
}

double phase_at(const CycleLaw& law, double t) {
  return kTurn * (law.c * std::exp(t / law.growth) + law.b);
}

struct Stretch {
  std::size_t from{0};
  std::size_t until{0};
};

/// Amplitude of the sweep from `from` on, by projection on both phases.
double amplitude_over(std::span<const float> x, const CycleLaw& law, Stretch part) {
  double in = 0.0;
  double quadrature = 0.0;
  for (std::size_t i = part.from; i < part.until; ++i) {
    const double phase = phase_at(law, static_cast<double>(i));
    in += static_cast<double>(x[i]) * std::sin(phase);
    quadrature += static_cast<double>(x[i]) * std::cos(phase);
  }
  return 2.0 * std::hypot(in, quadrature) / static_cast<double>(part.until - part.from);
}

/// Where the level is within `tolerance` of the middle one: blocks of whole cycles.
Stretch full_level(std::span<const float> x, const CycleLaw& law, double tolerance) {
  std::vector<Stretch> blocks;
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
  auto sorted = levels;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  const auto full = [&](double level) { return level > (1.0 - tolerance) * *middle; };
  const auto first = std::find_if(levels.begin(), levels.end(), full) - levels.begin();
  const auto last = levels.rend() - std::find_if(levels.rbegin(), levels.rend(), full) - 1;
  return {blocks[static_cast<std::size_t>(first)].from,
          blocks[static_cast<std::size_t>(last)].until};
}

using Row = std::array<double, 5>;

/// Solves the normal equations of four unknowns; the right side is column 4.
std::array<double, 4> solve(std::array<Row, 4>& m) {
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
FittedLaw stepped(std::span<const float> x, Stretch part, const CycleLaw& law) {
  const double end = static_cast<double>(part.until);
  std::array<Row, 4> normal{};
  for (std::size_t i = part.from; i < part.until; ++i) {
    const double t = static_cast<double>(i);
    const double phase = phase_at(law, t);
    const double grown = std::exp((t - end) / law.growth);
    const double cosine = std::cos(phase);
    const Row row{cosine * grown, cosine * grown * t / end, cosine, std::sin(phase),
                  static_cast<double>(x[i])};
    for (std::size_t a = 0; a < 4; ++a) {
      for (std::size_t b = 0; b < 5; ++b) normal[a][b] += row[a] * row[b];
    }
  }
  const auto step = solve(normal);
  const double amplitude = step[3];
  const double grown = std::exp(end / law.growth);
  FittedLaw next{law, amplitude};
  next.law.c += step[0] / (amplitude * kTurn * grown);
  next.law.growth -= step[1] * law.growth * law.growth / (amplitude * kTurn * law.c * end * grown);
  next.law.b += step[2] / (amplitude * kTurn);
  return next;
}

/// Steps until the law stands still.
FittedLaw refined(std::span<const float> x, Stretch part, const CycleLaw& law) {
  FittedLaw fit{law, 0.0};
  for (int i = 0; i < kRefinements; ++i) {
    const double before = fit.law.growth;
    fit = stepped(x, part, fit.law);
    if (std::abs(fit.law.growth / before - 1.0) < 1e-10) break;
  }
  return fit;
}

double residual_level(std::span<const float> x, Stretch part, const FittedLaw& fit) {
  double left = 0.0;
  double all = 0.0;
  for (std::size_t i = part.from; i < part.until; ++i) {
    const double sample = static_cast<double>(x[i]);
    const double miss =
        sample - fit.amplitude * std::sin(phase_at(fit.law, static_cast<double>(i)));
    left += miss * miss;
    all += sample * sample;
  }
  return 10.0 * std::log10(left / all);
}

SweepShape shape_from(const FittedLaw& fit, Stretch full, std::size_t length, SampleRate rate) {
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
  if (!all_finite(stimulus)) {
    return refuse_stimulus(Refusal::Reason::NotFinite,
                           "the stimulus holds samples that are no numbers (NaN or infinity)");
  }
  const double largest = peak(stimulus);
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
  const auto coarse = coarse_law(crossings(x, largest));
  if (!coarse) return refuse_stimulus(Refusal::Reason::NoMatch, kNoSweep);
  FittedLaw fit{*coarse, largest};
  Stretch full;
  for (const double tolerance : {0.02, kFullLevel}) {
    full = full_level(x, fit.law, tolerance);
    if (full.until < full.from + kLeastFull) {
      return refuse_stimulus(Refusal::Reason::NoMatch, kNoSweep);
    }
    fit = refined(x, full, fit.law);
  }
  const double residual = residual_level(x, full, fit);
  if (!(residual < kWorstResidual)) return refuse_stimulus(Refusal::Reason::NoMatch, kNoSweep);
  return FoundSweep{shape_from(fit, full, x.size(), rate),
                    SampleCount{static_cast<std::int64_t>(start)}, residual};
}

}  // namespace ampsweep::analysis
