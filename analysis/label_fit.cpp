// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/label_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/left_out_weights.hpp"
#include "analysis/setting_polynomial.hpp"
#include "analysis/sound_map.hpp"

namespace ampsweep::analysis {
namespace {

using Rows = std::vector<std::vector<double>>;

constexpr double kFeatures = static_cast<double>(kTakeFeatures);
constexpr double kSurely = 2.0;  ///< Sigmas on top: what is found nearly always, not half the time.
constexpr double kFiner = 0.01;  ///< Of the travel.
constexpr std::size_t kMostPairs = 30;
constexpr std::size_t kMostAgain = 30;
constexpr double kSameValue = 1e-6;
constexpr double kFitsSigmas = 3.0;

std::vector<double> levels_of(const TakePrint& take) {
  return {take.level_db.begin(), take.level_db.end()};
}

/// Weighted squares of as many features as sigmas of a normal draw (Wilson, Hilferty 1931).
double sigmas_of(double squares) {
  const double share = 2.0 / (9.0 * kFeatures);
  return (std::cbrt(squares / kFeatures) - (1.0 - share)) / std::sqrt(share);
}
double squares_at(double sigmas) {
  const double share = 2.0 / (9.0 * kFeatures);
  return kFeatures * std::pow(1.0 - share + sigmas * std::sqrt(share), 3.0);
}

/// Some of the takes, mapped.
struct Mapped {
  std::vector<std::size_t> takes;
  HeardSettings heard;
};

Mapped gather(const Rows& settings, std::span<const TakePrint> prints,
              const std::vector<std::size_t>& takes) {
  Mapped mapped{takes, {}};
  for (const std::size_t take : takes) {
    mapped.heard.at.push_back(settings[take]);
    mapped.heard.level_db.push_back(levels_of(prints[take]));
  }
  return mapped;
}

/// One take of a map against all others.
struct Misfit {
  double sigmas{0.0};
  double distance_db{0.0};
  std::optional<PrintWeights> weights;
};

Misfit misfit_of(const SoundMap& map, std::size_t at) {
  Misfit misfit{0.0, 0.0, left_out_weights(map, at)};
  const auto& residual = map.left_out().residual_db[at];
  for (const double one : residual) misfit.distance_db += one * one / kFeatures;
  misfit.distance_db = std::sqrt(misfit.distance_db);
  if (misfit.weights) misfit.sigmas = sigmas_of(misfit.weights->misfit(residual));
  return misfit;
}

class Fitter {
 public:
  Fitter(const Rows& settings, std::span<const TakePrint> prints, const std::stop_token& stop)
      : settings_(settings), prints_(prints), stop_(stop), fits_(prints.size()) {
    for (std::size_t i = 0; i < prints.size(); ++i) {
      if (!prints[i].silent) good_.push_back(i);
    }
  }

  std::vector<TakeFit> judged() {
    const std::size_t knobs = settings_.empty() ? 0 : settings_.front().size();
    least_ = std::max<std::size_t>(10, 2 * knobs + 4);
    if (knobs == 0 || good_.size() < least_ || !settings_differ()) return fits_;
    while (!stop_.stop_requested() && take_out_worst()) {
    }
    judge_removed();
    find_swaps();
    // What was looked at so far may yet have been blamed for a worse one.
    if (stop_.stop_requested()) return std::vector<TakeFit>(prints_.size());
    return fits_;
  }

 private:
  [[nodiscard]] bool settings_differ() const {
    return std::any_of(good_.begin(), good_.end(), [&](std::size_t take) {
      for (std::size_t knob = 0; knob < settings_[take].size(); ++knob) {
        if (std::abs(settings_[take][knob] - settings_[good_.front()][knob]) > kSameValue) {
          return true;
        }
      }
      return false;
    });
  }

  /// Judges all that are still believed; those that misfit beyond doubt, and by 0.8 of the worst,
  /// are believed no more. True when the rest has to be judged again.
  bool take_out_worst() {
    const Mapped mapped = gather(settings_, prints_, good_);
    const SoundMap map{mapped.heard};
    const auto slopes = SettingPolynomial::fit(mapped.heard.at, mapped.heard.level_db);
    double worst = 0.0;
    for (std::size_t i = 0; i < good_.size(); ++i) {
      const Misfit misfit = misfit_of(map, i);
      record(good_[i], misfit, slopes);
      worst = std::max(worst, misfit.sigmas);
    }
    if (worst < kMisfitSigmas || good_.size() <= least_) return false;
    std::vector<std::size_t> rest;
    for (const std::size_t take : good_) {
      const bool out = fits_[take].sigmas >= std::max(kMisfitSigmas, 0.8 * worst);
      (out ? removed_ : rest).push_back(take);
    }
    good_ = std::move(rest);
    return good_.size() >= least_;
  }

  /// What was taken out first may have been blamed for a worse one: the least odd are judged again.
  void judge_removed() {
    std::stable_sort(removed_.begin(), removed_.end(), [&](std::size_t a, std::size_t b) {
      return fits_[a].sigmas < fits_[b].sigmas;
    });
    std::vector<std::size_t> still;
    for (std::size_t i = 0; i < removed_.size() && !stop_.stop_requested(); ++i) {
      const std::size_t take = removed_[i];
      if (i >= kMostAgain) {
        still.push_back(take);
        continue;
      }
      auto takes = good_;
      takes.push_back(take);
      const SoundMap map{gather(settings_, prints_, takes).heard};
      const Misfit misfit = misfit_of(map, takes.size() - 1);
      fits_[take].sigmas = misfit.sigmas;
      fits_[take].distance_db = misfit.distance_db;
      fits_[take].misfits = misfit.sigmas >= kMisfitSigmas ? Answer::Yes : Answer::No;
      if (fits_[take].misfits == Answer::Yes) still.push_back(take);
    }
    std::sort(still.begin(), still.end());
    removed_ = std::move(still);
  }

  void record(std::size_t take, const Misfit& misfit,
              const std::optional<SettingPolynomial>& slopes) {
    TakeFit& fit = fits_[take];
    fit.sigmas = misfit.sigmas;
    fit.distance_db = misfit.distance_db;
    fit.misfits = misfit.sigmas >= kMisfitSigmas ? Answer::Yes : Answer::No;
    fit.detectable.assign(settings_[take].size(), std::numeric_limits<double>::infinity());
    if (!slopes || !misfit.weights) return;
    for (std::size_t knob = 0; knob < fit.detectable.size(); ++knob) {
      fit.detectable[knob] = detectable(*slopes, *misfit.weights, settings_[take], knob);
    }
  }

  /// The smallest displacement that is found whichever way it goes, as far as the stop.
  static double detectable(const SettingPolynomial& slopes, const PrintWeights& weights,
                           const std::vector<double>& at, std::size_t knob) {
    const double needed = std::sqrt(squares_at(kMisfitSigmas) - kFeatures) + kSurely;
    for (double by = kFiner; by < 1.0; by += kFiner) {
      double least = std::numeric_limits<double>::infinity();
      for (const double to : {at[knob] - by, at[knob] + by}) {
        if (to < 0.0 || to > 1.0) continue;
        least = std::min(least, weights.misfit(slopes.change(at, knob, at[knob], to)));
      }
      if (std::isinf(least)) break;
      if (least >= needed * needed) return by;
    }
    return std::numeric_limits<double>::infinity();
  }

  void find_swaps() {
    std::size_t looked_at = 0;
    for (std::size_t i = 0; i < removed_.size(); ++i) {
      for (std::size_t j = i + 1; j < removed_.size() && looked_at < kMostPairs; ++j) {
        if (stop_.stop_requested()) return;
        if (fits_[removed_[i]].swapped_with || fits_[removed_[j]].swapped_with) continue;
        ++looked_at;
        if (!fit_swapped(removed_[i], removed_[j])) continue;
        fits_[removed_[i]].swapped_with = removed_[j];
        fits_[removed_[j]].swapped_with = removed_[i];
      }
    }
  }

  [[nodiscard]] bool fit_swapped(std::size_t a, std::size_t b) const {
    auto takes = good_;
    takes.push_back(a);
    takes.push_back(b);
    Mapped mapped = gather(settings_, prints_, takes);
    std::swap(mapped.heard.at[takes.size() - 2], mapped.heard.at[takes.size() - 1]);
    const SoundMap map{mapped.heard};
    return misfit_of(map, takes.size() - 2).sigmas < kFitsSigmas &&
           misfit_of(map, takes.size() - 1).sigmas < kFitsSigmas;
  }

  const Rows& settings_;
  std::span<const TakePrint> prints_;
  std::stop_token stop_;
  std::vector<TakeFit> fits_;
  std::vector<std::size_t> good_;
  std::vector<std::size_t> removed_;
  std::size_t least_{10};
};

}  // namespace

std::vector<TakeFit> label_fit(const Rows& settings, std::span<const TakePrint> takes,
                               const std::stop_token& stop) {
  return Fitter{settings, takes, stop}.judged();
}

}  // namespace ampsweep::analysis
