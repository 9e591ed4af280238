// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/cutting.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace ampsweep::signals {
namespace {

constexpr Seconds kWindow{0.02};  ///< A gap between notes, not just a zero crossing.

/// Energy of all samples before each one: the energy of any window is one subtraction.
std::vector<double> running_energy(std::span<const float> x) {
  std::vector<double> energy(x.size() + 1);
  for (std::size_t n = 0; n < x.size(); ++n) {
    const auto value = static_cast<double>(x[n]);
    energy[n + 1] = energy[n] + value * value;
  }
  return energy;
}

/// The place within `reach` of `centre` whose window holds the least energy; of equals (digital
/// silence) the one nearest to `centre`.
std::int64_t quietest(const std::vector<double>& energy, std::int64_t centre, std::int64_t reach,
                      std::int64_t half_window) {
  const auto last = static_cast<std::int64_t>(energy.size()) - 1;
  std::int64_t best = centre;
  double least = std::numeric_limits<double>::infinity();
  for (std::int64_t away = 0; away <= reach; ++away) {
    for (const std::int64_t at : {centre - away, centre + away}) {
      const auto begin = static_cast<std::size_t>(std::max<std::int64_t>(0, at - half_window));
      const auto end = static_cast<std::size_t>(std::min(last, at + half_window));
      const double held = energy[end] - energy[begin];
      if (held < least) {
        least = held;
        best = at;
      }
    }
  }
  return best;
}

}  // namespace

std::vector<Piece> pieces_at_quiet_places(std::span<const float> x, SampleRate rate,
                                          Seconds longest) {
  assert(!x.empty() && longest >= Seconds{1.0});
  const std::int64_t most = samples(longest, rate).value();
  const std::int64_t half_window = samples(kWindow / 2.0, rate).value();
  const std::vector<double> energy = running_energy(x);

  // Aiming at 0.8 of the longest leaves 0.2 either way to look for quiet.
  const std::int64_t aim = most * 8 / 10;
  const std::int64_t reach = most - aim;
  std::vector<Piece> pieces;
  std::int64_t first = 0;
  auto left = static_cast<std::int64_t>(x.size());
  while (left > most) {
    const std::int64_t count = std::max<std::int64_t>(2, (left + aim - 1) / aim);
    const std::int64_t cut = quietest(energy, first + left / count, reach, half_window);
    pieces.push_back({SampleCount{first}, SampleCount{cut - first}});
    left -= cut - first;
    first = cut;
  }
  pieces.push_back({SampleCount{first}, SampleCount{left}});
  return pieces;
}

}  // namespace ampsweep::signals
