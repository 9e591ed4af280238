// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/duplicate_takes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <utility>

#include "analysis/fft.hpp"
#include "analysis/golden_section.hpp"
#include "analysis/sinc_kernel.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kSketchBands = 16;
constexpr double kSketchApartDb = 0.15;
constexpr double kFurthest = 1.5;  ///< Samples that the crests of two copies may differ by.
constexpr double kLowestResidualDb = -100.0;  ///< Rounding to 16 bits leaves this much.
constexpr double kNoCopy = 0.1;               ///< Residual of the best quarter of a sample.
constexpr double kNoNoiseDb = -115.0;

using Sketch = std::array<double, kSketchBands>;

/// Band levels of an excerpt over its whole, which neither gain, polarity nor a fraction of a
/// sample change.
Sketch sketch_of(RealFft& fft, const std::vector<float>& excerpt) {
  const auto time = fft.time();
  for (std::size_t i = 0; i < kExcerpt; ++i) {
    const double along = (static_cast<double>(i) + 0.5) / static_cast<double>(kExcerpt);
    time[i] = std::pow(std::sin(std::numbers::pi * along), 2.0) * static_cast<double>(excerpt[i]);
  }
  fft.forward();
  double all = 0.0;
  for (const auto& bin : fft.spectrum()) all += std::norm(bin);
  Sketch sketch{};
  double from = 1.0;
  const double growth = std::pow(0.4 * static_cast<double>(kExcerpt), 1.0 / kSketchBands);
  for (double& level : sketch) {
    const double to = from * growth;
    double sum = 1e-5 * all;  // what is 50 dB below does not count
    for (auto k = static_cast<std::size_t>(from); k < static_cast<std::size_t>(to) + 1; ++k) {
      sum += std::norm(fft.spectrum()[k]);
    }
    level = 10.0 * std::log10(sum / all);
    from = to;
  }
  return sketch;
}

bool alike(const Sketch& a, const Sketch& b) {
  for (std::size_t i = 0; i < kSketchBands; ++i) {
    if (std::abs(a[i] - b[i]) > kSketchApartDb) return false;
  }
  return true;
}

/// b read `late` samples later and scaled lies upon a.
struct Laid {
  double gain{0.0};
  double residual{1.0};  ///< Power, over that of a.
};

constexpr std::size_t kMargin = kSincTaps / 2 + 2;

/// `stride`: 1 looks at every sample.
Laid lay(const std::vector<float>& a, const std::vector<float>& b, double late,
         std::size_t stride = 1) {
  const double whole = std::floor(late);
  const SincTaps taps = sinc_taps(late - whole);
  double aa = 0.0;
  double ab = 0.0;
  double bb = 0.0;
  for (std::size_t n = kMargin; n + kMargin < kExcerpt; n += stride) {
    const auto first = static_cast<std::size_t>(static_cast<double>(n - kSincBefore) + whole);
    double y = 0.0;
    for (std::size_t i = 0; i < kSincTaps; ++i) y += taps[i] * static_cast<double>(b[first + i]);
    const auto x = static_cast<double>(a[n]);
    aa += x * x;
    ab += x * y;
    bb += y * y;
  }
  if (!(aa > 0.0) || !(bb > 0.0)) return {};
  return {ab / bb, std::max(0.0, (aa - ab * ab / bb) / aa)};
}

/// Least squares over a fraction of a sample; exact where a whole one fits best.
std::pair<double, Laid> lay_best(const std::vector<float>& a, const std::vector<float>& b) {
  double best = 0.0;
  double least = 2.0;
  for (double late = -kFurthest; late <= kFurthest; late += 0.25) {
    const double residual = lay(a, b, late, 8).residual;
    if (residual >= least) continue;
    least = residual;
    best = late;
  }
  if (least > kNoCopy) return {best, {}};
  const double finer = golden_minimum(best - 0.25, best + 0.25, 18,
                                      [&](double late) { return lay(a, b, late).residual; });
  const Laid whole = lay(a, b, std::round(best));
  const Laid between = lay(a, b, finer);
  if (whole.residual <= between.residual) return {std::round(best), whole};
  return {finer, between};
}

double power_of(const std::vector<float>& x) {
  double sum = 0.0;
  for (std::size_t n = kMargin; n + kMargin < kExcerpt; ++n) {
    sum += static_cast<double>(x[n]) * static_cast<double>(x[n]);
  }
  return 10.0 * std::log10(sum / static_cast<double>(kExcerpt - 2 * kMargin));
}

bool noise_free(const TakePrint& take) { return take.quietest_dbfs < kNoNoiseDb; }

/// Two recordings cannot be closer than their noise lets them; their quietest blocks hold at least
/// that. Half of it is no chance.
double limit_of(const TakePrint& a, const TakePrint& b, double limit_db) {
  const double noise_db = std::min(a.quietest_dbfs - power_of(a.excerpts[0]),
                                   b.quietest_dbfs - power_of(b.excerpts[0]));
  if (noise_free(a) || noise_free(b)) return limit_db;
  return std::clamp(noise_db, kLowestResidualDb, limit_db);
}

std::optional<SameSound> compare(std::span<const TakePrint> takes, std::size_t a, std::size_t b,
                                 std::size_t excerpt, double limit_db) {
  const auto [late, laid] = lay_best(takes[a].excerpts[excerpt], takes[b].excerpts[excerpt]);
  SameSound same{a,
                 b,
                 -20.0 * std::log10(std::abs(laid.gain)),
                 laid.gain < 0.0 ? -1 : 1,
                 late,
                 10.0 * std::log10(std::max(laid.residual, 1e-40)),
                 noise_free(takes[a]) && noise_free(takes[b])};
  if (same.residual_db > limit_of(takes[a], takes[b], limit_db)) return std::nullopt;
  return same;
}

/// Takes are held against the first takes of groups alone: of copies there may be many.
class Groups {
 public:
  Groups(std::span<const TakePrint> takes, double limit_db)
      : takes_(takes), limit_db_(limit_db), joined_(takes.size(), false) {}

  void join_by(std::size_t excerpt, const std::stop_token& stop) {
    const auto sketches = sketches_by(excerpt);
    const std::size_t band = widest_band(sketches);
    std::multimap<double, const Sketched*> firsts;  // by the band that differs most among takes
    for (const Sketched& take : sketches) {
      if (stop.stop_requested()) return;
      const double level = take.sketch[band];
      const auto end = firsts.upper_bound(level + kSketchApartDb);
      for (auto first = firsts.lower_bound(level - kSketchApartDb); first != end; ++first) {
        if (stop.stop_requested()) return;
        if (!alike(first->second->sketch, take.sketch)) continue;
        const auto same = compare(takes_, first->second->take, take.take, excerpt, limit_db_);
        if (!same) continue;
        found_.push_back(*same);
        joined_[take.take] = true;
        break;
      }
      if (!joined_[take.take]) firsts.emplace(level, &take);
    }
  }

  std::vector<SameSound> found() && {
    std::sort(found_.begin(), found_.end(), [](const SameSound& x, const SameSound& y) {
      return std::pair{x.a, x.b} < std::pair{y.a, y.b};
    });
    return std::move(found_);
  }

 private:
  struct Sketched {
    Sketch sketch{};
    std::size_t take{0};
  };

  /// Of the takes that belong to nobody yet, in their order.
  [[nodiscard]] std::vector<Sketched> sketches_by(std::size_t excerpt) const {
    RealFft fft{kExcerpt};
    std::vector<Sketched> sketches;
    for (std::size_t i = 0; i < takes_.size(); ++i) {
      if (joined_[i] || takes_[i].silent || takes_[i].excerpts[excerpt].size() != kExcerpt) {
        continue;
      }
      sketches.push_back({sketch_of(fft, takes_[i].excerpts[excerpt]), i});
    }
    return sketches;
  }

  static std::size_t widest_band(const std::vector<Sketched>& sketches) {
    std::size_t widest = 0;
    double most = -1.0;
    for (std::size_t band = 0; band < kSketchBands && !sketches.empty(); ++band) {
      const auto [low, high] = std::minmax_element(
          sketches.begin(), sketches.end(),
          [&](const Sketched& a, const Sketched& b) { return a.sketch[band] < b.sketch[band]; });
      if (high->sketch[band] - low->sketch[band] <= most) continue;
      most = high->sketch[band] - low->sketch[band];
      widest = band;
    }
    return widest;
  }

  std::span<const TakePrint> takes_;
  double limit_db_;
  std::vector<bool> joined_;  ///< To a group whose first take is another.
  std::vector<SameSound> found_;
};

}  // namespace

std::vector<SameSound> same_sounds(std::span<const TakePrint> takes, double limit_db,
                                   const std::stop_token& stop) {
  Groups groups{takes, limit_db};
  for (std::size_t excerpt = 0; excerpt < 2; ++excerpt) groups.join_by(excerpt, stop);
  return std::move(groups).found();
}

}  // namespace ampsweep::analysis
