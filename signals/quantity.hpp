// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>

namespace ampsweep {

/// A number with a meaning. Explicit in, value() out; like adds to like, scalars scale.
template <class Tag, class Rep>
class Quantity {
 public:
  using rep = Rep;
  constexpr Quantity() = default;
  constexpr explicit Quantity(Rep value) : value_(value) {}
  [[nodiscard]] constexpr Rep value() const { return value_; }

  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    return Quantity{static_cast<Rep>(a.value_ + b.value_)};
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity{static_cast<Rep>(a.value_ - b.value_)};
  }
  friend constexpr Quantity operator-(Quantity a) { return Quantity{static_cast<Rep>(-a.value_)}; }
  friend constexpr Quantity operator*(Quantity a, Rep k) {
    return Quantity{static_cast<Rep>(a.value_ * k)};
  }
  friend constexpr Quantity operator*(Rep k, Quantity a) { return a * k; }
  friend constexpr Quantity operator/(Quantity a, Rep k) {
    return Quantity{static_cast<Rep>(a.value_ / k)};
  }

 private:
  Rep value_{};
};

using Hertz = Quantity<struct HertzTag, double>;
using Seconds = Quantity<struct SecondsTag, double>;
using Decibels = Quantity<struct DecibelsTag, double>;  ///< A ratio.
using Volts = Quantity<struct VoltsTag, double>;        ///< RMS.
using Ohms = Quantity<struct OhmsTag, double>;
using Watts = Quantity<struct WattsTag, double>;
using SampleCount = Quantity<struct SampleCountTag, std::int64_t>;
using SampleRate = Quantity<struct SampleRateTag, std::int32_t>;  ///< In hertz.

/// A level on a logarithmic scale with a fixed reference: level + ratio = level, level - level =
/// ratio, and level + level does not compile.
template <class Tag>
class Level {
 public:
  constexpr Level() = default;
  constexpr explicit Level(double value) : value_(value) {}
  [[nodiscard]] constexpr double value() const { return value_; }

  friend constexpr auto operator<=>(Level, Level) = default;
  friend constexpr Level operator+(Level a, Decibels b) { return Level{a.value_ + b.value()}; }
  friend constexpr Level operator-(Level a, Decibels b) { return Level{a.value_ - b.value()}; }
  friend constexpr Decibels operator-(Level a, Level b) { return Decibels{a.value_ - b.value_}; }

 private:
  double value_{};
};

using DbFsPeak = Level<struct DbFsPeakTag>;  ///< 0 dBFS peak: |sample| reaches 1.0.
using DbFsRms = Level<struct DbFsRmsTag>;    ///< 0 dBFS RMS: rms of the samples is 1.0.
using Dbu = Level<struct DbuTag>;            ///< 0 dBu: 0.7746 V RMS.

[[nodiscard]] constexpr Seconds seconds(SampleCount n, SampleRate rate) {
  return Seconds{static_cast<double>(n.value()) / static_cast<double>(rate.value())};
}

/// Nearest whole number of samples.
[[nodiscard]] constexpr SampleCount samples(Seconds t, SampleRate rate) {
  const double n = t.value() * static_cast<double>(rate.value());
  return SampleCount{static_cast<std::int64_t>(n >= 0.0 ? n + 0.5 : n - 0.5)};
}

}  // namespace ampsweep
