// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/heap_probe.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local bool armed = false;
thread_local std::size_t heap_calls = 0;

void* take(std::size_t bytes) {
  if (armed) ++heap_calls;
  void* memory = std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}

void give_back(void* memory) noexcept {
  if (armed) ++heap_calls;
  std::free(memory);
}

void* take_aligned(std::size_t bytes, std::align_val_t alignment) {
  if (armed) ++heap_calls;
  const auto step = static_cast<std::size_t>(alignment);
  void* memory = std::aligned_alloc(step, (bytes + step - 1) / step * step);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}

}  // namespace

// The array and nothrow forms call these by default.
void* operator new(std::size_t bytes) { return take(bytes); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return take_aligned(bytes, alignment);
}
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }

namespace ampsweep::test {

HeapProbe::HeapProbe() {
  heap_calls = 0;
  armed = true;
}
HeapProbe::~HeapProbe() { armed = false; }
std::size_t HeapProbe::calls() const { return heap_calls; }

}  // namespace ampsweep::test
