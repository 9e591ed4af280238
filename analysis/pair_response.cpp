// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/pair_response.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "analysis/hann.hpp"
#include "analysis/hermitian.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kBlockSeconds = 8192.0 / 48000.0;
constexpr double kAround = 0.04;      ///< Bins averaged, as a share of the frequency.
constexpr double kLeastPower = 1e-6;  ///< Of the strongest, in x.
constexpr double kRidge = 1e-6;       ///< Shapes may be nearly the same sound.

/// Bins that are averaged for one.
struct Around {
  std::size_t first;
  std::size_t last;
  Around(std::size_t k, std::size_t bins) {
    const auto half =
        std::max<std::size_t>(1, static_cast<std::size_t>(kAround * static_cast<double>(k)));
    first = k > half ? k - half : 1;
    last = std::min(bins - 1, k + half);
  }
};

/// Mean over the bins around each.
template <class Value>
std::vector<Value> smoothed(const std::vector<Value>& values) {
  std::vector<Value> sums(values.size() + 1);
  for (std::size_t k = 0; k < values.size(); ++k) sums[k + 1] = sums[k] + values[k];
  std::vector<Value> mean(values.size());
  for (std::size_t k = 1; k < values.size(); ++k) {
    const Around around{k, values.size()};
    mean[k] = (sums[around.last + 1] - sums[around.first]) /
              static_cast<double>(around.last - around.first + 1);
  }
  return mean;
}

}  // namespace

double ResponseSpectrum::octaves() const {
  if (empty()) return 0.0;
  return std::log2(static_cast<double>(highest) / static_cast<double>(lowest));
}

double ResponseSpectrum::trust() const {
  double sum = 0.0;
  for (std::size_t k = std::max<std::size_t>(1, lowest); k <= highest; ++k) {
    sum += coherence[k] / static_cast<double>(k);
  }
  return sum;
}

double ResponseSpectrum::mean_coherence() const {
  double weight = 0.0;
  for (std::size_t k = std::max<std::size_t>(1, lowest); k <= highest; ++k) {
    weight += 1.0 / static_cast<double>(k);
  }
  return weight > 0.0 ? trust() / weight : 0.0;
}

PairResponse::PairResponse(SampleRate rate, std::size_t shapes)
    : rate_(static_cast<double>(rate.value())),
      count_(shapes),
      y_(good_fft_size(static_cast<std::size_t>(kBlockSeconds * rate_))),
      window_(centred_hann(y_.size())),
      spectra_(shapes + 1, Parts(y_.size() / 2 + 1)),
      among_(shapes * shapes, Parts(0)),
      cross_(shapes, Parts(y_.size() / 2 + 1)),
      y_power_(y_.size() / 2 + 1, 0.0) {
  assert(shapes >= 1);
  for (std::size_t i = 0; i < shapes; ++i) {
    x_.emplace_back(y_.size());
    for (std::size_t j = 0; j <= i; ++j) among_[index(i, j)] = Parts(y_power_.size());
  }
}

void PairResponse::Parts::add_product(const Parts& a, const Parts& b) {
  for (std::size_t k = 0; k < re.size(); ++k) {
    re[k] += a.re[k] * b.re[k] + a.im[k] * b.im[k];
    im[k] += a.im[k] * b.re[k] - a.re[k] * b.im[k];
  }
}

void PairResponse::add(const std::vector<std::vector<double>>& shapes, std::span<const float> y,
                       double late) {
  assert(shapes.size() >= count_ && y.size() == size());
  for (std::size_t i = 0; i < count_; ++i) {
    for (std::size_t n = 0; n < size(); ++n) x_[i].time()[n] = window_[n] * shapes[i][n];
    x_[i].forward();
  }
  for (std::size_t n = 0; n < size(); ++n) {
    y_.time()[n] = window_[n] * static_cast<double>(y[n]);
  }
  y_.forward();
  const auto step = std::polar(1.0, 2.0 * std::numbers::pi / static_cast<double>(size()) * late);
  std::complex<double> turn = 1.0;
  Parts& out = spectra_.back();
  for (std::size_t k = 0; k < y_power_.size(); ++k, turn *= step) {
    const auto turned = y_.spectrum()[k] * turn;
    out.re[k] = turned.real();
    out.im[k] = turned.imag();
    y_power_[k] += std::norm(turned);
  }
  for (std::size_t i = 0; i < count_; ++i) {
    Parts& in = spectra_[i];
    for (std::size_t k = 0; k < y_power_.size(); ++k) {
      in.re[k] = x_[i].spectrum()[k].real();
      in.im[k] = x_[i].spectrum()[k].imag();
    }
    cross_[i].add_product(out, in);
    for (std::size_t j = 0; j <= i; ++j) among_[index(i, j)].add_product(in, spectra_[j]);
  }
  ++blocks_;
}

CrossSpectra PairResponse::cross_spectra(std::size_t shapes) const {
  assert(shapes >= 1 && shapes <= count_);
  const auto bins = [](const Parts& sums) {
    const auto re = smoothed(sums.re);
    const auto im = smoothed(sums.im);
    CrossSpectra::Bins both(re.size());
    for (std::size_t k = 0; k < re.size(); ++k) both[k] = {re[k], im[k]};
    return both;
  };
  CrossSpectra found{shapes, rate_ / static_cast<double>(size()), {}, {}, smoothed(y_power_)};
  found.among.resize(shapes * shapes);
  for (std::size_t i = 0; i < shapes; ++i) {
    found.cross.push_back(bins(cross_[i]));
    for (std::size_t j = 0; j <= i; ++j) found.among[i * shapes + j] = bins(among_[index(i, j)]);
  }
  return found;
}

ResponseSpectrum PairResponse::spectrum(std::size_t shapes) const {
  const std::size_t bins = y_power_.size();
  const CrossSpectra spectra = cross_spectra(shapes);
  const auto& among = spectra.among;
  const auto& cross = spectra.cross;
  ResponseSpectrum mean;
  mean.response.assign(shapes, CrossSpectra::Bins(bins));
  mean.coherence.assign(bins, 0.0);
  mean.y_power = spectra.y_power;
  std::vector<std::complex<double>> matrix(shapes * shapes);
  std::vector<std::complex<double>> right(shapes);
  double strongest = 0.0;
  for (const auto& power : among[0]) strongest = std::max(strongest, power.real());
  for (std::size_t k = 1; k < bins; ++k) {
    if (!(mean.y_power[k] > 0.0) || !(among[0][k].real() > kLeastPower * strongest)) continue;
    // y = sum H_i u_i: sum_i H_i <u_i u_j*> = <y u_j*>; the factor wants the lower triangle.
    for (std::size_t i = 0; i < shapes; ++i) {
      right[i] = cross[i][k];
      for (std::size_t j = 0; j <= i; ++j)
        matrix[i * shapes + j] = std::conj(among[i * shapes + j][k]);
      matrix[i * shapes + i] *= 1.0 + kRidge;
    }
    cholesky(std::span(matrix), shapes);
    solve_cholesky(std::span<const std::complex<double>>(matrix), std::span(right));
    double follows = 0.0;
    for (std::size_t i = 0; i < shapes; ++i) {
      mean.response[i][k] = right[i];
      follows += (right[i] * std::conj(cross[i][k])).real();
    }
    mean.coherence[k] = std::clamp(follows / mean.y_power[k], 0.0, 1.0);
    const double hz = static_cast<double>(k) * spectra.bin_hz;
    if (hz < kLowestAskedHz || hz > kHighestAskedShare * rate_ ||
        mean.coherence[k] < kLeastTrustedCoherence)
      continue;
    if (mean.lowest == 0) mean.lowest = k;
    mean.highest = k;
  }
  return mean;
}

}  // namespace ampsweep::analysis
