// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into jackd: its dummy driver then runs at SLOW_CLOCK (a share, 0.9) of the rate that it
// announces. Time goes slower for it, and what it sleeps lasts longer.
#include <dlfcn.h>
#include <time.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>

namespace {

double share() {
  static const double value = [] {
    const char* const text = std::getenv("SLOW_CLOCK");
    return text == nullptr ? 1.0 : std::atof(text);
  }();
  return value;
}

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

timespec times(const timespec& time, double factor) {
  const double s =
      (static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec)) * factor;
  timespec scaled{};
  scaled.tv_sec = static_cast<time_t>(std::floor(s));
  scaled.tv_nsec = static_cast<long>((s - std::floor(s)) * 1e9);
  return scaled;
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static auto* const real = next<int(clockid_t, timespec*)>("clock_gettime");
  const int result = real(clock, time);
  // Both count from the boot on: a double holds them well enough.
  if (clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW) *time = times(*time, share());
  return result;
}

extern "C" int nanosleep(const timespec* time, timespec* left) {
  static auto* const real = next<int(const timespec*, timespec*)>("nanosleep");
  const timespec longer = times(*time, 1.0 / share());
  return real(&longer, left);
}

extern "C" int usleep(useconds_t time) {
  const timespec wanted{static_cast<time_t>(time / 1'000'000),
                        static_cast<long>(time % 1'000'000) * 1000};
  return nanosleep(&wanted, nullptr);
}

extern "C" int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
  static auto* const real =
      next<int(clockid_t, int, const timespec*, timespec*)>("clock_nanosleep");
  const timespec longer = times(*time, 1.0 / share());  // an absolute time is one of its own
  return real(clock, flags, &longer, left);
}
