// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/period_average.hpp"

#include <cassert>
#include <numbers>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {
namespace {

using Line = std::complex<double>;
using PeriodSpectra = std::vector<std::vector<Line>>;  ///< [period][bin]

PeriodSpectra period_spectra(std::span<const float> sound, const Periods& periods, RealFft& fft) {
  const double scale = 2.0 / static_cast<double>(periods.length);
  PeriodSpectra spectra;
  for (int p = 0; p < periods.count; ++p) {
    const auto period =
        sound.subspan(periods.first + static_cast<std::size_t>(p) * periods.length, periods.length);
    for (std::size_t n = 0; n < period.size(); ++n) fft.time()[n] = static_cast<double>(period[n]);
    fft.forward();
    auto& lines = spectra.emplace_back(periods.length / 2);
    for (std::size_t k = 0; k < lines.size(); ++k) lines[k] = scale * fft.spectrum()[k];
  }
  return spectra;
}

Line mean_line(const PeriodSpectra& spectra, std::size_t bin) {
  Line sum{};
  for (const auto& lines : spectra) sum += lines[bin];
  return sum / static_cast<double>(spectra.size());
}

PeriodLine line_at(const PeriodSpectra& outputs, const PeriodSpectra& inputs, std::size_t bin) {
  PeriodLine line;
  line.output = mean_line(outputs, bin);
  if (!inputs.empty()) line.input = mean_line(inputs, bin);
  for (std::size_t p = 0; p < outputs.size(); ++p) {
    const Line off = outputs[p][bin] - line.output;
    line.output_variance += std::norm(off);
    if (p == 0) line.first_deviation = std::norm(off);
    if (p + 1 == outputs.size()) line.last_deviation = std::norm(off);
    if (p > 0) line.step += outputs[p][bin] * std::conj(outputs[p - 1][bin]);
    if (inputs.empty()) continue;
    const Line input_off = inputs[p][bin] - line.input;
    line.input_variance += std::norm(input_off);
    line.covariance += off * std::conj(input_off);
  }
  const double freedom = static_cast<double>(outputs.size()) - 1.0;
  line.output_variance /= freedom;
  line.input_variance /= freedom;
  line.covariance /= freedom;
  return line;
}

}  // namespace

std::vector<PeriodLine> average_periods(std::span<const float> output, std::span<const float> input,
                                        const Periods& periods) {
  assert(periods.count >= 2 && periods.length % 2 == 0);
  RealFft fft(periods.length);
  const PeriodSpectra outputs = period_spectra(output, periods, fft);
  const PeriodSpectra inputs =
      input.empty() ? PeriodSpectra{} : period_spectra(input, periods, fft);
  const double turn = 2.0 * std::numbers::pi * periods.early / static_cast<double>(periods.length);
  std::vector<PeriodLine> lines(periods.length / 2);
  for (std::size_t k = 0; k < lines.size(); ++k) {
    lines[k] = line_at(outputs, inputs, k);
    const Line ramp = std::polar(1.0, turn * static_cast<double>(k));
    lines[k].output *= ramp;
    lines[k].input *= ramp;
  }
  return lines;
}

}  // namespace ampsweep::analysis
