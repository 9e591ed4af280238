// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/block_lag.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "analysis/hann.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLagBlockSeconds = 32768.0 / 48000.0;
constexpr double kSharpestCoherence = 0.999;
constexpr double kNearlyAsGood = 0.97;
constexpr double kLeastFit = 0.15;
constexpr double kSilentRms = 1e-4;  ///< Of the loudness.
constexpr double kLargestLagSigma = 1.0;
constexpr int kNewtonSteps = 6;

/// Of the mean frequency of its spectrum's power, in samples.
double mean_period(RealFft& fft) {
  double power = 0.0;
  double moment = 0.0;
  for (std::size_t k = 1; k < fft.spectrum().size(); ++k) {
    power += std::norm(fft.spectrum()[k]);
    moment += static_cast<double>(k) * std::norm(fft.spectrum()[k]);
  }
  return moment > 0.0 ? static_cast<double>(fft.size()) * power / moment : 0.0;
}

}  // namespace

BlockLag::BlockLag(SampleRate rate)
    : rate_(static_cast<double>(rate.value())),
      x_(good_fft_size(static_cast<std::size_t>(kLagBlockSeconds * rate_))),
      y_(x_.size()),
      correlation_(x_.size()),
      window_(centred_hann(x_.size())),
      model_(x_.size() / 2 + 1),
      weight_(model_.size(), 0.0),
      product_(model_.size()) {}

void BlockLag::set_response(const ResponseSpectrum& spectrum) {
  assert(!spectrum.empty());
  const double ratio =
      static_cast<double>(spectrum.coherence.size() - 1) / static_cast<double>(model_.size() - 1);
  lowest_ = static_cast<std::size_t>(std::ceil(static_cast<double>(spectrum.lowest) / ratio));
  highest_ = static_cast<std::size_t>(static_cast<double>(spectrum.highest) / ratio);
  response_.assign(spectrum.response.size(), std::vector<std::complex<double>>(model_.size()));
  for (std::size_t k = lowest_; k <= highest_; ++k) {
    const double place = static_cast<double>(k) * ratio;
    const auto below = static_cast<std::size_t>(place);
    const double share = place - static_cast<double>(below);
    const std::size_t above = std::min(below + 1, spectrum.coherence.size() - 1);
    for (std::size_t i = 0; i < response_.size(); ++i) {
      response_[i][k] =
          (1.0 - share) * spectrum.response[i][below] + share * spectrum.response[i][above];
    }
    const double coherence = std::min(spectrum.coherence[below], kSharpestCoherence);
    const bool heard = spectrum.coherence[below] > 0.0 && spectrum.y_power[below] > 0.0;
    weight_[k] = heard ? 1.0 / ((1.0 - coherence) * spectrum.y_power[below]) : 0.0;
  }
}

std::optional<BlockReading> BlockLag::read(const std::vector<std::vector<double>>& shapes,
                                           std::span<const float> y) {
  assert(shapes.size() >= response_.size() && y.size() == size() && highest_ > lowest_);
  double energy = 0.0;
  double moment = 0.0;
  for (std::size_t n = 0; n < size(); ++n) {
    const double sample = window_[n] * shapes[0][n];
    energy += sample * sample;
    moment += sample * sample * static_cast<double>(n);
  }
  if (energy < kSilentRms * kSilentRms * static_cast<double>(size())) return std::nullopt;
  std::fill(model_.begin(), model_.end(), 0.0);
  double period = 0.0;
  for (std::size_t i = 0; i < response_.size(); ++i) {
    for (std::size_t n = 0; n < size(); ++n) x_.time()[n] = window_[n] * shapes[i][n];
    x_.forward();
    if (i == 0) period = mean_period(x_);
    add_model(i);
  }
  for (std::size_t n = 0; n < size(); ++n) y_.time()[n] = window_[n] * static_cast<double>(y[n]);
  y_.forward();
  fill_products();
  if (!(y_energy_ > 0.0) || !(model_energy_ > 0.0)) return std::nullopt;
  const Refined found = refine(static_cast<double>(whole_lag()));
  if (!(found.fit > kLeastFit) || !(found.sigma < kLargestLagSigma)) return std::nullopt;
  return BlockReading{{moment / energy, found.lag, std::max(found.sigma, 1e-4)},
                      10.0 * std::log10(energy / static_cast<double>(size())),
                      period};
}

void BlockLag::add_model(std::size_t shape) {
  for (std::size_t k = lowest_; k <= highest_; ++k) {
    model_[k] += response_[shape][k] * x_.spectrum()[k];
  }
}

void BlockLag::fill_products() {
  y_energy_ = 0.0;
  model_energy_ = 0.0;
  std::fill(correlation_.spectrum().begin(), correlation_.spectrum().end(), 0.0);
  for (std::size_t k = lowest_; k <= highest_; ++k) {
    const auto out = y_.spectrum()[k];
    product_[k] = weight_[k] * out * std::conj(model_[k]);
    correlation_.spectrum()[k] = product_[k];
    y_energy_ += weight_[k] * std::norm(out);
    model_energy_ += weight_[k] * std::norm(model_[k]);
  }
}

/// Whole lag of the best peak within a quarter of a block.
std::ptrdiff_t BlockLag::whole_lag() {
  correlation_.inverse();
  const auto size = static_cast<std::ptrdiff_t>(correlation_.size());
  const auto at = [&](std::ptrdiff_t lag) {
    return correlation_.time()[static_cast<std::size_t>((lag + size) % size)];
  };
  const std::ptrdiff_t reach = size / 4;
  double most = 0.0;
  for (std::ptrdiff_t lag = -reach; lag <= reach; ++lag) most = std::max(most, at(lag));
  std::ptrdiff_t best = reach + 1;
  for (std::ptrdiff_t lag = -reach; lag <= reach; ++lag) {
    const double here = at(lag);
    if (here < kNearlyAsGood * most || here < at(lag - 1) || here < at(lag + 1)) continue;
    if (std::abs(lag) < std::abs(best)) best = lag;
  }
  return best > reach ? 0 : best;
}

/// Newton steps on sum Re(product e^{jw lag}); sigma from the scatter of what is out of phase.
BlockLag::Refined BlockLag::refine(double lag) const {
  const double bin = 2.0 * std::numbers::pi / static_cast<double>(x_.size());
  Refined found{lag, 0.0, 0.0};
  for (int round = 0; round < kNewtonSteps; ++round) {
    double value = 0.0;
    double slope = 0.0;
    double curvature = 0.0;
    double scatter = 0.0;
    for (std::size_t k = lowest_; k <= highest_; ++k) {
      const double w = bin * static_cast<double>(k);
      const auto turned = product_[k] * std::polar(1.0, w * found.lag);
      value += turned.real();
      slope -= w * turned.imag();
      curvature += w * w * turned.real();
      scatter += w * w * turned.imag() * turned.imag();
    }
    found.fit = value / std::sqrt(y_energy_ * model_energy_);
    if (!(curvature > 0.0)) return {lag, 1e9, 0.0};
    found.sigma = std::sqrt(kHannBinsPerWitness * scatter) / curvature;
    const double step = std::clamp(slope / curvature, -0.5, 0.5);
    found.lag += step;
    if (std::abs(step) < 1e-6) break;
  }
  if (std::abs(found.lag - lag) > 2.0) return {lag, 1e9, 0.0};
  return found;
}

}  // namespace ampsweep::analysis
