// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/setting_cover.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

using Rows = std::vector<std::vector<double>>;

Rows corners(std::size_t knobs) {
  Rows rows;
  for (std::size_t i = 0; i < (std::size_t{1} << knobs); ++i) {
    rows.emplace_back();
    for (std::size_t k = 0; k < knobs; ++k)
      rows.back().push_back(static_cast<double>((i >> k) & 1U));
  }
  return rows;
}

TEST_SUITE("unit") {
  TEST_CASE("setting cover: values, gaps and squares of each knob") {
    const auto cover = setting_cover({{0.0, 0.5}, {0.25, 0.5}, {1.0, 0.5}, {1.0, 0.5}});
    CHECK(cover.settings == 3);
    REQUIRE(cover.knobs.size() == 2);
    CHECK(cover.knobs[0].values == 3);
    CHECK(cover.knobs[0].largest_gap == doctest::Approx(0.75));
    CHECK(cover.knobs[1].values == 1);
    CHECK(cover.knobs[1].largest_gap == doctest::Approx(0.5));
    REQUIRE(cover.pairs.size() == 1);
    CHECK(cover.pairs[0] == doctest::Approx(1.0));       // 3 values x 1 value, all there
    CHECK(cover.hole_radius == doctest::Approx(0.375));  // knob 1 is left out
    CHECK(cover.hole[0] == doctest::Approx(0.625));
  }

  TEST_CASE("setting cover: a diagonal leaves the squares beside it empty") {
    Rows rows;
    for (int i = 0; i < 40; ++i) rows.push_back({i / 39.0, i / 39.0});
    CHECK(setting_cover(rows).pairs[0] == doctest::Approx(0.25));
  }

  TEST_CASE("setting cover: the largest empty ball between the corners of a cube is its middle") {
    for (std::size_t knobs = 1; knobs <= 4; ++knobs) {
      CAPTURE(knobs);
      const auto cover = setting_cover(corners(knobs));
      CHECK(cover.hole_radius == doctest::Approx(0.5).epsilon(0.05));
    }
  }

  TEST_CASE("setting cover: a hole cut into random settings is found, against what chance leaves") {
    signals::Random random{2};
    Rows rows;
    while (rows.size() < 400) {
      std::vector<double> at{random.uniform(), random.uniform()};
      if (std::hypot(at[0] - 0.3, at[1] - 0.6) > 0.2) rows.push_back(std::move(at));
    }
    const auto cover = setting_cover(rows);
    CHECK(cover.hole_radius == doctest::Approx(0.2 / std::sqrt(2.0)).epsilon(0.1));
    CHECK(std::hypot(cover.hole[0] - 0.3, cover.hole[1] - 0.6) < 0.05);
    CHECK(cover.hole_radius > 1.3 * cover.expected_radius);
  }

  TEST_CASE("setting cover: nothing to cover") {
    CHECK(setting_cover({}).settings == 0);
    CHECK(setting_cover({{0.5}, {0.5}}).hole_radius == 0.0);
  }

  TEST_CASE("equal settings: groups within a tolerance, each take once") {
    const auto groups =
        equal_settings({{0.1, 0.2}, {0.5, 0.5}, {0.1, 0.2}, {0.1, 0.3}, {0.5, 0.5 + 1e-9}});
    REQUIRE(groups.size() == 2);
    CHECK(groups[0] == std::vector<std::size_t>{0, 2});
    CHECK(groups[1] == std::vector<std::size_t>{1, 4});
    CHECK(equal_settings({{0.1}, {0.2}}, 0.15).size() == 1);
  }
}

}  // namespace
}  // namespace ampsweep::analysis
