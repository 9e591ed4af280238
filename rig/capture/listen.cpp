// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/listen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "analysis/impulse_response.hpp"
#include "analysis/quantile.hpp"
#include "analysis/sound_check.hpp"
#include "rig/capture/play_take.hpp"
#include "rig/plan/estimate.hpp"
#include "rig/ports/take_player.hpp"
#include "signals/fingerprint.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

constexpr Seconds kLead{0.1};  // idle, to know the noise
constexpr Seconds kChirp{0.25};
constexpr Seconds kChirpTail{0.4};  // latency and decay
constexpr Seconds kResponse{0.35};
static_assert(kLead.value() + kChirp.value() + kChirpTail.value() == kListenTime.value());
// The chirp starts at 50 Hz; a distorting amp rectifies it below that.
constexpr Hertz kLowest{80.0};
constexpr double kTapAboveNoiseDb = 20.0;

/// Lead of silence, then the chirp, scaled so that the amp's output socket sees `level`: a
/// fingerprint of one level, so that what is heard here tells the knobs' sound too.
std::vector<float> listening_signal(const Rig& rig, DbFsPeak level) {
  const auto spec = signals::fingerprint_spec({level}, rig.audio.rate);
  return signals::fingerprint(spec, rig.audio.rate, rig.levels.amp_send_gain);
}

constexpr std::size_t kResponseBlock = 48;

std::vector<double> block_rms(const std::vector<double>& response) {
  std::vector<double> rms;
  for (std::size_t at = 0; at + kResponseBlock <= response.size(); at += kResponseBlock) {
    double power = 0.0;
    for (std::size_t i = at; i < at + kResponseBlock; ++i) power += response[i] * response[i];
    rms.push_back(std::sqrt(power / kResponseBlock));
  }
  return rms;
}

/// Most of the response is empty, so the middle block of all is noise.
double noise_of(std::vector<double> blocks) { return analysis::median(std::move(blocks)); }

/// Zeroes what is only noise. Without this, noise in hundreds of milliseconds of empty taps adds up
/// to a tail that a loud stimulus would seem to have.
void silence_noise(std::vector<double>& response, const std::vector<double>& blocks, double noise) {
  constexpr double kAboveNoise = 4.0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (blocks[b] >= kAboveNoise * noise) continue;
    std::fill_n(response.begin() + static_cast<std::ptrdiff_t>(b * kResponseBlock), kResponseBlock,
                0.0);
  }
}

double over(double signal, double noise) {
  constexpr double kFloor = 1e-9;  // below any converter: a software amp may have no noise at all
  return decibels(std::max(signal, kFloor) / std::max(noise, kFloor)).value();
}

TapReading read_tap(const std::vector<float>& sent, const std::vector<float>& tap,
                    SampleRate rate) {
  TapReading reading;
  reading.chirp_peak = analysis::peak(sent);
  const auto lead = static_cast<std::size_t>(samples(kLead, rate).value());
  const std::span<const float> heard{tap};
  reading.noise_peak = analysis::peak(heard.first(std::min(lead, heard.size())));
  reading.signal_peak = analysis::peak(heard.subspan(std::min(lead, heard.size())));
  const SampleCount length = samples(kResponse, rate);
  reading.response = analysis::impulse_response(sent, tap, length, rate, Hertz{0.0});
  reading.sure_response = analysis::impulse_response(sent, tap, length, rate, kLowest);
  double peak = 0.0;
  for (const double x : reading.response) peak = std::max(peak, std::abs(x));
  const auto blocks = block_rms(reading.response);
  const double noise = noise_of(blocks);
  reading.response_above_noise_db = over(peak, noise);
  silence_noise(reading.response, blocks, noise);
  silence_noise(reading.sure_response, blocks, noise);
  return reading;
}

/// Largest |sample| of each block; the last block may be short.
std::vector<float> block_peaks(std::span<const float> x, std::size_t blocks) {
  constexpr auto kBlock = static_cast<std::size_t>(TakePlayer::kTapBlock);
  std::vector<float> peaks(blocks, 0.0F);
  for (std::size_t b = 0; b < blocks && b * kBlock < x.size(); ++b) {
    const auto block = x.subspan(b * kBlock, std::min(kBlock, x.size() - b * kBlock));
    for (const float sample : block) peaks[b] = std::max(peaks[b], std::abs(sample));
  }
  return peaks;
}

/// Block peaks of the stimulus as late as its first arrival at the tap.
std::vector<float> arriving(const signals::Stimulus& stimulus, const TapReading& reading,
                            std::size_t blocks) {
  const SampleCount late = analysis::first_arrival(reading.response);
  std::vector<float> delayed(static_cast<std::size_t>(late.value()), 0.0F);
  delayed.insert(delayed.end(), stimulus.samples.begin(), stimulus.samples.end());
  return block_peaks(delayed, blocks);
}

enum class Smear { Highest, Lowest };

/// Each block takes the extreme of itself and its two neighbours.
std::vector<float> smeared(const std::vector<float>& x, Smear smear) {
  std::vector<float> out(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto from = x.begin() + static_cast<std::ptrdiff_t>(i > 0 ? i - 1 : 0);
    const auto to = x.begin() + static_cast<std::ptrdiff_t>(std::min(i + 2, x.size()));
    out[i] = smear == Smear::Highest ? *std::max_element(from, to) : *std::min_element(from, to);
  }
  return out;
}

}  // namespace

double TapReading::above_noise_db() const { return over(signal_peak, noise_peak); }

bool amp_answers(const TapReading& reading) {
  constexpr double kAnswerDb = 20.0;  // the peak of 16,800 noisy taps stands 12 to 14 dB up
  return reading.response_above_noise_db >= kAnswerDb;
}

Result<TapReading> listen(const Listener& listener, DbFsPeak level, const Setting& setting,
                          const std::stop_token& stop) {
  const SampleRate rate = listener.rig.audio.rate;
  const auto sent = listening_signal(listener.rig, level);
  TakeRequest request;
  request.stimulus = sent;
  request.frames = SampleCount{static_cast<std::int64_t>(sent.size())} + samples(kChirpTail, rate);
  request.take = listener.sound;
  request.attempt = 0;
  request.setting = setting;
  const PlayedTake played = play_take(listener.port, listener.clock, request, stop);
  if (played.fault) return tl::unexpected(*played.fault);
  TapReading reading = read_tap(sent, played.recording->channels.at(0), rate);
  reading.recorded = played.recording->channels.at(0);
  return reading;
}

Result<TapReading> probe_load(const Listener& listener, const Setting& setting,
                              const std::stop_token& stop) {
  constexpr double kStepDb = 5.0;
  double heard_db = 0.0;
  for (DbFsPeak level{-60.0}; level <= kListenLevel; level = level + Decibels{kStepDb}) {
    auto reading = listen(listener, level, setting, stop);
    if (!reading) return reading;
    heard_db = reading->above_noise_db();
    if (heard_db >= kTapAboveNoiseDb) return reading;
  }
  return tl::unexpected(Fault{
      FaultCode::TapLow,
      fmt::format("a chirp of {:.0f} dBFS peak stands only {:.1f} dB above the noise at the tap "
                  "(20 needed): check that the amp is on, its load connected and the tap wired to "
                  "the first input",
                  kListenLevel.value(), heard_db)});
}

TapCorridor predict_tap(const TapReading& reading, const signals::Stimulus& stimulus,
                        SampleCount frames, Decibels margin) {
  constexpr double kNoiseRoom = 4.0;
  constexpr double kGuardedShare = 0.1;  // of the chirp's peak at the tap
  const auto blocks = static_cast<std::size_t>(frames.value() / TakePlayer::kTapBlock);
  const auto envelope = [&](const std::vector<double>& response) {
    return block_peaks(analysis::convolve(stimulus.samples, response), blocks);
  };
  const auto highest = smeared(envelope(reading.response), Smear::Highest);
  const auto lowest = smeared(envelope(reading.sure_response), Smear::Lowest);
  const auto driven = smeared(arriving(stimulus, reading, blocks), Smear::Lowest);
  const double factor = ratio(margin);
  const double noise = kNoiseRoom * reading.noise_peak;
  const double guarded_from = kGuardedShare * reading.signal_peak;

  TapCorridor corridor;
  corridor.low.resize(blocks);
  corridor.high.resize(blocks);
  for (std::size_t b = 0; b < blocks; ++b) {
    const double low = std::min<double>(lowest[b], reading.signal_peak) / (2.0 * factor);
    const bool guarded =
        lowest[b] >= guarded_from && driven[b] >= reading.chirp_peak && low > noise;
    corridor.low[b] = guarded ? static_cast<float>(low) : 0.0F;
    corridor.high[b] =
        static_cast<float>(factor * std::max<double>(highest[b], reading.signal_peak) + noise);
  }
  return corridor;
}

}  // namespace ampsweep::rig
