// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lag_track.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "analysis/fft.hpp"
#include "analysis/hann.hpp"
#include "analysis/matched_filter.hpp"
#include "analysis/phase_fit.hpp"
#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kBlockSeconds = 2048.0 / 48000.0;
constexpr double kStepSeconds = 4096.0 / 48000.0;
/// Stretch matched when the lag was lost: long enough to hold several notes, because one note alone
/// fits nearly as well a period earlier or later.
constexpr double kLookSeconds = 32768.0 / 48000.0;
constexpr double kEquallyGood =
    0.003;  ///< Correlations this close: the lag nearer to the expected one.
constexpr double kLookAgainSeconds = 0.2;
constexpr double kFromHz = 200.0;  ///< Below, what is left of the AC coupling's phase is too large.
constexpr double kToHz = 10000.0;
constexpr double kLeastCorner = 0.5;  ///< Hz; below, a corner is noise of its estimate.
constexpr double kLeastShare = 0.3;   ///< Of a block's power inside the band.
constexpr double kLeastCoherence = 0.8;
constexpr double kLargestSigma = 0.05;
constexpr double kLagSigmaFloor = 0.005;
constexpr double kExpectedStep = 0.3;      ///< A larger change of the lag is looked at twice.
constexpr double kSounding = 4.0;          ///< Block rms over noise rms.
constexpr double kLeastCorrelation = 0.7;  ///< Of a copy; a note's other periods come close to it.

double lag_rms(std::span<const double> x) {
  double sum = 0.0;
  for (const double sample : x) sum += sample * sample;
  return std::sqrt(sum / static_cast<double>(x.size()));
}

/// Measures the lag of single blocks near a known lag.
class BlockMeter {
 public:
  BlockMeter(std::size_t size, double rate) : x_(size), y_(size), window_(centred_hann(size)) {
    const double bins_per_hz = static_cast<double>(size) / rate;
    first_ = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(kFromHz * bins_per_hz)));
    last_ = static_cast<std::size_t>(std::min(kToHz, 0.45 * rate) * bins_per_hz);
    trust_.assign(last_ - first_ + 1, 1.0);
  }

  /// Lag of the block at `start`, near `near`; nothing when it does not fit there.
  std::optional<LagReading> read(std::span<const double> expected, std::span<const float> recording,
                                 std::int64_t start, double near) {
    const auto size = static_cast<std::int64_t>(window_.size());
    const std::int64_t whole = std::llround(near);
    const std::int64_t heard = start + whole;
    if (heard < 0 || heard + size > static_cast<std::int64_t>(recording.size())) return {};
    for (std::size_t i = 0; i < window_.size(); ++i) {
      x_.time()[i] = window_[i] * expected[static_cast<std::size_t>(start) + i];
      y_.time()[i] =
          window_[i] * static_cast<double>(recording[static_cast<std::size_t>(heard) + i]);
    }
    x_.forward();
    y_.forward();
    if (!speaks_in_band()) return {};
    fill_spectrum();
    const PhaseFit fit = best_fit(near - static_cast<double>(whole));
    const double sigma = std::hypot(fit.sigma_of(PhaseTerm::Delay), kLagSigmaFloor);
    if (!fit.converged || fit.coherence < kLeastCoherence || !(sigma < kLargestSigma)) return {};
    return LagReading{static_cast<double>(start) + 0.5 * static_cast<double>(size),
                      static_cast<double>(whole) + fit[PhaseTerm::Delay], sigma};
  }

  void set_polarity(int polarity) { constant_ = polarity < 0 ? std::numbers::pi : 0.0; }

 private:
  /// False where the band holds little but the window's leakage from below: that has no delay.
  [[nodiscard]] bool speaks_in_band() {
    double inside = 0.0;
    double all = 0.0;
    for (std::size_t k = 1; k < x_.spectrum().size(); ++k) {
      const double power = std::norm(x_.spectrum()[k]);
      all += power;
      if (k >= first_ && k <= last_) inside += power;
    }
    return inside > kLeastShare * all;
  }
  void fill_spectrum() {
    spectrum_ = {};
    spectrum_.oversampling = kHannBinsPerWitness;
    for (std::size_t k = first_; k <= last_; ++k) {
      spectrum_.omega.push_back(2.0 * std::numbers::pi * static_cast<double>(k) /
                                static_cast<double>(x_.size()));
      spectrum_.cross.push_back(y_.spectrum()[k] * std::conj(x_.spectrum()[k]));
    }
  }
  [[nodiscard]] PhaseFit best_fit(double near) const {
    PhaseFit start;
    start[PhaseTerm::Delay] = near;
    start[PhaseTerm::Constant] = constant_;
    return fit_phase(spectrum_, trust_, start, std::array{PhaseTerm::Delay});
  }

  RealFft x_;
  RealFft y_;
  std::vector<double> window_;
  std::vector<double> trust_;
  CrossSpectrum spectrum_;
  std::size_t first_{0};
  std::size_t last_{0};
  double constant_{0.0};
};

/// Whole-sample lag of a longer stretch within kLookAgainSeconds of `near`.
std::optional<double> look_again(std::span<const double> expected, std::span<const float> recording,
                                 std::int64_t start, double near, double rate) {
  const auto length = std::min<std::int64_t>(static_cast<std::int64_t>(kLookSeconds * rate),
                                             static_cast<std::int64_t>(expected.size()) - start);
  const auto reach = static_cast<std::int64_t>(kLookAgainSeconds * rate);
  const std::int64_t centre = start + std::llround(near);
  const auto found = find_matches(
      expected.subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(length)),
      recording, {centre - reach, centre + reach}, 6, 16);
  if (found.empty() || std::abs(found.front().correlation) < kLeastCorrelation) return {};
  std::int64_t best = found.front().lag;
  for (const Match& match : found) {
    const bool as_good =
        std::abs(match.correlation) > std::abs(found.front().correlation) - kEquallyGood;
    if (as_good && std::abs(match.lag - centre) < std::abs(best - centre)) best = match.lag;
  }
  return static_cast<double>(best - start);
}

bool touches(const signals::Stimulus& stimulus, signals::SegmentRole role, std::int64_t first,
             std::int64_t end) {
  return std::any_of(
      stimulus.segments.begin(), stimulus.segments.end(), [&](const signals::Segment& segment) {
        return segment.role == role && segment.start.value() < end && segment.end().value() > first;
      });
}

/// Lag expected at `at`: along the median slope of the last readings, which one slip does not tilt.
double predicted(std::span<const LagReading> readings, double at, double start_lag) {
  constexpr std::size_t kMemory = 9;
  if (readings.empty()) return start_lag;
  const auto recent = readings.last(std::min(kMemory, readings.size()));
  std::vector<double> slopes{0.0};
  for (std::size_t i = 1; i < recent.size(); ++i) {
    slopes.push_back((recent[i].lag - recent[i - 1].lag) / (recent[i].at - recent[i - 1].at));
  }
  return readings.back().lag + median(std::move(slopes)) * (at - readings.back().at);
}

}  // namespace

std::vector<double> through_ac_coupling(std::span<const float> stimulus, double corner_hz,
                                        SampleRate rate) {
  std::vector<double> out(stimulus.begin(), stimulus.end());
  if (corner_hz < kLeastCorner) return out;
  const double k = std::tan(std::numbers::pi * corner_hz / static_cast<double>(rate.value()));
  double last_in = 0.0;
  double last_out = 0.0;
  for (double& sample : out) {
    const double in = sample;
    last_out = (in - last_in + (1.0 - k) * last_out) / (1.0 + k);
    last_in = in;
    sample = last_out;
  }
  return out;
}

std::vector<LagReading> track_lag(const signals::Stimulus& stimulus,
                                  std::span<const double> expected,
                                  std::span<const float> recording, const LoopbackPath& path,
                                  TrackDetail detail) {
  const double rate = static_cast<double>(stimulus.rate.value());
  const auto block =
      static_cast<std::int64_t>(good_fft_size(static_cast<std::size_t>(kBlockSeconds * rate)));
  const auto step =
      static_cast<std::int64_t>(kStepSeconds * rate) * (detail == TrackDetail::EveryFourth ? 4 : 1);
  BlockMeter meter(static_cast<std::size_t>(block), rate);
  meter.set_polarity(path.polarity);
  std::vector<LagReading> readings;
  const auto size = static_cast<std::int64_t>(expected.size());
  std::int64_t next = 0;
  for (std::int64_t start = 0; start + block <= size; start = next) {
    // Denser where a marker may be all that sounds on one side of a slip.
    const bool marker = touches(stimulus, signals::SegmentRole::Marker, start, start + block);
    next = start + (marker ? step / 4 : step);
    const auto sound =
        expected.subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(block));
    if (lag_rms(sound) < std::max(kSounding * path.noise_rms, 1e-6)) continue;
    if (touches(stimulus, signals::SegmentRole::Tone, start, start + block)) continue;
    const double lag = predicted(readings, static_cast<double>(start + block / 2), path.lag);
    auto reading = meter.read(expected, recording, start, lag);
    if (!reading || std::abs(reading->lag - lag) > kExpectedStep) {
      const auto again = look_again(expected, recording, start, lag, rate);
      reading = again ? meter.read(expected, recording, start, *again) : std::nullopt;
    }
    if (reading) readings.push_back(*reading);
  }
  return readings;
}

}  // namespace ampsweep::analysis
