// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/noise_json.hpp"

#include <string>

#include "signals/calibration.hpp"

namespace ampsweep::rig {
namespace {

Json mains_json(analysis::Mains mains) {
  if (mains == analysis::Mains::None) return nullptr;
  return mains == analysis::Mains::Hz50 ? 50 : 60;
}

Json levels_json(const analysis::WeightedNoise& levels) {
  Json json;
  const auto add = [&json](const std::string& name, const analysis::NoiseLevel& level) {
    json[name + "_dbfs_rms"] = number_or_null(level.level.value());
    json[name + "_sigma_db"] = number_or_null(level.sigma.value());
  };
  add("unweighted", levels.unweighted);
  add("a_weighted", levels.a);
  add("itu_468", levels.itu_468_rms);
  add("ccir_rms", levels.ccir_rms);
  return json;
}

Json hum_json(const analysis::Hum& hum) {
  Json json{{"mains_hz", mains_json(hum.mains)},
            {"method", std::string(analysis::kHumMethod)},
            {"detection_limit_dbfs_rms", number_or_null(hum.limit.value())}};
  const bool any = hum.mains != analysis::Mains::None;
  json["line_hz"] = any ? Json(hum.line.value()) : Json(nullptr);
  json["line_sigma_hz"] = any ? number_or_null(hum.line_sigma.value()) : Json(nullptr);
  json["line_spread_hz"] = any ? Json(hum.line_spread.value()) : Json(nullptr);
  json["total_dbfs_rms"] = number_or_null(hum.total.value());
  json["total_sigma_db"] = any ? Json(hum.total_sigma.value()) : Json(nullptr);
  json["buzz_dbfs_rms"] = number_or_null(hum.buzz.value());
  json["lines"] = Json::array();
  for (const analysis::HumLine& line : hum.lines) {
    json["lines"].push_back({{"order", line.order},
                             {"hz", line.frequency.value()},
                             {"level_dbfs_rms", number_or_null(line.level.value())},
                             {"sigma_db", line.measured ? Json(line.sigma.value()) : nullptr},
                             {"limit_dbfs_rms", number_or_null(line.limit.value())},
                             {"measured", line.measured}});
  }
  return json;
}

Json change_json(const analysis::LevelChange& change) {
  return {{"change_db", number_or_null(change.change.value())},
          {"sigma_db", number_or_null(change.sigma.value())},
          {"significant", change.significant}};
}

Json sideband_json(const analysis::Sideband& sideband) {
  return {{"hz", sideband.frequency.value()},
          {"level_dbc", number_or_null(sideband.level_dbc.value())},
          {"sigma_db", sideband.measured ? Json(sideband.sigma.value()) : nullptr},
          {"limit_dbc", sideband.hidden ? nullptr : number_or_null(sideband.limit_dbc.value())},
          {"measured", sideband.measured},
          {"hidden", sideband.hidden}};
}

Json millivolts_json(const analysis::NoiseFigures& noise, const VoltsAt& volts) {
  const auto millivolts = [&](DbFsRms level) {
    return number_or_null(1e3 * volts_of_rms(level, volts.full_scale).value());
  };
  const bool any = noise.hum.mains != analysis::Mains::None;
  return {{"at", volts.where},
          {"unweighted_rms", millivolts(noise.with_hum.unweighted.level)},
          {"a_weighted_rms", millivolts(noise.with_hum.a.level)},
          {"hum_rms", any ? millivolts(noise.hum.total) : Json(nullptr)},
          {"hum_limit_rms", millivolts(noise.hum.limit)}};
}

}  // namespace

Json noise_json(const analysis::NoiseFigures& noise, const std::optional<VoltsAt>& volts) {
  Json json{{"schema", "ampsweep-noise-1"},
            {"method", std::string(analysis::kNoiseMethod)},
            {"sample_rate_hz", noise.rate.value()},
            {"length_s", noise.length.value()},
            {"averages", noise.averages},
            {"band_hz", {noise.from.value(), noise.to.value()}},
            {"dc_full_scale", noise.dc},
            {"peak_dbfs_peak", number_or_null(noise.peak.value())},
            {"loudest_tenth_over_median_db", noise.loudest_block.value()},
            {"loudest_tenth_at_s", noise.loudest_at.value()}};
  json.update(levels_json(noise.with_hum));
  json["without_hum"] = levels_json(noise.without_hum);
  json["hum"] = hum_json(noise.hum);
  json["millivolts"] = volts ? millivolts_json(noise, *volts) : Json(nullptr);
  json["third_octaves"] = Json::array();
  for (const analysis::NoiseBand& band : noise.third_octaves) {
    json["third_octaves"].push_back(
        {{"hz", band.centre.value()},
         {"level_dbfs_rms", number_or_null(band.with_hum.level.value())},
         {"sigma_db", number_or_null(band.with_hum.sigma.value())},
         {"without_hum_dbfs_rms", number_or_null(band.without_hum.level.value())}});
  }
  return json;
}

Json noise_change_json(const analysis::NoiseChange& change) {
  static const char* const kHumWords[] = {"none",     "same", "louder",     "quieter",
                                          "appeared", "gone", "other mains"};
  Json json{
      {"significant", change.significant},       {"unweighted", change_json(change.unweighted)},
      {"a_weighted", change_json(change.a)},     {"itu_468", change_json(change.itu_468_rms)},
      {"without_hum", change_json(change.hiss)}, {"hum", kHumWords[static_cast<int>(change.hum)]}};
  const bool both = change.hum == analysis::HumChange::Same ||
                    change.hum == analysis::HumChange::Louder ||
                    change.hum == analysis::HumChange::Quieter;
  json["hum_level"] = both ? change_json(change.hum_level) : Json(nullptr);
  json["third_octaves"] = Json::array();
  for (const analysis::BandChange& band : change.third_octaves) {
    Json entry{{"hz", band.centre.value()}};
    entry.update(change_json(band.level));
    json["third_octaves"].push_back(std::move(entry));
  }
  return json;
}

Json ripple_json(const analysis::Ripple& ripple) {
  const bool any = ripple.mains != analysis::Mains::None;
  Json json{{"schema", "ampsweep-ripple-1"},
            {"method", std::string(analysis::kRippleMethod)},
            {"tone_hz", ripple.tone.value()},
            {"tone_dbfs_rms", ripple.tone_level.value()},
            {"mains_hz", mains_json(ripple.mains)}};
  json["line_hz"] = any ? Json(ripple.line.value()) : Json(nullptr);
  json["line_sigma_hz"] = any ? number_or_null(ripple.line_sigma.value()) : Json(nullptr);
  json["orders"] = Json::array();
  for (const analysis::RippleOrder& order : ripple.orders) {
    const bool both = order.lower.measured && order.upper.measured;
    json["orders"].push_back({{"order", order.order},
                              {"offset_hz", order.offset.value()},
                              {"lower", sideband_json(order.lower)},
                              {"upper", sideband_json(order.upper)},
                              {"am_percent", both ? Json(order.am_percent) : nullptr},
                              {"pm_deg", both ? Json(order.pm_degrees) : nullptr}});
  }
  return json;
}

}  // namespace ampsweep::rig
