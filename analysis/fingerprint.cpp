// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fingerprint.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>

#include "analysis/fft.hpp"
#include "signals/chirp.hpp"
#include "signals/fade.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLowestHz = 100.0;
constexpr double kHighestHz = 10000.0;
constexpr double kNoEnergy = 1e-6;   ///< Power of the chirp below which nothing is divided by it.
constexpr double kSmallest = 1e-30;  ///< Power: keeps the logarithm of silence finite.
constexpr Seconds kBeforeArrival{0.060};  ///< Of a chirp's stretch, before its arrival.
constexpr Seconds kAfterChirp{0.070};
constexpr Seconds kEdge{0.005};        ///< Fade at both ends of what is cut out.
constexpr Seconds kNoiseClear{0.003};  ///< Between the noise and the first arrival.

/// A stretch of the response, relative to the straight response's arrival.
struct Packet {
  double from_s{0.0};
  double to_s{0.0};
  [[nodiscard]] double length_s() const { return to_s - from_s; }
};

constexpr Packet kStraight{-0.016, 0.060};

/// Order n arrives L ln n early; the gaps to its neighbours shrink, so do the cuts.
Packet packet_of(int order, double growth_s) {
  const double early = growth_s * std::log(static_cast<double>(order));
  const double half_gap = 0.5 * growth_s * std::log((order + 1.0) / order);
  return {-early - 0.5 * half_gap, -early + 1.3 * half_gap};
}

struct Band {
  double from_hz{0.0};
  double to_hz{0.0};
};

std::vector<Band> print_bands() {
  std::vector<Band> bands;
  const double step = std::pow(kHighestHz / kLowestHz, 1.0 / static_cast<double>(kPrintBands));
  double from = kLowestHz;
  for (std::size_t b = 0; b < kPrintBands; ++b, from *= step) bands.push_back({from, from * step});
  return bands;
}

/// Division by the chirp, and what is cut out of the answer.
class Reader {
 public:
  Reader(const signals::FingerprintSpec& spec, DbFsPeak level, SampleRate rate)
      : rate_(rate),
        before_(samples(kBeforeArrival, rate).value()),
        stretch_(before_ + spec.chirp.length.value() + samples(kAfterChirp, rate).value()),
        growth_s_(signals::chirp_law(spec.chirp, rate).growth.value()),
        answer_(good_fft_size(static_cast<std::size_t>(stretch_))),
        cut_(good_fft_size(static_cast<std::size_t>(0.1 * rate.value()))) {
    signals::ChirpSpec one = spec.chirp;
    one.level = level;
    const auto chirp = signals::chirp(one, rate);
    RealFft fft{answer_.size()};
    std::copy(chirp.begin(), chirp.end(), fft.time().begin());
    fft.forward();
    inverse_.assign(fft.spectrum().begin(), fft.spectrum().end());
    double strongest = 0.0;
    for (const auto& bin : inverse_) strongest = std::max(strongest, std::norm(bin));
    for (auto& bin : inverse_) bin = std::conj(bin) / (std::norm(bin) + kNoEnergy * strongest);
  }

  [[nodiscard]] std::int64_t before() const { return before_; }
  [[nodiscard]] double growth_s() const { return growth_s_; }

  /// `from`: sample of the recording that becomes time zero; outside its ends it is silent.
  void hear(std::span<const float> recording, std::int64_t from, std::int64_t length) {
    const auto time = answer_.time();
    std::fill(time.begin(), time.end(), 0.0);
    const auto most = std::min<std::int64_t>(length, static_cast<std::int64_t>(time.size()));
    for (std::int64_t n = 0; n < most; ++n) {
      const std::int64_t at = from + n;
      if (at < 0 || at >= static_cast<std::int64_t>(recording.size())) continue;
      time[static_cast<std::size_t>(n)] = recording[static_cast<std::size_t>(at)];
    }
    answer_.forward();
    const auto bins = answer_.spectrum();
    for (std::size_t k = 0; k < bins.size(); ++k) bins[k] *= inverse_[k];
  }

  void hear_chirp(std::span<const float> recording, std::int64_t arrival) {
    hear(recording, arrival - before_, stretch_);
    answer_.inverse();
  }

  /// Energy density of one packet in each band, after hear_chirp().
  [[nodiscard]] std::vector<double> powers(const Packet& packet, const std::vector<Band>& bands) {
    const auto response = answer_.time();
    const auto time = cut_.time();
    std::fill(time.begin(), time.end(), 0.0);
    const auto length = samples(Seconds{packet.length_s()}, rate_);
    const auto first = before_ + samples(Seconds{packet.from_s}, rate_).value();
    const SampleCount edge = samples(kEdge, rate_);
    const auto size = static_cast<std::int64_t>(response.size());
    for (SampleCount n{0}; n < length; n = n + SampleCount{1}) {
      const auto at = static_cast<std::size_t>(((first + n.value()) % size + size) % size);
      const double gain =
          signals::fade_gain(n, edge) * signals::fade_gain(length - SampleCount{1} - n, edge);
      time[static_cast<std::size_t>(n.value())] = gain * response[at];
    }
    cut_.forward();
    return band_means(cut_.spectrum(), cut_.size(), bands);
  }

  /// The same of idle noise per second of it, `length` samples from 0 on.
  [[nodiscard]] std::vector<double> noise_per_second(std::span<const float> recording,
                                                     std::int64_t length,
                                                     const std::vector<Band>& bands) {
    hear(recording, 0, length);
    const auto heard = std::min<std::int64_t>(length, static_cast<std::int64_t>(answer_.size()));
    auto means = band_means(answer_.spectrum(), answer_.size(), bands);
    const double taken = static_cast<double>(heard) / rate_.value();
    for (double& mean : means) mean /= taken;
    return means;
  }

 private:
  [[nodiscard]] std::vector<double> band_means(std::span<const std::complex<double>> bins,
                                               std::size_t size,
                                               const std::vector<Band>& bands) const {
    std::vector<double> means;
    const double per_bin = static_cast<double>(rate_.value()) / static_cast<double>(size);
    for (const Band& band : bands) {
      auto from = static_cast<std::size_t>(std::ceil(band.from_hz / per_bin));
      auto to = static_cast<std::size_t>(std::ceil(band.to_hz / per_bin));
      from = std::min(from, bins.size() - 1);
      to = std::clamp(to, from + 1, bins.size());
      double sum = 0.0;
      for (std::size_t k = from; k < to; ++k) sum += std::norm(bins[k]);
      means.push_back(sum / static_cast<double>(to - from));
    }
    return means;
  }

  SampleRate rate_;
  std::int64_t before_;
  std::int64_t stretch_;
  double growth_s_;
  RealFft answer_;
  RealFft cut_;
  std::vector<std::complex<double>> inverse_;
};

/// Appends one power that was measured as signal and noise together.
void add(double power, double noise, double values, Fingerprint& print) {
  const double total = std::max(power, kSmallest);
  const double signal = std::max(power - noise, 0.0);
  const double variance = (2.0 * signal * noise + noise * noise) / std::max(values, 1.0);
  print.level_db.push_back(10.0 * std::log10(total));
  print.sigma_db.push_back(10.0 / std::numbers::ln10 * std::sqrt(variance) / total);
}

}  // namespace

Fingerprint read_fingerprint(const signals::FingerprintSpec& spec, SampleRate rate,
                             std::span<const float> recording, SampleCount arrival) {
  assert(arrival >= SampleCount{0});
  const auto bands = print_bands();
  const std::vector<Band> whole{{kLowestHz, kHighestHz}};
  const auto starts = chirp_starts(spec);
  const std::int64_t idle =
      std::min<std::int64_t>(static_cast<std::int64_t>(recording.size()),
                             (spec.lead + arrival - samples(kNoiseClear, rate)).value());
  Fingerprint print;
  for (std::size_t i = 0; i < spec.levels.size(); ++i) {
    Reader reader{spec, spec.levels[i], rate};
    const auto band_noise = reader.noise_per_second(recording, idle, bands);
    const double whole_noise = reader.noise_per_second(recording, idle, whole).front();
    reader.hear_chirp(recording, (starts[i] + arrival).value());
    const auto powers = reader.powers(kStraight, bands);
    for (std::size_t b = 0; b < bands.size(); ++b) {
      const double values = (bands[b].to_hz - bands[b].from_hz) * kStraight.length_s();
      add(powers[b], band_noise[b] * kStraight.length_s(), values, print);
    }
    for (const int order : {2, 3}) {
      const Packet packet = packet_of(order, reader.growth_s());
      const double values = (kHighestHz - kLowestHz) * packet.length_s();
      add(reader.powers(packet, whole).front(), whole_noise * packet.length_s(), values, print);
    }
  }
  return print;
}

std::vector<std::string> feature_names(const signals::FingerprintSpec& spec) {
  std::vector<std::string> names;
  for (const DbFsPeak level : spec.levels) {
    const std::string at = " at " + std::to_string(std::lround(level.value())) + " dBFS";
    for (const Band& band : print_bands()) {
      names.push_back(std::to_string(std::lround(std::sqrt(band.from_hz * band.to_hz))) + " Hz" +
                      at);
    }
    names.push_back("order 2" + at);
    names.push_back("order 3" + at);
  }
  return names;
}

PrintDistance distance(const Fingerprint& a, const Fingerprint& b, double floor_db) {
  assert(a.level_db.size() == b.level_db.size() && !a.level_db.empty());
  PrintDistance result;
  double weights = 0.0;
  for (std::size_t i = 0; i < a.level_db.size(); ++i) {
    const double apart = std::abs(a.level_db[i] - b.level_db[i]);
    const double noise = std::hypot(a.sigma_db[i], b.sigma_db[i]);
    const double sigma = std::hypot(noise, floor_db);
    const double weight = 1.0 / std::max(sigma * sigma, 1e-12);
    result.sigmas += apart * apart * weight;
    result.rms_db += apart * apart * weight;
    weights += weight;
    if (apart > 4.0 * noise) result.worst_db = std::max(result.worst_db, apart - 4.0 * noise);
  }
  result.sigmas = std::sqrt(result.sigmas / static_cast<double>(a.level_db.size()));
  result.rms_db = std::sqrt(result.rms_db / weights);
  return result;
}

}  // namespace ampsweep::analysis
