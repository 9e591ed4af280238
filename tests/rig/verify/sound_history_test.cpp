// SPDX-License-Identifier: GPL-3.0-or-later
// The detectors have campaigns of their own (tests/faults): here, that their answers arrive.
#include "rig/verify/sound_history.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "rig/verify/sound_scan.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using analysis::Answer;

namespace {

constexpr int kRate = 48000;

/// 3 s of noise that ebbs away, then 1.5 s of idle noise with hum; rounded to so many bits.
std::vector<float> recording(int bits, double hum) {
  signals::Random random{9};
  std::vector<float> x;
  const double steps = std::ldexp(1.0, bits - 1);
  for (int n = 0; n < 9 * kRate / 2; ++n) {
    const double loud = n < 3 * kRate ? 0.2 * std::exp(-n / (0.6 * kRate)) : 0.0;
    const double mains = hum * std::sin(2.0 * std::numbers::pi * 50.0 * n / kRate);
    x.push_back(static_cast<float>(
        std::round((loud * random.normal() + 1e-3 * random.normal() + mains) * steps) / steps));
  }
  return x;
}

SoundHistory history_of(const std::vector<float>& x, const std::string& encoding) {
  HistoryReader reader{SampleRate{kRate}, encoding};
  for (std::size_t at = 0; at < x.size(); at += 40'000) {
    reader.add(std::span{x}.subspan(at, std::min<std::size_t>(40'000, x.size() - at)));
  }
  return reader.judge();
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("sound history: twelve bits in a 24-bit file, and hum, are told in words") {
    const SoundHistory history = history_of(recording(12, 0.01), "pcm24");
    CHECK(history.shallow == Answer::Yes);
    CHECK(history.bits == doctest::Approx(12.0));
    REQUIRE(history.hum_dbfs_rms);
    CHECK(*history.hum_dbfs_rms == doctest::Approx(-43.0).epsilon(0.02));
    const auto notes = history_notes(history, "wet.wav");
    CHECK(notes.size() == 2);
    CHECK(notes.front().find("12.0 bits") != std::string::npos);
  }

  TEST_CASE("sound history: a clean 24-bit recording has nothing to tell") {
    const SoundHistory history = history_of(recording(24, 0.0), "pcm24");
    CHECK(history.shallow == Answer::No);
    CHECK(history.coded != Answer::Yes);
    CHECK(history.resampled != Answer::Yes);
    REQUIRE(history.noise_dbfs_rms);
    CHECK(*history.noise_dbfs_rms == doctest::Approx(-60.8).epsilon(0.02));
    CHECK(history_notes(history, "wet.wav").empty());
  }

  TEST_CASE("sound history: where the sound ends, and noise over signal, by known truth") {
    const SoundHistory history = history_of(recording(24, 0.0), "pcm24");
    REQUIRE(history.bandwidth_hz);
    CHECK(*history.bandwidth_hz == doctest::Approx(0.999 * 24000.0).epsilon(0.01));  // white
    CHECK_FALSE(history.wall_hz);
    std::vector<float> tone;
    for (int n = 0; n < kRate; ++n) {
      tone.push_back(0.1F * static_cast<float>(std::sin(2.0 * std::numbers::pi * 0.0625 * n)));
    }
    CHECK(std::abs(history_of(tone, "float32").bandwidth_hz.value_or(0.0) - 3000.0) < 30.0);

    PairFile target;
    target.history = history;
    // 0.2 that falls by e in 0.6 s, over 4.5 s; of the idle noise 20 kHz of 24 kHz are heard.
    const double signal = 0.04 * 0.3 / 4.5 + 1e-6;
    target.dc_full_scale = 0.03;
    target.rms_dbfs = 10.0 * std::log10(signal + 0.03 * 0.03);
    REQUIRE(best_possible_esr(target));
    CHECK(*best_possible_esr(target) == doctest::Approx(1e-6 * 20.0 / 24.0 / signal).epsilon(0.1));
    target.history.noise_dbfs_rms.reset();
    CHECK_FALSE(best_possible_esr(target));
  }

  TEST_CASE("sound history: survives its JSON") {
    SoundHistory history = history_of(recording(12, 0.01), "pcm24");
    history.source_rate_hz = 44100;
    history.coder = "mp3";
    history.wall_hz = 16000.0;
    CHECK(history_of_json(parse_json(compact_text(history_json(history)))) == history);
  }
}
