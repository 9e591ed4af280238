// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/known_input.hpp"

#include <cstddef>
#include <span>
#include <vector>

#include "rig/model/md5.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::int64_t kNineSeconds = 432'000;  // at 48 kHz

/// MD5 over float64 samples, as numpy hands them over. 16- and 24-bit codes are exact in both.
std::string samples_md5(CheckedSound& audio, std::int64_t from, std::int64_t count) {
  std::vector<float> samples(static_cast<std::size_t>(count));
  audio.samples(from, samples);
  const std::vector<double> precise(samples.begin(), samples.end());
  return md5_hex(std::as_bytes(std::span{precise}));
}

bool weak_match(const KnownInput& input, CheckedSound& audio) {
  const std::int64_t size = audio.length().value();
  if (*input.start_md5 == '\0' || audio.rate().value() != input.rate_hz ||
      size < input.start_samples + input.end_samples) {
    return false;
  }
  if (samples_md5(audio, 0, input.start_samples) != input.start_md5) return false;
  return *input.end_md5 == '\0' ||
         samples_md5(audio, size - input.end_samples, input.end_samples) == input.end_md5;
}

/// The two of version 1 are laid out alike.
KnownInput nam_one(const char* name, const char* file, const char* md5, const char* start_md5,
                   const char* end_md5) {
  return {.name = name,
          .file = file,
          .major = 1,
          .rate_hz = 48000,
          .first_blips_start = 0,
          .blips_length = 48'000,
          .blips = {12'000, 36'000},
          .noise = {0, 6'000},
          .validation_length = kNineSeconds,
          .validation_start = -kNineSeconds,
          .train_start = 0,
          .train_stop = -kNineSeconds,
          .md5 = md5,
          .start_md5 = start_md5,
          .end_md5 = end_md5,
          .start_samples = 48'000 + 6 * 48000,
          .end_samples = kNineSeconds};
}

}  // namespace

const std::vector<KnownInput>& known_inputs() {
  static const std::vector<KnownInput> all{
      {.name = "NAM v3.0.0",
       .file = "input.wav",
       .major = 3,
       .rate_hz = 48000,
       .first_blips_start = 480'000,
       .blips_length = 96'000,
       .blips = {504'000, 552'000},
       .noise = {492'000, 498'000},
       .validation_length = kNineSeconds,
       .validation_start = -kNineSeconds,
       .train_start = 480'000,
       .train_stop = -kNineSeconds,
       .md5 = "36cd1af62985c2fac3e654333e36431e",
       .start_md5 = "dadb5d62f6c3973a59bf01439799809b",
       .end_md5 = "8458126969a3f9d8e19a53554eb1fd52",
       .start_samples = 17 * 48000,
       .end_samples = kNineSeconds},
      {.name = "NAM v2.0.0",
       .file = "v2_0_0.wav",
       .major = 2,
       .rate_hz = 48000,
       .first_blips_start = 0,
       .blips_length = 96'000,
       .blips = {24'000, 72'000},
       .noise = {12'000, 18'000},
       .validation_length = kNineSeconds,
       .validation_start = -960'000,
       .train_start = 0,
       .train_stop = -960'000,
       .md5 = "ede3b9d82135ce10c7ace3bb27469422",
       .start_md5 = "1c4d94fbcb47e4d820bef611c1d4ae65",
       .end_md5 = "28694e7bf9ab3f8ae6ef86e9545d4663",
       .start_samples = 96'000 + 6 * 48000,
       .end_samples = 2 * kNineSeconds + 96'000},
      nam_one("NAM v1.1.1", "v1_1_1.wav", "7c3b6119c74465f79d96c761a0e27370",
              "9f20c6b5f7fef68dd88307625a573a14", "8458126969a3f9d8e19a53554eb1fd52"),
      nam_one("NAM v1.0.0", "v1.wav", "4d54a958861bf720ec4637f43d44a7ef",
              "bb4e140c9299bae67560d280917eb52b", "9b2468fcb6e9460a399fc5f64389d353"),
      {.name = "Proteus",
       .file = "Proteus_Capture.wav",
       .major = 4,
       .rate_hz = 44100,
       .first_blips_start = 1,
       .blips_length = 44'099,
       .blips = {22'050},
       .noise = {6'000, 12'000},
       .validation_length = 441'000,
       .validation_start = -441'000,
       .train_start = 0,
       .train_stop = -441'000,
       .md5 = "80e224bd5622fd6153ff1fd9f34cb3bd",
       .start_md5 = "46151c8030798081acc00a725325a07d",
       .end_md5 = "",
       .start_samples = 44'100,
       .end_samples = 0}};
  return all;
}

std::optional<Recognised> recognise(const std::filesystem::path& file, CheckedSound& audio,
                                    std::span<const KnownInput> inputs) {
  const auto whole = md5_of_file(file);
  for (const KnownInput& input : inputs) {
    if (whole == input.md5) return Recognised{&input, true};
  }
  if (audio.info().channels != 1) return std::nullopt;
  for (const KnownInput& input : inputs) {
    if (weak_match(input, audio)) return Recognised{&input, false};
  }
  return std::nullopt;
}

BlipLayout blip_layout(const KnownInput& input) {
  return {input.first_blips_start, input.blips_length, input.blips, input.noise};
}

}  // namespace ampsweep::rig::formats
