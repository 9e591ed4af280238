// SPDX-License-Identifier: GPL-3.0-or-later
// Faults of foreign pairs against what `verify` says of each pair.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "analysis/realign.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/verify/verify_pair.hpp"
#include "signals/random.hpp"
#include "tests/faults/campaign.hpp"
#include "tests/support/temp_dir.hpp"

namespace ampsweep::faults {
namespace {

constexpr SampleRate kPairRate{16000};
constexpr std::size_t kPairLength = 12 * 16000;

/// A filter, a saturator and a filter, drawn anew for every pair; noise at -95 to -65 dBFS.
struct DrawnPair {
  std::vector<double> x, y;

  explicit DrawnPair(std::uint64_t seed) {
    signals::Random random{seed};
    const double drive = 1.0 + 20.0 * random.uniform();
    const double low = 0.005 + 0.03 * random.uniform();
    const double high = 0.4 + 0.5 * random.uniform();
    const double noise = std::pow(10.0, (-95.0 + 30.0 * random.uniform()) / 20.0);
    const auto late = static_cast<std::size_t>(12.0 * random.uniform());
    double colour = 0.0;
    for (std::size_t n = 0; n < kPairLength; ++n) {  // noise that swells, as playing does
      const double swell =
          0.6 + 0.4 * std::sin(2.0 * std::numbers::pi * static_cast<double>(n) / 9000.0);
      colour += 0.5 * (random.normal() - colour);
      x.push_back(std::clamp(0.2 * swell * colour, -0.95, 0.95));
    }
    double slow = 0.0;
    double soft = 0.0;
    for (std::size_t n = 0; n < kPairLength; ++n) {
      const double in = n >= late ? x[n - late] : 0.0;
      slow += low * (in - slow);
      soft += high * (0.4 * std::tanh(drive * (in - slow)) - soft);
      y.push_back(soft + noise * random.normal());
    }
  }
};

using Plant = std::function<void(std::vector<double>&)>;
using Caught = std::function<bool(const rig::PairReport&)>;

Caught says(rig::FaultCode code) {
  return [code](const rig::PairReport& report) {
    return std::any_of(report.faults.begin(), report.faults.end(),
                       [&](const rig::FileFault& found) { return found.fault.code == code; });
  };
}

/// As the loader of a format reads it that declares no delay.
rig::PairReport verdict(const DrawnPair& pair) {
  const test::TempDir folder;
  const auto x = folder.path() / "x.wav";
  const auto y = folder.path() / "y.wav";
  (void)rig::write_pcm24(x, pair.x, kPairRate).value();
  (void)rig::write_pcm24(y, pair.y, kPairRate).value();
  auto played = rig::SoundReader::open(x).value();
  auto answered = rig::SoundReader::open(y).value();
  rig::PairTerms terms;
  terms.x_name = "x.wav";
  terms.y_name = "y.wav";
  terms.alignment_declared = true;
  terms.quick = true;
  return rig::verify_pair(played, answered, terms);
}

void shift(std::vector<double>& y, int samples) {
  if (samples > 0) {
    y.insert(y.begin(), static_cast<std::size_t>(samples), 0.0);
  } else {
    y.erase(y.begin(), y.begin() - samples);
  }
  y.resize(kPairLength, 0.0);
}

struct Row {
  std::string fault;
  std::string size;
  bool above_limit;
  Caught caught;
  Plant plant;
};

std::vector<Row> rows() {
  using rig::FaultCode;
  const Caught upside_down = [](const rig::PairReport& report) { return report.polarity < 0; };
  std::vector<Row> all{{"none", "any fault", true,
                        [](const rig::PairReport& report) { return !report.faults.empty(); },
                        [](std::vector<double>&) {}},
                       {"none", "upside down", true, upside_down, [](std::vector<double>&) {}},
                       {"upside down", "", true, upside_down,
                        [](std::vector<double>& y) {
                          for (double& sample : y) sample = -sample;
                        }},
                       {"silent", "", true, says(FaultCode::Silent),
                        [](std::vector<double>& y) { y.assign(kPairLength, 0.0); }}};
  for (const int samples : {-40, -20, 8, 24, 200}) {
    all.push_back({"moved", fmt::format("{:+d} samples", samples), std::abs(samples) > 19,
                   says(FaultCode::Misaligned),
                   [samples](std::vector<double>& y) { shift(y, samples); }});
  }
  for (const double share : {0.95, 0.8, 0.5}) {
    all.push_back({"clipped", fmt::format("at {:.0f} % of the peak", 100.0 * share), share < 0.6,
                   says(FaultCode::Clipped), [share](std::vector<double>& y) {
                     double peak = 0.0;
                     for (const double sample : y) peak = std::max(peak, std::abs(sample));
                     for (double& sample : y) {
                       sample = std::clamp(sample, -share * peak, share * peak);
                     }
                   }});
  }
  for (const double dc : {0.005, 0.012, 0.05}) {
    all.push_back({"DC", fmt::format("{:.3f} of full scale", dc), dc > 0.01,
                   says(FaultCode::DcOffset), [dc](std::vector<double>& y) {
                     for (double& sample : y) sample += dc;
                   }});
  }
  for (const int samples : {-32, -2, -1, 1, 4}) {
    all.push_back({"slip in the middle", fmt::format("{:+d} samples", samples), true,
                   says(FaultCode::Slip), [samples](std::vector<double>& y) {
                     std::vector<double> rest(y.begin() + kPairLength / 2, y.end());
                     shift(rest, samples);
                     std::copy_n(rest.begin(), kPairLength / 2, y.begin() + kPairLength / 2);
                   }});
  }
  for (const double growth : {0.5, 2.0, 10.0}) {
    all.push_back({"drift", fmt::format("{:+.1f} samples over the file", growth), growth > 1.0,
                   says(FaultCode::DriftTooHigh), [growth](std::vector<double>& y) {
                     const std::vector<float> recorded(y.begin(), y.end());
                     y = analysis::realign(recorded, 0.0, -1e6 * growth / kPairLength,
                                           SampleCount{kPairLength});
                   }});
  }
  return all;
}

}  // namespace

std::vector<Tally> pair_campaign(const Draws& draws) { return pair_campaign(draws, 1); }

std::vector<Tally> pair_campaign(const Draws& draws, std::size_t every) {
  std::vector<Tally> table;
  const std::vector<Row> all = rows();
  for (std::size_t r = 0; r < all.size(); r += every) {
    const Row& row = all[r];
    Tally tally{row.fault, row.size, row.above_limit, 0, 0, 0};
    for (int i = 0; i < draws.pairs; ++i) {
      DrawnPair pair(draws.seed * 1'000'003 + static_cast<std::uint64_t>(i));
      row.plant(pair.y);
      const auto report = verdict(pair);
      ++tally.pairs;
      if (row.caught(report)) ++tally.caught;
    }
    table.push_back(std::move(tally));
  }
  return table;
}

}  // namespace ampsweep::faults
