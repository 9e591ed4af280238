// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/best_linear.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/multisine_place.hpp"
#include "analysis/silent_lines.hpp"
#include "analysis/sound_check.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

using Gain = std::complex<double>;

/// One realization's gain at one line, with the noise it has after averaging P periods.
struct OneGain {
  Gain gain{};
  double noise_variance{0.0};
};

OneGain one_gain(const PeriodLine& line, int periods) {
  OneGain one;
  one.gain = line.output / line.input;
  // Scatter of output - gain * input: what both recordings share is no noise of the gain.
  one.noise_variance = std::max(difference_variance(line, one.gain), 0.0) /
                       (static_cast<double>(periods) * std::norm(line.input));
  return one;
}

ExcitedLine excited_line(const PlacedMultisine& placed, std::size_t bin) {
  const auto count = static_cast<double>(placed.realizations.size());
  std::vector<Gain> gains;
  ExcitedLine line;
  line.hz = placed.hz(bin);
  for (const auto& lines : placed.realizations) {
    const OneGain one = one_gain(lines[bin], placed.periods);
    gains.push_back(one.gain);
    line.gain += one.gain / count;
    line.noise_variance += one.noise_variance / (count * count);
    line.input_power += 0.5 * std::norm(lines[bin].input) / count;
    line.noise_power += 0.5 * lines[bin].output_variance / count;
  }
  line.total_variance = line.nonlinear_variance = line.sndr_db = std::nan("");
  if (gains.size() < 2) return line;
  double scatter = 0.0;
  for (const Gain& gain : gains) scatter += std::norm(gain - line.gain);
  line.total_variance = scatter / (count * (count - 1.0));
  line.nonlinear_variance = std::max(count * (line.total_variance - line.noise_variance), 0.0);
  const double linear = std::norm(line.gain) * line.input_power;
  line.sndr_db =
      10.0 * std::log10(linear / (line.nonlinear_variance * line.input_power + line.noise_power));
  return line;
}

/// Mean power of a period, noise included, without DC.
double whole_power(const PlacedMultisine& placed) {
  const auto count = static_cast<double>(placed.realizations.size());
  const double kept = (placed.periods - 1.0) / placed.periods;
  double sum = 0.0;
  for (const auto& lines : placed.realizations) {
    for (std::size_t k = 1; k < lines.size(); ++k) {
      sum += 0.5 * (std::norm(lines[k].output) + kept * lines[k].output_variance) / count;
    }
  }
  return sum;
}

/// Odd distortion at the excited lines from the scatter of the realizations' gains, and at the
/// silent odd lines from their own power.
PowerFigure odd_by_variance(const BestLinear& result, const PlacedMultisine& placed) {
  const double count = result.realizations;
  std::vector<double> scatter(placed.realizations.size());  // each estimates the same sum
  double noise_power = 0.0;
  double limit = 0.0;
  for (std::size_t i = 0; i < result.excited.size(); ++i) {
    const ExcitedLine& line = result.excited[i];
    for (std::size_t m = 0; m < scatter.size(); ++m) {
      const PeriodLine& here = placed.at_excited(m, i);
      scatter[m] += std::norm(here.output / here.input - line.gain) * line.input_power * count /
                    (count - 1.0);
    }
    const double noise = count * line.noise_variance * line.input_power;
    noise_power += noise;
    limit += noise * noise / (count - 1.0);
  }
  PowerFigure odd;
  for (const double power : scatter) odd.power += power / count;
  odd.power -= noise_power;  // not clipped line by line: that would lift the sum
  for (const SilentLine& line : result.silent) {
    if (line.kind == LineKind::Odd) odd.power += line.power;
  }
  odd.power = std::max(odd.power, 0.0);
  odd.sigma = std::hypot(standard_error(scatter), result.split.odd.sigma);
  odd.limit = std::hypot(3.0 * std::sqrt(limit), result.split.odd.limit);
  return odd;
}

OutputSplit split_of(const BestLinear& result, const PlacedMultisine& placed,
                     const SilentSpectrum& silent) {
  OutputSplit split;
  split.output = whole_power(placed);
  split.even = silent_power(silent, LineKind::Even, placed.periods);
  split.odd = silent_power(silent, LineKind::Odd, placed.periods);
  for (const SilentLine& line : silent.lines) split.noise += line.noise_power;
  for (const ExcitedLine& line : result.excited) {
    split.noise += line.noise_power;
    split.linear += (std::norm(line.gain) - line.noise_variance) * line.input_power;
  }
  // The mean of M gains keeps 1/M of each realization's distortion.
  split.linear -= odd_power_at_detection(silent) / result.realizations;
  return split;
}

}  // namespace

Measured<BestLinear> best_linear(const signals::MultisineSpec& spec, std::span<const float> output,
                                 std::span<const float> input, SampleRate rate,
                                 double delay_samples) {
  const auto placed = place_multisine(spec, output, input, rate, delay_samples);
  if (!placed) return tl::unexpected(placed.error());
  BestLinear result;
  result.realizations = spec.realizations;
  result.periods = spec.periods;
  for (const std::int64_t bin : placed->bins.excited) {
    result.excited.push_back(excited_line(*placed, static_cast<std::size_t>(bin)));
  }
  SilentSpectrum silent = silent_lines(*placed, result.excited, spec.group, !input.empty());
  result.split = split_of(result, *placed, silent);
  result.silent = std::move(silent.lines);
  if (spec.realizations > 1) {
    result.split.odd_by_variance = odd_by_variance(result, *placed);
  } else {
    result.split.odd_by_variance = {std::nan(""), std::nan(""), std::nan("")};
  }
  double input_power = 0.0;
  for (const ExcitedLine& line : result.excited) input_power += line.input_power;
  result.input_level = level_of_rms(std::sqrt(input_power));
  result.output_level = level_of_rms(std::sqrt(result.split.output));
  result.output_peak = level_of_peak(placed->output_peak);
  for (const auto& lines : placed->realizations) {
    result.output_dc += 0.5 * lines[0].output.real() / spec.realizations;  // scaled as a cosine
  }
  result.settled = placed->settled;
  result.residual_delay_samples = placed->residual_delay_samples;
  result.clock_offset_ppm = placed->clock_offset_ppm;
  result.clock_offset_sigma_ppm = placed->clock_offset_sigma_ppm;
  return result;
}

}  // namespace ampsweep::analysis
