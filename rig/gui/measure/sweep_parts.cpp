// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/gui/measure/measure_traces.hpp"

namespace ampsweep::rig::gui {
namespace {

using analysis::LinearPoint;

MeasurePart sweep_part(std::string which, std::string group, std::string label, Unit unit) {
  return {std::move(which),
          std::move(group),
          TraceKind::MarkedLine,
          frequency_axis(),
          {std::move(label), unit, Scale::Linear, std::nullopt},
          nullptr,
          ""};
}

MeasurePart refused(MeasurePart part, const std::string& why) {
  part.refused = why;
  return part;
}

const char* validity_text(double edge_db) {
  switch (analysis::packet_validity(edge_db)) {
    case analysis::PacketValidity::Reliable:
      return "reliable";
    case analysis::PacketValidity::Marginal:
      return "marginal";
    case analysis::PacketValidity::Invalid:
      break;
  }
  return "not there, or noise";
}

const analysis::DistortionPoint* nearest(const std::vector<analysis::DistortionPoint>& points,
                                         double hz) {
  const auto found =
      std::min_element(points.begin(), points.end(), [hz](const auto& a, const auto& b) {
        return std::abs(a.excitation_hz - hz) < std::abs(b.excitation_hz - hz);
      });
  return found != points.end() ? &*found : nullptr;
}

MeasurePart thd_part(const TakeMeasurement& measured, const analysis::SweepResponse& sweep) {
  MeasurePart part = sweep_part("THD_F", "all orders", "re fundamental", Unit::Decibels);
  Points points;
  for (const auto& point : measured.distortion) {
    points.add(point.excitation_hz, point.thd_f_db, point.limit_db);
  }
  part.data = points.data();
  for (const double hz : {100.0, 1000.0, 5000.0}) {
    const auto* point = nearest(measured.distortion, hz);
    if (point == nullptr) continue;
    part.figures.push_back(
        {fmt::format("THD_F near {:g} Hz", hz), std::isfinite(point->thd_f_db)
                                                    ? ratio_text(point->thd_f_percent / 100.0)
                                                    : fmt::format("< {:.2f} dB", point->limit_db)});
  }
  part.figures.push_back(
      {"orders beyond those shown", fmt::format("{:.1f} dBc at most", sweep.ghost_dbc)});
  return part;
}

/// Over the fundamental at the same excitation.
MeasurePart order_part(const analysis::HarmonicResponse& order,
                       const analysis::HarmonicResponse& first) {
  MeasurePart part =
      sweep_part(fmt::format("H{}", order.order), "all orders", "re fundamental", Unit::Decibels);
  Points points;
  for (std::size_t i = 0; i < order.points.size() && i < first.points.size(); ++i) {
    points.add(first.points[i].hz, order.points[i].level_db - first.points[i].level_db,
               order.points[i].limit_db - first.points[i].level_db);
  }
  part.data = points.data();
  part.figures.push_back(
      {"packet", fmt::format("{} (edges {:.0f} dB)", validity_text(order.edge_db), order.edge_db)});
  return part;
}

MeasurePart linear_part(const std::string& which, Unit unit,
                        const analysis::Measured<analysis::LinearResponse>& linear,
                        double LinearPoint::*figure) {
  MeasurePart part = sweep_part(which + " re loopback", "", which, unit);
  if (!linear) return refused(std::move(part), linear.error().detail);
  Points points;
  for (const LinearPoint& point : linear->points) {
    if (unit == Unit::Decibels) {
      points.add(point.hz, point.*figure, point.limit_db);
    } else {
      points.add(point.hz, point.*figure);
    }
  }
  part.data = points.data();
  return part;
}

}  // namespace

std::vector<MeasurePart> distortion_parts(const TakeMeasurement& measured) {
  if (!measured.sweep) return {};
  if (!measured.sweep->figures) {
    return {refused(sweep_part("THD_F", "all orders", "re fundamental", Unit::Decibels),
                    measured.sweep->figures.error().detail)};
  }
  const analysis::SweepResponse& sweep = *measured.sweep->figures;
  std::vector<MeasurePart> parts{thd_part(measured, sweep)};
  for (std::size_t i = 1; i < sweep.orders.size(); ++i) {
    parts.push_back(order_part(sweep.orders[i], sweep.orders.front()));
  }
  return parts;
}

std::vector<MeasurePart> response_parts(const TakeMeasurement& measured) {
  std::vector<MeasurePart> parts;
  if (measured.linear) {
    parts.push_back(linear_part("level", Unit::Decibels, *measured.linear, &LinearPoint::level_db));
    parts.push_back(linear_part("phase", Unit::Degrees, *measured.linear, &LinearPoint::phase_deg));
    parts.push_back(
        linear_part("group delay", Unit::Seconds, *measured.linear, &LinearPoint::group_delay_s));
  } else if (measured.sweep) {
    parts.push_back(refused(sweep_part("level re loopback", "", "level", Unit::Decibels),
                            "no loopback was recorded: wire one and name it in the rig file"));
  }
  if (!measured.sweep) return parts;
  MeasurePart part = sweep_part("level re stimulus", "", "level", Unit::Decibels);
  if (!measured.sweep->figures) {
    parts.push_back(refused(std::move(part), measured.sweep->figures.error().detail));
    return parts;
  }
  Points points;
  for (const auto& point : measured.sweep->figures->orders.front().points) {
    points.add(point.hz, point.level_db, point.limit_db);
  }
  part.data = points.data();
  parts.push_back(std::move(part));
  return parts;
}

}  // namespace ampsweep::rig::gui
