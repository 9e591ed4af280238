// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/timing.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "analysis/edge_slips.hpp"
#include "analysis/lag_line.hpp"
#include "analysis/lag_track.hpp"
#include "analysis/marker_search.hpp"
#include "analysis/quantile.hpp"
#include "analysis/slips.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kOutlier = 0.25;
constexpr std::size_t kNear = 5;     ///< Readings on each side that tell the size of a jump.
constexpr std::size_t kStretch = 9;  ///< Readings whose median is judged: 0.8 s of sound.
constexpr double kTimingEdgeSeconds = 0.05;

std::vector<LagReading> lags_of(const std::vector<MarkerReading>& markers) {
  std::vector<LagReading> lags;
  for (const MarkerReading& marker : markers) {
    lags.push_back({static_cast<double>(marker.at.value()), marker.estimate.delay_samples,
                    marker.estimate.delay_sigma_samples});
  }
  return lags;
}

std::vector<LagReading> merged(std::vector<LagReading> a, const std::vector<LagReading>& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::stable_sort(a.begin(), a.end(),
                   [](const LagReading& x, const LagReading& y) { return x.at < y.at; });
  return a;
}

template <class Member>
double median_of(const std::vector<MarkerReading>& markers, Member member) {
  std::vector<double> values;
  for (const MarkerReading& marker : markers) values.push_back(marker.estimate.*member);
  return middle_of(std::move(values));
}

void summarise_markers(Timing& timing) {
  bool up = false;
  bool down = false;
  for (const MarkerReading& marker : timing.markers) {
    up = up || marker.estimate.polarity > 0;
    down = down || marker.estimate.polarity < 0;
  }
  timing.polarity = up == down ? 0 : (up ? 1 : -1);
  timing.ac_corner_hz = median_of(timing.markers, &DelayEstimate::ac_corner_hz);
  timing.gain_db = median_of(timing.markers, &DelayEstimate::gain_db);
  timing.snr_db = median_of(timing.markers, &DelayEstimate::snr_db);
}

/// The marker least disturbed: one with a slip inside misreads the AC coupling.
const DelayEstimate& cleanest(const Timing& timing) {
  return std::max_element(timing.markers.begin(), timing.markers.end(),
                          [](const MarkerReading& a, const MarkerReading& b) {
                            return a.estimate.snr_db < b.estimate.snr_db;
                          })
      ->estimate;
}

/// Everything the slip search knows about the channel.
struct Channel {
  const signals::Stimulus& stimulus;
  std::span<const float> recording;
  ChannelKind kind;
  std::vector<double> expected;      ///< Loopback: the stimulus through the AC coupling.
  double gain{1.0};                  ///< Signed.
  std::vector<LagReading> sounding;  ///< Loopback: lag along the take.
};

double marker_rms(const signals::Stimulus& stimulus, const signals::Segment& marker) {
  double sum = 0.0;
  for (SampleCount n = marker.start; n < marker.end(); n = n + SampleCount{1}) {
    const double sample =
        static_cast<double>(stimulus.samples[static_cast<std::size_t>(n.value())]);
    sum += sample * sample;
  }
  return std::sqrt(sum / static_cast<double>(marker.length.value()));
}

LoopbackPath path_of(const Timing& timing, double loudness) {
  return {.lag = timing.markers.front().estimate.delay_samples,
          .polarity = timing.polarity,
          .noise_rms = loudness * std::pow(10.0, -cleanest(timing).snr_db / 20.0)};
}

/// Median distance from the slope line.
double level(std::span<const LagReading> readings, double slope) {
  std::vector<double> off;
  for (const LagReading& reading : readings) off.push_back(reading.lag - slope * reading.at);
  return middle_of(std::move(off));
}

/// The break before readings[next], where the runs around it begin at `first` and end at `end`.
Slip slip_at(const Channel& channel, std::span<const LagReading> readings, double slope,
             std::size_t first, std::size_t next, std::size_t end) {
  const std::size_t before = std::min(kNear, next - first);
  const std::size_t after = std::min(kNear, end - next);
  const double lag_before = level(readings.subspan(next - before, before), slope);
  const double lag_after = level(readings.subspan(next, after), slope);
  const double last_good = readings[next - 1].at + readings[next - 1].lag;
  const double first_good = readings[next].at + readings[next].lag;
  Slip slip{SampleCount{std::llround(last_good)}, SampleCount{std::llround(first_good)},
            lag_after - lag_before};
  const auto marker = segments_with(channel.stimulus, signals::SegmentRole::Marker).front();
  if (!channel.expected.empty()) {
    // Marker readings stand at the marker's first sample but speak for all of it.
    const auto edge = SampleCount{
        std::llround(kTimingEdgeSeconds * static_cast<double>(channel.stimulus.rate.value()))};
    const BreakBracket bracket = place_break(
        channel.expected, channel.recording, (slip.from - edge).value(),
        (slip.to + marker.length + edge).value(), {lag_before, lag_after, slope, channel.gain});
    slip.from = SampleCount{bracket.from};
    slip.to = SampleCount{bracket.to};
  } else {
    slip.from = std::min(slip.from + marker.length, slip.to);
  }
  return slip;
}

std::vector<Slip> slips_among(const Channel& channel, std::span<const LagReading> readings,
                              std::span<const std::size_t> breaks, double slope) {
  std::vector<Slip> slips;
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    const std::size_t first = i == 0 ? 0 : breaks[i - 1];
    const std::size_t end = i + 1 < breaks.size() ? breaks[i + 1] : readings.size();
    slips.push_back(slip_at(channel, readings, slope, first, breaks[i], end));
  }
  return slips;
}

/// Run starts among `some`, a part of `all` whose runs start at `breaks`.
std::vector<std::size_t> run_starts(std::span<const LagReading> some,
                                    std::span<const LagReading> all,
                                    std::span<const std::size_t> breaks) {
  std::vector<std::size_t> starts;
  for (const std::size_t next : breaks) {
    const auto begins = std::find_if(some.begin(), some.end(), [&](const LagReading& reading) {
      return reading.at >= all[next].at;
    });
    const auto index = static_cast<std::size_t>(begins - some.begin());
    const bool fresh = index > (starts.empty() ? 0 : starts.back());
    if (fresh && index < some.size()) starts.push_back(index);
  }
  return starts;
}

/// All that is known of the lag along the take.
struct LagPicture {
  std::vector<LagReading> readings;  ///< Markers and, on a loopback, other sound; in order.
  std::vector<std::size_t> breaks;   ///< Indices of the readings that begin a new run.
  double slope{0.0};
};

LagPicture picture_of(const Timing& timing, const Channel& channel) {
  LagPicture picture;
  picture.readings = merged(lags_of(timing.markers), channel.sounding);
  picture.slope = channel.sounding.empty() ? favoured_slope(picture.readings, kLeastSlip)
                                           : typical_slope(picture.readings, kLeastSlip);
  if (!channel.sounding.empty()) {
    picture.readings = without_outliers(picture.readings, picture.slope, kOutlier);
  }
  picture.breaks = find_breaks(picture.readings, picture.slope, kLeastSlip);
  return picture;
}

/// The markers that no slip goes through.
std::vector<LagReading> sound_markers(const Timing& timing, const LagPicture& picture) {
  std::vector<LagReading> kept;
  for (const LagReading& marker : lags_of(timing.markers)) {
    const bool known = std::any_of(
        picture.readings.begin(), picture.readings.end(), [&](const LagReading& reading) {
          return reading.at == marker.at && std::abs(reading.lag - marker.lag) < kOutlier;
        });
    if (known) kept.push_back(marker);
  }
  return kept;
}

/// Delay, drift and their doubts. Markers are alike, so what the path does to them cancels: they
/// carry the line where a run has two of them, other sound only where not.
void fit_line(const LagPicture& picture, Timing& timing) {
  std::vector<LagReading> markers = sound_markers(timing, picture);
  std::vector<std::size_t> starts = run_starts(markers, picture.readings, picture.breaks);
  const bool from_start =
      !markers.empty() &&
      (picture.breaks.empty() || markers.front().at < picture.readings[picture.breaks.front()].at);
  const bool enough = from_start && markers.size() >= starts.size() + 2;  // a run with two
  if (!enough) {
    markers = picture.readings;
    starts = picture.breaks;
  }
  const LagLine line = fit_lag_line(markers, starts);
  timing.drift_ppm = line.slope * 1e6;
  timing.drift_sigma_ppm = line.slope_sigma * 1e6;
  timing.delay_samples = line.intercept.front();
  timing.delay_sigma_samples = line.intercept_sigma.front();
  timing.worst_residual_samples = timing.worst_stretch_samples = 0.0;
  std::size_t run = 0;
  for (std::size_t i = 0; i < markers.size(); ++i) {
    if (run < starts.size() && i == starts[run]) ++run;
    const double off = markers[i].lag - line.intercept[run] - line.slope * markers[i].at;
    timing.worst_residual_samples = std::max(timing.worst_residual_samples, std::abs(off));
  }
  if (!picture.breaks.empty() || picture.readings.size() == timing.markers.size()) return;
  // A slow slip makes no break, and two markers alone take it for drift.
  timing.worst_stretch_samples =
      worst_stretch(picture.readings, {0.0, line.intercept.front(), 1.0}, line.slope, kStretch);
}

/// Reads the lag wherever the loopback sounds. The first look only serves to know the drift, which
/// would bend the phase of the markers and with it the AC corner the second look needs.
void follow_loopback(const MarkerScene& scene, Channel& channel, Timing& timing) {
  const double loudness = marker_rms(channel.stimulus, scene.markers.front());
  const auto plain = through_ac_coupling(channel.stimulus.samples, 0.0, channel.stimulus.rate);
  channel.sounding = track_lag(channel.stimulus, plain, channel.recording,
                               path_of(timing, loudness), TrackDetail::EveryFourth);
  reread_stretched(scene,
                   typical_slope(merged(lags_of(timing.markers), channel.sounding), kLeastSlip),
                   timing.markers);
  summarise_markers(timing);
  channel.expected = through_ac_coupling(channel.stimulus.samples, cleanest(timing).ac_corner_hz,
                                         channel.stimulus.rate);
  channel.gain = timing.polarity * std::pow(10.0, cleanest(timing).gain_db / 20.0);
  channel.sounding =
      track_lag(channel.stimulus, channel.expected, channel.recording, path_of(timing, loudness));
}

}  // namespace

Measured<Timing> track_timing(const signals::Stimulus& stimulus, std::span<const float> recording,
                              ChannelKind kind, const DelaySearch& search) {
  const MarkerScene scene{stimulus, recording, search,
                          segments_with(stimulus, signals::SegmentRole::Marker)};
  if (scene.markers.empty()) {
    return tl::unexpected(
        Refusal{Refusal::Reason::BadParameter, "the stimulus has no marker to take time from"});
  }
  if (!std::all_of(recording.begin(), recording.end(), [](float x) { return std::isfinite(x); })) {
    return tl::unexpected(Refusal{Refusal::Reason::NotFinite, "the recording is not finite"});
  }
  auto markers = find_markers(scene);
  if (!markers) return tl::unexpected(markers.error());
  Timing timing;
  timing.markers = std::move(*markers);
  summarise_markers(timing);

  Channel channel{stimulus, recording, kind, {}, 1.0, {}};
  if (kind == ChannelKind::Loopback && timing.polarity != 0) {
    follow_loopback(scene, channel, timing);
  }
  fit_line(picture_of(timing, channel), timing);
  reread_stretched(scene, timing.drift_ppm * 1e-6, timing.markers);
  summarise_markers(timing);

  const LagPicture picture = picture_of(timing, channel);
  fit_line(picture, timing);
  timing.slips = slips_among(channel, picture.readings, picture.breaks, timing.drift_ppm * 1e-6);
  if (timing.slips.empty() && !channel.expected.empty()) {
    timing.slips = slips_at_edges(scene, timing);
  }
  return timing;
}

}  // namespace ampsweep::analysis
