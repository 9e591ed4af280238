// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/noise_json.hpp"

#include <string>

#include "rig/measure/finite_or_null.hpp"

namespace ampsweep::rig {
namespace {

using NoiseJson = nlohmann::ordered_json;

NoiseJson mains_json(analysis::Mains mains) {
  if (mains == analysis::Mains::None) return nullptr;
  return mains == analysis::Mains::Hz50 ? 50 : 60;
}

NoiseJson levels_json(const analysis::WeightedNoise& levels) {
  NoiseJson json;
  const auto add = [&json](const std::string& name, const analysis::NoiseLevel& level) {
    json[name + "_dbfs_rms"] = finite_or_null(level.level.value());
    json[name + "_sigma_db"] = finite_or_null(level.sigma.value());
  };
  add("unweighted", levels.unweighted);
  add("a_weighted", levels.a);
  add("itu_468", levels.itu_468_rms);
  add("ccir_rms", levels.ccir_rms);
  return json;
}

NoiseJson hum_json(const analysis::Hum& hum) {
  NoiseJson json{{"mains_hz", mains_json(hum.mains)},
                 {"method", std::string(analysis::kHumMethod)},
                 {"detection_limit_dbfs_rms", finite_or_null(hum.limit.value())}};
  const bool any = hum.mains != analysis::Mains::None;
  json["line_hz"] = any ? NoiseJson(hum.line.value()) : NoiseJson(nullptr);
  json["line_sigma_hz"] = any ? finite_or_null(hum.line_sigma.value()) : NoiseJson(nullptr);
  json["line_spread_hz"] = any ? NoiseJson(hum.line_spread.value()) : NoiseJson(nullptr);
  json["total_dbfs_rms"] = finite_or_null(hum.total.value());
  json["total_sigma_db"] = any ? NoiseJson(hum.total_sigma.value()) : NoiseJson(nullptr);
  json["buzz_dbfs_rms"] = finite_or_null(hum.buzz.value());
  json["lines"] = NoiseJson::array();
  for (const analysis::HumLine& line : hum.lines) {
    json["lines"].push_back({{"order", line.order},
                             {"hz", line.frequency.value()},
                             {"level_dbfs_rms", finite_or_null(line.level.value())},
                             {"sigma_db", line.measured ? NoiseJson(line.sigma.value()) : nullptr},
                             {"limit_dbfs_rms", finite_or_null(line.limit.value())},
                             {"measured", line.measured}});
  }
  return json;
}

NoiseJson change_json(const analysis::LevelChange& change) {
  return {{"change_db", finite_or_null(change.change.value())},
          {"sigma_db", finite_or_null(change.sigma.value())},
          {"significant", change.significant}};
}

NoiseJson sideband_json(const analysis::Sideband& sideband) {
  return {{"hz", sideband.frequency.value()},
          {"level_dbc", finite_or_null(sideband.level_dbc.value())},
          {"sigma_db", sideband.measured ? NoiseJson(sideband.sigma.value()) : nullptr},
          {"limit_dbc", sideband.hidden ? nullptr : finite_or_null(sideband.limit_dbc.value())},
          {"measured", sideband.measured},
          {"hidden", sideband.hidden}};
}

}  // namespace

nlohmann::ordered_json noise_json(const analysis::NoiseFigures& noise) {
  NoiseJson json{{"schema", "ampsweep-noise-1"},
                 {"method", std::string(analysis::kNoiseMethod)},
                 {"sample_rate_hz", noise.rate.value()},
                 {"length_s", noise.length.value()},
                 {"averages", noise.averages},
                 {"band_hz", {noise.from.value(), noise.to.value()}},
                 {"dc_full_scale", noise.dc},
                 {"peak_dbfs_peak", finite_or_null(noise.peak.value())},
                 {"loudest_tenth_over_median_db", noise.loudest_block.value()},
                 {"loudest_tenth_at_s", noise.loudest_at.value()}};
  json.update(levels_json(noise.with_hum));
  json["without_hum"] = levels_json(noise.without_hum);
  json["hum"] = hum_json(noise.hum);
  json["third_octaves"] = NoiseJson::array();
  for (const analysis::NoiseBand& band : noise.third_octaves) {
    json["third_octaves"].push_back(
        {{"hz", band.centre.value()},
         {"level_dbfs_rms", finite_or_null(band.with_hum.level.value())},
         {"sigma_db", finite_or_null(band.with_hum.sigma.value())},
         {"without_hum_dbfs_rms", finite_or_null(band.without_hum.level.value())}});
  }
  return json;
}

nlohmann::ordered_json noise_change_json(const analysis::NoiseChange& change) {
  static const char* const kHumWords[] = {"none",     "same", "louder",     "quieter",
                                          "appeared", "gone", "other mains"};
  NoiseJson json{
      {"significant", change.significant},       {"unweighted", change_json(change.unweighted)},
      {"a_weighted", change_json(change.a)},     {"itu_468", change_json(change.itu_468_rms)},
      {"without_hum", change_json(change.hiss)}, {"hum", kHumWords[static_cast<int>(change.hum)]}};
  const bool both = change.hum == analysis::HumChange::Same ||
                    change.hum == analysis::HumChange::Louder ||
                    change.hum == analysis::HumChange::Quieter;
  json["hum_level"] = both ? change_json(change.hum_level) : NoiseJson(nullptr);
  json["third_octaves"] = NoiseJson::array();
  for (const analysis::BandChange& band : change.third_octaves) {
    NoiseJson entry{{"hz", band.centre.value()}};
    entry.update(change_json(band.level));
    json["third_octaves"].push_back(std::move(entry));
  }
  return json;
}

nlohmann::ordered_json ripple_json(const analysis::Ripple& ripple) {
  const bool any = ripple.mains != analysis::Mains::None;
  NoiseJson json{{"schema", "ampsweep-ripple-1"},
                 {"method", std::string(analysis::kRippleMethod)},
                 {"tone_hz", ripple.tone.value()},
                 {"tone_dbfs_rms", ripple.tone_level.value()},
                 {"mains_hz", mains_json(ripple.mains)}};
  json["line_hz"] = any ? NoiseJson(ripple.line.value()) : NoiseJson(nullptr);
  json["line_sigma_hz"] = any ? finite_or_null(ripple.line_sigma.value()) : NoiseJson(nullptr);
  json["orders"] = NoiseJson::array();
  for (const analysis::RippleOrder& order : ripple.orders) {
    const bool both = order.lower.measured && order.upper.measured;
    json["orders"].push_back({{"order", order.order},
                              {"offset_hz", order.offset.value()},
                              {"lower", sideband_json(order.lower)},
                              {"upper", sideband_json(order.upper)},
                              {"am_percent", both ? NoiseJson(order.am_percent) : nullptr},
                              {"pm_deg", both ? NoiseJson(order.pm_degrees) : nullptr}});
  }
  return json;
}

}  // namespace ampsweep::rig
