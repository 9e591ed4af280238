// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fft.hpp"

#include <fftw3.h>

#include <algorithm>
#include <cassert>
#include <mutex>
#include <new>

namespace ampsweep::analysis {
namespace {

/// FFTW's planner keeps global state; executing a plan does not.
std::mutex& planner() {
  static std::mutex mutex;
  return mutex;
}

struct FftwFree {
  void operator()(void* memory) const { fftw_free(memory); }
};

bool is_smooth(std::size_t n) {
  for (const std::size_t factor : {2U, 3U, 5U, 7U}) {
    while (n % factor == 0) n /= factor;
  }
  return n == 1;
}

}  // namespace

struct RealFft::Plans {
  explicit Plans(std::size_t n)
      : size(n), time(fftw_alloc_real(n)), spectrum(fftw_alloc_complex(n / 2 + 1)) {
    if (!time || !spectrum) throw std::bad_alloc();
    std::fill_n(time.get(), n, 0.0);
    std::fill_n(&spectrum.get()[0][0], 2 * (n / 2 + 1), 0.0);
    const int length = static_cast<int>(n);
    const std::lock_guard lock(planner());
    to_spectrum = fftw_plan_dft_r2c_1d(length, time.get(), spectrum.get(),
                                       FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
    to_time = fftw_plan_dft_c2r_1d(length, spectrum.get(), time.get(), FFTW_ESTIMATE);
  }
  Plans(const Plans&) = delete;
  Plans& operator=(const Plans&) = delete;
  ~Plans() {
    const std::lock_guard lock(planner());
    fftw_destroy_plan(to_spectrum);
    fftw_destroy_plan(to_time);
  }

  std::size_t size;
  std::unique_ptr<double, FftwFree> time;
  std::unique_ptr<fftw_complex, FftwFree> spectrum;
  fftw_plan to_spectrum{nullptr};
  fftw_plan to_time{nullptr};
};

RealFft::RealFft(std::size_t size) : plans_(std::make_unique<Plans>(size)) { assert(size > 0); }
RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;
RealFft::~RealFft() = default;

std::size_t RealFft::size() const { return plans_->size; }

std::span<double> RealFft::time() { return {plans_->time.get(), plans_->size}; }

std::span<std::complex<double>> RealFft::spectrum() {
  // std::complex<double> has the layout of double[2], which fftw_complex is.
  return {reinterpret_cast<std::complex<double>*>(plans_->spectrum.get()), plans_->size / 2 + 1};
}

void RealFft::forward() { fftw_execute(plans_->to_spectrum); }

void RealFft::inverse() {
  fftw_execute(plans_->to_time);
  const double scale = 1.0 / static_cast<double>(plans_->size);
  for (double& sample : time()) sample *= scale;
}

std::size_t good_fft_size(std::size_t at_least) {
  std::size_t n = std::max<std::size_t>(at_least + at_least % 2, 2);
  while (!is_smooth(n)) n += 2;
  return n;
}

}  // namespace ampsweep::analysis
