// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fir_bank.hpp"

#include <algorithm>
#include <cassert>

namespace ampsweep::analysis {
namespace {

std::size_t fir_block_size(std::size_t taps, std::size_t rows) {
  return good_fft_size(std::max<std::size_t>(std::min(4 * taps, taps + rows), 2048));
}

/// Loads x[from .. from + count) at `at`, zeros elsewhere, and transforms.
void transform_block(RealFft& fft, std::span<const double> x, std::size_t from, std::size_t count,
                     std::size_t at) {
  const auto time = fft.time();
  std::fill(time.begin(), time.end(), 0.0);
  if (from < x.size()) {
    const auto part = x.subspan(from, std::min(count, x.size() - from));
    std::copy(part.begin(), part.end(), time.begin() + static_cast<std::ptrdiff_t>(at));
  }
  fft.forward();
}

}  // namespace

FirBank::FirBank(const std::vector<std::vector<double>>& sounds, std::size_t taps)
    : sounds_(sounds.size()),
      taps_(taps),
      rows_(sounds.at(0).size() - taps + 1),
      fft_(fir_block_size(taps, rows_)),
      step_(fft_.size() - taps + 1) {
  assert(taps > 0 && sounds[0].size() >= taps);
  for (const auto& sound : sounds) {
    assert(sound.size() == sounds[0].size());
    for (std::size_t from = 0; from < rows_; from += step_) {
      transform_block(fft_, sound, from, fft_.size(), 0);
      spectra_.insert(spectra_.end(), fft_.spectrum().begin(), fft_.spectrum().end());
    }
  }
}

std::span<const std::complex<double>> FirBank::spectrum(std::size_t sound,
                                                        std::size_t block) const {
  const std::size_t blocks = (rows_ + step_ - 1) / step_;
  const std::size_t bins = fft_.size() / 2 + 1;
  return std::span(spectra_).subspan((sound * blocks + block) * bins, bins);
}

std::vector<double> FirBank::apply(std::span<const double> taps) {
  assert(taps.size() == unknowns());
  std::vector<std::vector<std::complex<double>>> filters;
  for (std::size_t p = 0; p < sounds_; ++p) {
    transform_block(fft_, taps, p * taps_, taps_, 0);
    filters.emplace_back(fft_.spectrum().begin(), fft_.spectrum().end());
  }
  std::vector<double> out(rows_);
  for (std::size_t block = 0, from = 0; from < rows_; ++block, from += step_) {
    const auto sum = fft_.spectrum();
    std::fill(sum.begin(), sum.end(), 0.0);
    for (std::size_t p = 0; p < sounds_; ++p) {
      const auto x = spectrum(p, block);
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += x[k] * filters[p][k];
    }
    fft_.inverse();
    const auto valid = fft_.time().subspan(taps_ - 1, std::min(step_, rows_ - from));
    std::copy(valid.begin(), valid.end(), out.begin() + static_cast<std::ptrdiff_t>(from));
  }
  return out;
}

std::vector<double> FirBank::adjoint(std::span<const double> rows) {
  assert(rows.size() == rows_);
  const std::size_t bins = fft_.size() / 2 + 1;
  std::vector<std::complex<double>> sums(sounds_ * bins);
  for (std::size_t block = 0, from = 0; from < rows_; ++block, from += step_) {
    transform_block(fft_, rows, from, step_, taps_ - 1);
    const auto r = fft_.spectrum();
    for (std::size_t p = 0; p < sounds_; ++p) {
      const auto x = spectrum(p, block);
      for (std::size_t k = 0; k < bins; ++k) sums[p * bins + k] += std::conj(x[k]) * r[k];
    }
  }
  std::vector<double> out;
  out.reserve(unknowns());
  for (std::size_t p = 0; p < sounds_; ++p) {
    const auto sum = std::span(sums).subspan(p * bins, bins);
    std::copy(sum.begin(), sum.end(), fft_.spectrum().begin());
    fft_.inverse();
    const auto time = fft_.time().first(taps_);
    out.insert(out.end(), time.begin(), time.end());
  }
  return out;
}

FixedFir::FixedFir(std::span<const double> taps)
    : taps_(taps.size()),
      fft_(good_fft_size(std::max<std::size_t>(4 * taps.size(), 2048))),
      step_(fft_.size() - taps.size() + 1) {
  assert(!taps.empty());
  transform_block(fft_, taps, 0, taps.size(), 0);
  filter_.assign(fft_.spectrum().begin(), fft_.spectrum().end());
}

std::vector<double> FixedFir::apply(std::span<const double> sound) {
  assert(sound.size() >= taps_);
  std::vector<double> out(sound.size() - taps_ + 1);
  for (std::size_t from = 0; from < out.size(); from += step_) {
    transform_block(fft_, sound, from, fft_.size(), 0);
    for (std::size_t k = 0; k < filter_.size(); ++k) fft_.spectrum()[k] *= filter_[k];
    fft_.inverse();
    const auto valid = fft_.time().subspan(taps_ - 1, std::min(step_, out.size() - from));
    std::copy(valid.begin(), valid.end(), out.begin() + static_cast<std::ptrdiff_t>(from));
  }
  return out;
}

std::vector<double> FixedFir::adjoint(std::span<const double> rows) {
  std::vector<double> out(rows.size() + taps_ - 1, 0.0);
  for (std::size_t from = 0; from < rows.size(); from += step_) {
    transform_block(fft_, rows, from, step_, taps_ - 1);
    for (std::size_t k = 0; k < filter_.size(); ++k) fft_.spectrum()[k] *= std::conj(filter_[k]);
    fft_.inverse();
    const std::size_t count = std::min(fft_.size(), out.size() - from);
    for (std::size_t n = 0; n < count; ++n) out[from + n] += fft_.time()[n];
  }
  return out;
}

}  // namespace ampsweep::analysis
