// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/guitarml_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "rig/formats/foreign_json.hpp"

namespace ampsweep::rig::formats {
namespace {

/// Two takes of one setting, by the limit of NAM's own check; another setting is further off.
constexpr double kReplicatesDiffer = 0.01;
constexpr std::size_t kMostParameters = 65534;  // A WAV has 16 bits for its channels.

void check_set_pair(CheckContext& check, const Json& json, const char* clean_key,
                    const char* target_key, const WavRule& rule, GuitarMlSet& set) {
  const auto clean_name = text_in(json, clean_key);
  const auto target_name = text_in(json, target_key);
  if (!clean_name || !target_name) {
    check.report.add("missing_key", set.where,
                     fmt::format("{} and {} must both be there: KeyError", clean_key, target_key));
    return;
  }
  const auto clean = check.sound(set.where, *clean_name, rule);
  const auto target = check.sound(set.where, *target_name, rule);
  if (!clean || !target) return;
  const bool training = std::string_view(clean_key).find("Train") != std::string_view::npos;
  if (training) set.files = {*clean_name, *target_name};
  check.found_pair({*clean_name, *target_name, training ? "train" : "test",
                    numbered(set.parameters), set.where});
  check.check_pair(fmt::format("{}/{}", set.where, target_key), clean, target);
  check.check_target(*target_name, target);
  set.silent = set.silent || target->figures().front().peak < 1e-4;  // -80 dBFS
}

}  // namespace

std::vector<double> parameters_in(CheckContext& check, const std::string& where, const Json& json,
                                  const char* key, std::size_t count) {
  std::vector<double> values;
  const Json list = json.value(key, Json(nullptr));
  if (!list.is_array() || list.size() != count) {
    check.report.add("wrong_count", where, fmt::format("{} must hold {} numbers", key, count));
    return values;
  }
  for (const Json& value : list) {
    const double number = value.is_number() ? value.get<double>() : std::nan("");
    if (!(number >= 0.0 && number <= 1.0)) {
      check.report.add("wrong_value", where, fmt::format("{} is not in 0..1", compact_text(value)));
    }
    values.push_back(number);
  }
  return values;
}

std::vector<GuitarMlSet> check_data_sets(CheckContext& check, const std::vector<int>& rates_hz) {
  std::vector<GuitarMlSet> sets;
  const auto data = check.json("data.json");
  if (!data) return sets;
  const Json list = data->value("Data Sets", Json(nullptr));
  const Json number = data->value("Number of Parameters", Json(nullptr));
  if (!list.is_array() || list.empty() || !number.is_number_unsigned() ||
      number.get<std::size_t>() == 0 || number.get<std::size_t>() > kMostParameters) {
    check.report.add("missing_key", "data.json",
                     "\"Number of Parameters\" must be a number and \"Data Sets\" a list");
    return sets;
  }
  const WavRule rule{rates_hz, {"float32"}, {}, 1};
  const bool tests =
      list[0].is_object() && list[0].contains("TestClean") && list[0].contains("TestTarget");
  for (std::size_t k = 0; k < list.size() && !check.stopped(); ++k) {
    GuitarMlSet set{fmt::format("data.json/Data Sets/{}", k), {}, false};
    if (!list[k].is_object()) {
      check.report.add("missing_key", set.where, "it is no object");
      continue;
    }
    set.parameters =
        parameters_in(check, set.where, list[k], "Parameters", number.get<std::size_t>());
    check_set_pair(check, list[k], "TrainingClean", "TrainingTarget", rule, set);
    // What the first one has, all must have; what it lacks is not read.
    if (tests) check_set_pair(check, list[k], "TestClean", "TestTarget", rule, set);
    sets.push_back(std::move(set));
  }
  return sets;
}

void check_distinct(CheckContext& check, const std::vector<GuitarMlSet>& sets) {
  std::map<std::vector<double>, const GuitarMlSet*> seen;
  for (const GuitarMlSet& set : sets) {
    if (set.parameters.empty() || set.files.second.empty()) continue;
    const auto [place, fresh] = seen.try_emplace(set.parameters, &set);
    if (fresh) continue;
    const GuitarMlSet& other = *place->second;
    if (set.files == other.files) {
      check.report.add("same_setting", set.where,
                       fmt::format("the very pair of {}: it is learnt twice", other.where));
      continue;
    }
    const auto first = check.sound(other.where, other.files.second, WavRule{});
    const auto again = check.sound(set.where, set.files.second, WavRule{});
    if (!first || !again) continue;
    const auto length = std::min(first->length(), again->length()).value();
    const auto esr = CheckedSound::esr(*again, 0, *first, 0, length);
    if (!esr || *esr <= kReplicatesDiffer) continue;
    check.report.add("same_setting", set.where,
                     fmt::format("the same parameters as {}, and an ESR of {:.2g} against its "
                                 "target: one of the two labels is wrong",
                                 other.where, *esr));
  }
}

void check_guitarml(CheckContext& check) {
  check_distinct(check, check_data_sets(check, facts_of(Format::GuitarMl).rates_hz));
}

/// Five steps of one knob, none of them silent.
void check_proteus(CheckContext& check) {
  const auto sets = check_data_sets(check, facts_of(Format::Proteus).rates_hz);
  bool steps = sets.size() == 5;
  for (std::size_t i = 0; steps && i < sets.size(); ++i) {
    steps = sets[i].parameters == std::vector<double>{0.25 * static_cast<double>(i)};
  }
  if (!steps) {
    check.report.add("wrong_steps", "data.json",
                     "exactly five data sets with one parameter at 0, 0.25, 0.5, 0.75, 1");
  }
  for (const GuitarMlSet& set : sets) {
    if (set.silent) {
      check.report.add("silent_step", set.where,
                       "below -80 dBFS: training fails with a silent step; raise it slightly");
    }
  }
}

}  // namespace ampsweep::rig::formats
