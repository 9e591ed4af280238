// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/codec_trace.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "analysis/frame_grid.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kMostStretches = 3;
constexpr std::size_t kLeastStretches = 2;
constexpr std::size_t kParts = 8;
constexpr double kSoftest = 1e-6;  ///< -60 dBFS rms.
constexpr std::size_t kLappedHop = 1024;

/// Where one stretch has its grid.
struct Found {
  std::size_t place{0};  ///< In the whole sound, modulo what the coder keeps.
  double depth{0.0};
  double sigmas{0.0};
};

/// The two clearest that agree. `looked_at` stretches: those that are periodic in the hop are not
/// among `all`.
CodecFigures agreed(CodecFamily family, const std::vector<Found>& all, int looked_at) {
  CodecFigures best{family, 0.0, 0.0, kGridSigmas, 0, looked_at, Answer::No};
  if (all.size() < kLeastStretches) best.coded = Answer::CannotTell;
  for (std::size_t i = 0; i < all.size(); ++i) {
    double second = 0.0;
    int stretches = 1;
    for (std::size_t j = 0; j < all.size(); ++j) {
      if (j == i || all[j].place != all[i].place) continue;
      second = std::max(second, std::min(all[j].sigmas, all[i].sigmas));
      if (all[j].sigmas >= kGridSigmas) ++stretches;
    }
    const double sigmas = 0.5 * (all[i].sigmas + second);
    if (second == 0.0 || sigmas <= best.sigmas) continue;
    best.sigmas = sigmas;
    best.depth = all[i].depth;
    best.stretches = second >= kGridSigmas ? stretches : 0;
  }
  if (best.stretches >= 2) best.coded = Answer::Yes;
  return best;
}

}  // namespace

const char* to_string(CodecFamily family) {
  switch (family) {
    case CodecFamily::None:
      return "none";
    case CodecFamily::Mp3:
      return "MP3";
    case CodecFamily::Aac:
      return "AAC";
    case CodecFamily::Vorbis:
      return "Vorbis";
  }
  return "none";
}

void CodecTrace::end_stretch() {
  Stretch stretch{seen_ - filling_.size(), std::numeric_limits<double>::infinity(), {}};
  const std::span<const float> sound{filling_};
  for (std::size_t part = 0; part < kParts; ++part) {
    const double level = rms(sound.subspan(part * kGridStretch / kParts, kGridStretch / kParts));
    stretch.steady = std::min(stretch.steady, level * level);
  }
  const auto softest =
      std::min_element(kept_.begin(), kept_.end(),
                       [](const Stretch& a, const Stretch& b) { return a.steady < b.steady; });
  const bool room = kept_.size() < kMostStretches;
  if (stretch.steady >= kSoftest && (room || softest->steady < stretch.steady)) {
    stretch.sound = filling_;
    if (room) {
      kept_.push_back(std::move(stretch));
    } else {
      *softest = std::move(stretch);
    }
  }
  filling_.clear();
}

void CodecTrace::add(std::span<const float> block) {
  for (const float x : block) {
    filling_.push_back(std::isfinite(x) ? x : 0.0F);
    ++seen_;
    if (filling_.size() == kGridStretch) end_stretch();
  }
}

CodecFigures CodecTrace::judge() const {
  CodecFigures best;
  best.limit_sigmas = kGridSigmas;
  best.looked_at = static_cast<int>(kept_.size());
  if (kept_.size() < kLeastStretches) return best;
  double most_sigmas = 0.0;
  bool untold = false;
  const auto look = [&](CodecFamily family, std::size_t modulo, const auto& search) {
    std::vector<Found> found;
    for (const Stretch& stretch : kept_) {
      const GridPlace place = search(stretch.sound);
      if (place.alike > kMostAlike) continue;
      found.push_back({(stretch.from + place.at) % modulo, place.depth, place.sigmas});
    }
    const auto figures = agreed(family, found, best.looked_at);
    untold = untold || figures.coded == Answer::CannotTell;
    most_sigmas = std::max(most_sigmas, figures.sigmas);
    const bool clearer = figures.coded == best.coded && figures.depth > best.depth;
    if (best.coded == Answer::CannotTell || clearer ||
        (figures.coded == Answer::Yes && best.coded == Answer::No)) {
      best = figures;
    }
  };
  const HybridBank bank;
  look(CodecFamily::Mp3, kGranule, [&](const auto& x) { return hybrid_place(bank, x); });
  if (best.coded == Answer::Yes) return best;
  const auto lapped = [&](CodecFamily family, std::size_t modulo, LappedWindow window) {
    LappedTransform transform{window, kLappedHop};
    look(family, modulo, [&](const auto& x) { return lapped_place(transform, x); });
  };
  lapped(CodecFamily::Vorbis, 64, LappedWindow::Vorbis);
  lapped(CodecFamily::Aac, kLappedHop, LappedWindow::Sine);
  // Its window lies between those two: what it made shows in both, less clearly.
  if (most_sigmas > 0.5 * kGridSigmas) {
    lapped(CodecFamily::Aac, kLappedHop, LappedWindow::Kaiser);
  }
  if (best.coded == Answer::Yes) return best;
  if (untold) best.coded = Answer::CannotTell;
  best.family = CodecFamily::None;
  return best;
}

}  // namespace ampsweep::analysis
