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
      weight_(model_.size(), 0.0) {}

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

std::optional<HeardBlock> BlockLag::hear(const std::vector<std::vector<double>>& shapes,
                                         std::span<const float> y) {
  assert(shapes.size() >= response_.size() && y.size() == size() && highest_ > lowest_);
  double energy = 0.0;
  double moment = 0.0;
  for (std::size_t n = 0; n < size(); ++n) {
    const double sample = window_[n] * shapes[0][n];
    energy += sample * sample;
    moment += sample * sample * static_cast<double>(n);
  }
  const double power = energy / static_cast<double>(size());
  if (power < kSilentRms * kSilentRms) return std::nullopt;
  HeardBlock block{moment / energy, 10.0 * std::log10(power), 0.0, {}, 0.0};
  std::fill(model_.begin(), model_.end(), 0.0);
  for (std::size_t i = 0; i < response_.size(); ++i) {
    for (std::size_t n = 0; n < size(); ++n) x_.time()[n] = window_[n] * shapes[i][n];
    x_.forward();
    if (i == 0) block.period_samples = mean_period(x_);
    add_model(i);
  }
  for (std::size_t n = 0; n < size(); ++n) y_.time()[n] = window_[n] * static_cast<double>(y[n]);
  y_.forward();
  block.product.reserve(highest_ - lowest_ + 1);
  double y_energy = 0.0;
  double model_energy = 0.0;
  for (std::size_t k = lowest_; k <= highest_; ++k) {
    const auto out = y_.spectrum()[k];
    block.product.push_back(weight_[k] * out * std::conj(model_[k]));
    y_energy += weight_[k] * std::norm(out);
    model_energy += weight_[k] * std::norm(model_[k]);
  }
  if (!(y_energy > 0.0) || !(model_energy > 0.0)) return std::nullopt;
  block.scale = 1.0 / std::sqrt(y_energy * model_energy);
  return block;
}

LagFits BlockLag::fits(const HeardBlock& block) {
  std::fill(correlation_.spectrum().begin(), correlation_.spectrum().end(), 0.0);
  std::copy(block.product.begin(), block.product.end(),
            correlation_.spectrum().begin() + static_cast<std::ptrdiff_t>(lowest_));
  correlation_.inverse();
  const auto size = static_cast<std::ptrdiff_t>(correlation_.size());
  const std::ptrdiff_t reach = size / 4;
  // The inverse is scaled by the size, and counts each bin twice.
  const double scale = 0.5 * static_cast<double>(size) * block.scale;
  LagFits fits;
  fits.reserve(static_cast<std::size_t>(2 * reach + 1));
  for (std::ptrdiff_t lag = -reach; lag <= reach; ++lag) {
    const auto place = static_cast<std::size_t>((lag + size) % size);
    fits.push_back(static_cast<float>(scale * correlation_.time()[place]));
  }
  return fits;
}

std::optional<BlockReading> BlockLag::read(const HeardBlock& block, int near) const {
  const Refined found = refine(block, near);
  if (!(found.fit > kLeastFit) || !(found.sigma < kLargestLagSigma)) return std::nullopt;
  return BlockReading{
      {block.at, found.lag, std::max(found.sigma, 1e-4)}, block.level_db, block.period_samples};
}

void BlockLag::add_model(std::size_t shape) {
  for (std::size_t k = lowest_; k <= highest_; ++k) {
    model_[k] += response_[shape][k] * x_.spectrum()[k];
  }
}

/// Newton steps on sum Re(product e^{jw lag}); sigma from the scatter of what is out of phase.
BlockLag::Refined BlockLag::refine(const HeardBlock& block, double lag) const {
  const double bin = 2.0 * std::numbers::pi / static_cast<double>(x_.size());
  Refined found{lag, 0.0, 0.0};
  for (int round = 0; round < kNewtonSteps; ++round) {
    double value = 0.0;
    double slope = 0.0;
    double curvature = 0.0;
    double scatter = 0.0;
    for (std::size_t k = lowest_; k <= highest_; ++k) {
      const double w = bin * static_cast<double>(k);
      const auto turned = block.product[k - lowest_] * std::polar(1.0, w * found.lag);
      value += turned.real();
      slope -= w * turned.imag();
      curvature += w * w * turned.real();
      scatter += w * w * turned.imag() * turned.imag();
    }
    found.fit = value * block.scale;
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
