// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/take_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "analysis/sweep_response.hpp"
#include "rig/report/idle_noise.hpp"
#include "signals/sweep.hpp"

namespace ampsweep::rig {
namespace {

using signals::Segment;
using signals::SegmentRole;
using signals::SweepSpec;

constexpr double kDetectionMarginDb = 10.0;
/// analysis::ResponsePoint::limit_db stands at twice the noise's rms.
constexpr double kAnalysisMarginDb = 6.02;
constexpr double kMostHeadroom = 48000.0;
/// The analysis gives no level this near (as a ratio) to the frequencies of the fades.
constexpr double kFadeMargin = 1.1;
/// The stated accuracy of analysis::sweep_response begins at this multiple of the sweep's start;
/// at 1.4 times it a flat response reads 0.5 dB wrong.
constexpr double kAccurateFrom = 2.0;
constexpr int kPointsPerOctave = 12;
constexpr int kPointsPerThird = 4;
/// (2^(1/6) - 2^(-1/6)): a third octave's width over its centre.
constexpr double kThirdOctaveWidth = 0.23156;

bool lies_in(const Segment& segment, SampleCount length) {
  return segment.start.value() >= 0 && segment.length.value() > 0 && segment.start < length &&
         segment.length <= length - segment.start;
}

/// The ledger is a file from outside: the generator's preconditions are checked, not assumed.
bool usable(const SweepSpec& spec, const Segment& segment, SampleRate rate) {
  const double from = spec.from.value();
  const double to = spec.to.value();
  const double fs = rate.value();
  if (!(fs > 0.0 && from > 0.0 && to > from && to < fs / 2.0)) return false;
  if (spec.length.value() <= 0 || !std::isfinite(spec.level.value())) return false;
  const double cycles = from * static_cast<double>(spec.length.value()) / fs / std::log(to / from);
  if (!(cycles >= 0.5 && cycles < 1e9)) return false;
  const auto length = signals::sweep_length(spec, rate);
  const auto longest = length.value();
  const bool fades_fit = spec.fade_in.value() >= 0 && spec.fade_out.value() >= 0 &&
                         spec.fade_in.value() <= longest &&
                         spec.fade_out.value() <= longest - spec.fade_in.value();
  return fades_fit && segment.length >= length;
}

/// Twelfth octaves about 1 kHz at which the sweep stands at its full level.
FigureGrid grid_of(const SweepSpec& spec, SampleRate rate) {
  const auto law = signals::sweep_law(spec, rate);
  const auto length = signals::sweep_length(spec, rate);
  const double low = std::max(kFadeMargin * law.frequency_at(seconds(spec.fade_in, rate)).value(),
                              kAccurateFrom * spec.from.value());
  const double high = law.frequency_at(seconds(length - spec.fade_out, rate)).value() / kFadeMargin;
  const int first = static_cast<int>(std::ceil(kPointsPerOctave * std::log2(low / 1000.0)));
  const int last = static_cast<int>(std::floor(kPointsPerOctave * std::log2(high / 1000.0)));
  FigureGrid grid;
  for (int k = first; k <= last; ++k) {
    const double hz = 1000.0 * std::exp2(static_cast<double>(k) / kPointsPerOctave);
    grid.response_hz.push_back(hz);
    if (k % kPointsPerThird == 0) grid.harmonic_hz.push_back(hz);
  }
  return grid;
}

void find_sweep(const std::vector<Segment>& segments, SampleRate rate, FigureLayout& layout) {
  bool seen = false;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto* spec = std::get_if<SweepSpec>(&segments[i].recipe);
    if (segments[i].role != SegmentRole::Sweep || spec == nullptr) continue;
    seen = true;
    if (!usable(*spec, segments[i], rate)) continue;
    layout.sweep = segments[i];
    const bool decays = i + 1 < segments.size() && segments[i + 1].role == SegmentRole::Silence;
    layout.sweep_until = decays ? segments[i + 1].end() : segments[i].end();
    layout.grid = grid_of(*spec, rate);
    return;
  }
  layout.missing.emplace_back(
      seen ? "no response or harmonics: the sweep's recipe in the ledger makes no sense"
           : "no response or harmonics: the stimulus holds no sweep");
}

void find_idle(const std::vector<Segment>& segments, SampleRate rate, FigureLayout& layout) {
  if (segments.empty() || segments.front().role != SegmentRole::Silence) {
    layout.missing.emplace_back("no noise spectrum: the stimulus does not begin with silence");
    return;
  }
  // A silence of this length says which bands it can give.
  const auto length = static_cast<std::size_t>(segments.front().length.value());
  const auto bands = idle_noise(std::vector<float>(length), rate);
  if (!bands) {
    layout.missing.push_back("no noise spectrum: " + bands.error());
    return;
  }
  layout.idle = segments.front();
  layout.grid.noise_hz = bands->hz;
}

std::optional<std::span<const float>> stretch(std::span<const float> take, SampleCount from,
                                              SampleCount until) {
  const auto first = from.value();
  const auto last = until.value();
  if (first < 0 || last <= first || last > static_cast<std::int64_t>(take.size())) return {};
  return take.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
}

/// Noise of the third octave that holds `hz`; NaN where none does.
double noise_at(const FigureGrid& grid, const TakeFigures& figures, double hz) {
  const auto band = nearest_point(grid.noise_hz, hz);
  return band && *band < figures.noise_band_dbfs_rms.size() ? figures.noise_band_dbfs_rms[*band]
                                                            : kNaN;
}

/// One point with its doubt: see HarmonicCurve for the three cases.
struct WeighedPoint {
  double level_db{kNaN};
  double phase_deg{kNaN};
  double limit_db{kNaN};
};

WeighedPoint weighed(const analysis::ResponsePoint& point, double limit_db) {
  const bool below_own_limit = !std::isfinite(point.level_db) && std::isfinite(point.limit_db);
  if (below_own_limit || point.level_db < limit_db) return {kNaN, kNaN, limit_db};
  if (!std::isfinite(point.level_db)) return {};
  return {point.level_db, point.phase_deg, limit_db};
}

/// From the silence after the sweep through the order's own window; where the analysis could not
/// hear that silence, from the idle noise before the first sound. The file's rounding always
/// counts.
double limit_of(const analysis::ResponsePoint& point, int order, DbFsPeak sweep_level,
                const FigureGrid& grid, const TakeFigures& figures, SampleRate rate) {
  if (!std::isfinite(point.limit_db)) {
    const double idle = noise_at(grid, figures, point.hz);
    return detection_limit_db(order, point.hz, idle, sweep_level, rate);
  }
  const double rounding = detection_limit_db(order, point.hz, kNaN, sweep_level, rate);
  return std::max(point.limit_db - kAnalysisMarginDb + kDetectionMarginDb, rounding);
}

/// One measured order, thinned to its grid.
HarmonicCurve curve_from(const analysis::HarmonicResponse& measured, DbFsPeak sweep_level,
                         const FigureGrid& grid, const TakeFigures& figures, SampleRate rate) {
  HarmonicCurve curve;
  curve.order = measured.order;
  curve.edge_db = measured.edge_db;
  for (const double hz : measured.order == 1 ? grid.response_hz : grid.harmonic_hz) {
    const auto at = nearest_point(grid.response_hz, hz);
    assert(at && *at < measured.points.size());
    const analysis::ResponsePoint& point = measured.points[*at];
    const double limit = limit_of(point, measured.order, sweep_level, grid, figures, rate);
    const WeighedPoint kept = weighed(point, limit);
    curve.level_db.push_back(kept.level_db);
    curve.phase_deg.push_back(kept.phase_deg);
    curve.limit_db.push_back(kept.limit_db);
  }
  return curve;
}

void measure_noise(const FigureLayout& layout, std::span<const float> take, SampleRate rate,
                   TakeFigures& figures) {
  const auto silence = stretch(take, layout.idle->start, layout.idle->end());
  if (!silence) {
    figures.missing.emplace_back("no noise spectrum: the take ends before its silence does");
    return;
  }
  auto noise = idle_noise(*silence, rate);
  if (noise) {
    figures.noise_band_dbfs_rms = std::move(noise->band_dbfs_rms);
  } else {
    figures.missing.push_back("no noise spectrum: " + noise.error());
  }
}

void measure_sweep(const FigureLayout& layout, std::span<const float> take, SampleRate rate,
                   double headroom_samples, TakeFigures& figures) {
  if (!(headroom_samples >= 0.0 && headroom_samples <= kMostHeadroom)) {
    figures.missing.push_back(fmt::format(
        "no response or harmonics: a head-room of {} samples makes no sense", headroom_samples));
    return;
  }
  // The sweep ends later than its segment by the head-room, whatever follows it.
  const SampleCount late{static_cast<std::int64_t>(std::ceil(headroom_samples))};
  const auto until = std::max(layout.sweep_until, layout.sweep->end() + late);
  const auto sound = stretch(take, layout.sweep->start, until);
  if (!sound) {
    figures.missing.emplace_back("no response or harmonics: the take ends before its sweep does");
    return;
  }
  const auto& spec = std::get<SweepSpec>(layout.sweep->recipe);
  analysis::SweepOptions options;
  options.orders = kReportOrders;
  options.excitation_hz = layout.grid.response_hz;
  const auto measured = analysis::sweep_response(spec, *sound, rate, headroom_samples, options);
  if (!measured) {
    figures.missing.push_back("no response or harmonics: " + measured.error().detail);
    return;
  }
  figures.ghost_dbc = measured->ghost_dbc;
  for (const auto& order : measured->orders) {
    figures.orders.push_back(curve_from(order, spec.level, layout.grid, figures, rate));
  }
}

}  // namespace

FigureLayout figure_layout(const std::vector<Segment>& all, SampleRate rate,
                           SampleCount take_length) {
  std::vector<Segment> segments;
  for (const Segment& segment : all) {
    if (rate.value() > 0 && lies_in(segment, take_length)) segments.push_back(segment);
  }
  FigureLayout layout;
  find_sweep(segments, rate, layout);
  find_idle(segments, rate, layout);
  return layout;
}

TakeFigures measure_take(const FigureLayout& layout, std::span<const float> take, SampleRate rate,
                         double headroom_samples) {
  TakeFigures figures;
  figures.missing = layout.missing;
  if (layout.idle) measure_noise(layout, take, rate, figures);
  if (layout.sweep) measure_sweep(layout, take, rate, headroom_samples, figures);
  return figures;
}

double detection_limit_db(int order, double response_hz, double noise_band_dbfs_rms,
                          DbFsPeak sweep_level, SampleRate rate) {
  assert(order >= 1 && response_hz > 0.0);
  // Rounding to 24 bits: q^2/12 spread evenly up to half the rate.
  const double step = std::exp2(-23.0);
  const double rounding =
      step * step / 12.0 * kThirdOctaveWidth * response_hz / (rate.value() / 2.0);
  const double idle =
      std::isfinite(noise_band_dbfs_rms) ? std::pow(10.0, noise_band_dbfs_rms / 10.0) : 0.0;
  // The window of order 1 reaches half an octave ahead; behind it there is no neighbour, and the
  // same again is allowed for the tail.
  const double n = order;
  const double window = order == 1 ? 2.0 * std::numbers::ln2 : std::log((n + 1.0) / (n - 1.0));
  const double power = (idle + rounding) * window / kThirdOctaveWidth;
  return 10.0 * std::log10(power) - sweep_level.value() + kDetectionMarginDb;
}

}  // namespace ampsweep::rig
