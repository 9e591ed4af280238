// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/shape_choice.hpp"

#include <algorithm>
#include <cassert>
#include <complex>
#include <utility>

namespace ampsweep::analysis {
namespace {

constexpr double kSurest = 0.999;       ///< Coherence; above it noise decides, not the shapes.
constexpr double kStillOwn = 1e-3;      ///< Of its power: less beside the others is nothing new.
constexpr std::size_t kBinsApart = 25;  ///< Every bin up to this one, above it 4 % apart.

/// One bin, what was chosen already taken out of everything else.
class BinLeft {
 public:
  BinLeft(const CrossSpectra& spectra, std::size_t k, double weight)
      : count_(spectra.shapes),
        weight_(weight),
        power_(spectra.y_power[k]),
        among_(count_ * count_) {
    for (std::size_t i = 0; i < count_; ++i) {
      cross_.push_back(spectra.cross[i][k]);
      for (std::size_t j = 0; j <= i; ++j) {
        among_[i * count_ + j] = spectra.among[i * count_ + j][k];
        among_[j * count_ + i] = std::conj(spectra.among[i * count_ + j][k]);
      }
      least_.push_back(kStillOwn * own(i));
    }
  }

  /// Information on the lag with shape i added.
  [[nodiscard]] double told_with(std::size_t i) const {
    const double follows = std::min(kSurest, (follows_ + gain(i)) / power_);
    return weight_ * follows / (1.0 - follows);
  }

  void choose(std::size_t i) {
    if (!(own(i) > least_[i])) return;
    follows_ += gain(i);
    std::vector<std::complex<double>> column(count_);
    for (std::size_t a = 0; a < count_; ++a) column[a] = among_[a * count_ + i];
    const double left = own(i);
    const auto share = cross_[i] / left;
    for (std::size_t a = 0; a < count_; ++a) {
      cross_[a] -= share * std::conj(column[a]);
      const auto part = column[a] / left;
      for (std::size_t b = 0; b < count_; ++b) {
        among_[a * count_ + b] -= part * std::conj(column[b]);
      }
    }
  }

 private:
  [[nodiscard]] double own(std::size_t i) const { return among_[i * count_ + i].real(); }
  [[nodiscard]] double gain(std::size_t i) const {
    return own(i) > least_[i] ? std::norm(cross_[i]) / own(i) : 0.0;
  }

  std::size_t count_;
  double weight_;
  double power_;
  double follows_{0.0};
  std::vector<std::complex<double>> among_;
  std::vector<std::complex<double>> cross_;
  std::vector<double> least_;
};

std::vector<BinLeft> bins_of(const CrossSpectra& spectra) {
  std::vector<BinLeft> bins;
  const double highest = 2.0 * kHighestAskedShare * static_cast<double>(spectra.y_power.size() - 1);
  for (std::size_t k = 1; static_cast<double>(k) <= highest;) {
    const std::size_t step = std::max<std::size_t>(1, k / kBinsApart);
    const double hz = static_cast<double>(k) * spectra.bin_hz;
    // Each stands for those that are left out after it.
    if (hz >= kLowestAskedHz && spectra.y_power[k] > 0.0) {
      bins.emplace_back(spectra, k, hz * hz * static_cast<double>(step));
    }
    k += step;
  }
  return bins;
}

}  // namespace

std::vector<std::size_t> choose_shapes(const CrossSpectra& spectra, std::size_t most) {
  assert(most >= 1);
  auto bins = bins_of(spectra);
  std::vector<std::size_t> chosen{0};
  for (BinLeft& bin : bins) bin.choose(0);
  while (chosen.size() < std::min(most, spectra.shapes)) {
    std::pair<double, std::size_t> best{0.0, 0};
    for (std::size_t i = 1; i < spectra.shapes; ++i) {
      if (std::find(chosen.begin(), chosen.end(), i) != chosen.end()) continue;
      double told = 0.0;
      for (const BinLeft& bin : bins) told += bin.told_with(i);
      best = std::max(best, {told, i});
    }
    if (best.second == 0) break;
    chosen.push_back(best.second);
    for (BinLeft& bin : bins) bin.choose(best.second);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace ampsweep::analysis
