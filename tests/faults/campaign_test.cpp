// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/campaign.hpp"

#include <doctest/doctest.h>

namespace ampsweep::faults {
namespace {

/// What bench/dataset_faults_bench counts over 1,000 pairs, over a few.
void judge(const std::vector<Tally>& rows) {
  std::size_t caught = 0;
  for (const Tally& row : rows) {
    CAPTURE(row.fault);
    CAPTURE(row.size);
    CHECK(row.pairs > 0);
    if (row.fault.rfind("none", 0) == 0) {
      CHECK(row.caught == 0);
    } else if (row.above_limit) {
      CHECK(row.caught + row.cannot_tell == row.pairs);
      caught += static_cast<std::size_t>(row.caught);
    }
  }
  CHECK(caught > 0);
}

TEST_SUITE("slow") {
  TEST_CASE("campaign: bit depth and dither") {
    judge(depth_campaign({2, 11}));
    judge(dither_campaign({2, 11}));
  }
  TEST_CASE("campaign: resampling") { judge(rate_campaign({2, 12})); }
  TEST_CASE("campaign: hum") { judge(hum_campaign({2, 13})); }
  TEST_CASE("campaign: faults of pairs") { judge(pair_campaign({1, 15}, 7)); }
  TEST_CASE("campaign: levels and copies") {
    judge(level_campaign({40, 14}));
    judge(copy_campaign({40, 14}));
  }
}

}  // namespace
}  // namespace ampsweep::faults
