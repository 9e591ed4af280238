// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace ampsweep::test {

/// Counts what operator new and delete are called for by this thread while it lives. List
/// support/heap_probe.cpp among a test program's sources to use it.
class HeapProbe {
 public:
  HeapProbe();
  ~HeapProbe();
  HeapProbe(const HeapProbe&) = delete;
  HeapProbe& operator=(const HeapProbe&) = delete;
  /// Allocations and releases so far.
  [[nodiscard]] std::size_t calls() const;
};

}  // namespace ampsweep::test
