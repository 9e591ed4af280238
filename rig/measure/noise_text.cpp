// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/noise_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ostream>
#include <string>
#include <string_view>

#include "signals/calibration.hpp"

namespace ampsweep::rig {
namespace {

std::string frequency_doubt(Hertz sigma) {
  return std::isfinite(sigma.value()) ? fmt::format("+- {:.1g} Hz", sigma.value())
                                      : std::string("(too weak to refine)");
}

void print_weighting(std::ostream& out, std::string_view method, const analysis::NoiseLevel& with,
                     const analysis::NoiseLevel& without) {
  out << fmt::format("  {:46}{:9.2f} +- {:.2f}{:11.2f} +- {:.2f}\n", method, with.level.value(),
                     with.sigma.value(), without.level.value(), without.sigma.value());
}

void print_hum(std::ostream& out, const analysis::Hum& hum) {
  if (hum.mains == analysis::Mains::None) {
    out << fmt::format("\nhum: none found (any of the first four lines < {:.1f} dBFS rms)\n",
                       hum.limit.value());
    return;
  }
  out << fmt::format("\nhum: mains {:.4f} Hz {}", hum.line.value(),
                     frequency_doubt(hum.line_sigma));
  if (hum.stretches.size() > 1) {
    out << fmt::format(", wandering {:.4f} Hz", hum.line_spread.value());
  }
  out << fmt::format("\n  ({})\n  total {:.2f} dBFS rms +- {:.2f}", analysis::kHumMethod,
                     hum.total.value(), hum.total_sigma.value());
  if (std::isfinite(hum.buzz.value())) {
    out << fmt::format(", buzz (line 4 and up) {:.2f} dBFS rms", hum.buzz.value());
  }
  out << "\n  line        Hz   dBFS rms          limit\n";
  int under = 0;
  for (const analysis::HumLine& line : hum.lines) {
    if (!line.measured) {
      ++under;
      continue;
    }
    out << fmt::format("  {:4}{:10.2f}{:11.2f} +- {:.2f}{:9.1f}\n", line.order,
                       line.frequency.value(), line.level.value(), line.sigma.value(),
                       line.limit.value());
  }
  if (under > 0)
    out << fmt::format("  {} more lines up to {} below their limit\n", under,
                       hum.lines.back().order);
}

std::string hum_sentence(analysis::HumChange change) {
  switch (change) {
    case analysis::HumChange::None:
      return "no hum before or after";
    case analysis::HumChange::Same:
      return "hum the same";
    case analysis::HumChange::Louder:
      return "hum LOUDER";
    case analysis::HumChange::Quieter:
      return "hum QUIETER";
    case analysis::HumChange::Appeared:
      return "hum APPEARED";
    case analysis::HumChange::Gone:
      return "hum GONE";
    case analysis::HumChange::OtherMains:
      return "hum of OTHER MAINS";
  }
  return "";
}

void print_change(std::ostream& out, std::string_view name, DbFsRms before, DbFsRms after,
                  const analysis::LevelChange& change) {
  out << fmt::format("  {:24}{:10.2f}{:10.2f}{:+10.2f} +- {:.2f}  {}\n", name, before.value(),
                     after.value(), change.change.value(), change.sigma.value(),
                     change.significant ? "CHANGED" : "same");
}

std::string sideband_cell(const analysis::Sideband& sideband) {
  if (sideband.hidden) return "hidden";
  if (!sideband.measured) return fmt::format("< {:.1f}", sideband.limit_dbc.value());
  return fmt::format("{:.2f} +- {:.2f}", sideband.level_dbc.value(), sideband.sigma.value());
}

}  // namespace

std::string millivolts_text(const analysis::NoiseFigures& noise, const VoltsAt& volts) {
  const auto millivolts = [&](DbFsRms level) {
    return fmt::format("{:.3g} mV", 1e3 * volts_of_rms(level, volts.full_scale).value());
  };
  const bool any = noise.hum.mains != analysis::Mains::None;
  return fmt::format("at the {}: {} rms unweighted, {} A-weighted, hum {}{}", volts.where,
                     millivolts(noise.with_hum.unweighted.level),
                     millivolts(noise.with_hum.a.level), any ? "" : "< ",
                     millivolts(any ? noise.hum.total : noise.hum.limit));
}

void print_noise(std::ostream& out, const analysis::NoiseFigures& noise,
                 const std::optional<VoltsAt>& volts) {
  out << fmt::format(
      "idle noise, {:.2f} s at {} Hz, {:.0f} Hz to {:.0f} Hz\n  ({})\n"
      "  {:46}{:>17}{:>19}\n",
      noise.length.value(), noise.rate.value(), noise.from.value(), noise.to.value(),
      analysis::kNoiseMethod, "dBFS rms", "with hum", "without hum");
  const auto& with = noise.with_hum;
  const auto& without = noise.without_hum;
  print_weighting(out, "unweighted, rms", with.unweighted, without.unweighted);
  print_weighting(out, analysis::kAMethod, with.a, without.a);
  print_weighting(out, analysis::kItu468Method, with.itu_468_rms, without.itu_468_rms);
  print_weighting(out, analysis::kCcirRmsMethod, with.ccir_rms, without.ccir_rms);
  out << fmt::format(
      "  peak {:.2f} dBFS peak, DC {:.3g} of full scale, loudest 0.1 s {:.1f} dB over the median "
      "(at {:.1f} s)\n",
      noise.peak.value(), noise.dc, noise.loudest_block.value(), noise.loudest_at.value());
  if (volts) out << "  " << millivolts_text(noise, *volts) << '\n';
  print_hum(out, noise.hum);
  out << "\nthird octaves, dBFS rms\n      Hz   with hum        without hum\n";
  for (const analysis::NoiseBand& band : noise.third_octaves) {
    out << fmt::format("{:8.0f}{:11.2f} +- {:.2f}{:11.2f}\n", band.centre.value(),
                       band.with_hum.level.value(), band.with_hum.sigma.value(),
                       band.without_hum.level.value());
  }
}

void print_noise_change(std::ostream& out, const analysis::NoiseFigures& before,
                        const analysis::NoiseFigures& after, const analysis::NoiseChange& change) {
  out << fmt::format(
      "\nafter, {:.2f} s: {} (beyond 4 sigma and 0.1 dB)\n  {:24}{:>10}{:>10}{:>10}\n",
      after.length.value(), change.significant ? "CHANGED" : "the same", "dBFS rms", "before",
      "after", "change");
  print_change(out, "unweighted", before.with_hum.unweighted.level, after.with_hum.unweighted.level,
               change.unweighted);
  print_change(out, "A-weighted", before.with_hum.a.level, after.with_hum.a.level, change.a);
  print_change(out, "ITU-R 468, rms", before.with_hum.itu_468_rms.level,
               after.with_hum.itu_468_rms.level, change.itu_468_rms);
  print_change(out, "without hum", before.without_hum.unweighted.level,
               after.without_hum.unweighted.level, change.hiss);
  if (before.hum.mains != analysis::Mains::None && after.hum.mains != analysis::Mains::None) {
    print_change(out, "hum, total", before.hum.total, after.hum.total, change.hum_level);
  }
  out << "  " << hum_sentence(change.hum) << '\n';
  for (const analysis::BandChange& band : change.third_octaves) {
    if (!band.level.significant) continue;
    out << fmt::format("  third octave {:6.0f} Hz, hum left out: {:+.2f} dB +- {:.2f}  CHANGED\n",
                       band.centre.value(), band.level.change.value(), band.level.sigma.value());
  }
}

void print_ripple(std::ostream& out, const analysis::Ripple& ripple) {
  out << fmt::format("supply ripple beside {:.4f} Hz at {:.2f} dBFS rms\n  ({})\n",
                     ripple.tone.value(), ripple.tone_level.value(), analysis::kRippleMethod);
  if (ripple.mains == analysis::Mains::None) {
    out << "  none found; limits as beside 50 Hz mains\n";
  } else {
    out << fmt::format("  mains {:.4f} Hz {}\n", ripple.line.value(),
                       frequency_doubt(ripple.line_sigma));
  }
  out << "  +- Hz      lower dBc         upper dBc         AM %      PM deg\n";
  for (const analysis::RippleOrder& order : ripple.orders) {
    const bool both = order.lower.measured && order.upper.measured;
    out << fmt::format("  {:<9.2f}  {:<16}  {:<16}  {:<8}  {}\n", order.offset.value(),
                       sideband_cell(order.lower), sideband_cell(order.upper),
                       both ? fmt::format("{:.4f}", order.am_percent) : "-",
                       both ? fmt::format("{:.4f}", order.pm_degrees) : "-");
  }
  out << "  hidden: a harmonic of the tone or hum itself lies there, or it is out of band\n";
}

}  // namespace ampsweep::rig
