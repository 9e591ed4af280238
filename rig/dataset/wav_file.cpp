// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/wav_file.hpp"

#include <fmt/format.h>
#include <sndfile.h>

#include <limits>
#include <utility>

#include "rig/dataset/riff.hpp"
#include "rig/dataset/sndfile_names.hpp"

namespace ampsweep::rig {
namespace {

struct OpenSound {
  Sound file;
  WavInfo info;
};

Fault not_audio(const std::filesystem::path& path, const std::string& why) {
  return {FaultCode::FormatMismatch,
          fmt::format("{} cannot be used: {}; WAV, FLAC or AIFF is needed", path.string(), why)};
}

Result<OpenSound> open_sound(const std::filesystem::path& path) {
  const auto riff = riff_summary(path);
  if (!riff) return tl::unexpected(riff.error());
  SF_INFO header{};
  Sound file(sf_open(path.c_str(), SFM_READ, &header));
  if (!file) return tl::unexpected(not_audio(path, sf_strerror(nullptr)));

  const char* container = name_of(kContainers, header.format & SF_FORMAT_TYPEMASK);
  const char* encoding = name_of(kEncodings, header.format & SF_FORMAT_SUBMASK);
  if (container == nullptr) return tl::unexpected(not_audio(path, "its format is not supported"));
  if (encoding == nullptr) return tl::unexpected(not_audio(path, "its samples are compressed"));
  // An unfinished FLAC claims the largest count there is.
  if (header.frames < 0 || header.frames > std::numeric_limits<std::int64_t>::max() / 1024) {
    return tl::unexpected(Fault{FaultCode::FileTruncated,
                                fmt::format("{}: its header never got its length", path.string())});
  }
  WavInfo info{SampleRate{header.samplerate},
               header.channels,
               SampleCount{header.frames},
               container,
               encoding,
               0};
  if (*riff) info.format_tag = (*riff)->format_tag;
  return OpenSound{std::move(file), std::move(info)};
}

}  // namespace

std::string WavInfo::description() const {
  return fmt::format("{} {}, {} Hz, {} channel{}, {} frames", container, encoding, rate.value(),
                     channels, channels == 1 ? "" : "s", frames.value());
}

Result<WavInfo> wav_info(const std::filesystem::path& path) {
  auto sound = open_sound(path);
  if (!sound) return tl::unexpected(sound.error());
  return sound->info;
}

Result<WavAudio> read_wav(const std::filesystem::path& path) {
  auto sound = open_sound(path);
  if (!sound) return tl::unexpected(sound.error());
  const auto channels = static_cast<std::size_t>(sound->info.channels);
  WavAudio audio{sound->info, std::vector<std::vector<float>>(channels)};
  std::vector<float> block(static_cast<std::size_t>(kBlockFrames) * channels);
  std::int64_t frames = 0;
  while (const sf_count_t got = sf_readf_float(sound->file.get(), block.data(), kBlockFrames)) {
    for (std::size_t c = 0; c < channels; ++c) {
      for (std::size_t n = 0; n < static_cast<std::size_t>(got); ++n) {
        audio.channels[c].push_back(block[n * channels + c]);
      }
    }
    frames += got;
  }
  if (frames != audio.info.frames.value()) {
    return tl::unexpected(Fault{FaultCode::FileTruncated,
                                fmt::format("{} is truncated: {} of {} frames can be read",
                                            path.string(), frames, audio.info.frames.value())});
  }
  return audio;
}

WavAudio require_wav(const std::filesystem::path& path) {
  auto audio = read_wav(path);
  if (audio) return std::move(*audio);
  const bool cut = audio.error().code == FaultCode::FileTruncated;
  throw SetupError(SetupKind::Data, audio.error().detail,
                   cut ? "copy or export the file again" : "name a WAV, FLAC or AIFF file");
}

}  // namespace ampsweep::rig
