// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/print_json.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

using namespace ampsweep::rig;

namespace {

HeardCurves sample() {
  const KnobPrint low{{-3.25, 0.1}, {0.01, 0.02}, 0.75, true};
  const KnobPrint high{{-1.0 / 3.0, 5.0}, {0.03, 0.5}, 1.5, false};
  return {{{"gain", 5.0}}, {{"gain", {0.1, 0.9}, {low, high}, {-2.0, 1.0}}}};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("print json: prints and curves come back bit for bit") {
    const HeardCurves back = curves_from(parse_json(compact_text(to_json(sample()))));
    CHECK(back.reference == sample().reference);
    REQUIRE(back.knobs.size() == 1);
    const HeardCurve& curve = back.knobs.front();
    CHECK(curve.knob == "gain");
    CHECK(curve.at == sample().knobs[0].at);
    CHECK(curve.from_above_db == sample().knobs[0].from_above_db);
    CHECK(curve.prints[1].level_db == sample().knobs[0].prints[1].level_db);
    CHECK(curve.prints[1].sigma_db == sample().knobs[0].prints[1].sigma_db);
    CHECK(curve.prints[1].settle_s == 1.5);
    CHECK_FALSE(curve.prints[1].settled);
  }

  TEST_CASE("print json: what does not fit together is no print and no curve") {
    const auto refused = [](auto change) {
      HeardCurves curves = sample();
      change(curves.knobs.front());
      const Json json = to_json(curves);
      CHECK_THROWS_AS((void)curves_from(json), std::exception);
    };
    refused([](HeardCurve& curve) { curve.at = {0.9, 0.1}; });
    refused([](HeardCurve& curve) { curve.at = {0.5}; });
    refused([](HeardCurve& curve) { curve.prints[0].sigma_db.pop_back(); });
    refused([](HeardCurve& curve) { curve.prints[0] = {{1.0}, {1.0}}; });
    refused([](HeardCurve& curve) { curve.from_above_db = {1.0}; });
    refused([](HeardCurve& curve) {
      curve.prints[0].level_db[0] = std::numeric_limits<double>::quiet_NaN();
    });
  }
}
