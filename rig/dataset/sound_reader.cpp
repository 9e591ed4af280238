// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/sound_reader.hpp"

#include <sndfile.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace ampsweep::rig {
namespace {

constexpr std::int64_t kChunkSamples = 32768;  // of all channels
constexpr std::int64_t kMostChunkFrames = 16384;
constexpr std::size_t kChunksKept = 8;

}  // namespace

struct SoundReader::Handle {
  SNDFILE* file{nullptr};
  std::int64_t at{0};
  explicit Handle(SNDFILE* opened) : file(opened) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { sf_close(file); }
};

SoundReader::SoundReader(std::filesystem::path path, WavInfo info, std::unique_ptr<Handle> handle)
    : path_(std::move(path)),
      info_(std::move(info)),
      handle_(std::move(handle)),
      chunk_frames_(std::clamp<std::int64_t>(kChunkSamples / std::max(1, info_.channels), 1,
                                             kMostChunkFrames)) {}
SoundReader::SoundReader(SoundReader&&) noexcept = default;
SoundReader& SoundReader::operator=(SoundReader&&) noexcept = default;
SoundReader::~SoundReader() = default;

Result<SoundReader> SoundReader::open(const std::filesystem::path& path) {
  auto info = wav_info(path);
  if (!info) return tl::unexpected(info.error());
  SF_INFO header{};
  SNDFILE* file = sf_open(path.c_str(), SFM_READ, &header);
  if (file == nullptr) {
    return tl::unexpected(Fault{FaultCode::FormatMismatch,
                                path.string() + " cannot be read: " + sf_strerror(nullptr)});
  }
  return SoundReader(path, std::move(*info), std::make_unique<Handle>(file));
}

const SoundReader::Chunk& SoundReader::chunk(std::int64_t number) {
  const auto kept = std::find_if(chunks_.begin(), chunks_.end(),
                                 [&](const Chunk& one) { return one.number == number; });
  if (kept != chunks_.end()) {
    std::rotate(chunks_.begin(), kept, kept + 1);
    return chunks_.front();
  }
  if (chunks_.size() < kChunksKept) chunks_.emplace_back();
  std::rotate(chunks_.begin(), chunks_.end() - 1, chunks_.end());
  Chunk& fresh = chunks_.front();
  fresh.number = -1;
  const std::int64_t from = number * chunk_frames_;
  const std::int64_t count = std::min(chunk_frames_, info_.frames.value() - from);
  fresh.frames.resize(static_cast<std::size_t>(count * info_.channels));
  const bool there = handle_->at == from || sf_seek(handle_->file, from, SF_SEEK_SET) == from;
  const std::int64_t got = there ? sf_readf_float(handle_->file, fresh.frames.data(), count) : 0;
  handle_->at = there ? from + got : -1;
  if (got != count) {
    throw SetupError(SetupKind::Data, path_.string() + " ends before its header says it does",
                     "copy or export the file again");
  }
  fresh.number = number;
  return fresh;
}

void SoundReader::read(int channel, std::int64_t from, std::span<float> into) {
  assert(channel >= 0 && channel < info_.channels);
  const auto channels = static_cast<std::size_t>(info_.channels);
  const std::int64_t end = from + static_cast<std::int64_t>(into.size());
  std::fill(into.begin(), into.end(), 0.0F);
  std::int64_t at = std::clamp<std::int64_t>(from, 0, info_.frames.value());
  const std::int64_t last = std::clamp<std::int64_t>(end, 0, info_.frames.value());
  while (at < last) {
    const Chunk& piece = chunk(at / chunk_frames_);
    const std::int64_t first = piece.number * chunk_frames_;
    const std::int64_t stop = std::min(last, first + chunk_frames_);
    for (; at < stop; ++at) {
      into[static_cast<std::size_t>(at - from)] =
          piece.frames[static_cast<std::size_t>(at - first) * channels +
                       static_cast<std::size_t>(channel)];
    }
  }
}

}  // namespace ampsweep::rig
