// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/knob_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "rig/capture/move_knobs.hpp"

namespace ampsweep::rig {
namespace {

/// A wrong sound must fit this much better than the right one.
constexpr double kFitsBetter = 0.25;

std::vector<double> apart(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> difference = a;
  for (std::size_t f = 0; f < difference.size(); ++f) difference[f] -= b[f];
  return difference;
}

/// The position whose sound stands farthest from the reference.
std::size_t telling_position(const KnobSounds& sounds, const HeardCurve& curve,
                             const Positions& home) {
  const auto& sound = sounds.curve(curve.knob);
  std::size_t best = 0;
  double most = -1.0;
  for (std::size_t i = 0; i < curve.at.size(); ++i) {
    const auto change = sound.change_db(home.at(curve.knob), curve.at[i]);
    const std::vector<double> none(change.size(), 0.0);
    const auto weights = sounds.weights(curve.prints[i].sigma_db, home, {});
    const double size = weights.misfit(change);
    if (size <= most) continue;
    most = size;
    best = i;
  }
  return best;
}

/// Each wrong sound that a knob told to stand at `at` can give, nearest first.
struct Suspect {
  KnobTrouble trouble{KnobTrouble::Dead};
  std::string other;
  double misfit{0.0};
};

std::vector<Suspect> suspects(const Rig& rig, const KnobSounds& sounds, const HeardCurve& curve,
                              double at, const Positions& home, const std::vector<double>& heard,
                              const analysis::PrintWeights& weights) {
  std::vector<Suspect> all;
  const auto consider = [&](KnobTrouble trouble, const std::string& other,
                            const Positions& stands) {
    all.push_back({trouble, other, weights.misfit(apart(heard, sounds.expected_db(stands)))});
  };
  consider(KnobTrouble::Dead, "", home);
  Positions reversed = home;
  reversed[curve.knob] = 1.0 - at;
  consider(KnobTrouble::Reversed, "", reversed);
  for (const Knob& other : rig.knobs) {
    if (other.id == curve.knob || !sounds.hears(other.id)) continue;
    Positions swapped = home;
    swapped[curve.knob] = home.at(other.id);
    swapped[other.id] = at;
    consider(KnobTrouble::Swapped, other.id, swapped);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Suspect& a, const Suspect& b) { return a.misfit < b.misfit; });
  return all;
}

}  // namespace

std::optional<KnobProof> proof_of(const Rig& rig, const KnobSounds& sounds, const HeardCurve& curve,
                                  std::size_t at, const Positions& home, const KnobPrint& heard,
                                  const Positions& uncertainty) {
  Positions told = home;
  told[curve.knob] = curve.at[at];
  Positions doubt;  // then and now
  for (const auto& [id, sigma] : uncertainty) doubt[id] = std::sqrt(2.0) * sigma;
  const auto weights = sounds.weights(noise_of(curve.prints[at], heard), told, doubt);
  const auto wrong = difference(heard, curve.prints[at]);
  const double misfit = weights.misfit(wrong);
  const auto features = static_cast<double>(wrong.size());
  if (misfit < features + kSureSigmas * kSureSigmas) return std::nullopt;
  const auto nearest =
      suspects(rig, sounds, curve, curve.at[at], home, heard.level_db, weights).front();
  if (nearest.misfit < std::max(kFitsBetter * misfit, 2.0 * features)) {
    KnobProof proof;
    proof.trouble = nearest.trouble;
    proof.blame.knob = curve.knob;
    proof.other = nearest.other;
    return proof;
  }
  const auto blame = sounds.blame(told, wrong, weights);
  if (!blame || !blame->sure()) return std::nullopt;
  return KnobProof{KnobTrouble::Misplaced, *blame, ""};
}

Result<std::vector<KnobProof>> check_knobs(Bench& bench, const Rig& rig, const HeardCurves& curves,
                                           KnobEar& ear, const std::stop_token& stop) {
  const KnobSounds sounds{curves, rig};
  const Positions home = positions_of(rig.knobs, curves.reference);
  std::vector<KnobProof> proofs;
  for (const HeardCurve& curve : curves.knobs) {
    const Knob* knob = find_knob(rig, curve.knob);
    if (knob == nullptr || turned_by_hand(*knob)) continue;
    if (!sounds.hears(curve.knob)) continue;
    const std::size_t at = telling_position(sounds, curve, home);
    Setting setting = curves.reference;
    setting[curve.knob] = printed(*knob, curve.at[at]);
    const auto labels = move_knobs(bench, rig, setting, stop);
    if (!labels) return tl::unexpected(labels.error());
    const auto heard = ear.hear(setting, true, stop);
    if (!heard) return tl::unexpected(heard.error());
    if (!heard->print) continue;
    Positions uncertainty;
    for (const KnobLabel& label : *labels) uncertainty[label.id] = label.uncertainty;
    if (auto proof = proof_of(rig, sounds, curve, at, home, *heard->print, uncertainty)) {
      proofs.push_back(*std::move(proof));
    }
  }
  return proofs;
}

Fault fault_of(const Rig& rig, const KnobProof& proof) {
  const std::string& knob = proof.blame.knob;
  switch (proof.trouble) {
    case KnobTrouble::Dead:
      return {FaultCode::KnobNotHeard,
              knob +
                  " was turned and the sound did not follow: check its coupling, its cable and "
                  "its channel"};
    case KnobTrouble::Reversed:
      return {FaultCode::KnobNotHeard,
              knob + " turns the wrong way: up in its label is down in the sound"};
    case KnobTrouble::Swapped:
      return {FaultCode::KnobNotHeard,
              fmt::format("told to turn {}, the rig turns {}: their cables or channels are swapped",
                          knob, proof.other)};
    case KnobTrouble::Misplaced:
      break;
  }
  return {FaultCode::KnobMisplaced, blame_text(rig, proof.blame)};
}

}  // namespace ampsweep::rig
