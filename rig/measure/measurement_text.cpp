// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/measurement_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>

#include "rig/measure/level_cells.hpp"
#include "rig/measure/noise_text.hpp"
#include "rig/measure/power_output.hpp"

namespace ampsweep::rig {
namespace {

std::string db_or_dash(double db) { return std::isfinite(db) ? fmt::format("{:.2f}", db) : "-"; }

void print_refusal(std::ostream& out, const std::string& what, const analysis::Refusal& why) {
  out << fmt::format("  {:<18} not measured: {}\n", what, why.detail);
}

std::string harmonics_text(const analysis::ToneFigures& tone) {
  std::string text;
  for (const auto& harmonic : tone.harmonics) {
    if (harmonic.order < 2 || harmonic.order > 6) continue;
    text += harmonic.measured ? fmt::format("  H{} {:.1f}", harmonic.order, harmonic.level_dbc)
                              : fmt::format("  H{} < {:.0f}", harmonic.order, harmonic.limit_dbc);
  }
  return text + " dBc";
}

void print_tones(std::ostream& out, const TakeMeasurement& measured, const BenchVolts& volts) {
  for (const ToneResult& tone : measured.tones) {
    const std::string name = fmt::format("{:g} Hz", tone.spec.frequency.value());
    if (!tone.figures) {
      print_refusal(out, name, tone.figures.error());
      continue;
    }
    const auto& figures = *tone.figures;
    out << fmt::format(
        "  {:<18} out {}\n", name,
        level_text(DbFsPeak{figures.harmonics.front().level_dbfs_peak}, volts.at_return));
    out << fmt::format("  {:<18} THD_F {}{:.4g} %  THD+N {:.2f} dB  {}\n", "",
                       figures.thd.measured ? "" : "< ", 100.0 * figures.thd.f_ratio,
                       figures.thdn.value(), harmonics_text(figures));
  }
}

std::string ratio_text(const char* name, const analysis::ImdFigure& figure) {
  if (!figure) return "";
  return fmt::format("  {} {}{:.4g} %", name, figure->measured ? "" : "< ", 100.0 * figure->ratio);
}

void print_pairs(std::ostream& out, const TakeMeasurement& measured) {
  for (const PairResult& pair : measured.pairs) {
    const std::string name =
        fmt::format("{:g} + {:g} Hz", pair.spec.low.value(), pair.spec.high.value());
    if (!pair.figures) {
      print_refusal(out, name, pair.figures.error());
      continue;
    }
    const auto& imd = *pair.figures;
    const bool modulation = pair.spec.low_over_high > 2.0;
    const std::string figures = modulation
                                    ? ratio_text("d_m2", imd.d_m2) + ratio_text("d_m3", imd.d_m3) +
                                          ratio_text("SMPTE rss", imd.smpte_rss)
                                    : ratio_text("d_d2", imd.d_d2) + ratio_text("d_d3", imd.d_d3) +
                                          ratio_text("total DFD", imd.dfd_total);
    out << fmt::format(
        "  {:<18}{}\n", name,
        figures.empty() ? "  products share frequencies: see the JSON table" : figures);
  }
}

/// "  (-3.21 re loopback)": both responses are told at the same third octaves.
std::string re_loopback_text(const TakeMeasurement& measured, std::size_t i) {
  if (!measured.linear || !*measured.linear || i >= (*measured.linear)->points.size()) return "";
  return fmt::format(" ({:>7} re loopback)", db_or_dash((*measured.linear)->points[i].level_db));
}

void print_sweep(std::ostream& out, const TakeMeasurement& measured) {
  if (!measured.sweep) return;
  out << fmt::format("sweep at {:g} dBFS peak (H1 re stimulus; THD_F of the orders measured)\n",
                     measured.sweep->spec.level.value());
  if (!measured.sweep->figures) return print_refusal(out, "", measured.sweep->figures.error());
  const auto& first = measured.sweep->figures->orders.front();
  for (std::size_t i = 0; i < first.points.size() && i < measured.distortion.size(); i += 3) {
    out << fmt::format("  {:>8.1f} Hz  H1 {:>8} dB{}  THD_F {:>8} dB\n", first.points[i].hz,
                       db_or_dash(first.points[i].level_db), re_loopback_text(measured, i),
                       db_or_dash(measured.distortion[i].thd_f_db));
  }
  if (measured.linear && !*measured.linear) {
    print_refusal(out, "re loopback", measured.linear->error());
  }
}

std::string knee_text(const std::optional<analysis::CompressionPoint>& point,
                      const std::optional<Volts>& full_scale) {
  return point ? level_text(DbFsPeak{point->input_db}, full_scale) : "not reached";
}

void print_ladder(std::ostream& out, const TakeMeasurement& measured, const BenchVolts& volts) {
  if (!measured.ladder) return;
  if (!measured.ladder->figures) {
    return print_refusal(out, "level ladder", measured.ladder->figures.error());
  }
  for (const auto& curve : measured.ladder->figures->curves) {
    out << fmt::format("  {:<18} small-signal gain {:.2f} dB +- {:.2g}{}\n",
                       fmt::format("ladder {:.0f} Hz", curve.frequency.value()),
                       curve.small_signal_gain_db, curve.small_signal_sigma_db,
                       curve.small_signal_flat ? "" : " (still changing at the lowest level)");
    out << fmt::format("  {:<18} 1 dB compression at input {}\n", "",
                       knee_text(curve.at_1db, volts.amp_input));
    if (const auto power = power_figures(curve, volts)) print_power(out, *power, volts);
  }
}

void print_bursts(std::ostream& out, const TakeMeasurement& measured) {
  for (const BurstResult& burst : measured.bursts) {
    const std::string name = fmt::format("burst {:.0f} Hz", burst.spec.frequency.value());
    if (!burst.figures) {
      print_refusal(out, name, burst.figures.error());
      continue;
    }
    const auto& sag = burst.figures->attack;
    out << fmt::format("  {:<18} ", name)
        << (sag.resolved ? fmt::format("gain moves {:+.2f} dB +- {:.2g} with tau {:.3g} s\n",
                                       sag.change, sag.change_sigma, sag.tau_s)
                         : std::string{"no movement of the gain\n"});
    out << fmt::format("  {:<18} after it the quiet tone is {:+.2f} dB off\n", "",
                       burst.figures->after.gain_db - burst.figures->before.gain_db);
  }
}

void print_multisine(std::ostream& out, const TakeMeasurement& measured) {
  if (!measured.multisine) return;
  if (!measured.multisine->figures) {
    return print_refusal(out, "multisine", measured.multisine->figures.error());
  }
  const auto& split = measured.multisine->figures->split;
  const auto share = [&](const analysis::PowerFigure& figure) {
    return fmt::format("{}{:.1f} dB", figure.measured() ? "" : "< ",
                       10.0 * std::log10(std::max(figure.power, figure.limit) / split.output));
  };
  out << fmt::format(
      "  {:<18} even distortion {}, odd {}, noise {:.1f} dB of the output (best linear fit)\n",
      "multisine", share(split.even), share(split.odd), 10.0 * std::log10(split.noise_esr()));
}

void print_idle(std::ostream& out, const char* name,
                const analysis::Measured<analysis::NoiseFigures>& idle,
                const std::optional<VoltsAt>& volts) {
  if (!idle) return print_refusal(out, name, idle.error());
  out << fmt::format("  {:<18} {:.2f} dBFS rms unweighted, {:.2f} A, {:.2f} CCIR-RMS\n", name,
                     idle->with_hum.unweighted.level.value(), idle->with_hum.a.level.value(),
                     idle->with_hum.ccir_rms.level.value());
  if (volts) out << fmt::format("  {:<18} {}\n", "", millivolts_text(*idle, *volts));
}

}  // namespace

void print_measurement(std::ostream& out, const TakeMeasurement& measured,
                       const BenchVolts& volts) {
  print_sweep(out, measured);
  out << "tones (multi-harmonic least squares)\n";
  print_tones(out, measured, volts);
  out << "tone pairs (IEC 60268-3, amplitudes added, but for SMPTE rss and total DFD)\n";
  print_pairs(out, measured);
  out << "level and dynamics\n";
  print_ladder(out, measured, volts);
  print_bursts(out, measured);
  print_multisine(out, measured);
  out << "idle\n";
  print_idle(out, "before", measured.idle_before, volts.heard());
  print_idle(out, "after", measured.idle_after, volts.heard());
  if (measured.noise_change && measured.noise_change->significant) {
    out << "  WARNING: the noise changed during the measurement\n";
  }
}

void print_knobs(std::ostream& out, const std::vector<KnobEffects>& effects) {
  for (const KnobEffects& knob : effects) {
    out << fmt::format("knob {}{}\n", knob.knob, knob.dead ? "   DEAD: nothing moves with it" : "");
    if (knob.reversed) {
      out << fmt::format("  REVERSED? {} falls when it is turned up\n", *knob.reversed);
    }
    if (knob.coarse) {
      out << fmt::format("  COARSE: {} jumps by {:+.1f} dB from {:g} to {:g}; measure in between\n",
                         knob.coarse->figure, knob.coarse->change, knob.coarse->from,
                         knob.coarse->to);
    }
    for (const Effect& effect : knob.effects) {
      out << fmt::format("  {:<38} {:>+8.2f} {} +- {:.2g}\n", effect.figure, effect.change,
                         effect.unit, effect.sigma);
    }
    if (knob.effects.empty()) out << "  too few settings to tell it from the other knobs\n";
  }
}

}  // namespace ampsweep::rig
