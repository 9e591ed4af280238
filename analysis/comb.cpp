// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/comb.hpp"

#include <algorithm>

namespace ampsweep::analysis {
namespace {

constexpr int kCombDecidingOrders = 20;
constexpr int kCombSearchOrders = 8;
constexpr double kCombPresent = 5.0;  ///< Deviations; the search over f raises noise as well.

/// A comb held against the spectra of all stretches, before any refinement.
struct CombCandidate {
  Mains mains{Mains::None};
  Hertz line;
  double power{};  ///< Over noise, outside the frequencies 50 and 60 Hz share.
  double limit{};  ///< Mean square one of the first four lines would need.
  bool stands_out{};
};

CombCandidate hold_against(std::span<const LineSpectrum> spectra, Mains mains, int orders) {
  CombCandidate comb{mains, Hertz{0.0}, 0.0, 0.0, false};
  const double nominal = mains == Mains::Hz60 ? 60.0 : 50.0;
  comb.line =
      search_family(spectra, comb_lines(std::min(orders, kCombSearchOrders)),
                    Hertz{nominal - kCombReach.value()}, Hertz{nominal + kCombReach.value()});
  const double needed = noise_excess(spectra.size(), kCombPresent);
  for (int n = 1; n <= std::min(orders, kCombDecidingOrders); ++n) {
    if (static_cast<int>(nominal) * n % 300 == 0) continue;
    double power = 0.0;
    double noise = 0.0;
    for (const LineSpectrum& spectrum : spectra) {
      power += spectrum.mean_square(n * comb.line) / static_cast<double>(spectra.size());
      noise += spectrum.noise(n * comb.line) / static_cast<double>(spectra.size());
    }
    comb.power += std::max(0.0, power - noise);
    if (n > kCombFirstOrders) continue;
    comb.limit = std::max(comb.limit, needed * noise);
    comb.stands_out |= power > needed * noise;
  }
  return comb;
}

}  // namespace

std::vector<FamilyLine> comb_lines(int orders) {
  std::vector<FamilyLine> lines;
  for (int n = 1; n <= orders; ++n) lines.push_back({Hertz{0.0}, static_cast<double>(n)});
  return lines;
}

CombChoice decide_mains(std::span<const LineSpectrum> spectra, int orders) {
  const CombCandidate europe = hold_against(spectra, Mains::Hz50, orders);
  const CombCandidate america = hold_against(spectra, Mains::Hz60, orders);
  const double limit = std::max(europe.limit, america.limit);
  if (europe.stands_out && (!america.stands_out || europe.power >= america.power)) {
    return {Mains::Hz50, europe.line, limit};
  }
  if (america.stands_out) return {Mains::Hz60, america.line, limit};
  return {Mains::None, Hertz{0.0}, limit};
}

}  // namespace ampsweep::analysis
