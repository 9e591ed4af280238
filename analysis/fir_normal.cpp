// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fir_normal.hpp"

#include <algorithm>
#include <cassert>

#include "analysis/hermitian.hpp"
#include "analysis/spectral_inverse.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kFirRidge = 1e-10;  ///< Of the sounds' mean energy.

using Sounds = std::vector<std::vector<double>>;

/// The stretch that only rows outside the wanted ones see together with silence.
Sounds before_first_row(const Sounds& sounds, std::size_t taps) {
  Sounds out;
  for (const auto& sound : sounds) {
    std::vector<double> padded(taps - 1, 0.0);
    padded.insert(padded.end(), sound.begin(),
                  sound.begin() + static_cast<std::ptrdiff_t>(taps - 1));
    out.push_back(std::move(padded));
  }
  return out;
}

Sounds after_last_row(const Sounds& sounds, std::size_t taps) {
  Sounds out;
  for (const auto& sound : sounds) {
    std::vector<double> padded(sound.end() - static_cast<std::ptrdiff_t>(taps - 1), sound.end());
    padded.resize(2 * (taps - 1), 0.0);
    out.push_back(std::move(padded));
  }
  return out;
}

void load_block(RealFft& fft, std::span<const double> x, std::size_t from, std::size_t count) {
  const auto time = fft.time();
  std::fill(time.begin(), time.end(), 0.0);
  if (from < x.size()) {
    const auto part = x.subspan(from, std::min(count, x.size() - from));
    std::copy(part.begin(), part.end(), time.begin());
  }
  fft.forward();
}

}  // namespace

struct FirNormal::Correlations {
  std::size_t sounds;
  std::vector<std::vector<double>> lags;  ///< [p * (sounds + 1) + q]; q = sounds: the target.

  /// `target` on the time axis of the sounds.
  Correlations(const Sounds& x, std::span<const double> target, std::size_t taps)
      : sounds(x.size()) {
    RealFft fft{good_fft_size(4 * taps)};
    const std::size_t bins = fft.size() / 2 + 1;
    const std::size_t step = fft.size() - taps + 1;
    std::vector<std::vector<std::complex<double>>> products(
        sounds * (sounds + 1), std::vector<std::complex<double>>(bins));
    std::vector<std::vector<std::complex<double>>> early(sounds);
    for (std::size_t from = 0; from < target.size(); from += step) {
      for (std::size_t p = 0; p < sounds; ++p) {
        load_block(fft, x[p], from, step);
        early[p].assign(fft.spectrum().begin(), fft.spectrum().end());
      }
      for (std::size_t q = 0; q <= sounds; ++q) {
        load_block(fft, q < sounds ? std::span<const double>(x[q]) : target, from, fft.size());
        const auto late = fft.spectrum();
        for (std::size_t p = 0; p < sounds; ++p) {
          auto& product = products[p * (sounds + 1) + q];
          for (std::size_t k = 0; k < bins; ++k) product[k] += std::conj(early[p][k]) * late[k];
        }
      }
    }
    for (const auto& product : products) {
      std::copy(product.begin(), product.end(), fft.spectrum().begin());
      fft.inverse();
      lags.emplace_back(fft.time().begin(), fft.time().begin() + static_cast<std::ptrdiff_t>(taps));
    }
  }
  [[nodiscard]] const std::vector<double>& at(std::size_t p, std::size_t q) const {
    return lags[p * (sounds + 1) + q];
  }
};

FirNormal::FirNormal(const std::vector<std::vector<double>>& sounds, std::span<const double> target,
                     std::size_t taps)
    : sounds_(sounds.size()),
      taps_(taps),
      rows_(static_cast<double>(target.size())),
      fft_(good_fft_size(2 * taps)),
      head_(before_first_row(sounds, taps), taps),
      tail_(after_last_row(sounds, taps), taps) {
  assert(taps >= 2 && sounds[0].size() == target.size() + taps - 1);
  std::vector<double> placed(taps - 1, 0.0);
  placed.insert(placed.end(), target.begin(), target.end());
  const Correlations lags{sounds, placed, taps};
  for (std::size_t p = 0; p < sounds_; ++p) {
    ridge_ += kFirRidge * lags.at(p, p)[0] / static_cast<double>(sounds_);
    right_side_.insert(right_side_.end(), lags.at(p, sounds_).begin(), lags.at(p, sounds_).end());
    double sum = 0.0;  // over the rows, of x[row - i], for i = taps - 1 down to 0
    for (std::size_t n = 0; n < target.size(); ++n) sum += sounds[p][n];
    std::vector<double> column(taps);
    for (std::size_t i = taps; i-- > 0;) {
      column[i] = sum;
      if (i > 0) sum += sounds[p][target.size() + taps - 1 - i] - sounds[p][taps - 1 - i];
    }
    sums_.insert(sums_.end(), column.begin(), column.end());
  }
  double total = 0.0;
  for (const double value : target) total += value;
  right_side_.push_back(total);
  set_spectra(lags);
}

void FirNormal::set_spectra(const Correlations& lags) {
  const std::size_t cells = sounds_ * sounds_;
  spectra_.resize(bins() * cells);
  factors_.resize(bins() * cells);
  const auto time = fft_.time();
  for (const bool smooth : {false, true}) {
    auto& where = smooth ? factors_ : spectra_;
    for (std::size_t p = 0; p < sounds_; ++p) {
      for (std::size_t q = 0; q < sounds_; ++q) {
        std::fill(time.begin(), time.end(), 0.0);
        for (std::size_t d = 0; d < taps_; ++d) {
          const double window =
              smooth ? parzen(static_cast<double>(d) / static_cast<double>(taps_)) : 1.0;
          time[d] = window * lags.at(p, q)[d];
          if (d > 0) time[fft_.size() - d] = window * lags.at(q, p)[d];
        }
        fft_.forward();
        for (std::size_t k = 0; k < bins(); ++k) {
          where[k * cells + p * sounds_ + q] = fft_.spectrum()[k];
        }
      }
    }
  }
  for (std::size_t k = 0; k < bins(); ++k) {
    const auto matrix = std::span(factors_).subspan(k * cells, cells);
    double trace = 0.0;
    for (std::size_t p = 0; p < sounds_; ++p) trace += std::abs(matrix[p * sounds_ + p]);
    // Rounding may leave a bin where nothing sounds slightly negative.
    for (std::size_t p = 0; p < sounds_; ++p) matrix[p * sounds_ + p] += ridge_ + 1e-12 * trace;
    cholesky(matrix, sounds_);
  }
}

void FirNormal::add_products(std::span<const double> unknowns, std::vector<double>& out) {
  std::vector<std::complex<double>> taps(bins() * sounds_);
  for (std::size_t q = 0; q < sounds_; ++q) {
    load_block(fft_, unknowns.subspan(q * taps_, taps_), 0, taps_);
    for (std::size_t k = 0; k < bins(); ++k) taps[k * sounds_ + q] = fft_.spectrum()[k];
  }
  for (std::size_t p = 0; p < sounds_; ++p) {
    for (std::size_t k = 0; k < bins(); ++k) {
      std::complex<double> sum;
      for (std::size_t q = 0; q < sounds_; ++q) {
        sum += spectra_[(k * sounds_ + p) * sounds_ + q] * taps[k * sounds_ + q];
      }
      fft_.spectrum()[k] = sum;
    }
    fft_.inverse();
    for (std::size_t i = 0; i < taps_; ++i) out[p * taps_ + i] += fft_.time()[i];
  }
}

std::vector<double> FirNormal::multiply(std::span<const double> unknowns) {
  const auto taps = unknowns.first(sounds_ * taps_);
  const double offset = unknowns.back();
  std::vector<double> out(unknowns.size(), 0.0);
  add_products(taps, out);
  const auto head = head_.adjoint(head_.apply(taps));
  const auto tail = tail_.adjoint(tail_.apply(taps));
  for (std::size_t i = 0; i < taps.size(); ++i) {
    out[i] += ridge_ * taps[i] + offset * sums_[i] - head[i] - tail[i];
    out.back() += sums_[i] * taps[i];
  }
  out.back() += rows_ * offset;
  return out;
}

std::vector<double> FirNormal::precondition(std::span<const double> residual) {
  std::vector<std::complex<double>> bands(bins() * sounds_);
  for (std::size_t p = 0; p < sounds_; ++p) {
    load_block(fft_, residual.subspan(p * taps_, taps_), 0, taps_);
    for (std::size_t k = 0; k < bins(); ++k) bands[k * sounds_ + p] = fft_.spectrum()[k];
  }
  const std::size_t cells = sounds_ * sounds_;
  for (std::size_t k = 0; k < bins(); ++k) {
    solve_cholesky(std::span<const std::complex<double>>(factors_).subspan(k * cells, cells),
                   std::span(bands).subspan(k * sounds_, sounds_));
  }
  std::vector<double> out(residual.size());
  for (std::size_t p = 0; p < sounds_; ++p) {
    for (std::size_t k = 0; k < bins(); ++k) fft_.spectrum()[k] = bands[k * sounds_ + p];
    fft_.inverse();
    std::copy_n(fft_.time().begin(), taps_, out.begin() + static_cast<std::ptrdiff_t>(p * taps_));
  }
  out.back() = residual.back() / rows_;
  return out;
}

}  // namespace ampsweep::analysis
