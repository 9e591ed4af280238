// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/lapped_transform.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include "analysis/kaiser.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kAlpha = 4.0;

double rising(LappedWindow window, double along) {
  const double sine = std::sin(0.5 * kPi * along);
  return window == LappedWindow::Sine ? sine : std::sin(0.5 * kPi * sine * sine);
}

/// Roots of the running sum of a Kaiser window.
std::vector<double> kaiser_derived(std::size_t n) {
  std::vector<double> half;
  double sum = 0.0;
  for (std::size_t i = 0; i <= n; ++i) {
    const double along = 2.0 * static_cast<double>(i) / static_cast<double>(n) - 1.0;
    sum += kaiser(along, kPi * kAlpha);
    half.push_back(sum);
  }
  half.pop_back();
  for (double& one : half) one = std::sqrt(one / sum);
  return half;
}

}  // namespace

std::vector<double> lapped_window(LappedWindow window, std::size_t n) {
  std::vector<double> w;
  if (window == LappedWindow::Kaiser) {
    w = kaiser_derived(n);
  } else {
    for (std::size_t i = 0; i < n; ++i) {
      w.push_back(rising(window, (static_cast<double>(i) + 0.5) / static_cast<double>(n)));
    }
  }
  for (std::size_t i = n; i-- > 0;) w.push_back(w[i]);
  return w;
}

LappedTransform::LappedTransform(LappedWindow window, std::size_t n)
    : n_(n), window_(lapped_window(window, n)), folded_(n), out_(n), even_(n / 2), odd_(n / 2) {
  assert(n % 4 == 0);
  for (std::size_t k = 0; k < n / 2; ++k) {
    const double turn = -kPi / static_cast<double>(n);
    before_.push_back(std::polar(1.0, turn * (static_cast<double>(k) + 0.25)));
    after_.push_back(std::polar(1.0, turn * static_cast<double>(k)));
  }
}

std::span<const double> LappedTransform::transform(std::span<const float> x) {
  assert(x.size() >= 2 * n_);
  const std::size_t half = n_ / 2;
  // Looked up once: this is called at every sample where a frame may begin.
  const std::span<const double> window{window_};
  const std::span<const std::complex<double>> before{before_};
  const std::span<const std::complex<double>> after{after_};
  const std::span<double> folded{folded_};
  const std::span<double> out{out_};
  const auto windowed = [&](std::size_t i) { return window[i] * static_cast<double>(x[i]); };
  for (std::size_t i = 0; i < half; ++i) {
    folded[i] = -windowed(3 * half - 1 - i) - windowed(3 * half + i);
    folded[half + i] = windowed(i) - windowed(n_ - 1 - i);
  }
  const std::span<double> even = even_.time();
  const std::span<double> odd = odd_.time();
  for (std::size_t k = 0; k < half; ++k) {
    const double re = folded[2 * k];
    const double im = folded[n_ - 1 - 2 * k];
    const double c = before[k].real();
    const double s = before[k].imag();
    even[k] = re * c - im * s;
    odd[k] = re * s + im * c;
  }
  even_.forward();
  odd_.forward();
  const std::span<const std::complex<double>> evens = even_.spectrum();
  const std::span<const std::complex<double>> odds = odd_.spectrum();
  for (std::size_t k = 0; k < half; ++k) {
    const bool mirrored = k > half / 2;
    const double sign = mirrored ? -1.0 : 1.0;  // the spectra of real samples mirror conjugated
    const auto& of_even = evens[mirrored ? half - k : k];
    const auto& of_odd = odds[mirrored ? half - k : k];
    const double re = of_even.real() - sign * of_odd.imag();
    const double im = sign * of_even.imag() + of_odd.real();
    const double c = after[k].real();
    const double s = after[k].imag();
    out[2 * k] = re * c - im * s;
    out[n_ - 1 - 2 * k] = -(re * s + im * c);
  }
  return out_;
}

}  // namespace ampsweep::analysis
