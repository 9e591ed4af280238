// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace ampsweep::analysis {

/// Runs work(0) .. work(count - 1), each once, on `threads` threads (0: one per processor). Indices
/// are handed out in order; a stop request keeps new ones from being started. The first exception
/// is thrown again here after all threads have ended.
///
/// Returns: false when it was stopped before the last index was handed out.
bool parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& work,
                  const std::stop_token& stop = {});

}  // namespace ampsweep::analysis
