// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/broken_recording.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "fixtures/sinc_reader.hpp"
#include "signals/level.hpp"

namespace ampsweep::test {
namespace {

using Samples = std::vector<float>;

Samples without(const Samples& clean, std::size_t at, std::size_t count) {
  Samples out{clean.begin(), clean.begin() + static_cast<std::ptrdiff_t>(at)};
  const std::size_t next = std::min(at + count, clean.size());
  out.insert(out.end(), clean.begin() + static_cast<std::ptrdiff_t>(next), clean.end());
  out.resize(clean.size(), 0.0F);
  return out;
}

Samples with_again(const Samples& clean, std::size_t at, std::size_t count) {
  count = std::min(count, at);
  Samples out{clean.begin(), clean.begin() + static_cast<std::ptrdiff_t>(at)};
  out.insert(out.end(), clean.begin() + static_cast<std::ptrdiff_t>(at - count), clean.end());
  out.resize(clean.size());
  return out;
}

/// out[n] = clean(n - d(n)), d growing from 0 to `samples` over `over` samples.
Samples with_slip(const Samples& clean, const Discontinuity& slip) {
  static const fixtures::SincReader reader;
  constexpr std::int64_t kRoom = 4096;
  const auto size = static_cast<std::int64_t>(clean.size());
  fixtures::SignalHistory history{size + 2 * kRoom};
  const std::vector<double> silence(kRoom, 0.0);
  history.restart(0);
  history.push(std::vector<double>{clean.begin(), clean.end()});
  history.push(silence);
  Samples out = clean;
  for (std::int64_t n = slip.at; n < size; ++n) {
    const double share =
        std::min(1.0, static_cast<double>(n - slip.at) /
                          static_cast<double>(std::max<std::int64_t>(slip.over, 1)));
    const double from = static_cast<double>(n) - share * slip.samples;
    const double whole = std::floor(from);
    double sample = 0.0;
    reader.read(history, {static_cast<std::int64_t>(whole), from - whole}, 1.0, {&sample, 1});
    out[static_cast<std::size_t>(n)] = static_cast<float>(sample);
  }
  return out;
}

Samples struck(const Samples& clean, const Discontinuity& wrong) {
  const auto at = static_cast<std::size_t>(wrong.at);
  const auto count = static_cast<std::size_t>(std::max(wrong.samples, 0));
  switch (wrong.kind) {
    case Discontinuity::Kind::Drop:
      return without(clean, at, count);
    case Discontinuity::Kind::Repeat:
      return with_again(clean, at, count);
    case Discontinuity::Kind::Slow:
      break;
  }
  return with_slip(clean, wrong);
}

}  // namespace

rig::Recording broken(const rig::Recording& clean, const Discontinuity& wrong) {
  rig::Recording out = clean;
  using Where = Discontinuity::Where;
  if (wrong.where != Where::Loopback) out.channels[0] = struck(clean.channels[0], wrong);
  if (wrong.where != Where::Amp) out.channels[1] = struck(clean.channels[1], wrong);
  return out;
}

void add_noise(rig::Recording& recording, DbFsRms level, signals::Random& random) {
  constexpr double kCode = 1.0 / 8388608.0;
  const double rms = rms_amplitude(level);
  for (auto& channel : recording.channels) {
    for (float& sample : channel) {
      const double heard = static_cast<double>(sample) + rms * random.normal();
      const double dither = random.uniform() - random.uniform();
      sample = static_cast<float>(kCode * std::round(heard / kCode + dither));
    }
  }
}

}  // namespace ampsweep::test
