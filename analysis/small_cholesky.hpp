// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <optional>
#include <vector>

namespace ampsweep::analysis {

[[nodiscard]] inline double conjugate_of(double x) { return x; }
[[nodiscard]] inline std::complex<double> conjugate_of(std::complex<double> x) {
  return std::conj(x);
}

/// Normal equations A x = b of a handful of unknowns: A Hermitian (or real symmetric) and positive
/// definite, row by row. The unknowns are scaled to equal size first, so their units do not matter.
template <class T>
class SmallCholesky {
 public:
  /// Nothing when A has no dependable inverse: a scaled pivot under 1e-11.
  [[nodiscard]] static std::optional<SmallCholesky> factor(std::vector<T> a, std::size_t unknowns) {
    SmallCholesky result;
    result.size_ = unknowns;
    result.lower_ = std::move(a);
    if (!result.scale_to_ones() || !result.decompose()) return std::nullopt;
    return result;
  }

  [[nodiscard]] std::vector<T> solve(std::vector<T> b) const {
    for (std::size_t i = 0; i < size_; ++i) {
      b[i] *= scale_[i];
      for (std::size_t j = 0; j < i; ++j) b[i] -= at(i, j) * b[j];
      b[i] /= at(i, i);
    }
    for (std::size_t i = size_; i-- > 0;) {
      for (std::size_t j = i + 1; j < size_; ++j) b[i] -= conjugate_of(at(j, i)) * b[j];
      b[i] /= at(i, i);
    }
    for (std::size_t i = 0; i < size_; ++i) b[i] *= scale_[i];
    return b;
  }

  /// Column `index` of the inverse of A: the covariance of the unknowns per unit of noise power.
  [[nodiscard]] std::vector<T> inverse_column(std::size_t index) const {
    std::vector<T> unit(size_);
    unit[index] = T{1.0};
    return solve(std::move(unit));
  }

 private:
  [[nodiscard]] const T& at(std::size_t row, std::size_t column) const {
    return lower_[row * size_ + column];
  }
  [[nodiscard]] bool scale_to_ones() {
    scale_.resize(size_);
    for (std::size_t i = 0; i < size_; ++i) {
      const double diagonal = std::real(at(i, i));
      if (!(diagonal > 0.0) || !std::isfinite(diagonal)) return false;
      scale_[i] = 1.0 / std::sqrt(diagonal);
    }
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j < size_; ++j) lower_[i * size_ + j] *= scale_[i] * scale_[j];
    }
    return true;
  }
  [[nodiscard]] bool decompose() {
    constexpr double kLeastPivot = 1e-11;
    for (std::size_t j = 0; j < size_; ++j) {
      double pivot = std::real(at(j, j));
      for (std::size_t k = 0; k < j; ++k) pivot -= std::norm(at(j, k));
      if (!(pivot > kLeastPivot)) return false;
      lower_[j * size_ + j] = T{std::sqrt(pivot)};
      for (std::size_t i = j + 1; i < size_; ++i) {
        T sum = at(i, j);
        for (std::size_t k = 0; k < j; ++k) sum -= at(i, k) * conjugate_of(at(j, k));
        lower_[i * size_ + j] = sum / std::sqrt(pivot);
      }
    }
    return true;
  }

  std::size_t size_{0};
  std::vector<T> lower_;
  std::vector<double> scale_;
};

}  // namespace ampsweep::analysis
