// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

/// The loops below are most of what a simulation and a realignment do. Instrumented, they took half
/// of all time under AddressSanitizer. There the callers' ends are read under its eyes first, and
/// the loop between them runs free.
#if defined(__SANITIZE_ADDRESS__)
#define AMPSWEEP_INNER_LOOP __attribute__((no_sanitize("address", "undefined"), noinline))
#else
#define AMPSWEEP_INNER_LOOP
#endif

namespace ampsweep {

/// A stretch that a loop is about to read, first and last value touched.
inline void check_ends([[maybe_unused]] const double* values, [[maybe_unused]] std::size_t count) {
#if defined(__SANITIZE_ADDRESS__)
  static_cast<void>(*static_cast<const volatile double*>(values));
  static_cast<void>(*static_cast<const volatile double*>(values + count - 1));
#endif
}

template <std::size_t Lanes>
AMPSWEEP_INNER_LOOP double lane_dot_loop(const double* a, const double* b, std::size_t count) {
  double sum[Lanes] = {};  // plain: an operator[] would be a call under a sanitizer
  for (std::size_t i = 0; i < count; i += Lanes) {
    for (std::size_t lane = 0; lane < Lanes; ++lane) sum[lane] += a[i + lane] * b[i + lane];
  }
  // Halves are added until one is left: (0 + 4) + (2 + 6), then with (1 + 5) + (3 + 7).
  for (std::size_t half = Lanes / 2; half > 0; half /= 2) {
    for (std::size_t lane = 0; lane < half; ++lane) sum[lane] += sum[lane + half];
  }
  return sum[0];
}

/// Sum of a[i] b[i], in `Lanes` running sums side by side: they do not wait for each other, fill
/// the vector registers, and fix the order of additions, so that results are bit-equal on one
/// build. Needs: count > 0, a multiple of Lanes; Lanes a power of two.
/// tests/signals/lane_dot_test.cpp.
template <std::size_t Lanes>
[[nodiscard]] double lane_dot(const double* a, const double* b, std::size_t count) {
  check_ends(a, count);
  check_ends(b, count);
  return lane_dot_loop<Lanes>(a, b, count);
}

}  // namespace ampsweep
