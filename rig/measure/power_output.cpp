// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/power_output.hpp"

#include <fmt/format.h>

#include <ostream>
#include <string>

#include "rig/measure/level_cells.hpp"

namespace ampsweep::rig {
namespace {

using analysis::Crossing;
using analysis::PowerAtThd;
using analysis::Reach;

/// Where a ladder crosses: its input and output, and the inputs of the rungs on either side.
Json crossing_json(const Crossing& crossing, const BenchVolts& volts) {
  Json json{{"reach", to_string(crossing.reach)}, {"only", crossing.only}};
  set_level(json, "input", crossing.at.input, volts.amp_input);
  json["input_low_dbfs_peak"] = number_or_null(crossing.below.input.value());
  json["input_high_dbfs_peak"] = number_or_null(crossing.above.input.value());
  json["output_volts_rms"] = number_or_null(crossing.at.output.value());
  json["thd_f_percent"] = number_or_null(100.0 * crossing.at.thd);
  return json;
}

Json at_thd_json(const PowerAtThd& power, const BenchVolts& volts) {
  Json json{{"limit_percent", 100.0 * power.thd},
            {"watts", number_or_null(power.power.value())},
            {"watts_low", number_or_null(power.power_low.value())},
            {"watts_high", number_or_null(power.power_high.value())}};
  json.update(crossing_json(power.crossing, volts));
  return json;
}

std::string at_thd_text(const PowerAtThd& power, const BenchVolts& volts) {
  const Crossing& crossing = power.crossing;
  const std::string limit = fmt::format("{:g} % THD", 100.0 * power.thd);
  const std::string input = level_text(crossing.at.input, volts.amp_input);
  switch (crossing.reach) {
    case Reach::NotReached:
      return fmt::format("{}: not reached; {:.3g} W, {:.3g} % at the highest step, {}", limit,
                         power.power.value(), 100.0 * crossing.at.thd, input);
    case Reach::AlreadyAbove:
      return fmt::format("{}: passed already at the lowest step, {:.3g} W, {}", limit,
                         power.power.value(), input);
    case Reach::Found:
      break;
  }
  return fmt::format("{}: {:.3g} W ({:.3g} to {:.3g}), {:.4g} V rms, input {}{}", limit,
                     power.power.value(), power.power_low.value(), power.power_high.value(),
                     crossing.at.output.value(), input,
                     crossing.only ? "" : "; passed again further up");
}

std::string sensitivity_text(const Crossing& crossing, const BenchVolts& volts) {
  const std::string input = level_text(crossing.at.input, volts.amp_input);
  const Watts power = analysis::power_into(crossing.at.output, volts.load);
  switch (crossing.reach) {
    case Reach::NotReached:
      return fmt::format("not reached; {:.3g} W at the highest step, {}", power.value(), input);
    case Reach::AlreadyAbove:
      return fmt::format("reached already at the lowest step, {:.3g} W, {}", power.value(), input);
    case Reach::Found:
      break;
  }
  return "input " + input;
}

void line(std::ostream& out, const std::string& name, const std::string& text) {
  out << fmt::format("  {:<18} {}\n", name, text);
}

}  // namespace

Json power_json(const PowerFigures& power, const BenchVolts& volts) {
  Json json{{"method", "level ladder, way up; log THD and output dB linear between steps"},
            {"load_ohm", volts.load.value()},
            {"rated_w", volts.rated > Watts{0.0} ? Json(volts.rated.value()) : Json(nullptr)}};
  if (power.at_thd) {
    json["at_thd"] = Json::array();
    for (const PowerAtThd& one : *power.at_thd) json["at_thd"].push_back(at_thd_json(one, volts));
  } else {
    json["refused"] = power.at_thd.error().detail;
  }
  json["sensitivity"] = power.sensitivity && *power.sensitivity
                            ? crossing_json(**power.sensitivity, volts)
                            : Json(nullptr);
  return json;
}

void print_power(std::ostream& out, const PowerFigures& power, const BenchVolts& volts) {
  const std::string name = fmt::format("into {:g} ohm", volts.load.value());
  if (!power.at_thd) return line(out, name, "not measured: " + power.at_thd.error().detail);
  bool first = true;
  for (const PowerAtThd& one : *power.at_thd) {
    line(out, first ? name : "", at_thd_text(one, volts));
    first = false;
  }
  if (power.sensitivity && *power.sensitivity) {
    line(out, fmt::format("for {:g} W", volts.rated.value()),
         sensitivity_text(**power.sensitivity, volts));
  }
}

}  // namespace ampsweep::rig
