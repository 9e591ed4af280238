// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/error_measures.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <vector>

#include "analysis/fft.hpp"
#include "analysis/weighting.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kNoFigure = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kJackknifeParts = 10;

std::vector<float> preemphasised(std::span<const float> x, double coefficient) {
  std::vector<float> out;
  out.reserve(x.size());
  for (std::size_t n = 1; n < x.size(); ++n) {
    out.push_back(static_cast<float>(static_cast<double>(x[n]) -
                                     coefficient * static_cast<double>(x[n - 1])));
  }
  return out;
}

/// Sum over all bins, negative frequencies included, of weight(w) |X(w)|^2, w in rad/sample.
template <class Weight>
double weighted_energy(RealFft& fft, std::span<const double> x, const Weight& weight) {
  const auto time = fft.time();
  std::fill(time.begin(), time.end(), 0.0);
  std::copy(x.begin(), x.end(), time.begin());
  fft.forward();
  const double step = 2.0 * std::numbers::pi / static_cast<double>(fft.size());
  double energy = 0.0;
  for (std::size_t k = 0; k < fft.spectrum().size(); ++k) {
    const bool lone = k == 0 || 2 * k == fft.size();
    energy +=
        (lone ? 1.0 : 2.0) * weight(static_cast<double>(k) * step) * std::norm(fft.spectrum()[k]);
  }
  return energy;
}

std::vector<double> difference_of(std::span<const float> a, std::span<const float> b) {
  std::vector<double> out(a.size());
  for (std::size_t n = 0; n < a.size(); ++n) {
    out[n] = static_cast<double>(a[n]) - static_cast<double>(b[n]);
  }
  return out;
}

double mean_absolute(std::span<const double> x) {
  double sum = 0.0;
  for (const double sample : x) sum += std::abs(sample);
  return sum / static_cast<double>(x.size());
}

}  // namespace

double preemphasised_esr(std::span<const float> output, std::span<const float> target,
                         double coefficient) {
  assert(output.size() == target.size());
  double error = 0.0;
  double signal = 0.0;
  for (std::size_t n = 1; n < target.size(); ++n) {
    const double t =
        static_cast<double>(target[n]) - coefficient * static_cast<double>(target[n - 1]);
    const double o =
        static_cast<double>(output[n]) - coefficient * static_cast<double>(output[n - 1]);
    error += (o - t) * (o - t);
    signal += t * t;
  }
  return signal > 0.0 ? error / signal : kNoFigure;
}

double a_weighted_esr(std::span<const float> output, std::span<const float> target,
                      SampleRate rate) {
  assert(output.size() == target.size());
  const auto curve = [fs = static_cast<double>(rate.value())](double w) {
    const Hertz at{w * fs / (2.0 * std::numbers::pi)};
    return std::pow(10.0, weighting(Weighting::A, at).value() / 10.0);
  };
  RealFft fft{good_fft_size(std::max<std::size_t>(target.size(), 2))};
  const double error = weighted_energy(fft, difference_of(output, target), curve);
  const std::vector<double> precise(target.begin(), target.end());
  const double signal = weighted_energy(fft, precise, curve);
  return signal > 0.0 ? error / signal : kNoFigure;
}

double esr_sigma(std::span<const float> output, std::span<const float> target, SampleRate rate) {
  assert(output.size() == target.size());
  if (target.size() < static_cast<std::size_t>(rate.value())) return kNoFigure;
  const std::size_t part = target.size() / kJackknifeParts;
  std::vector<double> errors(kJackknifeParts, 0.0);
  std::vector<double> signals(kJackknifeParts, 0.0);
  double error = 0.0;
  double signal = 0.0;
  for (std::size_t n = 0; n < part * kJackknifeParts; ++n) {
    const double d = static_cast<double>(output[n]) - static_cast<double>(target[n]);
    const double t = static_cast<double>(target[n]);
    errors[n / part] += d * d;
    signals[n / part] += t * t;
    error += d * d;
    signal += t * t;
  }
  std::vector<double> without(kJackknifeParts);
  double centre = 0.0;
  for (std::size_t i = 0; i < kJackknifeParts; ++i) {
    if (!(signal - signals[i] > 0.0)) return kNoFigure;
    without[i] = (error - errors[i]) / (signal - signals[i]);
    centre += without[i] / kJackknifeParts;
  }
  double square = 0.0;
  for (const double ratio : without) square += (ratio - centre) * (ratio - centre);
  return std::sqrt(square * (kJackknifeParts - 1.0) / kJackknifeParts);
}

double best_possible_esr(double noise_power, double recording_power) {
  assert(recording_power > 0.0);
  return noise_power / recording_power;
}

double predicted_replicate_esr(double noise_power, double recording_power) {
  return 2.0 * best_possible_esr(noise_power, recording_power);
}

double replicate_esr(std::span<const float> a, std::span<const float> b) {
  return error_to_signal(a, b);
}

double misalignment_esr(std::span<const float> target, double delta_samples) {
  RealFft fft{good_fft_size(std::max<std::size_t>(target.size(), 2))};
  const std::vector<double> precise(target.begin(), target.end());
  const double energy = weighted_energy(fft, precise, [](double) { return 1.0; });
  const double slope = weighted_energy(fft, precise, [](double w) { return w * w; });
  return slope / energy * delta_samples * delta_samples;
}

Measured<ErrorMeasures> error_measures(std::span<const float> output, std::span<const float> target,
                                       SampleRate rate) {
  assert(output.size() == target.size());
  if (rate.value() <= 0) {
    return tl::unexpected(
        Refusal{Refusal::Reason::BadParameter, "the sample rate is not positive"});
  }
  const auto mrstft = stft_distance(output, target);  // refuses what none of them can work on
  if (!mrstft) return tl::unexpected(mrstft.error());
  const auto emphasised = stft_distance(preemphasised(output, 0.85), preemphasised(target, 0.85));
  if (!emphasised) return tl::unexpected(emphasised.error());
  ErrorMeasures measures;
  measures.mrstft = *mrstft;
  measures.mrstft_preemphasis_085 = *emphasised;
  measures.esr = error_to_signal(output, target);
  measures.esr_sigma = esr_sigma(output, target, rate);
  measures.esr_preemphasis_085 = preemphasised_esr(output, target, 0.85);
  measures.esr_preemphasis_095 = preemphasised_esr(output, target, 0.95);
  measures.esr_a_weighted = a_weighted_esr(output, target, rate);
  const double offset = mean(output) - mean(target);
  const double level = rms(target);
  measures.dc = offset * offset / (level * level);
  measures.mae = mean_absolute(difference_of(output, target));
  return measures;
}

}  // namespace ampsweep::analysis
