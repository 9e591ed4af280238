// SPDX-License-Identifier: GPL-3.0-or-later
// Judges two datasets captured from guitarix over the same plan, once with the loopback through a
// pass-through client (A), once port to port (B): one delay for every take, the same takes, and
// every knob doing what it says. Usage: amp_dataset_checks A B. Prints each figure; exit 1 on a
// miss.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "analysis/sound_check.hpp"
#include "analysis/sweep_response.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/wav_file.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;

int misses = 0;

void expect(bool met, const std::string& figure) {
  fmt::print("{} {}\n", met ? "ok  " : "MISS", figure);
  if (!met) ++misses;
}

struct Take {
  Setting setting;
  double delay_samples{0.0};
  std::vector<float> sound;
};

std::vector<Take> takes_of(const Dataset& dataset) {
  std::vector<Take> takes;
  for (const TakeRecord& record : dataset.takes) {
    const AttemptRecord* accepted = record.accepted();
    if (accepted == nullptr) continue;
    auto wav = require_wav(dataset.dir / accepted->outcome->take_file);
    takes.push_back({record.planned.setting, accepted->outcome->measured.delay_samples,
                     std::move(wav.channels.at(0))});
  }
  return takes;
}

void check_delays(const char* name, const std::vector<Take>& takes) {
  double lowest = takes.front().delay_samples;
  double highest = lowest;
  for (const Take& take : takes) {
    lowest = std::min(lowest, take.delay_samples);
    highest = std::max(highest, take.delay_samples);
  }
  expect(highest - lowest <= 0.01,
         fmt::format("{}: delay {:.4f} samples, spread {:.5f} over {} takes", name, lowest,
                     highest - lowest, takes.size()));
}

void check_same(const std::vector<Take>& a, const std::vector<Take>& b) {
  double worst = 0.0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    worst = std::max(worst, analysis::error_to_signal(a[i].sound, b[i].sound));
  }
  expect(a.size() == b.size() && worst < 1e-6,
         fmt::format("the two wirings give the same takes: worst ESR {:.3g}", worst));
}

/// Takes with one label, reached from different settings, must sound the same. guitarix ignores a
/// CC that changes a value by less than its own step: without an approach they differ by ESR 2e-3.
void check_replicates(const std::vector<Take>& takes) {
  double worst = 0.0;
  int pairs = 0;
  for (std::size_t i = 0; i < takes.size(); ++i) {
    for (std::size_t k = i + 1; k < takes.size(); ++k) {
      if (takes[i].setting != takes[k].setting) continue;
      ++pairs;
      worst = std::max(worst, analysis::error_to_signal(takes[i].sound, takes[k].sound));
    }
  }
  expect(pairs >= 4 && worst < 1e-6,
         fmt::format("{} pairs of one setting sound alike: worst ESR {:.3g}", pairs, worst));
}

/// Level of one order at the excitation frequency nearest to `hz`.
double level(const analysis::SweepResponse& response, int order, double hz) {
  const auto& points = response.orders.at(static_cast<std::size_t>(order - 1)).points;
  double best = 0.0;
  double distance = 1e9;
  for (const auto& point : points) {
    const double off = std::abs(point.hz / order - hz);
    if (off < distance && std::isfinite(point.level_db)) {
      distance = off;
      best = point.level_db;
    }
  }
  return best;
}

using Row = std::array<double, 4>;  // 1, drive, treble, pregain

/// Least squares of `y` on the rows: normal equations, Gauss-Jordan.
Row fit(const std::vector<Row>& x, const std::vector<double>& y) {
  std::array<std::array<double, 5>, 4> m{};
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t r = 0; r < 4; ++r) {
      for (std::size_t c = 0; c < 4; ++c) m[r][c] += x[i][r] * x[i][c];
      m[r][4] += x[i][r] * y[i];
    }
  }
  for (std::size_t p = 0; p < 4; ++p) {
    for (std::size_t r = 0; r < 4; ++r) {
      if (r == p) continue;
      const double f = m[r][p] / m[p][p];
      for (std::size_t c = p; c < 5; ++c) m[r][c] -= f * m[p][c];
    }
  }
  return {m[0][4] / m[0][0], m[1][4] / m[1][1], m[2][4] / m[2][2], m[3][4] / m[3][3]};
}

void check_knobs(const Dataset& dataset, const std::vector<Take>& takes) {
  const signals::Segment* sweep = nullptr;
  for (const auto& segment : dataset.segments) {
    if (segment.role == signals::SegmentRole::Sweep) sweep = &segment;
  }
  if (sweep == nullptr) return expect(false, "the stimulus has a sweep");
  std::vector<Row> rows;
  std::vector<double> harmonics;
  std::vector<double> highs;
  std::vector<double> volume;
  for (const Take& take : takes) {
    const std::span<const float> sound{take.sound};
    const auto response = analysis::sweep_response(
        std::get<signals::SweepSpec>(sweep->recipe),
        sound.subspan(static_cast<std::size_t>(sweep->start.value())), dataset.rate, 4.0, {5, {}});
    if (!response) return expect(false, "every sweep can be analysed: " + response.error().detail);
    Row row{1.0, 0.0, 0.0, 0.0};
    for (std::size_t k = 0; k < 3; ++k) {
      const Knob& knob = dataset.rig.knobs.at(k);
      row[k + 1] = normalised(knob, take.setting.at(knob.id));
    }
    rows.push_back(row);
    harmonics.push_back(level(*response, 3, 220.0) - level(*response, 1, 220.0));
    highs.push_back(level(*response, 1, 3000.0) - level(*response, 1, 200.0));
    volume.push_back(level(*response, 1, 1000.0));
  }
  const double drive = fit(rows, harmonics)[1];
  const double treble = fit(rows, highs)[2];
  const double pregain = fit(rows, volume)[3];
  expect(drive > 1.0,
         fmt::format("more drive, more third harmonic: {:+.1f} dB over the travel", drive));
  expect(treble > 3.0, fmt::format("more treble, more 3 kHz: {:+.1f} dB over the travel", treble));
  expect(pregain > 3.0,
         fmt::format("more pregain, more level: {:+.1f} dB over the travel", pregain));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const Dataset a = open_dataset(argv[1]);
  const Dataset b = open_dataset(argv[2]);
  const auto takes_a = takes_of(a);
  const auto takes_b = takes_of(b);
  if (takes_a.empty() || takes_b.empty()) {
    fmt::print("MISS no accepted takes\n");
    return 1;
  }
  check_delays("through a client", takes_a);
  check_delays("port to port", takes_b);
  expect(std::abs(takes_a.front().delay_samples - takes_b.front().delay_samples) <= 0.01,
         "the measured offset makes both wirings' delays equal");
  check_same(takes_a, takes_b);
  check_replicates(takes_a);
  check_replicates(takes_b);
  check_knobs(a, takes_a);
  return misses == 0 ? 0 : 1;
}
