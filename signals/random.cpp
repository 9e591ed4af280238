// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/random.hpp"

#include <bit>
#include <cassert>
#include <cmath>

namespace ampsweep::signals {
namespace {

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15U;  // 2^64 / golden ratio: SplitMix64's step

/// SplitMix64's output function: a bijection in which every input bit reaches every output bit.
std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

/// FNV-1a.
std::uint64_t hashed(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<std::uint64_t>(static_cast<unsigned char>(c))) * 0x100000001B3U;
  }
  return hash;
}

}  // namespace

Random::Random(std::uint64_t seed) {
  for (auto& word : state_) word = mixed(seed += kGolden);
}

Random::Random(const State& state) : state_(state) { assert(state != State{}); }

std::uint64_t Random::next() {
  auto& s = state_;
  const std::uint64_t result = std::rotl(s[0] + s[3], 23) + s[0];
  const std::uint64_t t = s[1] << 17U;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = std::rotl(s[3], 45);
  return result;
}

double Random::uniform() { return static_cast<double>(next() >> 11U) * 0x1p-53; }

double Random::uniform(double from, double to) { return from + (to - from) * uniform(); }

std::uint64_t Random::below(std::uint64_t n) {
  assert(n > 0);
  const std::uint64_t uneven = (std::uint64_t{0} - n) % n;  // 2^64 mod n draws too many
  std::uint64_t draw = next();
  while (draw < uneven) draw = next();
  return draw % n;
}

double Random::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  double u = 0.0;
  double v = 0.0;
  double square = 0.0;
  do {
    u = uniform(-1.0, 1.0);
    v = uniform(-1.0, 1.0);
    square = u * u + v * v;
  } while (square >= 1.0 || square == 0.0);
  const double scale = std::sqrt(-2.0 * std::log(square) / square);
  spare_ = v * scale;
  has_spare_ = true;
  return u * scale;
}

std::uint64_t derived_by_number(std::uint64_t seed, std::uint64_t tag) {
  return mixed(mixed(seed + kGolden) ^ mixed(tag + 2 * kGolden));
}

std::uint64_t derived(std::uint64_t seed, std::string_view tag) {
  return derived_by_number(seed, hashed(tag));
}

}  // namespace ampsweep::signals
