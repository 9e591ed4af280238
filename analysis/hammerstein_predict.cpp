// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>

#include "analysis/fft.hpp"
#include "analysis/hammerstein.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kBlockTaper = 2048;  ///< Over which a block of input fades in and out.

/// Sizes of the overlap-save over blocks of input.
struct BlockPlan {
  std::size_t size{0};    ///< Samples of input in a block.
  std::size_t before{0};  ///< Of them ahead of the output it gives.
  std::size_t step{0};    ///< Output samples a block gives.
  std::size_t finer{1};   ///< Factor of the rate at which powers are taken.
};

BlockPlan block_plan_for(const HammersteinModel& model) {
  BlockPlan plan;
  const std::size_t length = model.kernels.front().samples.size();
  const auto zero = static_cast<std::size_t>(model.zero.value());
  plan.size = good_fft_size(4 * (length + 2 * kBlockTaper));
  plan.before = length - zero + kBlockTaper;
  plan.step = plan.size - plan.before - zero - kBlockTaper;
  plan.finer = (model.kernels.size() + 2) / 2;
  return plan;
}

/// The kernels' spectra at a block's size, time zero at sample 0.
std::vector<std::vector<std::complex<double>>> kernel_spectra(const HammersteinModel& model,
                                                              std::size_t size) {
  std::vector<std::vector<std::complex<double>>> spectra;
  const auto zero = static_cast<std::size_t>(model.zero.value());
  RealFft fft(size);
  for (const auto& kernel : model.kernels) {
    std::fill(fft.time().begin(), fft.time().end(), 0.0);
    for (std::size_t i = 0; i < kernel.samples.size(); ++i) {
      fft.time()[(i + size - zero) % size] = kernel.samples[i];
    }
    fft.forward();
    spectra.emplace_back(fft.spectrum().begin(), fft.spectrum().end());
  }
  return spectra;
}

double block_taper_gain(std::size_t i, std::size_t size) {
  const std::size_t edge = std::min(i, size - 1 - i);
  if (edge >= kBlockTaper) return 1.0;
  return 0.5 - 0.5 * std::cos(std::numbers::pi * (static_cast<double>(edge) + 0.5) /
                              static_cast<double>(kBlockTaper));
}

/// Takes the powers of a block at the finer rate and adds up what the kernels make of them.
class BlockModel {
 public:
  BlockModel(const HammersteinModel& model, const BlockPlan& plan)
      : plan_(plan),
        spectra_(kernel_spectra(model, plan.size)),
        block_(plan.size),
        fine_(plan.size * plan.finer),
        sum_(plan.size / 2 + 1) {}

  /// Samples to fill before run(); holds the output after it.
  [[nodiscard]] std::span<double> time() { return block_.time(); }

  void run() {
    block_.forward();
    raise_rate();
    const std::vector<double> input(fine_.time().begin(), fine_.time().end());
    std::fill(sum_.begin(), sum_.end(), std::complex<double>{});
    for (std::size_t k = 0; k < spectra_.size(); ++k) {
      if (k > 0) {
        for (std::size_t i = 0; i < input.size(); ++i) power_[i] *= input[i];
      } else {
        power_ = input;
      }
      std::copy(power_.begin(), power_.end(), fine_.time().begin());
      fine_.forward();
      for (std::size_t bin = 0; bin < sum_.size(); ++bin) {
        sum_[bin] += fine_.spectrum()[bin] * spectra_[k][bin];
      }
    }
    const double scale = 1.0 / static_cast<double>(plan_.finer);
    for (std::size_t bin = 0; bin + 1 < sum_.size(); ++bin) {
      block_.spectrum()[bin] = sum_[bin] * scale;
    }
    block_.spectrum()[sum_.size() - 1] = 0.0;
    block_.inverse();
  }

 private:
  void raise_rate() {
    const double scale = static_cast<double>(plan_.finer);
    std::fill(fine_.spectrum().begin(), fine_.spectrum().end(), std::complex<double>{});
    for (std::size_t bin = 0; bin + 1 < block_.spectrum().size(); ++bin) {
      fine_.spectrum()[bin] = block_.spectrum()[bin] * scale;
    }
    fine_.inverse();
  }

  BlockPlan plan_;
  std::vector<std::vector<std::complex<double>>> spectra_;
  RealFft block_;
  RealFft fine_;
  std::vector<std::complex<double>> sum_;
  std::vector<double> power_;
};

}  // namespace

std::vector<float> predict(const HammersteinModel& model, std::span<const float> input) {
  assert(!model.kernels.empty() && model.drive > 0.0);
  std::vector<float> output(input.size());
  const BlockPlan plan = block_plan_for(model);
  BlockModel block(model, plan);
  const auto total = static_cast<std::int64_t>(input.size());
  for (std::size_t at = 0; at < input.size(); at += plan.step) {
    const auto begin = static_cast<std::int64_t>(at) - static_cast<std::int64_t>(plan.before);
    const auto time = block.time();
    for (std::size_t i = 0; i < plan.size; ++i) {
      const std::int64_t from = begin + static_cast<std::int64_t>(i);
      const bool inside = from >= 0 && from < total;
      const double sample =
          inside ? static_cast<double>(input[static_cast<std::size_t>(from)]) : 0.0;
      time[i] = sample / model.drive * block_taper_gain(i, plan.size);
    }
    block.run();
    const std::size_t end = std::min(at + plan.step, input.size());
    for (std::size_t i = at; i < end; ++i) {
      output[i] = static_cast<float>(model.drive * block.time()[i - at + plan.before]);
    }
  }
  return output;
}

}  // namespace ampsweep::analysis
