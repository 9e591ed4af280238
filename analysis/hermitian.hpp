// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <span>
#include <type_traits>

namespace ampsweep::analysis {

/// Cholesky factor L (row by row, lower part) of a small Hermitian matrix, in place: A = L L^H.
/// Needs: size x size values, positive definite.
template <class T>
void cholesky(std::span<T> a, std::size_t size) {
  for (std::size_t j = 0; j < size; ++j) {
    for (std::size_t i = j; i < size; ++i) {
      T sum = a[i * size + j];
      for (std::size_t k = 0; k < j; ++k) {
        if constexpr (std::is_same_v<T, double>) {
          sum -= a[i * size + k] * a[j * size + k];
        } else {
          sum -= a[i * size + k] * std::conj(a[j * size + k]);
        }
      }
      a[i * size + j] = i == j ? T{std::sqrt(std::real(sum))} : sum / std::real(a[j * size + j]);
    }
  }
}

/// x of L L^H x = b, in place of b, from the factor made by cholesky().
template <class T>
void solve_cholesky(std::span<const T> factor, std::span<T> b) {
  const std::size_t size = b.size();
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= factor[i * size + k] * b[k];
    b[i] /= std::real(factor[i * size + i]);
  }
  for (std::size_t i = size; i-- > 0;) {
    for (std::size_t k = i + 1; k < size; ++k) {
      if constexpr (std::is_same_v<T, double>) {
        b[i] -= factor[k * size + i] * b[k];
      } else {
        b[i] -= std::conj(factor[k * size + i]) * b[k];
      }
    }
    b[i] /= std::real(factor[i * size + i]);
  }
}

}  // namespace ampsweep::analysis
