// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/codec_trace.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "analysis/frame_grid.hpp"
#include "analysis/grid_agreement.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kMostStretches = 4;
constexpr std::size_t kLeastStretches = 2;
constexpr std::size_t kParts = 8;
constexpr double kSoftest = 1e-6;  ///< -60 dBFS rms.
constexpr std::size_t kLappedHop = 1024;
/// Clean takes of an amp without noise reach 5.8 sigmas where AAC is looked for: in two windows, at
/// 1,024 places each.
constexpr double kAacSigmas = 6.5;
constexpr double kClearOfRounding = 3.0;  ///< Nepers of power.
constexpr std::size_t kVorbisKeeps = 64;  ///< Of a frame's place, whatever the lengths before it.

struct Search {
  CodecFamily family;
  std::size_t modulo;  ///< All of a coder's frames share the remainder of their place by it.
  double rounding;     ///< GridCurve::level of the file's rounding alone.
  double limit_sigmas{kGridSigmas};
};

CodecFigures figures_of(const Search& search, const std::vector<StretchCurve>& curves) {
  CodecFigures figures;
  figures.family = search.family;
  figures.limit_sigmas = search.limit_sigmas;
  if (curves.size() < kLeastStretches) return figures;
  const GridPlace place = agreed_place(curves, search.modulo);
  figures.depth = place.depth;
  figures.sigmas = place.sigmas;
  figures.stretches = place.stretches;
  const auto clear = std::count_if(curves.begin(), curves.end(), [&](const StretchCurve& one) {
    return one.curve.level > search.rounding + kClearOfRounding;
  });
  if (place.sigmas >= search.limit_sigmas) {
    figures.coded = Answer::Yes;
  } else if (clear >= static_cast<std::ptrdiff_t>(kLeastStretches)) {
    figures.coded = Answer::No;
  }
  return figures;
}

/// What was found for one family tells more than what was for another.
bool tells_more(const CodecFigures& one, const CodecFigures& other) {
  if (other.coded == Answer::CannotTell) return true;
  if (one.coded == other.coded) return one.depth > other.depth;
  return one.coded == Answer::Yes && other.coded == Answer::No;
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

CodecFigures CodecTrace::judge(double step) const {
  CodecFigures best;
  best.limit_sigmas = kGridSigmas;
  best.looked_at = static_cast<int>(kept_.size());
  if (kept_.size() < kLeastStretches) return best;
  double most_sigmas = 0.0;
  bool untold = false;
  const auto look = [&](const Search& search, const auto& curve_of) {
    std::vector<StretchCurve> curves;
    for (const Stretch& stretch : kept_) {
      GridCurve curve = curve_of(stretch.sound);
      if (curve.alike <= kMostAlike) curves.push_back({stretch.from, std::move(curve)});
    }
    CodecFigures figures = figures_of(search, curves);
    figures.looked_at = best.looked_at;
    untold = untold || figures.coded == Answer::CannotTell;
    most_sigmas = std::max(most_sigmas, figures.sigmas);
    if (tells_more(figures, best)) best = figures;
  };
  const HybridBank bank;
  look({CodecFamily::Mp3, kGranule, hybrid_rounding_level(step)},
       [&](const auto& x) { return hybrid_curve(bank, x); });
  if (best.coded == Answer::Yes) return best;
  const auto lapped = [&](const Search& search, LappedWindow window) {
    LappedTransform transform{window, kLappedHop};
    look(search, [&](const auto& x) { return lapped_curve(transform, x); });
  };
  const double rounding = lapped_rounding_level(step);
  const Search aac{CodecFamily::Aac, kLappedHop, rounding, kAacSigmas};
  lapped({CodecFamily::Vorbis, kVorbisKeeps, rounding}, LappedWindow::Vorbis);
  lapped(aac, LappedWindow::Sine);
  // Its window lies between those two: what it made shows in both, less clearly.
  if (most_sigmas > 0.5 * kGridSigmas) lapped(aac, LappedWindow::Kaiser);
  if (best.coded == Answer::Yes) return best;
  if (untold) best.coded = Answer::CannotTell;
  best.family = CodecFamily::None;
  return best;
}

}  // namespace ampsweep::analysis
