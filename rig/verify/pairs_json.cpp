// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "rig/verify/pair_gates.hpp"
#include "rig/verify/pair_json.hpp"
#include "rig/verify/verify_json.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::size_t kLargeSet = 256;

/// A large set tells the delay over time of each pair in fewer points.
Json pair_take_json(const PairTake& take, std::size_t most_points) {
  Json json{{"file", take.pair.target},  {"input", take.pair.input},
            {"splits", take.splits},     {"listed_by", take.pair.where},
            {"setting", Json::object()}, {"measured", take.measured}};
  for (const auto& [name, word] : take.pair.choices) json["setting"][name] = word;
  for (const auto& [knob, value] : take.pair.setting) json["setting"][knob] = number_or_null(value);
  const Json pair = pair_json(take.report);  // items() of a temporary would dangle
  for (const auto& [key, value] : pair.items()) json[key] = value;
  json["ok"] = take.ok();
  if (most_points < json["delay_track"].size()) {
    Json& track = json["delay_track"];
    Json thinned = Json::array();
    for (std::size_t i = 0; i < most_points; ++i) {
      thinned.push_back(track[i * track.size() / most_points]);
    }
    track = std::move(thinned);
  }
  return json;
}

Json pair_set_json(const PairSetFigures& figures) {
  Json json{{"measured", figures.measured},
            {"delay_samples", number_or_null(figures.delay_samples)},
            {"delay_spread_samples", number_or_null(figures.delay_spread_samples)},
            {"common_interval_samples", nullptr},
            {"delay_trend_samples", number_or_null(figures.delay_trend_samples)},
            {"worst_drift_samples", number_or_null(figures.worst_drift_samples)},
            {"settings", figures.settings}};
  if (figures.common_from_samples) {
    json["common_interval_samples"] = {number_or_null(*figures.common_from_samples),
                                       number_or_null(*figures.common_to_samples)};
  }
  json["hole"] = nullptr;
  if (figures.hole) {
    Json around = Json::object();
    for (const auto& [knob, value] : figures.hole->around) around[knob] = number_or_null(value);
    json["hole"] = {{"radius", number_or_null(figures.hole->radius)},
                    {"expected_radius", number_or_null(figures.hole->expected_radius)},
                    {"around", std::move(around)}};
  }
  json["knobs"] = Json::array();
  for (const LabelCoverage& knob : figures.knobs) {
    json["knobs"].push_back({{"knob", knob.knob},
                             {"values", knob.values},
                             {"largest_gap", number_or_null(knob.largest_gap)},
                             {"gap_from", number_or_null(knob.gap_from)},
                             {"gap_to", number_or_null(knob.gap_to)}});
  }
  return json;
}

}  // namespace

std::string verify_json(const PairReport& report) {
  Json json{{"schema", "ampsweep-verify-pair-1"}};
  const Json pair = pair_json(report);
  for (const auto& [key, value] : pair.items()) json[key] = value;
  return indented_text(json) + "\n";
}

std::string verify_json(const PairSetReport& report) {
  Json takes = Json::array();
  const std::size_t most_points = report.takes.size() > kLargeSet ? 16 : 256;
  for (const PairTake& take : report.takes) takes.push_back(pair_take_json(take, most_points));
  const Json json{{"schema", "ampsweep-verify-pairs-1"},
                  {"ok", report.ok()},
                  {"stopped", report.stopped},
                  {"dir", report.dir.string()},
                  {"paired", report.how},
                  {"set", pair_set_json(report.figures)},
                  {"gates", gate_list_json(pair_gates(report))},
                  {"takes", std::move(takes)},
                  {"faults", fault_list_json(report.all_faults())},
                  {"notes", report.notes}};
  return indented_text(json) + "\n";
}

}  // namespace ampsweep::rig
