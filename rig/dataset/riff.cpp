// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/riff.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <string>
#include <system_error>

namespace ampsweep::rig {
namespace {

constexpr std::uint32_t kUnknownLength = 0xFFFFFFFFU;
constexpr int kMostChunks = 1000;  // A file of nothing but empty chunks is not worth walking.

using Bytes = std::array<unsigned char, 8>;

std::uint32_t little_32(const unsigned char* at) {
  return static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8U |
         static_cast<std::uint32_t>(at[2]) << 16U | static_cast<std::uint32_t>(at[3]) << 24U;
}

bool read(std::ifstream& in, std::int64_t at, unsigned char* into, std::streamsize count) {
  in.clear();
  in.seekg(at);
  in.read(reinterpret_cast<char*>(into), count);
  return in.gcount() == count;
}

struct Chunk {
  std::string id;
  std::uint32_t length{0};
  std::int64_t body{0};
};

struct Walk {
  std::ifstream in;
  std::string name;
  std::int64_t file_bytes{0};
  RiffSummary summary;
  std::optional<std::int64_t> ds64_data_bytes;
};

Fault truncated(const Walk& walk, const std::string& why) {
  return {FaultCode::FileTruncated, fmt::format("{} is truncated: {}", walk.name, why)};
}

Fault malformed(const Walk& walk, const std::string& why) {
  return {FaultCode::FormatMismatch, fmt::format("{} is not a readable WAV: {}", walk.name, why)};
}

Result<std::int64_t> data_length(const Walk& walk, const Chunk& chunk) {
  const std::int64_t present = walk.file_bytes - chunk.body;
  std::int64_t length = chunk.length;
  if (chunk.length == kUnknownLength) {
    if (!walk.ds64_data_bytes) {
      return tl::unexpected(truncated(walk, "its header never got its length"));
    }
    length = *walk.ds64_data_bytes;
  }
  if (length == 0 && present > 0) {
    return tl::unexpected(
        truncated(walk, fmt::format("its header says 0 bytes of sound and {} follow", present)));
  }
  if (length < 0 || length > present) {
    return tl::unexpected(truncated(
        walk, fmt::format("its header says {} bytes of sound, {} are there", length, present)));
  }
  return length;
}

/// Takes what it needs from one chunk; true when the walk is over.
Result<bool> visit(Walk& walk, const Chunk& chunk) {
  if (chunk.id == "data") {
    const auto length = data_length(walk, chunk);
    if (!length) return tl::unexpected(length.error());
    walk.summary.data_bytes = *length;
    return true;
  }
  Bytes bytes{};
  if (chunk.id == "fmt ") {
    if (chunk.length < 16 || !read(walk.in, chunk.body, bytes.data(), 2)) {
      return tl::unexpected(malformed(walk, "its fmt chunk is too short"));
    }
    walk.summary.format_tag = bytes[0] | bytes[1] << 8;
  }
  if (chunk.id == "ds64" && chunk.length >= 24 && read(walk.in, chunk.body + 8, bytes.data(), 8)) {
    const std::uint64_t high = little_32(bytes.data() + 4);
    walk.ds64_data_bytes =
        static_cast<std::int64_t>(high << 32U | std::uint64_t{little_32(bytes.data())});
  }
  return false;
}

Result<RiffSummary> walk_chunks(Walk& walk) {
  std::int64_t at = 12;
  for (int count = 0; count < kMostChunks; ++count) {
    Bytes head{};
    if (!read(walk.in, at, head.data(), 8)) break;
    const Chunk chunk{std::string(head.begin(), head.begin() + 4), little_32(head.data() + 4),
                      at + 8};
    const auto over = visit(walk, chunk);
    if (!over) return tl::unexpected(over.error());
    if (*over) {
      if (walk.summary.format_tag == 0) {
        return tl::unexpected(malformed(walk, "no fmt chunk before the sound"));
      }
      return walk.summary;
    }
    at = chunk.body + chunk.length + chunk.length % 2;  // Chunks start on even bytes.
  }
  return tl::unexpected(truncated(walk, "it has no sound (data chunk)"));
}

}  // namespace

Result<std::optional<RiffSummary>> riff_summary(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    const bool there = std::filesystem::exists(path, error);
    return tl::unexpected(
        Fault{there ? FaultCode::FormatMismatch : FaultCode::FileMissing,
              fmt::format("{} {}", path.string(), there ? "is not a file" : "does not exist")});
  }
  Walk walk{std::ifstream(path, std::ios::binary), path.string(), 0, {}, {}};
  const auto bytes = std::filesystem::file_size(path, error);
  if (!walk.in || error) {
    return tl::unexpected(
        Fault{FaultCode::FileMissing, fmt::format("{} cannot be read", path.string())});
  }
  walk.file_bytes = static_cast<std::int64_t>(bytes);
  std::array<unsigned char, 12> head{};
  if (!read(walk.in, 0, head.data(), 12)) {
    return tl::unexpected(
        truncated(walk, fmt::format("{} bytes are no audio file", walk.file_bytes)));
  }
  const std::string form(head.begin(), head.begin() + 4);
  const std::string kind(head.begin() + 8, head.end());
  if ((form != "RIFF" && form != "RF64") || kind != "WAVE") {
    return std::optional<RiffSummary>{};
  }
  walk.summary.rf64 = form == "RF64";
  auto summary = walk_chunks(walk);
  if (!summary) return tl::unexpected(summary.error());
  return std::optional(*summary);
}

}  // namespace ampsweep::rig
