// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/listed_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kLargestText = 64U << 20U;

/// False when comparing sample by sample makes no sense, or reading would take all memory.
bool worth_reading(const WavInfo& info, const AudioShape& shape) {
  const SampleCount second{info.rate.value()};
  return info.channels == shape.channels && info.rate == shape.rate &&
         info.frames <= shape.frames * 2 + second;
}

Fault wrong_format(const std::string& name, const WavInfo& info, const AudioShape& shape) {
  return {FaultCode::FormatMismatch,
          fmt::format("{} is {} (format tag {}) where wav {}, {} Hz, {} channel{} belongs: restore "
                      "the file as captured",
                      name, info.description(), info.format_tag, shape.encoding, shape.rate.value(),
                      shape.channels, shape.channels == 1 ? "" : "s")};
}

void check_shape(const std::string& name, const WavInfo& info, const AudioShape& shape,
                 std::vector<FileFault>& faults) {
  // Trainers read plain PCM only; the extensible header of a float file does no harm.
  const bool tag = shape.encoding != "pcm24" || info.format_tag == 1;
  if (info.container != "wav" || info.encoding != shape.encoding || !tag ||
      info.channels != shape.channels || info.rate != shape.rate) {
    faults.push_back({name, wrong_format(name, info, shape)});
  }
  if (info.frames != shape.frames) {
    faults.push_back({name,
                      {FaultCode::LengthMismatch,
                       fmt::format("{} has {} frames, not {}: restore the file or capture the take "
                                   "again",
                                   name, info.frames.value(), shape.frames.value())}});
  }
}

}  // namespace

Result<fs::path> listed_path(const fs::path& dir, const std::string& name) {
  auto path = inside(dir, name);
  if (!path) return path;
  std::error_code error;
  const fs::file_status status = fs::status(*path, error);
  if (!fs::exists(status)) {
    return tl::unexpected(
        Fault{FaultCode::FileMissing,
              fmt::format("{} is missing: restore it or capture it again", name)});
  }
  if (!fs::is_regular_file(status)) {
    return tl::unexpected(
        Fault{FaultCode::FormatMismatch, fmt::format("{} is not a regular file: remove it", name)});
  }
  return path;
}

Result<std::string> read_listed_text(const fs::path& dir, const std::string& name) {
  const auto path = listed_path(dir, name);
  if (!path) return tl::unexpected(path.error());
  std::error_code error;
  const std::uintmax_t size = fs::file_size(*path, error);
  if (error || size > kLargestText) {
    return tl::unexpected(Fault{
        FaultCode::FormatMismatch,
        fmt::format("{} cannot be read or is larger than 64 MiB: run `ampsweep rebuild`", name)});
  }
  std::ifstream file(*path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

std::string check_hash(const fs::path& dir, const ListedFile& file,
                       std::vector<FileFault>& faults) {
  const auto path = listed_path(dir, file.name);
  if (!path) {
    faults.push_back({file.name, path.error()});
    return "";
  }
  const std::string hash = sha256_of_file(*path).value_or("");
  if (!file.sha256.empty() && hash != file.sha256) {
    faults.push_back({file.name,
                      {FaultCode::HashMismatch,
                       fmt::format("{} is not the file that was captured (SHA-256 {:.12}, the "
                                   "ledger has {:.12}): restore it",
                                   file.name, hash.empty() ? "unreadable" : hash, file.sha256)}});
  }
  return hash;
}

Result<ListedAudio> read_listed_audio(const fs::path& dir, const ListedFile& file,
                                      const AudioShape& shape, std::vector<FileFault>& faults) {
  const auto path = listed_path(dir, file.name);
  if (!path) {
    faults.push_back({file.name, path.error()});
    return tl::unexpected(path.error());
  }
  std::string hash = check_hash(dir, file, faults);
  const auto info = wav_info(*path);
  if (!info) {
    faults.push_back({file.name, info.error()});
    return tl::unexpected(info.error());
  }
  check_shape(file.name, *info, shape, faults);
  if (!worth_reading(*info, shape)) {
    return tl::unexpected(wrong_format(file.name, *info, shape));
  }
  auto audio = read_wav(*path);
  if (!audio) {
    faults.push_back({file.name, audio.error()});
    return tl::unexpected(audio.error());
  }
  return ListedAudio{std::move(*audio), std::move(hash)};
}

}  // namespace ampsweep::rig
