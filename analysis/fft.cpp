// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fft.hpp"

#include <fftw3.h>

#include <algorithm>
#include <cassert>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

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

/// The plans of one size, both ways: executed on anybody's buffers, by any thread.
class FftPlans {
 public:
  FftPlans(std::size_t n, double* time, fftw_complex* spectrum) : size_(static_cast<int>(n)) {
    const std::lock_guard lock(planner());
    to_spectrum_ = fftw_plan_dft_r2c_1d(size_, time, spectrum, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
    to_time_ = fftw_plan_dft_c2r_1d(size_, spectrum, time, FFTW_ESTIMATE);
  }
  FftPlans(const FftPlans&) = delete;
  FftPlans& operator=(const FftPlans&) = delete;
  ~FftPlans() {
    const std::lock_guard lock(planner());
    fftw_destroy_plan(to_spectrum_);
    fftw_destroy_plan(to_time_);
  }

  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(size_); }
  void to_spectrum(double* time, fftw_complex* spectrum) const {
    fftw_execute_dft_r2c(to_spectrum_, time, spectrum);
  }
  void to_time(fftw_complex* spectrum, double* time) const {
    fftw_execute_dft_c2r(to_time_, spectrum, time);
  }

 private:
  int size_;
  fftw_plan to_spectrum_{nullptr};
  fftw_plan to_time_{nullptr};
};

/// Plans used last. Searches build the same few transforms thousands of times, and a plan's table
/// of sines takes as long as several transforms: a sixth of a simulated session.
class RecentPlans {
 public:
  std::shared_ptr<const FftPlans> find(std::size_t n) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(plans_.begin(), plans_.end(),
                                    [n](const auto& one) { return one->size() == n; });
    if (found == plans_.end()) return nullptr;
    std::rotate(plans_.begin(), found, found + 1);
    return plans_.front();
  }
  void keep(std::shared_ptr<const FftPlans> plans) {
    const std::lock_guard lock(mutex_);
    plans_.insert(plans_.begin(), std::move(plans));
    if (plans_.size() > kMost) plans_.pop_back();
  }

 private:
  static constexpr std::size_t kMost = 16;
  std::mutex mutex_;
  std::vector<std::shared_ptr<const FftPlans>> plans_;
};

RecentPlans& recent_plans() {
  planner();  // made before the plans, so that it outlives them
  static RecentPlans plans;
  return plans;
}

constexpr std::size_t kLargestKept = 65536;  ///< 1 MB of sines.

}  // namespace

struct RealFft::Buffers {
  explicit Buffers(std::size_t n)
      : size(n), time(fftw_alloc_real(n)), spectrum(fftw_alloc_complex(n / 2 + 1)) {
    if (!time || !spectrum) throw std::bad_alloc();
    plans = recent_plans().find(n);
    if (!plans) {
      plans = std::make_shared<const FftPlans>(n, time.get(), spectrum.get());
      if (n <= kLargestKept) recent_plans().keep(plans);
    }
    std::fill_n(time.get(), n, 0.0);
    std::fill_n(&spectrum.get()[0][0], 2 * (n / 2 + 1), 0.0);
  }

  std::size_t size;
  std::unique_ptr<double, FftwFree> time;
  std::unique_ptr<fftw_complex, FftwFree> spectrum;
  std::shared_ptr<const FftPlans> plans;
};

RealFft::RealFft(std::size_t size) : buffers_(std::make_unique<Buffers>(size)) { assert(size > 0); }
RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;
RealFft::~RealFft() = default;

std::size_t RealFft::size() const { return buffers_->size; }

std::span<double> RealFft::time() { return {buffers_->time.get(), buffers_->size}; }

std::span<std::complex<double>> RealFft::spectrum() {
  // std::complex<double> has the layout of double[2], which fftw_complex is.
  return {reinterpret_cast<std::complex<double>*>(buffers_->spectrum.get()),
          buffers_->size / 2 + 1};
}

void RealFft::forward() {
  buffers_->plans->to_spectrum(buffers_->time.get(), buffers_->spectrum.get());
}

void RealFft::inverse() {
  buffers_->plans->to_time(buffers_->spectrum.get(), buffers_->time.get());
  const double scale = 1.0 / static_cast<double>(buffers_->size);
  for (double& sample : time()) sample *= scale;
}

std::size_t good_fft_size(std::size_t at_least) {
  std::size_t n = std::max<std::size_t>(at_least + at_least % 2, 2);
  while (!is_smooth(n)) n += 2;
  return n;
}

}  // namespace ampsweep::analysis
