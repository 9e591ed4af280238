// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/power_basis.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace ampsweep::analysis {
namespace {

double binomial_of(int n, int k) {
  double result = 1.0;
  for (int i = 1; i <= k; ++i) result = result * (n - k + i) / i;
  return result;
}

/// |A(power, harmonic)|.
double sine_power_share(int power, int harmonic) {
  if (harmonic < 1 || harmonic > power || (power - harmonic) % 2 != 0) return 0.0;
  return binomial_of(power, (power - harmonic) / 2) * std::exp2(1 - power);
}

using ShareColumns = std::vector<std::vector<double>>;

double column_dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// One-sided Jacobi: turns two columns until they are orthogonal. True: nothing was left to do.
bool orthogonalise_columns(std::vector<double>& a, std::vector<double>& b) {
  const double ab = column_dot(a, b);
  const double aa = column_dot(a, a);
  const double bb = column_dot(b, b);
  if (std::abs(ab) <= 1e-15 * std::sqrt(aa * bb)) return true;
  const double zeta = (bb - aa) / (2.0 * ab);
  const double t = std::copysign(1.0, zeta) / (std::abs(zeta) + std::hypot(1.0, zeta));
  const double c = 1.0 / std::hypot(1.0, t);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double was = a[i];
    a[i] = c * (was - t * b[i]);
    b[i] = c * (t * was + b[i]);
  }
  return false;
}

}  // namespace

std::complex<double> harmonic_of_power(int power, int harmonic) {
  return std::polar(sine_power_share(power, harmonic), 0.5 * std::numbers::pi * (1 - harmonic));
}

std::vector<std::complex<double>> powers_from_harmonics(
    std::span<const std::complex<double>> harmonics) {
  const auto orders = static_cast<int>(harmonics.size());
  std::vector<std::complex<double>> gains(harmonics.size());
  for (int n = orders; n >= 1; --n) {
    std::complex<double> left = harmonics[static_cast<std::size_t>(n - 1)];
    for (int k = n + 2; k <= orders; k += 2) {
      left -= harmonic_of_power(k, n) * gains[static_cast<std::size_t>(k - 1)];
    }
    gains[static_cast<std::size_t>(n - 1)] = left / harmonic_of_power(n, n);
  }
  return gains;
}

// The phase of A(k, n) depends on n alone, so it does not change the singular values.
double power_basis_condition(int orders) {
  ShareColumns columns;
  for (int n = 1; n <= orders; ++n) {
    auto& column = columns.emplace_back();
    for (int k = 1; k <= orders; ++k) column.push_back(sine_power_share(k, n));
  }
  constexpr int kMostSweeps = 60;
  bool done = false;
  for (int sweep = 0; sweep < kMostSweeps && !done; ++sweep) {
    done = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      for (std::size_t j = i + 1; j < columns.size(); ++j) {
        done = orthogonalise_columns(columns[i], columns[j]) && done;
      }
    }
  }
  double least = column_dot(columns.front(), columns.front());
  double most = least;
  for (const auto& column : columns) {
    least = std::min(least, column_dot(column, column));
    most = std::max(most, column_dot(column, column));
  }
  return std::sqrt(most / least);
}

}  // namespace ampsweep::analysis
