// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/tone_output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <ostream>
#include <string>

#include "rig/dataset/json.hpp"

namespace ampsweep::rig {
namespace {

using analysis::ToneFigures;

double tone_db(double ratio) { return 20.0 * std::log10(ratio); }

Json harmonics_json(const ToneFigures& tone) {
  Json rows = Json::array();
  for (const auto& h : tone.harmonics) {
    rows.push_back({{"order", h.order},
                    {"hz", h.hz},
                    {"level_dbfs_peak", number_or_null(h.level_dbfs_peak)},
                    {"level_dbc", number_or_null(h.level_dbc)},
                    {"phase_deg", number_or_null(h.phase_deg)},
                    {"sigma_db", number_or_null(h.sigma_db)},
                    {"phase_sigma_deg", number_or_null(h.phase_sigma_deg)},
                    {"limit_dbc", number_or_null(h.limit_dbc)},
                    {"measured", h.measured}});
  }
  return rows;
}

void print_harmonics(std::ostream& out, const ToneFigures& tone) {
  out << "         Hz        dBFS peak        dBc  phase deg       +- dB  limit dBc\n";
  for (const auto& h : tone.harmonics) {
    out << fmt::format("H{:<2} {:10.3f}", h.order, h.hz);
    if (h.measured) {
      out << fmt::format("  {:12.3f}  {:9.3f}  {:9.3f}  {:10.2g}  {:9.1f}\n", h.level_dbfs_peak,
                         h.level_dbc, h.phase_deg, h.sigma_db, h.limit_dbc);
    } else {
      out << fmt::format("             -  {:>9}          -           -  {:9.1f}\n",
                         fmt::format("< {:.1f}", h.limit_dbc), h.limit_dbc);
    }
  }
}

void print_notes(std::ostream& out, const ToneFigures& tone) {
  if (tone.further) {
    out << fmt::format(
        "note       harmonics above H{}: {:.1f} dBc together, in THD+N, not in THD\n",
        tone.harmonics.back().order, tone.further->value());
  }
  if (tone.stray) {
    out << fmt::format("note       a line at {:.2f} Hz, {:.1f} dBc, is no harmonic\n",
                       tone.stray->hz, tone.stray->level_dbc);
  }
  if (tone.full_scale_runs > 0) {
    out << fmt::format("WARNING    {} places at full scale: a converter may have clipped\n",
                       tone.full_scale_runs);
  }
}

}  // namespace

nlohmann::ordered_json tone_json(const ToneFigures& tone, SampleRate rate) {
  const bool thd = !tone.thd.orders.empty();
  const auto if_thd = [&](double value) { return thd ? number_or_null(value) : Json(nullptr); };
  const Json stray =
      tone.stray ? Json{{"hz", tone.stray->hz}, {"level_dbc", tone.stray->level_dbc}} : Json{};
  return {{"schema", "ampsweep-tone-1"},
          {"method", "multi-harmonic least squares, frequency refined"},
          {"sample_rate_hz", rate.value()},
          {"fundamental_hz", tone.fundamental.value()},
          {"fundamental_sigma_hz", tone.fundamental_sigma.value()},
          {"periods", tone.periods},
          {"level_dbfs_peak", number_or_null(tone.harmonics.front().level_dbfs_peak)},
          {"harmonics", harmonics_json(tone)},
          {"thd_f_db", if_thd(tone_db(tone.thd.f_ratio))},
          {"thd_f_percent", if_thd(100.0 * tone.thd.f_ratio)},
          {"thd_r_db", if_thd(tone_db(tone.thd.r_ratio))},
          {"thd_r_percent", if_thd(100.0 * tone.thd.r_ratio)},
          {"thd_orders", tone.thd.orders},
          {"thd_measured", tone.thd.measured},
          {"thd_limit_db", if_thd(tone_db(tone.thd.limit_ratio))},
          {"thd_sigma_db", if_thd(tone.thd.sigma_db)},
          {"band_hz", {tone.band_from.value(), tone.band_to.value()}},
          {"thdn_db", number_or_null(tone.thdn.value())},
          {"thdn_percent", number_or_null(100.0 * std::pow(10.0, tone.thdn.value() / 20.0))},
          {"thdn_sigma_db", number_or_null(tone.thdn_sigma.value())},
          {"thdn_aes17_db", number_or_null(tone.thdn_aes17.value())},
          {"notch_q", tone.notch_q},
          {"sinad_db", number_or_null(tone.sinad.value())},
          {"snr_db", number_or_null(tone.snr.value())},
          {"enob_bits", number_or_null(tone.enob)},
          {"noise_dbfs_rms", number_or_null(tone.noise.value())},
          {"noise_sigma_db", number_or_null(tone.noise_sigma.value())},
          {"dc_full_scale", tone.dc},
          {"dc_sigma_full_scale", tone.dc_sigma},
          {"further_harmonics_dbc", tone.further ? Json(tone.further->value()) : Json{}},
          {"stray", stray},
          {"full_scale_runs", tone.full_scale_runs}};
}

void print_tone(std::ostream& out, const ToneFigures& tone) {
  const std::string band =
      fmt::format("{:g} Hz - {:g} Hz", tone.band_from.value(), tone.band_to.value());
  out << fmt::format(
      "fundamental {:.6f} Hz +- {:.2g}, {:.1f} periods (least squares on all harmonics)\n",
      tone.fundamental.value(), tone.fundamental_sigma.value(), tone.periods);
  print_harmonics(out, tone);
  if (tone.thd.orders.empty()) {
    out << "THD        no harmonic inside the band\n";
  } else {
    const char* below = tone.thd.measured ? "" : "< ";
    out << fmt::format("THD_F      {0}{1:.3f} dB, {0}{2:.6g} %   (H{3} - H{4} over H1)\n", below,
                       tone_db(tone.thd.f_ratio), 100.0 * tone.thd.f_ratio, tone.thd.orders.front(),
                       tone.thd.orders.back());
    out << fmt::format(
        "THD_R      {0}{1:.3f} dB, {0}{2:.6g} %   (over all harmonics, IEC 60268-3)\n", below,
        tone_db(tone.thd.r_ratio), 100.0 * tone.thd.r_ratio);
  }
  out << fmt::format("THD+N      {:.2f} dB +- {:.2g}   (least-squares residual over all, {})\n",
                     tone.thdn.value(), tone.thdn_sigma.value(), band);
  out << fmt::format("THD+N      {:.2f} dB   (AES17 notch, Q {:g}, same band)\n",
                     tone.thdn_aes17.value(), tone.notch_q);
  out << fmt::format("SINAD      {:.2f} dB   ENOB {:.2f} bits at this level   SNR {:.2f} dB\n",
                     tone.sinad.value(), tone.enob, tone.snr.value());
  out << fmt::format("noise      {:.2f} dBFS rms +- {:.2g}   ({})\n", tone.noise.value(),
                     tone.noise_sigma.value(), band);
  out << fmt::format("DC         {:.3g} of full scale +- {:.2g}\n", tone.dc, tone.dc_sigma);
  print_notes(out, tone);
}

}  // namespace ampsweep::rig
