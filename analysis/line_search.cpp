// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/line_search.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "analysis/fft.hpp"
#include "analysis/hann.hpp"
#include "analysis/line_fit.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kTopOfSearch = 0.498;  ///< Of the rate.
constexpr double kBesideBins = 1.6;
constexpr double kReachStrayBins = 50.0;
constexpr double kStrayOverNoise = 24.0;
constexpr double kRoughStray = 0.05;  ///< Rad at the ends.
/// From here on one spectral bin to the bin will do; shorter records get four.
constexpr std::size_t kLongRecord = 16384;

/// |Hann-windowed spectrum|^2.
std::vector<double> hann_power(std::span<const double> x, std::size_t size) {
  RealFft fft(size);
  for (std::size_t n = 0; 2 * n < x.size(); ++n) {  // the window is symmetric
    const std::size_t mirror = x.size() - 1 - n;
    const double window = hann_at(static_cast<double>(n) + 0.5, x.size());
    fft.time()[n] = window * x[n];
    fft.time()[mirror] = window * x[mirror];
  }
  fft.forward();
  std::vector<double> power(fft.spectrum().size());
  std::transform(fft.spectrum().begin(), fft.spectrum().end(), power.begin(),
                 [](std::complex<double> bin) { return std::norm(bin); });
  return power;
}

}  // namespace

std::optional<Hertz> strongest_line(std::span<const double> x, SampleRate rate, SearchBand band) {
  if (x.size() < 8) return std::nullopt;
  const std::size_t size = good_fft_size(x.size() < kLongRecord ? 4 * x.size() : x.size());
  const std::vector<double> power = hann_power(x, size);
  const double bin = static_cast<double>(rate.value()) / static_cast<double>(size);
  const double lowest = 2.0 * static_cast<double>(size) / static_cast<double>(x.size());
  const auto from = static_cast<std::size_t>(std::ceil(std::max(band.from.value() / bin, lowest)));
  const auto last = static_cast<std::size_t>(std::max(0.0, std::floor(band.to.value() / bin)));
  std::size_t best = 0;
  for (std::size_t k = from; k <= std::min(last, power.size() - 2); ++k) {
    const bool peaks = power[k] >= power[k - 1] && power[k] > power[k + 1];
    if (peaks && (best == 0 || power[k] > power[best])) best = k;
  }
  if (best == 0) return std::nullopt;
  const double low = std::log(power[best - 1] + 1e-300);
  const double high = std::log(power[best + 1] + 1e-300);
  const double curve = low + high - 2.0 * std::log(power[best]);
  const double shift = curve < 0.0 ? 0.5 * (low - high) / curve : 0.0;
  return Hertz{(static_cast<double>(best) + std::clamp(shift, -0.5, 0.5)) * bin};
}

PowerSpectrum leftover_spectrum(std::span<const double> residual, SampleRate rate) {
  RealFft fft(good_fft_size(residual.size()));
  std::copy(residual.begin(), residual.end(), fft.time().begin());
  fft.forward();
  const auto size = static_cast<double>(fft.size());
  const auto hertz = static_cast<double>(rate.value());
  PowerSpectrum spectrum{Hertz{hertz / size}, {}};
  const double scale = 2.0 / (static_cast<double>(residual.size()) * hertz);
  for (const std::complex<double> bin : fft.spectrum()) {
    spectrum.density.push_back(scale * std::norm(bin));
  }
  return spectrum;
}

double weighted_power(const PowerSpectrum& spectrum, SearchBand band,
                      const std::function<double(double hz)>& weight) {
  const double step = spectrum.step.value();
  double power = 0.0;
  for (std::size_t k = 0; k < spectrum.density.size(); ++k) {
    const double hz = static_cast<double>(k) * step;
    const double low = std::max(hz - 0.5 * step, band.from.value());
    const double high = std::min(hz + 0.5 * step, band.to.value());
    if (high > low) power += spectrum.density[k] * weight(hz) * (high - low);
  }
  return power;
}

double density_around(const PowerSpectrum& spectrum, Hertz centre, Hertz away, Hertz reach) {
  const double step = spectrum.step.value();
  const double last = static_cast<double>(spectrum.density.size() - 1);
  const double from = std::max(1.0, std::ceil((centre - reach).value() / step));
  const double until = std::min(last, std::floor((centre + reach).value() / step));
  double sum = 0.0;
  double count = 0.0;
  for (double k = from; k <= until; k += 1.0) {
    if (std::abs(k * step - centre.value()) < away.value()) continue;
    sum += spectrum.density[static_cast<std::size_t>(k)];
    count += 1.0;
  }
  return count > 0.0 ? sum / count : 0.0;
}

std::optional<StrayLine> stray_line(std::span<const double> residual, const PowerSpectrum& leftover,
                                    SampleRate rate) {
  const auto hertz = static_cast<double>(rate.value());
  const double bin = hertz / static_cast<double>(residual.size());
  const double step = leftover.step.value();
  const auto first = static_cast<std::ptrdiff_t>(std::ceil(2.0 * bin / step));
  const auto last = static_cast<std::ptrdiff_t>(std::floor(kTopOfSearch * hertz / step));
  if (last <= first) return std::nullopt;
  const auto begin = leftover.density.begin();
  const auto peak = std::max_element(begin + first, begin + last);
  const double hz = static_cast<double>(peak - begin) * step;
  const double around =
      density_around(leftover, Hertz{hz}, Hertz{kBesideBins * bin}, Hertz{kReachStrayBins * bin});
  if (!(*peak > kStrayOverNoise * around)) return std::nullopt;
  const double turn = 2.0 * std::numbers::pi / hertz;
  const auto line = fit_lines(residual, {{{1, 0}}, {turn * hz, 0.0}, 1, kRoughStray});
  if (!line) return StrayLine{hz, std::sqrt(2.0 * *peak * bin)};
  return StrayLine{line->omega[0] / turn, std::abs(line->lines[0].amplitude)};
}

}  // namespace ampsweep::analysis
