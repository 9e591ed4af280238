// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/exponential_law.hpp"

#include <cassert>
#include <cmath>

namespace ampsweep::signals {

Hertz ExponentialLaw::frequency_at(Seconds t) const {
  return from * std::exp(t.value() / growth.value());
}

Seconds ExponentialLaw::time_at(Hertz f) const {
  assert(f > Hertz{0.0});
  return growth * std::log(f.value() / from.value());
}

double ExponentialLaw::cycles_at(Seconds t) const {
  return growth.value() * frequency_at(t).value();
}

Seconds ExponentialLaw::advance(int order) const {
  assert(order >= 1);
  return growth * std::log(static_cast<double>(order));
}

}  // namespace ampsweep::signals
