// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/label_fit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stop_token>

#include "tests/faults/made_set.hpp"

namespace ampsweep::faults {
namespace {

using analysis::Answer;
using analysis::label_fit;

MadeSet forty() {
  SetSpec spec;
  spec.seed = 2;
  spec.seconds = 2.0;
  return made_set(spec);
}

std::vector<std::size_t> misfits(const std::vector<analysis::TakeFit>& fits) {
  std::vector<std::size_t> takes;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    if (fits[i].misfits == Answer::Yes) takes.push_back(i);
  }
  return takes;
}

TEST_SUITE("unit") {
  TEST_CASE(
      "label fit: labels that are right fit; one that is wrong by what is detectable does not") {
    const MadeSet set = forty();
    const auto clean = label_fit(set.settings, set.prints);
    CHECK(misfits(clean).empty());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < clean.size(); ++i) {
      if (clean[i].detectable[0] < clean[wrong].detectable[0]) wrong = i;
    }
    CHECK(clean[wrong].detectable[0] < 0.15);
    auto knobs = set.settings[wrong];
    const double by = 2.0 * clean[wrong].detectable[0];
    knobs[0] += knobs[0] < 0.5 ? by : -by;
    auto prints = set.prints;
    prints[wrong] = played_at(set, wrong, knobs);
    const auto fits = label_fit(set.settings, prints);
    CHECK(misfits(fits) == std::vector<std::size_t>{wrong});
  }

  TEST_CASE("label fit: two takes that changed places are told as a pair") {
    MadeSet set = forty();
    std::swap(set.prints[3], set.prints[27]);
    const auto fits = label_fit(set.settings, set.prints);
    CHECK(misfits(fits) == std::vector<std::size_t>{3, 27});
    REQUIRE(fits[3].swapped_with);
    CHECK(*fits[3].swapped_with == 27);
    CHECK(*fits[27].swapped_with == 3);
  }

  TEST_CASE("label fit: too few takes, silent ones or settings that stand still tell nothing") {
    MadeSet set = forty();
    set.prints[0] = {};
    CHECK(label_fit(set.settings, set.prints)[0].misfits == Answer::CannotTell);
    set.settings.resize(8);
    set.prints.resize(8);
    for (const auto& fit : label_fit(set.settings, set.prints)) {
      CHECK(fit.misfits == Answer::CannotTell);
    }
    CHECK(label_fit({}, {}).empty());
  }

  TEST_CASE("label fit: settings that do not differ tell nothing of takes that do") {
    MadeSet set = forty();
    for (auto& knobs : set.settings) knobs = set.settings.front();
    for (const auto& fit : label_fit(set.settings, set.prints)) {
      CHECK(fit.misfits == Answer::CannotTell);
    }
  }

  TEST_CASE("label fit: a stop tells nothing") {
    const MadeSet set = forty();
    std::stop_source stopped;
    stopped.request_stop();
    for (const auto& fit : label_fit(set.settings, set.prints, stopped.get_token())) {
      CHECK(fit.misfits == Answer::CannotTell);
    }
  }
}

}  // namespace
}  // namespace ampsweep::faults
