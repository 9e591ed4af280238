// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/measurement_json.hpp"

#include <cmath>
#include <complex>
#include <string>

#include "rig/dataset/json.hpp"
#include "rig/measure/burst_output.hpp"
#include "rig/measure/imd_output.hpp"
#include "rig/measure/level_output.hpp"
#include "rig/measure/noise_json.hpp"
#include "rig/measure/sweep_output.hpp"
#include "rig/measure/tone_output.hpp"
#include "rig/model/bench_volts.hpp"

namespace ampsweep::rig {
namespace {

Json refusal_json(const analysis::Refusal& why) { return {{"refused", why.detail}}; }

Json sweep_json(const TakeMeasurement& measured) {
  const auto& sweep = *measured.sweep;
  Json json{{"method", "synchronized exponential sweep, orders separated in time"},
            {"from_hz", sweep.spec.from.value()},
            {"to_hz", sweep.spec.to.value()},
            {"level_dbfs_peak", sweep.spec.level.value()}};
  if (!sweep.figures) {
    json.update(refusal_json(sweep.figures.error()));
    return json;
  }
  for (const auto& order : sweep.figures->orders) json["orders"].push_back(sweep_order_json(order));
  json["ghost_dbc"] = number_or_null(sweep.figures->ghost_dbc);
  for (const auto& point : measured.distortion) {
    json["thd"].push_back(sweep_distortion_json(point));
  }
  if (measured.linear) {
    json["linear"] = *measured.linear ? linear_response_json(**measured.linear)
                                      : refusal_json(measured.linear->error());
  }
  return json;
}

Json tones_json(const TakeMeasurement& measured, SampleRate rate) {
  Json json = Json::array();
  for (const ToneResult& tone : measured.tones) {
    Json one{{"played_hz", tone.spec.frequency.value()},
             {"played_dbfs_peak", tone.spec.level.value()}};
    one.update(tone.figures ? tone_json(*tone.figures, rate) : refusal_json(tone.figures.error()));
    json.push_back(std::move(one));
  }
  return json;
}

Json pairs_json(const TakeMeasurement& measured, SampleRate rate) {
  Json json = Json::array();
  for (const PairResult& pair : measured.pairs) {
    Json one{{"played_hz", {pair.spec.low.value(), pair.spec.high.value()}},
             {"low_over_high", pair.spec.low_over_high},
             {"played_dbfs_peak", pair.spec.level.value()}};
    one.update(pair.figures ? imd_json(*pair.figures, rate) : refusal_json(pair.figures.error()));
    json.push_back(std::move(one));
  }
  return json;
}

Json ladders_json(const TakeMeasurement& measured, const BenchVolts& volts) {
  if (!measured.ladder) return nullptr;
  if (!measured.ladder->figures) return refusal_json(measured.ladder->figures.error());
  Json json = Json::array();
  for (const auto& curve : measured.ladder->figures->curves) {
    json.push_back(level_curve_json(curve, volts));
  }
  return json;
}

Json bursts_json(const TakeMeasurement& measured, const BenchVolts& volts) {
  Json json = Json::array();
  for (const BurstResult& burst : measured.bursts) {
    if (burst.figures) {
      json.push_back(burst_json(*burst.figures, volts));
    } else {
      json.push_back({{"frequency_hz", burst.spec.frequency.value()}});
      json.back().update(refusal_json(burst.figures.error()));
    }
  }
  return json;
}

Json share_json(const analysis::PowerFigure& figure, double output) {
  return {{"re_output_db", number_or_null(10.0 * std::log10(figure.power / output))},
          {"limit_re_output_db", number_or_null(10.0 * std::log10(figure.limit / output))},
          {"measured", figure.measured()}};
}

Json multisine_json(const TakeMeasurement& measured) {
  if (!measured.multisine) return nullptr;
  Json json{{"method", "best linear approximation, random-phase odd multisine"},
            {"level_dbfs_rms", measured.multisine->spec.level.value()}};
  if (!measured.multisine->figures) {
    json.update(refusal_json(measured.multisine->figures.error()));
    return json;
  }
  const auto& best = *measured.multisine->figures;
  json["even"] = share_json(best.split.even, best.split.output);
  json["odd"] = share_json(best.split.odd, best.split.output);
  json["noise_re_output_db"] = number_or_null(10.0 * std::log10(best.split.noise_esr()));
  json["residual_esr"] = number_or_null(best.split.residual_esr());
  json["settled"] = best.settled;
  for (std::size_t i = 0; i < best.excited.size(); i += 16) {  // a curve; the WAV has it all
    const auto& line = best.excited[i];
    json["hz"].push_back(line.hz);
    json["gain_db"].push_back(number_or_null(20.0 * std::log10(std::abs(line.gain))));
    json["sndr_db"].push_back(number_or_null(line.sndr_db));
  }
  return json;
}

Json idle_json(const analysis::Measured<analysis::NoiseFigures>& idle,
               const std::optional<VoltsAt>& volts) {
  return idle ? noise_json(*idle, volts) : refusal_json(idle.error());
}

Json setting_json(const AttemptRecord& attempt) {
  Json json = Json::object();
  for (const KnobLabel& label : attempt.attempt.labels) {
    json[label.id] = {{"printed", label.printed},
                      {"normalised", label.normalised},
                      {"source", to_string(label.source)},
                      {"uncertainty", number_or_null(label.uncertainty)}};
  }
  return json;
}

Json calibration_json(const BenchVolts& volts) {
  const auto known = [](const std::optional<Volts>& full_scale) {
    return full_scale ? Json(full_scale->value()) : Json(nullptr);
  };
  return {{"amp_input_volts_at_full_scale", known(volts.amp_input)},
          {"return_volts_at_full_scale", known(volts.at_return)},
          {"load_volts_at_full_scale", known(volts.at_load)}};
}

}  // namespace

nlohmann::ordered_json measurement_json(const TakeMeasurement& measured, const MeasuredAt& at) {
  const SampleRate rate = at.dataset.rate;
  const StimulusSpec& stimulus = at.dataset.plan.stimulus;
  const BenchVolts volts = bench_volts(at.dataset.rig);
  Json json{{"schema", "ampsweep-measurement-1"},
            {"take", at.attempt.attempt.take},
            {"software", at.dataset.software},
            {"suite", to_string(stimulus.suite.value_or(signals::Suite::Quick))},
            {"level_dbfs_peak", stimulus.sweep_level.value()},
            {"sample_rate_hz", rate.value()},
            {"setting", setting_json(at.attempt)},
            {"calibration", calibration_json(volts)}};
  json["sweep"] = measured.sweep ? sweep_json(measured) : Json(nullptr);
  json["tones"] = tones_json(measured, rate);
  json["tone_pairs"] = pairs_json(measured, rate);
  json["levels"] = ladders_json(measured, volts);
  json["bursts"] = bursts_json(measured, volts);
  json["multisine"] = multisine_json(measured);
  json["idle_before"] = idle_json(measured.idle_before, volts.heard());
  json["idle_after"] = idle_json(measured.idle_after, volts.heard());
  json["noise_change"] =
      measured.noise_change ? noise_change_json(*measured.noise_change) : Json(nullptr);
  return json;
}

nlohmann::ordered_json knobs_json(const std::vector<KnobEffects>& effects) {
  Json json{{"schema", "ampsweep-knobs-1"},
            {"method", "main effects by least squares over the settings measured"}};
  json["knobs"] = Json::array();
  for (const KnobEffects& knob : effects) {
    Json one{{"knob", knob.knob}, {"dead", knob.dead}};
    one["reversed"] = knob.reversed ? Json(*knob.reversed) : Json(nullptr);
    one["coarse"] = knob.coarse ? Json{{"figure", knob.coarse->figure},
                                       {"from", knob.coarse->from},
                                       {"to", knob.coarse->to},
                                       {"change_db", knob.coarse->change}}
                                : Json(nullptr);
    one["effects"] = Json::array();
    for (const Effect& effect : knob.effects) {
      one["effects"].push_back({{"figure", effect.figure},
                                {"unit", effect.unit},
                                {"change", number_or_null(effect.change)},
                                {"sigma", number_or_null(effect.sigma)}});
    }
    json["knobs"].push_back(std::move(one));
  }
  return json;
}

}  // namespace ampsweep::rig
