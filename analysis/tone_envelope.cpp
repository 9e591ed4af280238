// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/tone_envelope.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace ampsweep::analysis {
namespace {

/// x less its centred mean over one period (period + 1 samples, the outer two at half weight). Near
/// the ends, where the mean would reach out, the nearest whole mean is taken.
std::vector<double> without_slow_part(const std::vector<double>& x, std::size_t period) {
  if (x.size() <= period + 1) return x;
  std::vector<double> mean(x.size());
  const std::size_t half = period / 2;
  // An odd period has a middle sample: its plain boxcar is centred already.
  const bool odd = period % 2 == 1;
  const std::size_t reach = odd ? period - 1 : period;
  double sum = 0.0;
  for (std::size_t n = 0; n <= reach; ++n) sum += x[n];
  for (std::size_t first = 0; first + reach < x.size(); ++first) {
    if (first > 0) sum += x[first + reach] - x[first - 1];
    const double outer = odd ? 0.0 : 0.5 * (x[first] + x[first + reach]);
    mean[first + half] = (sum - outer) / static_cast<double>(period);
  }
  const std::size_t last = x.size() - 1 - reach + half;
  for (std::size_t n = 0; n < half; ++n) mean[n] = mean[half];
  for (std::size_t n = last + 1; n < x.size(); ++n) mean[n] = mean[last];
  std::vector<double> rest(x.size());
  for (std::size_t n = 0; n < x.size(); ++n) rest[n] = x[n] - mean[n];
  return rest;
}

/// Samples [begin - margin, end + margin) as far as there are any.
struct QuickRegion {
  std::size_t begin{0};
  std::vector<double> quick;  ///< Without the slow part.
};

QuickRegion quick_region(std::span<const float> recording, double begin, double end,
                         std::size_t period) {
  const auto margin = static_cast<double>(2 * period);
  const auto size = static_cast<double>(recording.size());
  const auto first = static_cast<std::size_t>(std::clamp(begin - margin, 0.0, size));
  const auto last = static_cast<std::size_t>(std::clamp(end + margin, 0.0, size));
  const auto part = recording.subspan(first, last - first);
  const std::vector<double> once = without_slow_part({part.begin(), part.end()}, period);
  return {first, without_slow_part(once, period)};
}

}  // namespace

std::vector<EnvelopePoint> tone_envelope(std::span<const float> recording, const Placement& place,
                                         SampleCount from, SampleCount to, SampleCount period,
                                         int orders) {
  const double turn = 2.0 * std::numbers::pi / static_cast<double>(period.value());
  const auto length = static_cast<double>(period.value());
  const QuickRegion region =
      quick_region(recording, std::ceil(place.position(from)), std::ceil(place.position(to)),
                   static_cast<std::size_t>(period.value()));
  std::vector<EnvelopePoint> points;
  for (SampleCount at = from; at + period <= to; at = at + period) {
    const double where = std::ceil(place.position(at));
    const auto window = place.window(recording, at, period);
    const double middle = where + 0.5 * (length - 1.0);
    EnvelopePoint point{(middle - place.delay_samples) / place.stretch(), 0.0,
                        std::vector<std::complex<double>>(static_cast<std::size_t>(orders))};
    for (std::size_t n = 0; n < window.size(); ++n) {
      const double quick = region.quick[static_cast<std::size_t>(where) + n - region.begin];
      // Phase of the stimulus at this sample: whole periods since `at` do not count.
      const double phase =
          turn * (where + static_cast<double>(n) - place.position(at)) / place.stretch();
      const std::complex<double> step = std::polar(1.0, -phase);
      std::complex<double> now = step;
      point.dc += window[n] / length;
      for (std::complex<double>& order : point.orders) {
        order += 2.0 * quick / length * now;
        now *= step;
      }
    }
    points.push_back(std::move(point));
  }
  return points;
}

std::vector<float> without_moving_dc(std::span<const float> recording, const Placement& place,
                                     SampleCount from, SampleCount length, SampleCount period) {
  const double where = std::ceil(place.position(from));
  const QuickRegion region =
      quick_region(recording, where, where + static_cast<double>(length.value()),
                   static_cast<std::size_t>(period.value()));
  const auto begin = region.quick.begin() + static_cast<std::ptrdiff_t>(where) -
                     static_cast<std::ptrdiff_t>(region.begin);
  return {begin, begin + length.value()};
}

}  // namespace ampsweep::analysis
