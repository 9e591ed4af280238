// SPDX-License-Identifier: GPL-3.0-or-later
// How long does it take to measure one take of the full suite, and how much memory?
//   cmake --build build/release --target suite_bench && build/release/tests/bench/suite_bench
#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "rig/measure/take_measurement.hpp"
#include "signals/random.hpp"

using namespace ampsweep;

namespace {

double peak_mib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// x + 0.3 x^2 + 0.2 x^3 a little late, with noise of -100 dBFS rms.
std::vector<float> through_amp(const std::vector<float>& played, std::size_t late) {
  signals::Random random{1};
  std::vector<float> heard(played.size() + late, 0.0F);
  for (std::size_t n = 0; n < played.size(); ++n) {
    const double x = played[n];
    heard[n + late] =
        static_cast<float>(x + 0.3 * x * x + 0.2 * x * x * x + 1e-5 * random.normal());
  }
  return heard;
}

}  // namespace

int main() {
  for (const auto suite : {signals::Suite::Quick, signals::Suite::Full}) {
    const auto programme = signals::measurement_programme({.suite = suite});
    const auto take = through_amp(programme.stimulus.samples, 4);
    const auto amp = through_amp(programme.stimulus.samples, 1000);
    std::vector<float> loopback(amp.size(), 0.0F);
    std::copy(programme.stimulus.samples.begin(), programme.stimulus.samples.end(),
              loopback.begin() + 1000);
    const double before = peak_mib();
    const auto start = std::chrono::steady_clock::now();
    const auto measured =
        rig::measure_take(programme, take, 4.0, rig::RecordedPair{amp, loopback, 1000.0, 0.0});
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    const double length = static_cast<double>(take.size()) / 48000.0;
    fmt::print(
        "{} suite: {:.1f} s of sound measured in {:.2f} s ({:.0f} times real time; 3 min: {:.2f} "
        "s); peak {:.0f} MiB, {:.0f} before; {} tones, linear {}\n",
        suite == signals::Suite::Quick ? "quick" : "full", length, spent.count(),
        length / spent.count(), 180.0 * spent.count() / length, peak_mib(), before,
        measured.tones.size(), measured.linear && *measured.linear ? "yes" : "no");
  }
  return 0;
}
