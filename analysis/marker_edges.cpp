// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/marker_edges.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "analysis/realign.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::int64_t kLongestJump = 2048;
/// Squared error, in noise powers, that a break must save: what noise saves by luck among some
/// 1e8 jumps and places stays below 2 ln(1e8) + 6 sigma.
constexpr double kCertain = 128.0;
constexpr double kExplained = 0.25;  ///< Share of what the break would change that it must save.
/// Hum is the same at both markers but for its phase. It must not pass for a change of the sound.
constexpr double kOverNoise = 25.0;
constexpr double kRounding = 1e-14;  ///< Noise power of a realigned float32 recording at least.
constexpr double kAligned = 1e-4;    ///< Samples.
constexpr std::int64_t kBurst = 64;  ///< Samples averaged to see at a glance that all is well.

/// This marker, and its twin on the same grid with room for a jump to either side. A tail is turned
/// round in time, so that a break is always looked for at the beginning.
struct TwinScene {
  std::vector<double> heard;
  std::vector<double> twin;  ///< twin[i + kLongestJump] stands beside heard[i].
  double noise_power{0.0};   ///< Of the difference, over the sound quarter.

  /// The quarter beyond the middle tells where the twin stands and what noise there is: no break is
  /// looked for there, and no frequency in it is so high that a slope says little about a shift.
  [[nodiscard]] std::size_t sound_from() const { return heard.size() / 2; }
  [[nodiscard]] std::size_t sound_to() const { return heard.size() / 4 * 3; }

  [[nodiscard]] double beside(std::size_t i, std::int64_t jump) const {
    return twin[static_cast<std::size_t>(static_cast<std::int64_t>(i) + kLongestJump + jump)];
  }
  [[nodiscard]] double error(std::size_t i, std::int64_t jump) const {
    const double off = heard[i] - beside(i, jump);
    return off * off;
  }
};

/// Reads this marker `shift` samples later than it was said to stand.
void hear(TwinScene& scene, std::span<const float> recording, const MarkerTwins& twins,
          double shift, MarkerEdge edge) {
  scene.heard = realign(recording, twins.here + shift, 0.0, SampleCount{twins.length});
  if (edge == MarkerEdge::Tail) std::reverse(scene.heard.begin(), scene.heard.end());
  double sum = 0.0;
  for (std::size_t i = scene.sound_from(); i < scene.sound_to(); ++i) sum += scene.error(i, 0);
  scene.noise_power =
      std::max(sum / static_cast<double>(scene.sound_to() - scene.sound_from()), kRounding);
}

/// Samples by which `heard` comes later than its twin.
double lateness(const TwinScene& scene) {
  double slope_error = 0.0;
  double slope_slope = 0.0;
  for (std::size_t i = scene.sound_from(); i < scene.sound_to(); ++i) {
    const double slope = (scene.beside(i, 1) - scene.beside(i, -1)) / 2.0;
    slope_error += slope * (scene.beside(i, 0) - scene.heard[i]);
    slope_slope += slope * slope;
  }
  return slope_slope > 0.0 ? std::clamp(slope_error / slope_slope, -1.0, 1.0) : 0.0;
}

/// The estimate of a marker with a slip inside is a little off: the sound part says by how much.
TwinScene aligned_scene(std::span<const float> recording, const MarkerTwins& twins,
                        MarkerEdge edge) {
  TwinScene scene;
  scene.twin = realign(recording, twins.twin - static_cast<double>(kLongestJump), 0.0,
                       SampleCount{twins.length + 2 * kLongestJump});
  if (edge == MarkerEdge::Tail) std::reverse(scene.twin.begin(), scene.twin.end());
  double shift = 0.0;
  hear(scene, recording, twins, shift, edge);
  for (int step = 0; step < 3; ++step) {
    const double late = lateness(scene);
    if (std::abs(late) < kAligned) break;
    shift += edge == MarkerEdge::Head ? late : -late;
    hear(scene, recording, twins, shift, edge);
  }
  return scene;
}

bool all_is_well(const TwinScene& scene) {
  const std::size_t half = scene.heard.size() / 2;
  double sum = 0.0;
  for (std::size_t i = 0; i < half; ++i) {
    sum += scene.error(i, 0);
    if ((i + 1) % static_cast<std::size_t>(kBurst) != 0) continue;
    if (sum > 2.5 * static_cast<double>(kBurst) * scene.noise_power) return false;
    sum = 0.0;
  }
  return true;
}

/// The best place for one jump.
struct Candidate {
  std::int64_t jump{0};
  std::size_t split{0};  ///< heard[0, split) is the twin's, `jump` later.
  double cost{0.0};      ///< Squared error it adds: negative when it explains.
};

Candidate best_split(const TwinScene& scene, std::int64_t jump, double noise_rms) {
  Candidate best{jump, 0, 0.0};
  double cost = 0.0;
  double change = 0.0;
  const double noise = kOverNoise * noise_rms * noise_rms;
  for (std::size_t i = 0; i < scene.heard.size() / 2; ++i) {
    cost += scene.error(i, jump) - scene.error(i, 0);
    const double moved = scene.beside(i, jump) - scene.beside(i, 0);
    change += moved * moved;
    const bool clear = change > noise * static_cast<double>(i + 1) && -cost > kExplained * change;
    if (clear && cost < best.cost) best = {jump, i + 1, cost};
  }
  return best;
}

/// All places for the break that noise cannot tell from the best one.
BreakBracket bracket_of(const TwinScene& scene, const Candidate& best) {
  std::size_t from = best.split;
  std::size_t to = best.split;
  double cost = 0.0;
  const double limit = best.cost + kCertain / 2.0 * scene.noise_power;
  bool begun = false;
  for (std::size_t i = 0; i < scene.heard.size() / 2; ++i) {
    cost += scene.error(i, best.jump) - scene.error(i, 0);
    if (cost > limit) continue;
    if (!begun) from = i + 1;
    begun = true;
    to = std::max(to, i + 1);
  }
  return {static_cast<std::int64_t>(from), static_cast<std::int64_t>(to)};
}

}  // namespace

std::optional<EdgeBreak> break_at_edge(std::span<const float> recording, const MarkerTwins& twins,
                                       MarkerEdge edge) {
  const TwinScene scene = aligned_scene(recording, twins, edge);
  if (all_is_well(scene)) return std::nullopt;
  Candidate best;
  for (std::int64_t jump = -kLongestJump; jump <= kLongestJump; ++jump) {
    if (jump == 0) continue;
    const Candidate candidate = best_split(scene, jump, twins.noise_rms);
    if (candidate.cost < best.cost) best = candidate;
  }
  if (-best.cost < kCertain * scene.noise_power) return std::nullopt;
  const BreakBracket inside = bracket_of(scene, best);
  const std::int64_t start = std::llround(twins.here);
  const std::int64_t end = start + twins.length;
  if (edge == MarkerEdge::Head) {
    return EdgeBreak{{start + inside.from, start + inside.to}, static_cast<double>(best.jump)};
  }
  // Time runs backwards: heard'[i] = twin'[i + jump] is sound that came `jump` samples earlier.
  return EdgeBreak{{end - inside.to, end - inside.from}, static_cast<double>(best.jump)};
}

}  // namespace ampsweep::analysis
