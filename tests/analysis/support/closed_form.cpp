// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/support/closed_form.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "signals/level.hpp"
#include "signals/random.hpp"

namespace ampsweep::closed_form {
namespace {

/// Stimulus position heard at recording position m.
double position_at(double m, const Path& path) {
  double delay = path.delay;
  for (const Jump& jump : path.jumps) {
    if (m >= jump.at) delay += jump.jump;
  }
  return (m - delay) / (1.0 + path.drift_ppm * 1e-6);
}

double raised_cosine(double n, double length) {
  return n >= length ? 1.0 : 0.5 - 0.5 * std::cos(std::numbers::pi * n / length);
}

}  // namespace

Sound chirp(const signals::ChirpSpec& spec, SampleRate rate, double start) {
  const double fs = static_cast<double>(rate.value());
  const double length = static_cast<double>(spec.length.value());
  const double fade = static_cast<double>(spec.fade.value());
  const double from = spec.from.value();
  const double growth = length / fs / std::log(spec.to.value() / from);
  const double level = amplitude(spec.level);
  return [=](double position) {
    const double n = position - start;
    if (n <= 0.0 || n >= length - 1.0) return 0.0;
    const double envelope = raised_cosine(n, fade) * raised_cosine(length - 1.0 - n, fade);
    const double cycles = from * growth * std::expm1(n / fs / growth);
    return level * envelope * std::sin(2.0 * std::numbers::pi * cycles);
  };
}

Sound plucks(SampleRate rate, double start, double length, std::uint64_t seed) {
  const double fs = static_cast<double>(rate.value());
  const double note_length = 0.25 * fs;
  std::vector<double> pitches;
  signals::Random random(seed);
  for (double n = 0.0; n < length; n += note_length) {
    pitches.push_back(82.4 * std::exp2(random.uniform(0.0, 2.5)));
  }
  return [=](double position) {
    const double n = position - start;
    if (n < 0.0 || n >= length) return 0.0;
    const auto note = static_cast<std::size_t>(n / note_length);
    const double into = n - static_cast<double>(note) * note_length;
    const double left = std::min(note_length - into, length - n);
    const double t = into / fs;
    double value = 0.0;
    for (int k = 1; k <= 20; ++k) {
      const double hz = pitches[note] * k;
      if (hz > 0.4 * fs) break;
      value += std::exp(-t * (4.0 + 2.0 * k)) / k * std::sin(2.0 * std::numbers::pi * hz * t);
    }
    return 0.2 * raised_cosine(into, 0.002 * fs) * raised_cosine(left, 0.002 * fs) * value;
  };
}

signals::Stimulus stimulus_of(const Sound& sound, SampleRate rate, std::int64_t length,
                              const std::vector<signals::Segment>& segments) {
  signals::Stimulus stimulus;
  stimulus.rate = rate;
  for (std::int64_t n = 0; n < length; ++n) {
    stimulus.samples.push_back(static_cast<float>(sound(static_cast<double>(n))));
  }
  SampleCount end{0};
  for (const signals::Segment& segment : segments) {
    if (segment.start > end) {
      stimulus.segments.push_back({signals::SegmentRole::Silence, end, segment.start - end, {}});
    }
    stimulus.segments.push_back(segment);
    end = segment.end();
  }
  if (end < SampleCount{length}) {
    stimulus.segments.push_back(
        {signals::SegmentRole::Silence, end, SampleCount{length} - end, {}});
  }
  return stimulus;
}

Sound sum(std::vector<Sound> sounds) {
  return [sounds = std::move(sounds)](double position) {
    double value = 0.0;
    for (const Sound& sound : sounds) value += sound(position);
    return value;
  };
}

std::vector<double> record(const Sound& sound, const Path& path, SampleRate rate,
                           std::int64_t length) {
  // The high-passes run 16 times faster than the recording, where the bilinear rule is exact.
  const int fine = path.ac_corners_hz.empty() ? 1 : 16;
  std::vector<double> x(static_cast<std::size_t>(length * fine));
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = path.gain * sound(position_at(static_cast<double>(i) / fine, path));
  }
  for (const double corner : path.ac_corners_hz) {
    high_pass(x, corner, static_cast<double>(rate.value()) * fine);
  }
  std::vector<double> recording(static_cast<std::size_t>(length));
  for (std::size_t i = 0; i < recording.size(); ++i) {
    recording[i] = x[i * static_cast<std::size_t>(fine)];
  }
  return recording;
}

Take take_of(SampleRate rate, double length_s, const std::vector<double>& markers_s,
             Between between) {
  const double fs = static_cast<double>(rate.value());
  signals::ChirpSpec spec;
  spec.length = SampleCount{rate.value() / 2};
  const auto whole = [fs](double s) { return static_cast<std::int64_t>(std::llround(s * fs)); };
  std::vector<Sound> sounds;
  std::vector<signals::Segment> segments;
  for (std::size_t i = 0; i < markers_s.size(); ++i) {
    const std::int64_t start = whole(markers_s[i]);
    sounds.push_back(chirp(spec, rate, static_cast<double>(start)));
    segments.push_back({signals::SegmentRole::Marker, SampleCount{start}, spec.length, spec});
    if (between == Between::Silence || i + 1 == markers_s.size()) continue;
    const std::int64_t first = start + whole(1.0);
    const std::int64_t length = whole(markers_s[i + 1] - 0.5) - first;
    sounds.push_back(plucks(rate, static_cast<double>(first), static_cast<double>(length), i + 1));
    segments.push_back(
        {signals::SegmentRole::Training, SampleCount{first}, SampleCount{length}, {}});
  }
  const Sound sound = sum(std::move(sounds));
  return {sound, stimulus_of(sound, rate, whole(length_s), segments)};
}

void low_pass(std::span<double> x, double corner_hz, double rate) {
  const double k = std::tan(std::numbers::pi * corner_hz / rate);
  double last_in = 0.0;
  double last_out = 0.0;
  for (double& sample : x) {
    const double in = sample;
    last_out = (k * (in + last_in) + (1.0 - k) * last_out) / (1.0 + k);
    last_in = in;
    sample = last_out;
  }
}

void high_pass(std::span<double> x, double corner_hz, double rate) {
  const double k = std::tan(std::numbers::pi * corner_hz / rate);
  double last_in = 0.0;
  double last_out = 0.0;
  for (double& sample : x) {
    const double in = sample;
    last_out = (in - last_in + (1.0 - k) * last_out) / (1.0 + k);
    last_in = in;
    sample = last_out;
  }
}

std::complex<double> low_pass_response(double hz, double corner_hz, double rate) {
  const double k = std::tan(std::numbers::pi * corner_hz / rate);
  const std::complex<double> z = std::polar(1.0, -2.0 * std::numbers::pi * hz / rate);
  return k * (1.0 + z) / ((1.0 + k) - (1.0 - k) * z);
}

std::complex<double> high_pass_response(double hz, double corner_hz, double rate) {
  const double k = std::tan(std::numbers::pi * corner_hz / rate);
  const std::complex<double> z = std::polar(1.0, -2.0 * std::numbers::pi * hz / rate);
  return (1.0 - z) / ((1.0 + k) - (1.0 - k) * z);
}

double rms(std::span<const double> x) {
  double sum = 0.0;
  for (const double sample : x) sum += sample * sample;
  return std::sqrt(sum / static_cast<double>(x.size()));
}

std::vector<float> with_noise(std::span<const double> x, double noise_rms, std::uint64_t seed) {
  signals::Random random(seed);
  std::vector<float> noisy(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    noisy[i] = static_cast<float>(x[i] + noise_rms * random.normal());
  }
  return noisy;
}

std::vector<float> to_float(std::span<const double> x) { return {x.begin(), x.end()}; }

}  // namespace ampsweep::closed_form
