// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/print_json.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <utility>

namespace ampsweep::rig {
namespace {

Json reals(const std::vector<double>& values) {
  Json json = Json::array();
  for (const double value : values) json.push_back(real(value));
  return json;
}

/// Curves and prints are computed with: nothing that is no number may get in.
std::vector<double> finite_from(const Json& json) {
  std::vector<double> values;
  for (const Json& value : json) {
    values.push_back(real(value));
    if (!std::isfinite(values.back())) throw std::runtime_error("a print holds no number");
  }
  return values;
}

HeardCurve curve_from(const Json& json) {
  HeardCurve curve;
  curve.knob = text(json, "knob");
  curve.at = finite_from(json.at("at"));
  for (const Json& print : json.at("prints")) curve.prints.push_back(print_from(print));
  curve.from_above_db = finite_from(json.at("from_above_db"));
  const bool rising = std::adjacent_find(curve.at.begin(), curve.at.end(),
                                         std::greater_equal<>{}) == curve.at.end();
  if (curve.at.size() < 2 || curve.prints.size() != curve.at.size() || !rising) {
    throw std::runtime_error("a knob's curve does not fit together");
  }
  const std::size_t features = curve.prints.front().level_db.size();
  const bool alike = std::all_of(curve.prints.begin(), curve.prints.end(), [&](const auto& print) {
    return print.level_db.size() == features;
  });
  if (!alike || (!curve.from_above_db.empty() && curve.from_above_db.size() != features)) {
    throw std::runtime_error("the prints of a curve are not alike");
  }
  return curve;
}

}  // namespace

Json to_json(const KnobPrint& print) {
  return {{"level_db", reals(print.level_db)},
          {"sigma_db", reals(print.sigma_db)},
          {"settle_s", real(print.settle_s)},
          {"settled", print.settled}};
}

KnobPrint print_from(const Json& json) {
  KnobPrint print{finite_from(json.at("level_db")), finite_from(json.at("sigma_db")),
                  number(json, "settle_s"), json.at("settled").get<bool>()};
  if (print.level_db.empty() || print.level_db.size() != print.sigma_db.size()) {
    throw std::runtime_error("a print does not fit together");
  }
  return print;
}

Json to_json(const HeardCurves& curves) {
  Json knobs = Json::array();
  for (const HeardCurve& curve : curves.knobs) {
    Json prints = Json::array();
    for (const KnobPrint& print : curve.prints) prints.push_back(to_json(print));
    knobs.push_back({{"knob", curve.knob},
                     {"at", reals(curve.at)},
                     {"prints", std::move(prints)},
                     {"from_above_db", reals(curve.from_above_db)}});
  }
  Json reference = Json::object();
  for (const auto& [id, value] : curves.reference) reference[id] = real(value);
  return {{"reference", std::move(reference)}, {"knobs", std::move(knobs)}};
}

HeardCurves curves_from(const Json& json) {
  HeardCurves curves;
  for (const auto& [id, value] : json.at("reference").items()) curves.reference[id] = real(value);
  for (const Json& curve : json.at("knobs")) curves.knobs.push_back(curve_from(curve));
  return curves;
}

}  // namespace ampsweep::rig
