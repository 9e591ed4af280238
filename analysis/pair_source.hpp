// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// What was played (x) and what came back (y), of any length, read piece by piece: from memory or
/// from files.
class PairSource {
 public:
  virtual ~PairSource() = default;
  [[nodiscard]] virtual SampleRate rate() const = 0;
  [[nodiscard]] virtual std::int64_t x_length() const = 0;
  [[nodiscard]] virtual std::int64_t y_length() const = 0;
  /// Fills `into` with samples from `from` on; zeros outside the sound. Throws what reading throws.
  virtual void read_x(std::int64_t from, std::span<float> into) = 0;
  virtual void read_y(std::int64_t from, std::span<float> into) = 0;
};

/// Two sounds in memory, which must outlive it.
class PairInMemory final : public PairSource {
 public:
  PairInMemory(std::span<const float> x, std::span<const float> y, SampleRate rate)
      : x_(x), y_(y), rate_(rate) {}
  [[nodiscard]] SampleRate rate() const override { return rate_; }
  [[nodiscard]] std::int64_t x_length() const override {
    return static_cast<std::int64_t>(x_.size());
  }
  [[nodiscard]] std::int64_t y_length() const override {
    return static_cast<std::int64_t>(y_.size());
  }
  void read_x(std::int64_t from, std::span<float> into) override { copy(x_, from, into); }
  void read_y(std::int64_t from, std::span<float> into) override { copy(y_, from, into); }

 private:
  static void copy(std::span<const float> sound, std::int64_t from, std::span<float> into) {
    const auto size = static_cast<std::int64_t>(sound.size());
    for (std::size_t n = 0; n < into.size(); ++n) {
      const std::int64_t at = from + static_cast<std::int64_t>(n);
      into[n] = at >= 0 && at < size ? sound[static_cast<std::size_t>(at)] : 0.0F;
    }
  }

  std::span<const float> x_;
  std::span<const float> y_;
  SampleRate rate_;
};

}  // namespace ampsweep::analysis
