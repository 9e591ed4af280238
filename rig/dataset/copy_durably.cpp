// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/copy_durably.hpp"

#include <fmt/format.h>

#include <fstream>
#include <span>
#include <vector>

namespace ampsweep::rig {

namespace fs = std::filesystem;

Result<WrittenFile> copy_durably(const fs::path& from, const fs::path& to, FileOps& ops) {
  std::ifstream in(from, std::ios::binary);
  auto pending = PendingFile::create(to, ops);
  if (!pending) return tl::unexpected(pending.error());
  std::vector<char> block(std::size_t{1} << 20U);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto got = static_cast<std::size_t>(in.gcount());
    const auto bytes = std::as_bytes(std::span{block}).first(got);
    if (auto written = pending->write(bytes, pending->bytes()); !written) {
      return tl::unexpected(written.error());
    }
  }
  if (in.bad()) {
    return tl::unexpected(
        Fault{FaultCode::FileTruncated, fmt::format("{} cannot be read", from.string())});
  }
  return pending->publish(FileOps::IfExists::Replace);
}

}  // namespace ampsweep::rig
