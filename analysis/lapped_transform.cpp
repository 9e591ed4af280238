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
  const auto windowed = [&](std::size_t i) { return window_[i] * static_cast<double>(x[i]); };
  for (std::size_t i = 0; i < half; ++i) {
    folded_[i] = -windowed(3 * half - 1 - i) - windowed(3 * half + i);
    folded_[half + i] = windowed(i) - windowed(n_ - 1 - i);
  }
  for (std::size_t k = 0; k < half; ++k) {
    const std::complex<double> point =
        std::complex<double>{folded_[2 * k], folded_[n_ - 1 - 2 * k]} * before_[k];
    even_.time()[k] = point.real();
    odd_.time()[k] = point.imag();
  }
  even_.forward();
  odd_.forward();
  const std::complex<double> j{0.0, 1.0};
  for (std::size_t k = 0; k < half; ++k) {
    const bool mirrored = k > half / 2;
    const std::size_t bin = mirrored ? half - k : k;
    const auto re = mirrored ? std::conj(even_.spectrum()[bin]) : even_.spectrum()[bin];
    const auto im = mirrored ? std::conj(odd_.spectrum()[bin]) : odd_.spectrum()[bin];
    const auto answer = (re + j * im) * after_[k];
    out_[2 * k] = answer.real();
    out_[n_ - 1 - 2 * k] = -answer.imag();
  }
  return out_;
}

}  // namespace ampsweep::analysis
