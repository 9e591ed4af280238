// SPDX-License-Identifier: GPL-3.0-or-later
#include "polynomial_measurement.hpp"

#include <map>
#include <utility>
#include <vector>

#include "signals/random.hpp"

namespace ampsweep::test {
namespace {

using Measurement = std::shared_ptr<const rig::TakeMeasurement>;

Measurement measured(signals::Suite suite, double a2) {
  const auto programme = signals::measurement_programme({.suite = suite});
  signals::Random random{7};
  std::vector<float> take;
  take.reserve(programme.stimulus.samples.size());
  for (const float sample : programme.stimulus.samples) {
    const auto x = static_cast<double>(sample);
    take.push_back(static_cast<float>(x + a2 * x * x + 0.2 * x * x * x + 1e-5 * random.normal()));
  }
  return std::make_shared<const rig::TakeMeasurement>(rig::measure_take(programme, take, 0.0));
}

}  // namespace

Measurement polynomial_measurement(signals::Suite suite, double a2) {
  static std::map<std::pair<signals::Suite, double>, Measurement> made;  // a second each
  Measurement& one = made[{suite, a2}];
  if (!one) one = measured(suite, a2);
  return one;
}

Measurement silent_measurement() {
  const auto programme = signals::measurement_programme({});
  const std::vector<float> silent(programme.stimulus.samples.size(), 0.0F);
  return std::make_shared<const rig::TakeMeasurement>(rig::measure_take(programme, silent, 0.0));
}

}  // namespace ampsweep::test
