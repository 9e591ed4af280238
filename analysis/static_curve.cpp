// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/static_curve.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

#include "analysis/golden_section.hpp"
#include "analysis/isotonic.hpp"
#include "analysis/known_tone.hpp"
#include "analysis/sound_check.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr int kCurveOrders = 60;
constexpr std::size_t kCurvePoints = 65;
constexpr std::size_t kPeriodPoints = 512;
constexpr int kCoarseShifts = 64;  ///< Over half a period.
constexpr int kGoldenSteps = 40;
constexpr double kHighestCorner = 0.5;  ///< Over the tone's frequency.
constexpr double kCurveExplained = 0.5;

tl::unexpected<Refusal> refuse_curve(Refusal::Reason reason, const char* detail) {
  return tl::unexpected(Refusal{reason, detail});
}

/// One period of the recorded wave from its harmonics, phase 0 at the fundamental's zero.
class PeriodWave {
 public:
  /// `corner`: of a first-order high-pass that is undone, over the tone's frequency.
  PeriodWave(const KnownTone& tone, double corner) : orders_(tone.orders) {
    for (std::size_t k = 0; k < orders_.size(); ++k) {
      orders_[k] *= std::complex{1.0, -corner / static_cast<double>(k + 1)};
    }
    const double turn = std::arg(orders_.front()) + 0.5 * std::numbers::pi;
    for (std::size_t k = 0; k < orders_.size(); ++k) {
      orders_[k] *= std::polar(1.0, -turn * static_cast<double>(k + 1));
    }
  }
  [[nodiscard]] double rms() const {
    double power = 0.0;
    for (const std::complex<double>& order : orders_) power += 0.5 * std::norm(order);
    return std::sqrt(power);
  }
  [[nodiscard]] double at(double phase) const {
    const std::complex<double> turn = std::polar(1.0, phase);
    std::complex<double> now = turn;
    double sum = 0.0;
    for (const std::complex<double>& order : orders_) {
      sum += order.real() * now.real() - order.imag() * now.imag();
      now *= turn;
    }
    return sum;
  }

 private:
  std::vector<std::complex<double>> orders_;
};

/// y where x = sin(phase) ascends, in pairs that share an input: rising branch, falling branch.
std::vector<double> ordered_by_input(const PeriodWave& wave, double shift) {
  std::vector<double> y;
  y.reserve(kPeriodPoints);
  constexpr std::size_t half = kPeriodPoints / 2;
  for (std::size_t i = 0; i < half; ++i) {
    const double rise =
        std::numbers::pi * ((static_cast<double>(i) + 0.5) / static_cast<double>(half) - 0.5);
    y.push_back(wave.at(rise + shift));
    y.push_back(wave.at(std::numbers::pi - rise + shift));
  }
  return y;
}

/// The best rising curve: one value per input, fitted to the mean of the two branches, and what is
/// left of both (pairs share an input, so pooling them first changes nothing but the constant).
struct RisingCurve {
  std::vector<double> output;
  double left{0.0};  ///< rms
};

RisingCurve rising_curve(const std::vector<double>& y) {
  std::vector<double> middle(y.size() / 2);
  for (std::size_t i = 0; i < middle.size(); ++i) middle[i] = 0.5 * (y[2 * i] + y[2 * i + 1]);
  RisingCurve curve{rising_fit(middle), 0.0};
  double sum = 0.0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double off = y[i] - curve.output[i / 2];
    sum += off * off;
  }
  curve.left = std::sqrt(sum / static_cast<double>(y.size()));
  return curve;
}

/// Phase shift at which a rising curve explains most: a grid, then a golden section.
double best_shift(const PeriodWave& wave) {
  const auto left = [&](double shift) { return rising_curve(ordered_by_input(wave, shift)).left; };
  const double step = std::numbers::pi / kCoarseShifts;
  double best = 0.0;
  double least = left(0.0);
  for (int i = -kCoarseShifts / 2; i <= kCoarseShifts / 2; ++i) {
    const double now = left(i * step);
    if (now < least) {
      least = now;
      best = i * step;
    }
  }
  const double fine = golden_minimum(best - step, best + step, kGoldenSteps, left);
  return left(fine) <= least ? fine : best;
}

/// H of a wave with the shift searched close to one that is nearly right.
double nearby_hysteresis(const PeriodWave& wave, double shift) {
  const auto left = [&](double s) { return rising_curve(ordered_by_input(wave, s)).left; };
  const double reach = std::numbers::pi / kCoarseShifts;
  return left(golden_minimum(shift - reach, shift + reach, kGoldenSteps / 2, left)) / wave.rms();
}

/// The corner (over the tone's frequency) of the high-pass whose undoing leaves the least H.
double best_corner(const KnownTone& tone, double shift) {
  return golden_minimum(0.0, kHighestCorner, kGoldenSteps / 2, [&](double corner) {
    return nearby_hysteresis(PeriodWave(tone, corner), shift);
  });
}

/// Area between the branches over the half heights of x (1) and y.
double area_between(const std::vector<double>& y) {
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  const double half_height = 0.5 * (*high - *low);
  const std::size_t half = y.size() / 2;
  double area = 0.0;
  for (std::size_t i = 0; i < half; ++i) {
    const double rise =
        std::numbers::pi * ((static_cast<double>(i) + 0.5) / static_cast<double>(half) - 0.5);
    area += std::abs(y[2 * i] - y[2 * i + 1]) * std::cos(rise);
  }
  return area * std::numbers::pi / static_cast<double>(half) / half_height;
}

std::vector<CurvePoint> curve_points(const std::vector<double>& output, DbFsPeak input) {
  std::vector<CurvePoint> points;
  const auto size = static_cast<double>(output.size());
  for (std::size_t i = 0; i < kCurvePoints; ++i) {
    const double x = 2.0 * static_cast<double>(i) / (kCurvePoints - 1) - 1.0;
    const double at = (std::asin(x) / std::numbers::pi + 0.5) * size - 0.5;
    const double clamped = std::clamp(at, 0.0, size - 1.0);
    const auto below = std::min(static_cast<std::size_t>(clamped), output.size() - 2);
    const double part = clamped - static_cast<double>(below);
    points.push_back(
        {amplitude(input) * x, output[below] + part * (output[below + 1] - output[below])});
  }
  return points;
}

}  // namespace

Measured<StaticCurve> static_curve(std::span<const float> recording, double omega, DbFsPeak input) {
  if (!(omega > 0.0 && omega < 0.45 * 2.0 * std::numbers::pi) || !std::isfinite(input.value())) {
    return refuse_curve(Refusal::Reason::BadParameter, "the tone's frequency or level is unusable");
  }
  if (static_cast<double>(recording.size()) * omega < 4.0 * std::numbers::pi) {
    return refuse_curve(Refusal::Reason::TooShort, "the tone has fewer than two periods");
  }
  if (!all_finite(recording)) {
    return refuse_curve(Refusal::Reason::NotFinite, "the recording is not finite");
  }
  if (peak(recording) == 0.0) {
    return refuse_curve(Refusal::Reason::Silent, "the recording is silent");
  }
  if (!clipped_runs(recording).empty()) {
    return refuse_curve(Refusal::Reason::Clipped, "the recording clips");
  }
  const KnownTone tone = fit_known_tone(recording, omega, orders_in_band(omega, kCurveOrders));
  if (tone.explained() < kCurveExplained) {
    return refuse_curve(Refusal::Reason::NoMatch, "the recording does not hold this tone");
  }
  const PeriodWave wave(tone, 0.0);
  const double shift = best_shift(wave);
  const std::vector<double> y = ordered_by_input(wave, shift);
  const RisingCurve rising = rising_curve(y);
  const double corner = best_corner(tone, shift);
  const double uncoupled = nearby_hysteresis(PeriodWave(tone, corner), shift);

  StaticCurve result;
  result.hysteresis = rising.left / wave.rms();
  result.hysteresis_limit =
      3.0 * tone.sigma * std::sqrt(static_cast<double>(tone.orders.size())) / wave.rms();
  const bool helps = uncoupled < result.hysteresis;
  result.hysteresis_uncoupled = helps ? uncoupled : result.hysteresis;
  result.coupling_ratio = helps ? corner : 0.0;
  result.loop_area = area_between(y);
  result.lag_samples = -shift / omega;
  result.input = input;
  result.curve = curve_points(rising.output, input);
  return result;
}

}  // namespace ampsweep::analysis
