// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace ampsweep::analysis {

/// What is known of one delay: a best guess and the interval that holds it.
struct DelayInterval {
  double guess{0.0};
  double from{0.0};
  double to{0.0};
};

/// One delay for as many as one delay fits: recordings made in one go through one device share it,
/// and many intervals together know it better than each alone.
///
/// Method:  the point that lies in most intervals (the lowest such stretch where several do as
///          well); those that hold it share the median of their guesses, moved into what all of
///          them allow. Then the same with the rest.
/// Shape:   a delay for each interval, inside it, in the same order.
/// Needs:   finite, from <= to.
/// Proof:   tests/analysis/shared_delay_test.cpp, against every pair of ends in turn.
/// Cost:    O(n^2) for n intervals, O(n^2 log n) where no two agree.
[[nodiscard]] std::vector<double> shared_delays(std::span<const DelayInterval> intervals);

}  // namespace ampsweep::analysis
