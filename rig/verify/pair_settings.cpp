// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "analysis/setting_cover.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kFewestPolarities = 3;  ///< Pairs before one of them can be the odd one.

using Choices = std::vector<std::pair<std::string, std::string>>;

bool labelled(const SoundPair& pair) { return !pair.setting.empty() || !pair.choices.empty(); }

/// Lowest value and span of every knob in the set.
struct Span {
  double low{INFINITY};
  double high{-INFINITY};
  [[nodiscard]] double share(double value) const {
    return high > low ? (value - low) / (high - low) : 0.0;
  }
  [[nodiscard]] double value(double share) const { return low + share * (high - low); }
};

std::map<std::string, Span> spans_of(const PairSetReport& report) {
  std::map<std::string, Span> spans;
  for (const PairTake& take : report.takes) {
    for (const auto& [knob, value] : take.pair.setting) {
      Span& span = spans[knob];
      span.low = std::min(span.low, value);
      span.high = std::max(span.high, value);
    }
  }
  return spans;
}

/// Takes that can be compared by their numbers: same knobs, same positions of the switches.
struct Alike {
  std::vector<const PairTake*> takes;
  std::vector<std::vector<double>> settings;  ///< 0..1 of the spans.
};

std::vector<Alike> groups_of(const PairSetReport& report) {
  const auto spans = spans_of(report);
  std::map<std::pair<Choices, std::vector<std::string>>, Alike> groups;
  for (const PairTake& take : report.takes) {
    if (!labelled(take.pair)) continue;
    std::vector<std::string> knobs;
    std::vector<double> row;
    for (const auto& [knob, value] : take.pair.setting) {
      knobs.push_back(knob);
      row.push_back(spans.at(knob).share(value));
    }
    Alike& group = groups[{take.pair.choices, knobs}];
    group.takes.push_back(&take);
    group.settings.push_back(std::move(row));
  }
  std::vector<Alike> list;
  for (auto& [key, group] : groups) list.push_back(std::move(group));
  return list;
}

void add_leaks(const Alike& group, const std::vector<std::size_t>& same, PairSetReport& report) {
  const PairTake& first = *group.takes[same.front()];
  for (const std::size_t i : same) {
    const PairTake& take = *group.takes[i];
    if (take.splits.empty() || first.splits.empty() || take.splits == first.splits) continue;
    report.faults.push_back(
        {take.pair.target,
         {FaultCode::LabelMismatch,
          fmt::format("{} ({}) is in {} and the same setting, {}, in {}: a leak between splits",
                      take.pair.target, setting_text(take.pair), take.splits.front(),
                      first.pair.target, first.splits.front())}});
  }
}

/// "train", "Train", "trainval"; a take without a split is trained on.
bool trains_on(const PairTake& take) {
  return take.splits.empty() ||
         std::any_of(take.splits.begin(), take.splits.end(), [](const std::string& split) {
           return split.starts_with("train") || split.starts_with("Train");
         });
}

LabelCoverage coverage_of(const std::string& knob, const Span& span, const PairSetReport& report) {
  std::set<double> values;
  for (const PairTake& take : report.takes) {
    for (const auto& [name, value] : take.pair.setting) {
      if (name == knob) values.insert(value);
    }
  }
  LabelCoverage coverage{knob, {values.begin(), values.end()}, 0.0, span.low, span.low};
  for (std::size_t i = 1; i < coverage.values.size(); ++i) {
    const double gap = span.share(coverage.values[i]) - span.share(coverage.values[i - 1]);
    if (gap <= coverage.largest_gap) continue;
    coverage.largest_gap = gap;
    coverage.gap_from = coverage.values[i - 1];
    coverage.gap_to = coverage.values[i];
  }
  return coverage;
}

/// Of the largest group: between settings of different switches there is no distance.
void add_hole(const std::vector<Alike>& groups, const std::map<std::string, Span>& spans,
              PairSetReport& report) {
  const auto largest = std::max_element(
      groups.begin(), groups.end(),
      [](const Alike& a, const Alike& b) { return a.takes.size() < b.takes.size(); });
  if (largest == groups.end() || largest->settings.front().empty()) return;
  const auto cover = analysis::setting_cover(largest->settings);
  if (cover.hole.empty()) return;
  LabelHole hole{cover.hole_radius, cover.expected_radius, {}};
  const auto& knobs = largest->takes.front()->pair.setting;
  for (std::size_t k = 0; k < knobs.size(); ++k) {
    hole.around.emplace_back(knobs[k].first, spans.at(knobs[k].first).value(cover.hole[k]));
  }
  report.figures.hole = std::move(hole);
}

bool has_choice(const SoundPair& pair, const Choices::value_type& choice) {
  return std::find(pair.choices.begin(), pair.choices.end(), choice) != pair.choices.end();
}

/// The position of a switch at which all takes are inverted, and only there; empty: there is none.
std::string switch_that_inverts(const PairSetReport& report, int usual) {
  for (const PairTake& first : report.takes) {
    for (const auto& choice : first.pair.choices) {
      const bool parts =
          std::all_of(report.takes.begin(), report.takes.end(), [&](const PairTake& take) {
            return !take.measured || take.report.polarity == 0 ||
                   (take.report.polarity == -usual) == has_choice(take.pair, choice);
          });
      if (parts) return choice.first + "=" + choice.second;
    }
  }
  return "";
}

}  // namespace

std::string setting_text(const SoundPair& pair) {
  std::string text;
  for (const auto& [knob, value] : pair.setting) {
    text += fmt::format("{}{}={:g}", text.empty() ? "" : " ", knob, value);
  }
  for (const auto& [name, word] : pair.choices) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, word);
  }
  return text;
}

bool same_setting(const SoundPair& a, const SoundPair& b) {
  constexpr double kSame = 1e-9;
  return labelled(a) && a.choices == b.choices && a.setting.size() == b.setting.size() &&
         std::equal(a.setting.begin(), a.setting.end(), b.setting.begin(),
                    [](const auto& one, const auto& other) {
                      const double scale = std::max(1.0, std::abs(one.second));
                      return one.first == other.first &&
                             std::abs(one.second - other.second) <= kSame * scale;
                    });
}

void add_setting_checks(PairSetReport& report) {
  const auto spans = spans_of(report);
  const std::vector<Alike> groups = groups_of(report);
  for (const Alike& group : groups) {
    std::size_t repeated = 0;
    for (const auto& same : analysis::equal_settings(group.settings)) {
      repeated += same.size() - 1;
      if (!report.cut_in_time) add_leaks(group, same, report);
    }
    report.figures.settings += static_cast<int>(group.takes.size() - repeated);
  }
  for (const auto& [knob, span] : spans) {
    report.figures.knobs.push_back(coverage_of(knob, span, report));
  }
  add_hole(groups, spans, report);
}

void add_same_sound(PairSetReport& report) {
  if (report.targets_shared) {
    report.notes.emplace_back("turned round: all takes share the dry sound as their target");
    return;
  }
  std::map<std::string, const PairTake*> known;
  for (const PairTake& take : report.takes) {
    if (!take.measured || take.report.y.sound_id.empty() || take.report.y.silent) continue;
    const auto [at, fresh] = known.try_emplace(take.report.y.sound_id, &take);
    if (fresh) continue;
    const PairTake& other = *at->second;
    // Where takes are cut in time, one sound may stand in for validation and test, no more.
    const bool splits =
        report.cut_in_time ? trains_on(take) != trains_on(other) : take.splits != other.splits;
    const bool alike = same_setting(take.pair, other.pair) ||
                       (report.cut_in_time && !labelled(take.pair) && !labelled(other.pair));
    if (alike && !splits) {
      report.notes.push_back(
          fmt::format("{} holds the very sound of {}, at the same setting: it "
                      "adds nothing",
                      take.pair.target, other.pair.target));
      continue;
    }
    const bool settings = labelled(take.pair) && !alike;
    report.faults.push_back(
        {take.pair.target,
         {FaultCode::TakeMismatch,
          fmt::format("{} holds the very sound of {}{}{}: copy the right file", take.pair.target,
                      other.pair.target, settings ? ", under another setting" : "",
                      splits ? ", in another split (a leak)" : "")}});
  }
}

void add_odd_polarities(PairSetReport& report) {
  std::map<int, int> counted;
  for (const PairTake& take : report.takes) {
    if (take.measured && take.report.polarity != 0) ++counted[take.report.polarity];
  }
  if (counted[1] + counted[-1] < kFewestPolarities || counted[1] == counted[-1]) return;
  const int usual = counted[1] > counted[-1] ? 1 : -1;
  if (counted[-usual] == 0) return;
  if (const std::string label = switch_that_inverts(report, usual); !label.empty()) {
    report.notes.push_back(fmt::format(
        "the {} takes with {} are upside down against the others: the device inverts there",
        counted[-usual], label));
    return;
  }
  for (const PairTake& take : report.takes) {
    if (!take.measured || take.report.polarity != -usual) continue;
    report.faults.push_back(
        {take.pair.target,
         {FaultCode::PolarityInverted,
          take.pair.target + " is upside down against most of the set: invert it"}});
  }
}

}  // namespace ampsweep::rig
