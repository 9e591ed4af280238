// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/imd_output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <ostream>
#include <string>

#include "rig/dataset/json.hpp"

namespace ampsweep::rig {
namespace {

using analysis::ImdFigure;
using analysis::ImdFigures;

/// One distortion figure: its key, what a person reads, and where it is.
struct ImdRow {
  const char* key;
  const char* name;
  ImdFigure ImdFigures::*figure;
};

constexpr std::array kImdRows{
    ImdRow{"d_m2", "d_m2       modulation, 2nd order, amplitudes added, over a(f2)  IEC 60268-3",
           &ImdFigures::d_m2},
    ImdRow{"d_m3", "d_m3       modulation, 3rd order, amplitudes added, over a(f2)  IEC 60268-3",
           &ImdFigures::d_m3},
    ImdRow{"d_m", "d_m        d_m2 and d_m3 added as powers                         DIN",
           &ImdFigures::d_m},
    ImdRow{"smpte_rss", "SMPTE      four sidebands added as powers, over a(f2)           SMPTE rss",
           &ImdFigures::smpte_rss},
    ImdRow{"d_d2", "d_d2       difference, 2nd order, over a(f1) + a(f2)             IEC 60268-3",
           &ImdFigures::d_d2},
    ImdRow{"d_d3", "d_d3       difference, 3rd order, amplitudes, over a(f1) + a(f2) IEC 60268-3",
           &ImdFigures::d_d3},
    ImdRow{"dfd_total",
           "DFD        total difference distortion, powers                   IEC 60268-3",
           &ImdFigures::dfd_total},
    ImdRow{"ccif_rms_d2",
           "CCIF d2    over the rms sum of the tones                         old meters",
           &ImdFigures::ccif_rms_d2},
    ImdRow{"ccif_rms_d3",
           "CCIF d3    powers, over the rms sum of the tones                 old meters",
           &ImdFigures::ccif_rms_d3}};

Json figure_json(const ImdFigure& figure) {
  if (!figure) return nullptr;
  return {{"db", number_or_null(20.0 * std::log10(figure->ratio))},
          {"percent", 100.0 * figure->ratio},
          {"sigma_percent", 100.0 * figure->sigma},
          {"measured", figure->measured}};
}

Json line_json(const analysis::ImdLine& line) {
  Json orders = Json::array();
  for (const auto& product : line.products) orders.push_back({{"n", product.n}, {"m", product.m}});
  return {{"products", orders},
          {"hz", line.hz},
          {"level_dbfs_peak", number_or_null(line.level_dbfs_peak)},
          {"level_dbc", number_or_null(line.level_dbc)},
          {"sigma_db", number_or_null(line.sigma_db)},
          {"limit_dbc", number_or_null(line.limit_dbc)},
          {"measured", line.measured},
          {"shared", line.products.size() > 1},
          {"beating", line.beating}};
}

std::string product_text(analysis::ProductOrder product) {
  const auto part = [](int factor, const char* tone, bool first) -> std::string {
    if (factor == 0) return "";
    const char* sign = factor < 0 ? "-" : first ? "" : "+";
    const int size = std::abs(factor);
    return size == 1 ? fmt::format("{}{}", sign, tone) : fmt::format("{}{}{}", sign, size, tone);
  };
  const std::string upper = part(product.m, "f2", true);
  return upper + part(product.n, "f1", upper.empty());
}

void print_lines(std::ostream& out, const ImdFigures& imd) {
  out << "        Hz     dBFS peak        dBc       +- dB  product\n";
  for (const auto& line : imd.table) {
    out << fmt::format("{:10.2f}", line.hz);
    if (line.measured) {
      out << fmt::format("  {:12.3f}  {:9.3f}  {:10.2g}", line.level_dbfs_peak, line.level_dbc,
                         line.sigma_db);
    } else {
      out << fmt::format("             -  {:>9}           -",
                         fmt::format("< {:.1f}", line.limit_dbc));
    }
    const char* before = "  ";
    for (const auto& product : line.products) {
      out << before << product_text(product);
      before = " = ";
    }
    out << (line.beating ? "  (beating)\n" : "\n");
  }
}

void print_ratios(std::ostream& out, const ImdFigures& imd) {
  for (const ImdRow& row : kImdRows) {
    const ImdFigure& figure = imd.*row.figure;
    if (!figure) continue;
    const char* below = figure->measured ? "" : "< ";
    out << fmt::format("{:<76} {:>12} dB  {:>12} %\n", row.name,
                       fmt::format("{}{:.2f}", below, 20.0 * std::log10(figure->ratio)),
                       fmt::format("{}{:.4g}", below, 100.0 * figure->ratio));
  }
}

}  // namespace

nlohmann::ordered_json imd_json(const ImdFigures& imd, SampleRate rate) {
  Json json{{"schema", "ampsweep-imd-1"},
            {"method", "joint least squares on n f1 + m f2, both frequencies refined"},
            {"sample_rate_hz", rate.value()},
            {"f1_hz", imd.f1.value()},
            {"f2_hz", imd.f2.value()},
            {"f1_sigma_hz", imd.f1_sigma.value()},
            {"f2_sigma_hz", imd.f2_sigma.value()},
            {"f1_dbfs_peak", imd.a1_dbfs_peak},
            {"f2_dbfs_peak", imd.a2_dbfs_peak}};
  for (const ImdRow& row : kImdRows) json[row.key] = figure_json(imd.*row.figure);
  json["noise_dbfs_rms"] = number_or_null(imd.noise.value());
  json["shared"] = imd.shared;
  json["stray"] =
      imd.stray ? Json{{"hz", imd.stray->first}, {"level_dbc", imd.stray->second}} : Json{};
  json["lines"] = Json::array();
  for (const auto& line : imd.table) json["lines"].push_back(line_json(line));
  return json;
}

void print_imd(std::ostream& out, const ImdFigures& imd) {
  out << fmt::format(
      "f1 {:.5f} Hz +- {:.2g}, {:.3f} dBFS peak\nf2 {:.5f} Hz +- {:.2g}, {:.3f} dBFS peak\n",
      imd.f1.value(), imd.f1_sigma.value(), imd.a1_dbfs_peak, imd.f2.value(), imd.f2_sigma.value(),
      imd.a2_dbfs_peak);
  print_lines(out, imd);
  print_ratios(out, imd);
  out << fmt::format("noise      {:.2f} dBFS rms (20 Hz - 20 kHz)\n", imd.noise.value());
  if (imd.shared) {
    out << "note       products that fall on one frequency (or within 1 / length) are one line: "
           "the "
           "level is their sum,\n           and figures that would need them apart are left out\n";
  }
  if (imd.stray) {
    out << fmt::format("note       a line at {:.2f} Hz, {:.1f} dBc, is not in the table\n",
                       imd.stray->first, imd.stray->second);
  }
}

}  // namespace ampsweep::rig
