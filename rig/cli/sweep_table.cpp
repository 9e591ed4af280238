// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <string>

#include "rig/cli/sweep_figures.hpp"
#include "rig/measure/sweep_output.hpp"

namespace ampsweep::rig::cli {
namespace {

/// A level, "<limit" where it is hidden, "-" where it cannot be measured; ten wide.
std::string level_cell(double level_db, double limit_db) {
  if (std::isfinite(level_db)) return fmt::format("{:10.2f}", level_db);
  if (std::isfinite(limit_db)) return fmt::format("{:>10}", fmt::format("<{:.1f}", limit_db));
  return fmt::format("{:>10}", "-");
}

void print_head(std::ostream& out, const SweepFigures& figures) {
  const analysis::SweepShape& shape = figures.stimulus.shape;
  out << fmt::format(
      "stimulus   {} exponential sweep, {:.1f} - {:.0f} Hz, {:.2f} s, {:.2f} dBFS peak\n",
      shape.synchronized() ? "synchronized" : "plain (Farina)", shape.law.from.value(),
      shape.to(figures.rate).value(), seconds(shape.length, figures.rate).value(),
      20.0 * std::log10(shape.amplitude));
  if (!shape.synchronized()) {
    out << fmt::format("           its start phase of {:.2f} degrees is taken out of every order\n",
                       360.0 * shape.phase_cycles);
  }
  const int polarity = figures.delay.polarity;
  out << fmt::format("delay      {:.4f} samples +- {:.4f}, from the {}; polarity {}\n",
                     figures.delay.delay_samples, figures.delay.delay_sigma_samples,
                     figures.delay_from,
                     polarity > 0   ? "normal"
                     : polarity < 0 ? "inverted"
                                    : "unsure");
}

void print_orders(std::ostream& out, const analysis::SweepResponse& response) {
  out << "\nharmonics, dB re stimulus amplitude (analytic inverse, windowed orders; < below the "
         "noise,"
         " - outside the sweep)\n   excitation Hz";
  for (const auto& order : response.orders)
    out << fmt::format("{:>10}", fmt::format("H{}", order.order));
  out << '\n';
  for (std::size_t i = 0; i < response.orders.front().points.size(); ++i) {
    out << fmt::format("{:16.1f}", response.orders.front().points[i].hz);
    for (const auto& order : response.orders) {
      out << level_cell(order.points[i].level_db, order.points[i].limit_db);
    }
    out << '\n';
  }
  out << fmt::format("{:>16}", "packet");
  for (const auto& order : response.orders) {
    out << fmt::format("{:>10}", validity_name(analysis::packet_validity(order.edge_db)));
  }
  out << fmt::format("\n{:>16}", "edges dB");
  for (const auto& order : response.orders) out << fmt::format("{:10.1f}", order.edge_db);
  out << fmt::format("\nstrongest ghost {:.1f} dBc (the two orders beyond)\n", response.ghost_dbc);
}

std::string order_list(const std::vector<int>& orders) {
  std::string text;
  for (const int order : orders) text += fmt::format("{}{}", text.empty() ? "" : " ", order);
  return text.empty() ? "none" : text;
}

void print_distortion(std::ostream& out, const std::vector<analysis::DistortionPoint>& points) {
  out << "\nTHD, energy sum of the orders named\n"
         "   excitation Hz     F dB   +- dB         F %         R %  limit dB  orders\n";
  for (const auto& point : points) {
    out << fmt::format("{:16.1f}", point.excitation_hz);
    if (std::isnan(point.thd_f_db)) {
      out << fmt::format("{:>9}{:>8}{:>12}{:>12}", "-", "", "-", "-");
    } else {
      const std::string sigma =
          std::isfinite(point.sigma_db) ? fmt::format("{:.3f}", point.sigma_db) : "?";
      out << fmt::format("{:9.2f}{:>8}{:12.5f}{:12.5f}", point.thd_f_db, sigma, point.thd_f_percent,
                         point.thd_r_percent);
    }
    out << (std::isfinite(point.limit_db) ? fmt::format("{:10.1f}", point.limit_db)
                                          : fmt::format("{:>10}", "?"))
        << "  " << order_list(point.orders);
    if (!point.below_limit.empty()) {
      out << " (under the limit: " << order_list(point.below_limit) << ')';
    }
    out << '\n';
  }
}

void print_linear(std::ostream& out, const analysis::LinearResponse& linear) {
  out << "\nlinear response re loopback (numeric inverse of the recorded loopback)\n"
         "              Hz  level dB   phase deg  group delay ms\n";
  for (const auto& point : linear.points) {
    out << fmt::format("{:16.1f}", point.hz) << level_cell(point.level_db, point.limit_db);
    if (std::isfinite(point.phase_deg)) {
      out << fmt::format("{:12.3f}{:16.4f}", point.phase_deg, 1e3 * point.group_delay_s);
    }
    out << '\n';
  }
}

void print_model(std::ostream& out, const SweepModel& found) {
  out << fmt::format(
      "\nHammerstein kernels at {:.2f} dBFS peak, dB (branch output over stimulus amplitude);"
      "\ncondition number {:.1f} (noise up to +{:.0f} dB); ESR of the model on this sweep {:.2e}"
      " ({:.0f} - {:.0f} Hz)\n",
      20.0 * std::log10(found.model.drive), found.model.condition,
      20.0 * std::log10(found.model.condition), found.esr_on_sweep, found.from.value(),
      found.to.value());
  out << "              Hz";
  for (const auto& kernel : found.model.kernels) {
    out << fmt::format("{:>10}", fmt::format("x^{}", kernel.power));
  }
  out << '\n';
  for (std::size_t i = 0; i < found.model.kernels.front().points.size(); ++i) {
    out << fmt::format("{:16.1f}", found.model.kernels.front().points[i].hz);
    for (const auto& kernel : found.model.kernels) {
      out << level_cell(kernel.points[i].level_db, kernel.points[i].limit_db);
    }
    out << '\n';
  }
}

void print_impulses(std::ostream& out, const std::vector<ImpulseFile>& impulses) {
  out << "\nimpulse responses: float32 mono, gain 1 = stimulus amplitude; sample numbers from 0\n";
  for (const auto& written : impulses) {
    out << fmt::format("  {}: {}; time zero at {}, peak {:.5f} at {}; {:.0f} - {:.0f} Hz\n",
                       written.file, written.what, written.impulse.zero.value(),
                       written.impulse.peak_value, written.impulse.peak.value(),
                       written.impulse.from.value(), written.impulse.to.value());
  }
}

}  // namespace

void print_table(std::ostream& out, const SweepFigures& figures) {
  print_head(out, figures);
  print_orders(out, figures.response);
  print_distortion(out, figures.distortion);
  if (figures.linear) print_linear(out, *figures.linear);
  if (figures.model) print_model(out, *figures.model);
  if (!figures.impulses.empty()) print_impulses(out, figures.impulses);
}

}  // namespace ampsweep::rig::cli
