// SPDX-License-Identifier: GPL-3.0-or-later
// Campaign of docs/measurement/dataset-faults.md: plants faults of stated sizes in takes of the
// simulated amp and counts what the detectors of analysis/ catch, and what they cry about without
// one. Usage: dataset_faults_bench [WHAT [PAIRS [SEED]]]: WHAT is all, depth, dither, rate, codec,
// hum, level, copy, label or pair; PAIRS of each size (default 100; codec draws ten times as many
// clean ones; of sets: takes). Prints Markdown.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "tests/faults/campaign.hpp"

namespace {

using namespace ampsweep::faults;

using Campaign = std::vector<Tally> (*)(const Draws&);
const std::vector<std::pair<std::string, Campaign>> kCampaigns{
    {"depth", depth_campaign}, {"dither", dither_campaign}, {"rate", rate_campaign},
    {"codec", codec_campaign}, {"hum", hum_campaign},       {"level", level_campaign},
    {"copy", copy_campaign},   {"label", label_campaign},   {"pair", pair_campaign}};

void print(const std::string& name, const Draws& draws, const std::vector<Tally>& rows) {
  fmt::print("\n{}, seed {}\n\n", name, draws.seed);
  fmt::print("| fault | size | above the limit | pairs | caught | cannot tell |\n");
  fmt::print("|---|---|---|---|---|---|\n");
  for (const Tally& row : rows) {
    fmt::print("| {} | {} | {} | {} | {} ({:.1f} %) | {} |\n", row.fault, row.size,
               row.fault.starts_with("none") ? ""
               : row.above_limit             ? "yes"
                                             : "no",
               row.pairs, row.caught, row.pairs > 0 ? 100.0 * row.caught / row.pairs : 0.0,
               row.cannot_tell);
  }
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count > 1 ? words[1] : "all";
  Draws draws;
  if (count > 2) draws.pairs = std::atoi(words[2]);
  if (count > 3) draws.seed = std::strtoull(words[3], nullptr, 10);
  bool known = false;
  for (const auto& [name, campaign] : kCampaigns) {
    if (what != "all" && what != name) continue;
    known = true;
    print(name, draws, campaign(draws));
  }
  if (!known) fmt::print(stderr, "no campaign is called {}\n", what);
  return known ? 0 : 2;
}
