// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/measurement_json.hpp"

#include <cmath>
#include <complex>
#include <string>

#include "rig/measure/finite_or_null.hpp"
#include "rig/measure/imd_output.hpp"
#include "rig/measure/noise_json.hpp"
#include "rig/measure/tone_output.hpp"

namespace ampsweep::rig {
namespace {

using SuiteJson = nlohmann::ordered_json;

SuiteJson refusal_json(const analysis::Refusal& why) { return {{"refused", why.detail}}; }

SuiteJson order_json(const analysis::HarmonicResponse& order) {
  SuiteJson json{{"order", order.order}, {"edge_db", finite_or_null(order.edge_db)}};
  for (const auto& point : order.points) {
    json["hz"].push_back(point.hz);
    json["level_db"].push_back(finite_or_null(point.level_db));
    json["phase_deg"].push_back(finite_or_null(point.phase_deg));
    json["limit_db"].push_back(finite_or_null(point.limit_db));
  }
  return json;
}

SuiteJson sweep_json(const TakeMeasurement& measured) {
  const auto& sweep = *measured.sweep;
  SuiteJson json{{"method", "synchronized exponential sweep, orders separated in time"},
                 {"from_hz", sweep.spec.from.value()},
                 {"to_hz", sweep.spec.to.value()},
                 {"level_dbfs_peak", sweep.spec.level.value()}};
  if (!sweep.figures) {
    json.update(refusal_json(sweep.figures.error()));
    return json;
  }
  for (const auto& order : sweep.figures->orders) json["orders"].push_back(order_json(order));
  json["ghost_dbc"] = finite_or_null(sweep.figures->ghost_dbc);
  for (const auto& point : measured.distortion) {
    json["thd"].push_back({{"excitation_hz", point.excitation_hz},
                           {"thd_f_db", finite_or_null(point.thd_f_db)},
                           {"sigma_db", finite_or_null(point.sigma_db)},
                           {"limit_db", finite_or_null(point.limit_db)},
                           {"orders", point.orders}});
  }
  return json;
}

SuiteJson tones_json(const TakeMeasurement& measured, SampleRate rate) {
  SuiteJson json = SuiteJson::array();
  for (const ToneResult& tone : measured.tones) {
    SuiteJson one{{"played_hz", tone.spec.frequency.value()},
                  {"played_dbfs_peak", tone.spec.level.value()}};
    one.update(tone.figures ? tone_json(*tone.figures, rate) : refusal_json(tone.figures.error()));
    json.push_back(std::move(one));
  }
  return json;
}

SuiteJson pairs_json(const TakeMeasurement& measured, SampleRate rate) {
  SuiteJson json = SuiteJson::array();
  for (const PairResult& pair : measured.pairs) {
    SuiteJson one{{"played_hz", {pair.spec.low.value(), pair.spec.high.value()}},
                  {"low_over_high", pair.spec.low_over_high},
                  {"played_dbfs_peak", pair.spec.level.value()}};
    one.update(pair.figures ? imd_json(*pair.figures, rate) : refusal_json(pair.figures.error()));
    json.push_back(std::move(one));
  }
  return json;
}

SuiteJson step_json(const analysis::LevelStep& step, const char* leg) {
  SuiteJson json{{"leg", leg},
                 {"input_dbfs_peak", step.input.value()},
                 {"output_dbfs_peak", finite_or_null(step.output.value())},
                 {"gain_db", finite_or_null(step.gain_db)},
                 {"gain_sigma_db", finite_or_null(step.gain_sigma_db)},
                 {"compression_db", finite_or_null(step.compression_db)},
                 {"thd_f_db", finite_or_null(step.thd_f_db)},
                 {"thd_f_limit_db", finite_or_null(step.thd_f_limit_db)},
                 {"dc_full_scale", finite_or_null(step.dc)},
                 {"clipped", step.clipped}};
  for (const auto& harmonic : step.harmonics) {
    json["harmonics"].push_back({{"order", harmonic.order},
                                 {"level_dbc", finite_or_null(harmonic.level_dbc)},
                                 {"limit_dbc", finite_or_null(harmonic.limit_dbc)}});
  }
  return json;
}

SuiteJson compression_json(const std::optional<analysis::CompressionPoint>& point) {
  if (!point) return nullptr;
  return {{"input_dbfs_peak", point->input_db}, {"sigma_db", finite_or_null(point->sigma_db)}};
}

SuiteJson ladder_json(const TakeMeasurement& measured) {
  if (!measured.ladder) return nullptr;
  if (!measured.ladder->figures) return refusal_json(measured.ladder->figures.error());
  SuiteJson json = SuiteJson::array();
  for (const auto& curve : measured.ladder->figures->curves) {
    SuiteJson one{{"method", "least squares at the known frequency, up and down"},
                  {"hz", curve.frequency.value()},
                  {"small_signal_gain_db", finite_or_null(curve.small_signal_gain_db)},
                  {"small_signal_flat", curve.small_signal_flat},
                  {"compression_1db", compression_json(curve.at_1db)},
                  {"compression_3db", compression_json(curve.at_3db)}};
    for (const auto& step : curve.up) one["steps"].push_back(step_json(step, "up"));
    for (const auto& step : curve.down) one["steps"].push_back(step_json(step, "down"));
    json.push_back(std::move(one));
  }
  return json;
}

SuiteJson settling_json(const analysis::Settling& settling) {
  return {{"resolved", settling.resolved},
          {"change", finite_or_null(settling.change)},
          {"change_sigma", finite_or_null(settling.change_sigma)},
          {"tau_s", finite_or_null(settling.tau_s)},
          {"tau_sigma_s", finite_or_null(settling.tau_sigma_s)},
          {"t63_s", finite_or_null(settling.t63_s)},
          {"t90_s", finite_or_null(settling.t90_s)}};
}

SuiteJson quiet_json(const analysis::QuietReading& quiet) {
  return {{"gain_db", finite_or_null(quiet.gain_db)},
          {"gain_sigma_db", finite_or_null(quiet.gain_sigma_db)},
          {"h2_dbc", finite_or_null(quiet.h2_dbc)},
          {"h2_limit_dbc", finite_or_null(quiet.h2_limit_dbc)},
          {"dc_full_scale", finite_or_null(quiet.dc)}};
}

SuiteJson bursts_json(const TakeMeasurement& measured) {
  SuiteJson json = SuiteJson::array();
  for (const BurstResult& burst : measured.bursts) {
    SuiteJson one{{"method", "I/Q envelope, one-period boxcar, exponential fit"},
                  {"hz", burst.spec.frequency.value()},
                  {"pilot_dbfs_peak", burst.spec.pilot_level.value()},
                  {"burst_dbfs_peak", burst.spec.burst_level.value()}};
    if (burst.figures) {
      one["attack_gain_db"] = settling_json(burst.figures->attack);
      one["release_gain_db"] = settling_json(burst.figures->release);
      one["dc_attack_full_scale"] = settling_json(burst.figures->dc_attack);
      one["dc_release_full_scale"] = settling_json(burst.figures->dc_release);
      one["before"] = quiet_json(burst.figures->before);
      one["after"] = quiet_json(burst.figures->after);
      one["at_rest"] = quiet_json(burst.figures->at_rest);
    } else {
      one.update(refusal_json(burst.figures.error()));
    }
    json.push_back(std::move(one));
  }
  return json;
}

SuiteJson power_json(const analysis::PowerFigure& figure, double output) {
  return {{"re_output_db", finite_or_null(10.0 * std::log10(figure.power / output))},
          {"limit_re_output_db", finite_or_null(10.0 * std::log10(figure.limit / output))},
          {"measured", figure.measured()}};
}

SuiteJson multisine_json(const TakeMeasurement& measured) {
  if (!measured.multisine) return nullptr;
  SuiteJson json{{"method", "best linear approximation, random-phase odd multisine"},
                 {"level_dbfs_rms", measured.multisine->spec.level.value()}};
  if (!measured.multisine->figures) {
    json.update(refusal_json(measured.multisine->figures.error()));
    return json;
  }
  const auto& best = *measured.multisine->figures;
  json["even"] = power_json(best.split.even, best.split.output);
  json["odd"] = power_json(best.split.odd, best.split.output);
  json["noise_re_output_db"] = finite_or_null(10.0 * std::log10(best.split.noise_esr()));
  json["residual_esr"] = finite_or_null(best.split.residual_esr());
  json["settled"] = best.settled;
  for (std::size_t i = 0; i < best.excited.size(); i += 16) {  // a curve; the WAV has it all
    const auto& line = best.excited[i];
    json["hz"].push_back(line.hz);
    json["gain_db"].push_back(finite_or_null(20.0 * std::log10(std::abs(line.gain))));
    json["sndr_db"].push_back(finite_or_null(line.sndr_db));
  }
  return json;
}

SuiteJson idle_json(const analysis::Measured<analysis::NoiseFigures>& idle) {
  return idle ? noise_json(*idle) : refusal_json(idle.error());
}

SuiteJson setting_json(const AttemptRecord& attempt) {
  SuiteJson json = SuiteJson::object();
  for (const KnobLabel& label : attempt.attempt.labels) {
    json[label.id] = {{"printed", label.printed},
                      {"normalised", label.normalised},
                      {"source", to_string(label.source)},
                      {"uncertainty", finite_or_null(label.uncertainty)}};
  }
  return json;
}

SuiteJson calibration_json(const LevelSpec& levels) {
  const auto dbu = [](const std::optional<Dbu>& level) {
    return level ? SuiteJson(level->value()) : SuiteJson(nullptr);
  };
  return {{"output_full_scale_dbu", dbu(levels.output_full_scale)},
          {"input_full_scale_dbu", dbu(levels.input_full_scale)}};
}

}  // namespace

nlohmann::ordered_json measurement_json(const TakeMeasurement& measured, const MeasuredAt& at) {
  const SampleRate rate = at.dataset.rate;
  const StimulusSpec& stimulus = at.dataset.plan.stimulus;
  SuiteJson json{{"schema", "ampsweep-measurement-1"},
                 {"take", at.attempt.attempt.take},
                 {"software", at.dataset.software},
                 {"suite", to_string(stimulus.suite.value_or(signals::Suite::Quick))},
                 {"level_dbfs_peak", stimulus.sweep_level.value()},
                 {"sample_rate_hz", rate.value()},
                 {"setting", setting_json(at.attempt)},
                 {"calibration", calibration_json(at.dataset.rig.levels)}};
  json["sweep"] = measured.sweep ? sweep_json(measured) : SuiteJson(nullptr);
  json["tones"] = tones_json(measured, rate);
  json["tone_pairs"] = pairs_json(measured, rate);
  json["levels"] = ladder_json(measured);
  json["bursts"] = bursts_json(measured);
  json["multisine"] = multisine_json(measured);
  json["idle_before"] = idle_json(measured.idle_before);
  json["idle_after"] = idle_json(measured.idle_after);
  json["noise_change"] =
      measured.noise_change ? noise_change_json(*measured.noise_change) : SuiteJson(nullptr);
  return json;
}

nlohmann::ordered_json knobs_json(const std::vector<KnobEffects>& effects) {
  SuiteJson json{{"schema", "ampsweep-knobs-1"},
                 {"method", "main effects by least squares over the settings measured"}};
  json["knobs"] = SuiteJson::array();
  for (const KnobEffects& knob : effects) {
    SuiteJson one{{"knob", knob.knob}, {"dead", knob.dead}};
    one["reversed"] = knob.reversed ? SuiteJson(*knob.reversed) : SuiteJson(nullptr);
    one["coarse"] = knob.coarse ? SuiteJson{{"figure", knob.coarse->figure},
                                            {"from", knob.coarse->from},
                                            {"to", knob.coarse->to},
                                            {"change_db", knob.coarse->change}}
                                : SuiteJson(nullptr);
    one["effects"] = SuiteJson::array();
    for (const Effect& effect : knob.effects) {
      one["effects"].push_back({{"figure", effect.figure},
                                {"unit", effect.unit},
                                {"change", finite_or_null(effect.change)},
                                {"sigma", finite_or_null(effect.sigma)}});
    }
    json["knobs"].push_back(std::move(one));
  }
  return json;
}

}  // namespace ampsweep::rig
