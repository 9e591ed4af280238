// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/hammerstein.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <numbers>

#include "analysis/fft.hpp"
#include "analysis/power_basis.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kKernelSeconds = 0.34;
constexpr double kZeroShare = 0.125;  ///< Of the kernel, before time zero.
constexpr double kEdgeRamp = 1.2;     ///< Width of an order's band edges, inside the band.
constexpr double kLimitOverKernelNoise = 2.0;

using KernelComplex = std::complex<double>;

/// 0 at `zero_at`, 1 at `one_at` (either may be the higher), raised cosine in the logarithm.
double edge_ramp(double hz, double zero_at, double one_at) {
  const double share = std::log(hz / zero_at) / std::log(one_at / zero_at);
  return 0.5 - 0.5 * std::cos(std::numbers::pi * std::clamp(share, 0.0, 1.0));
}

/// The orders of a sweep, ready to be read at any response frequency.
class SeparatedOrders {
 public:
  SeparatedOrders(const SweepPackets& packets, int count) : packets_(packets) {
    for (int n = 1; n <= count; ++n) cuts_.push_back(packets.packet(n));
  }
  [[nodiscard]] int count() const { return static_cast<int>(cuts_.size()); }
  [[nodiscard]] double bottom(int n) const { return n * packets_.lowest_hz; }
  [[nodiscard]] double trusted(int n) const { return n * packets_.trusted_hz; }
  [[nodiscard]] double top(int n) const {
    return std::min(n * packets_.highest_hz, kHighestOfRate * packets_.impulses.rate);
  }
  [[nodiscard]] KernelComplex at(int n, double hz) const {
    return packets_.response(cut(n), n, hz);
  }
  [[nodiscard]] double noise(int n, double hz) const { return packets_.noise_response(cut(n), hz); }
  [[nodiscard]] bool noise_known() const { return packets_.noise.has_value(); }

 private:
  [[nodiscard]] const HarmonicPacket& cut(int n) const {
    return cuts_[static_cast<std::size_t>(n - 1)];
  }
  const SweepPackets& packets_;
  std::vector<HarmonicPacket> cuts_;
};

/// Branch gains at one frequency for the kernels, with the bands' edges smoothed.
std::vector<KernelComplex> smooth_gains(const SeparatedOrders& orders, double hz) {
  std::vector<KernelComplex> harmonics;
  for (int n = 1; n <= orders.count(); ++n) {
    const bool inside = hz > orders.bottom(n) && hz < orders.top(n);
    harmonics.push_back(inside ? orders.at(n, hz) *
                                     edge_ramp(hz, orders.bottom(n), kEdgeRamp * orders.bottom(n))
                               : KernelComplex{});
  }
  auto gains = powers_from_harmonics(harmonics);
  for (int k = 1; k <= orders.count(); ++k) {
    const double top = orders.top(k);
    gains[static_cast<std::size_t>(k - 1)] *= hz < top ? edge_ramp(hz, top, top / kEdgeRamp) : 0.0;
  }
  return gains;
}

int highest_of_parity(int power, int orders) { return orders - (orders - power) % 2; }

KernelPoint kernel_point(const SeparatedOrders& orders, int power, double hz) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  KernelPoint point{hz, kNan, kNan, -std::numeric_limits<double>::infinity()};
  const int highest = highest_of_parity(power, orders.count());
  if (hz < orders.trusted(highest) || hz > orders.top(power)) return point;
  std::vector<KernelComplex> harmonics(static_cast<std::size_t>(orders.count()));
  double variance = 0.0;
  for (int n = power; n <= highest; n += 2) {
    harmonics[static_cast<std::size_t>(n - 1)] = orders.at(n, hz);
    std::vector<KernelComplex> one(harmonics.size());
    one[static_cast<std::size_t>(n - 1)] = orders.noise(n, hz);
    variance += std::norm(powers_from_harmonics(one)[static_cast<std::size_t>(power - 1)]);
  }
  const KernelComplex gain = powers_from_harmonics(harmonics)[static_cast<std::size_t>(power - 1)];
  if (orders.noise_known()) {
    point.limit_db = 20.0 * std::log10(kLimitOverKernelNoise * std::sqrt(variance));
  }
  const double level = 20.0 * std::log10(std::abs(gain));
  if (level < point.limit_db) return point;
  point.level_db = level;
  point.phase_deg = std::arg(gain) * 180.0 / std::numbers::pi;
  return point;
}

std::vector<double> kernel_third_octaves(double highest_hz) {
  std::vector<double> hz;
  for (int third = -15;; ++third) {
    hz.push_back(1000.0 * std::exp2(third / 3.0));
    if (hz.back() > highest_hz) break;
  }
  hz.pop_back();
  return hz;
}

/// Impulse responses of all kernels, time zero at `zero`.
void fill_samples(const SeparatedOrders& orders, double rate, HammersteinModel& model) {
  std::vector<RealFft> branches;
  const std::size_t size = good_fft_size(static_cast<std::size_t>(kKernelSeconds * rate));
  for (int k = 0; k < orders.count(); ++k) branches.emplace_back(size);
  for (std::size_t bin = 1; bin < size / 2; ++bin) {
    const double hz = static_cast<double>(bin) * rate / static_cast<double>(size);
    if (hz >= kHighestOfRate * rate) break;
    const auto gains = smooth_gains(orders, hz);
    for (std::size_t k = 0; k < gains.size(); ++k) branches[k].spectrum()[bin] = gains[k];
  }
  const auto zero = static_cast<std::size_t>(kZeroShare * static_cast<double>(size));
  model.zero = SampleCount{static_cast<std::int64_t>(zero)};
  for (std::size_t k = 0; k < branches.size(); ++k) {
    branches[k].inverse();
    auto& samples = model.kernels[k].samples;
    samples.assign(branches[k].time().begin(), branches[k].time().end());
    std::rotate(samples.begin(), samples.end() - static_cast<std::ptrdiff_t>(zero), samples.end());
  }
}

}  // namespace

Measured<HammersteinModel> hammerstein(const SweepPackets& packets, int powers,
                                       std::span<const double> response_hz) {
  const bool frequencies_fit = std::all_of(response_hz.begin(), response_hz.end(),
                                           [](double hz) { return std::isfinite(hz) && hz > 0.0; });
  if (powers < 1 || powers > kMostPowers || powers > packets.orders || !frequencies_fit) {
    return tl::unexpected(
        Refusal{Refusal::Reason::BadParameter, "kernels are made of 1 to 7 separated orders"});
  }
  const SeparatedOrders orders(packets, powers);
  HammersteinModel model;
  model.drive = packets.sweep.amplitude;
  model.rate = packets.rate;
  model.condition = power_basis_condition(powers);
  const auto thirds = kernel_third_octaves(kHighestOfRate * packets.impulses.rate);
  const auto wanted = response_hz.empty() ? std::span<const double>(thirds) : response_hz;
  for (int power = 1; power <= powers; ++power) {
    HammersteinKernel kernel{power, {}, {}};
    for (const double hz : wanted) kernel.points.push_back(kernel_point(orders, power, hz));
    model.kernels.push_back(std::move(kernel));
  }
  fill_samples(orders, packets.impulses.rate, model);
  return model;
}

}  // namespace ampsweep::analysis
