// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/grid_agreement.hpp"

#include <cassert>
#include <cmath>
#include <limits>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

/// Of one stretch, remainder by remainder.
struct Remainders {
  std::vector<double> sigmas;
  std::vector<double> fall;
};

Remainders remainders_of(const StretchCurve& stretch, std::size_t modulo) {
  const std::vector<double>& fall = stretch.curve.fall;
  const std::vector<double>& witness = stretch.curve.witness;
  assert(witness.size() % modulo == 0);
  Remainders best{std::vector<double>(modulo, -std::numeric_limits<double>::infinity()),
                  std::vector<double>(modulo, 0.0)};
  for (std::size_t o = 0; o < witness.size(); ++o) {
    const std::size_t at = (stretch.from + o) % modulo;
    if (witness[o] <= best.sigmas[at]) continue;
    best.sigmas[at] = witness[o];
    best.fall[at] = fall[o];
  }
  const double usual = median(best.sigmas);
  std::vector<double> off;
  for (const double one : best.sigmas) off.push_back(std::abs(one - usual));
  const double sigma = kMedianToSigma * median(off);
  for (double& one : best.sigmas) one = sigma > 0.0 ? (one - usual) / sigma : 0.0;
  return best;
}

}  // namespace

GridPlace agreed_place(const std::vector<StretchCurve>& stretches, std::size_t modulo) {
  std::vector<GridPlace> places(modulo);
  const auto count = static_cast<double>(stretches.size());
  for (const StretchCurve& stretch : stretches) {
    const Remainders here = remainders_of(stretch, modulo);
    for (std::size_t at = 0; at < modulo; ++at) {
      places[at].sigmas += here.sigmas[at] / std::sqrt(count);
      places[at].depth += here.fall[at] / count;
      if (here.sigmas[at] >= kSeenByOne) ++places[at].stretches;
    }
  }
  GridPlace best;
  for (std::size_t at = 0; at < modulo; ++at) {
    if (places[at].stretches < 2 || places[at].sigmas <= best.sigmas) continue;
    best = places[at];
    best.at = at;
  }
  return best;
}

}  // namespace ampsweep::analysis
