// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_learn.hpp"

#include <algorithm>
#include <map>

#include "rig/model/midi_control.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kFirstMode = 120;
constexpr int kNrpnFine = 98;
constexpr int kNrpnCoarse = 99;
constexpr int kLeastSpan = 8;
constexpr int kLeastTravel = 64;

using Place = std::pair<int, int>;  ///< Channel, controller.

/// How often controller n + 32 came directly after n on the same channel.
std::map<Place, int> fine_halves(std::span<const ControlChange> heard) {
  std::map<Place, int> pairs;
  for (std::size_t i = 1; i < heard.size(); ++i) {
    const ControlChange& coarse = heard[i - 1];
    const ControlChange& fine = heard[i];
    if (fine.channel == coarse.channel && coarse.controller < kFineController &&
        fine.controller == coarse.controller + kFineController) {
      ++pairs[{coarse.channel, coarse.controller}];
    }
  }
  return pairs;
}

std::map<Place, HeardController> collected(std::span<const ControlChange> heard) {
  std::map<Place, HeardController> all;
  for (const ControlChange& change : heard) {
    if (change.controller >= kFirstMode) continue;
    const auto [at, is_new] =
        all.try_emplace({change.channel, change.controller},
                        HeardController{change.channel, change.controller, change.value,
                                        change.value, change.value, change.value, 0, false});
    HeardController& one = at->second;
    one.lowest = std::min(one.lowest, change.value);
    one.highest = std::max(one.highest, change.value);
    one.last = change.value;
    ++one.count;
  }
  return all;
}

std::string name_of(const HeardController& heard) {
  return "controller " + std::to_string(heard.controller) + " on channel " +
         std::to_string(heard.channel);
}

/// The parameter that was named last; nothing where none was.
std::optional<int> nrpn_of(const std::vector<HeardController>& all) {
  const auto heard = [&](int controller) {
    return std::find_if(all.begin(), all.end(),
                        [&](const HeardController& one) { return one.controller == controller; });
  };
  const auto coarse = heard(kNrpnCoarse);
  const auto fine = heard(kNrpnFine);
  if (coarse == all.end() || fine == all.end()) return std::nullopt;
  return coarse->last * 128 + fine->last;
}

std::optional<std::pair<int, int>> travel_of(const HeardController& heard) {
  const bool up = heard.first == heard.lowest && heard.last == heard.highest;
  const bool down = heard.first == heard.highest && heard.last == heard.lowest;
  if (heard.span() < kLeastTravel || !(up || down)) return std::nullopt;
  return std::pair{heard.first, heard.last};
}

}  // namespace

std::vector<HeardController> heard_controllers(std::span<const ControlChange> heard) {
  auto all = collected(heard);
  for (const auto& [coarse, pairs] : fine_halves(heard)) {
    const auto fine = all.find({coarse.first, coarse.second + kFineController});
    // A few times may be chance: two knobs that move at once.
    if (fine == all.end() || pairs < 2 || 10 * pairs < 9 * fine->second.count) continue;
    all.at(coarse).fourteen_bit = true;
    all.erase(fine);
  }
  std::vector<HeardController> sorted;
  for (const auto& [place, one] : all) sorted.push_back(one);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.span() > b.span(); });
  return sorted;
}

tl::expected<LearnedKnob, std::string> learned_knob(std::span<const ControlChange> heard) {
  const auto all = heard_controllers(heard);
  if (all.empty()) {
    return tl::unexpected(std::string{
        "no control change was heard: move the knob, check the cable and the port, and that the "
        "device sends MIDI when its knob is turned"});
  }
  if (const auto nrpn = nrpn_of(all)) {
    const std::string number = std::to_string(*nrpn);
    return tl::unexpected("the knob sends NRPN " + number +
                          " (controllers 98 and 99), which is not learned: write nrpn = " + number +
                          " into its control by hand, or set the device to plain control changes");
  }
  const HeardController& most = all.front();
  if (most.span() < kLeastSpan) {
    return tl::unexpected(name_of(most) + " moved " + std::to_string(most.span()) +
                          " steps only: turn the knob from one end to the other");
  }
  if (all.size() > 1 && 2 * all[1].span() >= most.span()) {
    return tl::unexpected(name_of(most) + " and " + name_of(all[1]) +
                          " both moved: move one knob only");
  }
  return LearnedKnob{most, travel_of(most)};
}

}  // namespace ampsweep::rig
