// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>

#include "rig/gui/measure/measure_traces.hpp"
#include "rig/measure/level_cells.hpp"

namespace ampsweep::rig::gui {
namespace {

/// In degrees; never "-0.0".
std::string phase_text(double deg) {
  return fmt::format("{:.1f}", std::round(10.0 * deg) / 10.0 + 0.0);
}

std::string harmonic_text(const analysis::ToneHarmonic& harmonic) {
  if (!harmonic.measured) return fmt::format("< {:.2f} dBc", harmonic.limit_dbc);
  return fmt::format("{:.2f} dBc +- {:.2g}, phase {}\u00B0 +- {:.2g}", harmonic.level_dbc,
                     harmonic.sigma_db, phase_text(harmonic.phase_deg), harmonic.phase_sigma_deg);
}

std::vector<NamedFigure> figures_of(const analysis::ToneFigures& tone, const BenchVolts& volts) {
  std::vector<NamedFigure> figures{
      {"fundamental",
       level_text(DbFsPeak{tone.harmonics.front().level_dbfs_peak}, volts.at_return)},
      {"THD_F", ratio_text(tone.thd.f_ratio, tone.thd.measured)},
      {"THD_R", ratio_text(tone.thd.r_ratio, tone.thd.measured)},
      {"THD+N", with_sigma(tone.thdn.value(), tone.thdn_sigma.value(), "dB")},
      {"THD+N, AES17 notch", fmt::format("{:.2f} dB", tone.thdn_aes17.value())},
      {"SINAD", fmt::format("{:.2f} dB, {:.2f} bits", tone.sinad.value(), tone.enob)},
      {"SNR", fmt::format("{:.2f} dB", tone.snr.value())},
      {"noise", with_sigma(tone.noise.value(), tone.noise_sigma.value(), "dBFS rms")},
      {"DC", fmt::format("{:.3g} of full scale +- {:.2g}", tone.dc, tone.dc_sigma)}};
  for (const auto& harmonic : tone.harmonics) {
    if (harmonic.order < 2) continue;
    figures.push_back({fmt::format("H{}", harmonic.order), harmonic_text(harmonic)});
  }
  if (tone.stray) {
    figures.push_back({"strongest stray line", fmt::format("{:.1f} Hz at {:.1f} dBc",
                                                           tone.stray->hz, tone.stray->level_dbc)});
  }
  if (tone.full_scale_runs > 0) {
    figures.push_back({"converter", fmt::format("{} stretches at full scale: it may clip",
                                                tone.full_scale_runs)});
  }
  return figures;
}

}  // namespace

std::vector<MeasurePart> harmonic_parts(const TakeMeasurement& measured, const BenchVolts& volts) {
  std::vector<MeasurePart> parts;
  for (const ToneResult& tone : measured.tones) {
    MeasurePart part{fmt::format("{:g} Hz", tone.spec.frequency.value()),
                     "",
                     TraceKind::Bars,
                     {"harmonic", Unit::None, Scale::Linear, std::nullopt},
                     {"level", Unit::Dbc, Scale::Linear, std::nullopt},
                     nullptr,
                     ""};
    if (tone.figures) {
      Points points;
      for (const auto& harmonic : tone.figures->harmonics) {
        if (harmonic.order >= 2) points.add(harmonic.order, harmonic.level_dbc, harmonic.limit_dbc);
      }
      part.data = points.data();
      part.figures = figures_of(*tone.figures, volts);
    } else {
      part.refused = tone.figures.error().detail;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace ampsweep::rig::gui
