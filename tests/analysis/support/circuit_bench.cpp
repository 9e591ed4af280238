// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/support/circuit_bench.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/fft.hpp"
#include "signals/random.hpp"
#include "signals/sweep.hpp"
#include "tests/analysis/support/closed_form.hpp"

namespace ampsweep::circuit_bench {
namespace {

using Complex = std::complex<double>;

constexpr double kFs = 48000.0;

Complex heard(const Input& input, double hz) {
  const Complex coupling = input.ac_hz > 0.0 ? hz / Complex{hz, -input.ac_hz} : Complex{1.0};
  const double angle = -2.0 * std::numbers::pi * hz / kFs * input.delay_samples;
  return std::pow(10.0, input.gain_db / 20.0) * coupling * std::polar(1.0, angle);
}

}  // namespace

Circuit loudspeaker(const DataSheet& sheet) {
  return [sheet](double hz) {
    const double res = sheet.re * sheet.qms / sheet.qes;
    const Complex cone = res / Complex{1.0, sheet.qms * (hz / sheet.f0 - sheet.f0 / hz)};
    return sheet.re + Complex{0.0, 2.0 * std::numbers::pi * hz * sheet.le} + cone;
  };
}

Circuit circuit_of(const Parts& p) {
  return [p](double hz) {
    const Complex s{0.0, 2.0 * std::numbers::pi * hz};
    return p.re + s * p.l1 + 1.0 / (1.0 / (s * p.l2) + 1.0 / p.r2) +
           1.0 / (1.0 / p.res + 1.0 / (s * p.les) + s * p.ces);
  };
}

Circuit resistor(double ohms) {
  return [ohms](double) { return Complex{ohms}; };
}

std::vector<double> sweep_sound(double length, double peak) {
  signals::SweepSpec spec;
  spec.from = Hertz{15.0};
  spec.to = Hertz{21500.0};
  spec.length = samples(Seconds{length - 1.0}, kBenchRate);
  spec.level = DbFsPeak{20.0 * std::log10(peak)};
  const std::vector<float> sweep = signals::sweep(spec, kBenchRate);
  std::vector<double> sound(static_cast<std::size_t>(length * kFs));
  std::copy(sweep.begin(), sweep.end(), sound.begin() + 12000);
  return sound;
}

std::vector<double> noise_sound(double length, double rms, std::uint64_t seed) {
  signals::Random random(seed);
  std::vector<double> sound(static_cast<std::size_t>(length * kFs));
  for (double& x : sound) x = rms * random.normal();
  return sound;
}

std::vector<float> recorded(const std::vector<double>& sound, const Circuit& circuit,
                            const Input& input, std::uint64_t seed, Ends ends) {
  analysis::RealFft fft(analysis::good_fft_size(sound.size()));
  std::copy(sound.begin(), sound.end(), fft.time().begin());
  fft.forward();
  const double step = kFs / static_cast<double>(fft.size());
  fft.spectrum()[0] = 0.0;  // no circuit here is asked about DC
  for (std::size_t k = 1; k < fft.spectrum().size(); ++k) {
    const double hz = static_cast<double>(k) * step;
    fft.spectrum()[k] *= circuit(hz) * heard(input, hz);
  }
  fft.inverse();
  const std::size_t cut = ends == Ends::Cut ? 24000 : 0;
  const std::vector<double> kept(
      fft.time().begin() + static_cast<std::ptrdiff_t>(cut),
      fft.time().begin() + static_cast<std::ptrdiff_t>(sound.size() - cut));
  return closed_form::with_noise(kept, input.noise_rms, seed);
}

}  // namespace ampsweep::circuit_bench
