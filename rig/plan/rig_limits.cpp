// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_tables.hpp"

namespace ampsweep::rig {
namespace {

/// Sixteen times the power the amp was predicted to give, or a sixteenth of it.
constexpr double kMostTapMarginDb = 12.0;

/// An amp that is stronger than its load burns it, whatever the duty.
void check_power(const TableReader& table, const LoadSpec& load) {
  if (load.kind == "none") return;
  if (load.rating.value() == 0.0 || load.amp_power.value() == 0.0) {
    table.refuse("", "rating_w and amp_power_w are needed with kind = " + quote(load.kind),
                 "write both: the load's continuous rating and the amp's rated power, in watts");
  }
  if (load.amp_power > load.rating) {
    table.refuse("amp_power_w",
                 number_text(load.amp_power.value()) + " is above rating_w " +
                     number_text(load.rating.value()),
                 "use a load rated at or above the amp's power");
  }
}

/// "2026-11-21" or "2026-11-21T10:00:00Z" and the like; a look-alike is enough, nothing computes
/// with it.
bool is_date(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (text.size() < kShape.size() || text.size() > 40) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == 'd' ? !digit : text[i] != '-') return false;
  }
  return text.size() == kShape.size() || text[kShape.size()] == 'T';
}

}  // namespace

std::string read_date(TableReader& table) {
  std::string date = table.text("date", "");
  if (table.has("date") && !is_date(date)) {
    table.refuse("date", quote(date) + " is no ISO 8601 date",
                 "write it as \"2026-11-21T10:00:00Z\"");
  }
  return date;
}

LoadSpec read_load(TableReader table) {
  LoadSpec load;
  load.kind = table.choice<std::string>("kind", load.kind,
                                        {{"reactive", "reactive"},
                                         {"resistive", "resistive"},
                                         {"speaker", "speaker"},
                                         {"none", "none"}});
  load.impedance = Ohms{table.number("impedance_ohm", load.impedance.value(), {1.0, 1000.0})};
  load.rating = Watts{table.number("rating_w", load.rating.value(), {0.0, 5000.0})};
  load.amp_power = Watts{table.number("amp_power_w", load.amp_power.value(), {0.0, 5000.0})};
  if (const auto line_out = table.optional_number("line_out_db", {-120.0, 60.0})) {
    load.line_out = Decibels{*line_out};
  }
  table.finish();
  check_power(table, load);
  return load;
}

SafetySpec read_safety(TableReader table, std::optional<Footswitch>& stop) {
  SafetySpec safety;
  if (table.has("tap_guard")) {
    table.refuse("tap_guard", "is not switched off by a file",
                 "remove it; the command line has a spelled-out flag for one session");
  }
  safety.output_ceiling = DbFsPeak{
      table.number("output_ceiling_dbfs_peak", safety.output_ceiling.value(), {-120.0, 0.0})};
  safety.ramp_ms = table.number("ramp_ms", safety.ramp_ms, {1.0, 5000.0});
  safety.tap_margin_db = table.number("tap_margin_db", safety.tap_margin_db, {0.5, 120.0});
  if (safety.tap_margin_db > kMostTapMarginDb) {
    table.refuse("tap_margin_db",
                 number_text(safety.tap_margin_db) + " is above " + number_text(kMostTapMarginDb) +
                     ": a guard that sees nothing is off, and no file switches it off",
                 "write at most " + number_text(kMostTapMarginDb) +
                     "; the command line has a spelled-out flag for one session");
  }
  safety.max_duty = table.number("max_duty", safety.max_duty, {0.0, 1.0, true});
  if (auto pedal = table.table("stop", "[safety] stop")) stop = read_footswitch(*pedal);
  table.finish();
  return safety;
}

LevelSpec read_levels(TableReader table, LevelRecord& record) {
  LevelSpec levels;
  const Range dbu{-60.0, 60.0};
  if (const auto out = table.optional_number("output_full_scale_dbu", dbu)) {
    levels.output_full_scale = Dbu{*out};
  }
  if (const auto in = table.optional_number("input_full_scale_dbu", dbu)) {
    levels.input_full_scale = Dbu{*in};
  }
  const Range sigma{0.0, 60.0};
  if (const auto out = table.optional_number("output_full_scale_sigma_db", sigma)) {
    record.output_sigma = Decibels{*out};
  }
  if (const auto in = table.optional_number("input_full_scale_sigma_db", sigma)) {
    record.input_sigma = Decibels{*in};
  }
  record.date = read_date(table);
  const Range gain{-120.0, 0.0};
  levels.amp_send_gain = Decibels{table.number("amp_send_gain_db", 0.0, gain)};
  levels.loopback_send_gain = Decibels{table.number("loopback_send_gain_db", 0.0, gain)};
  table.finish();
  return levels;
}

Calibration read_calibration(TableReader table) {
  Calibration calibration;
  calibration.loopback_offset_samples =
      table.optional_number("loopback_offset_samples", {-1e6, 1e6});
  calibration.loopback_gain_db = table.optional_number("loopback_gain_db", {-200.0, 200.0});
  calibration.date = read_date(table);
  table.finish();
  return calibration;
}

}  // namespace ampsweep::rig
