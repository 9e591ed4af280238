// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "rig/gui/measure/measure_traces.hpp"

namespace ampsweep::rig::gui {
namespace {

using analysis::ImdFigures;
using analysis::ImdLine;
using analysis::ProductOrder;

std::string term(int factor, const char* tone, bool first) {
  if (factor == 0) return "";
  const char* sign = factor < 0 ? (first ? "-" : " - ") : (first ? "" : " + ");
  const std::string times = std::abs(factor) == 1 ? "" : fmt::format("{} ", std::abs(factor));
  return sign + times + tone;
}

/// "2 f2 - f1": the higher tone first, as the standards name it.
std::string product_name(ProductOrder order) {
  if (order.m >= 0 && order.m != 0) return term(order.m, "f2", true) + term(order.n, "f1", false);
  return term(order.n, "f1", true) + term(order.m, "f2", order.n == 0);
}

bool is_a_tone(const ImdLine& line) {
  return std::any_of(line.products.begin(), line.products.end(), [](const ProductOrder& order) {
    return std::abs(order.n) + std::abs(order.m) == 1;
  });
}

void add_ratio(const char* name, const analysis::ImdFigure& figure,
               std::vector<NamedFigure>& figures) {
  if (figure) figures.push_back({name, ratio_text(figure->ratio, figure->measured)});
}

std::vector<NamedFigure> figures_of(const ImdFigures& imd, bool modulation) {
  std::vector<NamedFigure> figures{
      {"f1", fmt::format("{:.3f} Hz at {:.2f} dBFS peak", imd.f1.value(), imd.a1_dbfs_peak)},
      {"f2", fmt::format("{:.3f} Hz at {:.2f} dBFS peak", imd.f2.value(), imd.a2_dbfs_peak)}};
  if (modulation) {
    add_ratio("SMPTE (sidebands rss)", imd.smpte_rss, figures);
    add_ratio("d_m2, IEC modulation", imd.d_m2, figures);
    add_ratio("d_m3, IEC modulation", imd.d_m3, figures);
    add_ratio("d_m, DIN", imd.d_m, figures);
  } else {
    add_ratio("d_d2, IEC difference", imd.d_d2, figures);
    add_ratio("d_d3, IEC difference", imd.d_d3, figures);
    add_ratio("total difference", imd.dfd_total, figures);
    add_ratio("CCIF rms, f2 - f1", imd.ccif_rms_d2, figures);
    add_ratio("CCIF rms, third order", imd.ccif_rms_d3, figures);
  }
  if (imd.shared) figures.push_back({"note", "some products share a frequency: read their sum"});
  return figures;
}

void add_products(const ImdFigures& imd, std::vector<NamedFigure>& figures) {
  for (const ImdLine& line : imd.table) {
    if (is_a_tone(line) || line.products.empty()) continue;
    figures.push_back({product_name(line.products.front()),
                       fmt::format("{:.1f} Hz: {}", line.hz,
                                   line.measured ? with_sigma(line.level_dbc, line.sigma_db, "dBc")
                                                 : fmt::format("< {:.2f} dBc", line.limit_dbc))});
  }
}

}  // namespace

std::vector<MeasurePart> imd_parts(const TakeMeasurement& measured) {
  std::vector<MeasurePart> parts;
  for (const PairResult& pair : measured.pairs) {
    MeasurePart part{fmt::format("{:g} + {:g} Hz", pair.spec.low.value(), pair.spec.high.value()),
                     "",
                     TraceKind::Bars,
                     {"product", Unit::Hertz, Scale::Linear, std::nullopt},
                     {"level", Unit::Dbc, Scale::Linear, std::nullopt},
                     nullptr,
                     ""};
    if (pair.figures) {
      Points points;
      for (const ImdLine& line : pair.figures->table) {
        if (!is_a_tone(line)) points.add(line.hz, line.level_dbc, line.limit_dbc);
      }
      part.data = points.data();
      part.figures = figures_of(*pair.figures, pair.spec.low_over_high > 2.0);
      add_products(*pair.figures, part.figures);
    } else {
      part.refused = pair.figures.error().detail;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace ampsweep::rig::gui
