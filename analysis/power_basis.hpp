// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// How much of harmonic n is in sin^power: sin^k p = sum over n of Im{ A(k, n) exp(j n p) }, with
/// A(k, n) = exp(j pi (1 - n) / 2) C(k, (k - n) / 2) / 2^(k - 1) for n of k's parity, 1 <= n <= k,
/// else 0. The constant term of even powers is left out.
///
/// Source: Novak's MATLAB demo; measurement.md 1.4. Tested against sampled powers of a sine:
///         tests/analysis/power_basis_test.cpp.
[[nodiscard]] std::complex<double> harmonic_of_power(int power, int harmonic);

/// Gains G of the powers 1 .. N from the complex harmonics H of the orders 1 .. N of a unit sine:
/// H_n = sum over k of A(k, n) G_k, solved from the highest order down (A is triangular).
[[nodiscard]] std::vector<std::complex<double>> powers_from_harmonics(
    std::span<const std::complex<double>> harmonics);

/// Ratio of the largest to the smallest singular value of A for the powers 1 .. orders: by how much
/// the conversion may raise noise. 6.3, 38, 221 for 3, 5, 7.
[[nodiscard]] double power_basis_condition(int orders);

}  // namespace ampsweep::analysis
