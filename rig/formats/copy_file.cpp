// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/copy_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>
#include <vector>

#include "rig/model/sha256.hpp"

namespace ampsweep::rig::formats {
namespace {

namespace fs = std::filesystem;

Result<WrittenFile> copied_file(const fs::path& from, const fs::path& to, FileOps& ops) {
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

}  // namespace

Result<TakenFile> take_over_file(const fs::path& from, const fs::path& to,
                                 const std::string& sha256, bool link, FileOps& ops) {
  const auto changed = [&] {
    return tl::unexpected(
        Fault{FaultCode::HashMismatch,
              fmt::format("{} is not the file that was captured", from.string())});
  };
  if (link) {
    if (sha256_of_file(from) != sha256) return changed();
    std::error_code error;
    // link(2) never replaces; what an earlier run left there has another hash and goes.
    fs::remove(to, error);
    fs::create_hard_link(from, to, error);
    if (!error) {
      if (auto synced = sync_folder(to.parent_path(), ops); !synced) {
        return tl::unexpected(synced.error());
      }
      return TakenFile{{sha256, static_cast<std::int64_t>(fs::file_size(to, error))}, true};
    }
  }
  auto copy = copied_file(from, to, ops);
  if (!copy) return tl::unexpected(copy.error());
  if (copy->sha256 != sha256) {
    (void)remove_file(to, ops);
    return changed();
  }
  return TakenFile{*copy, false};
}

}  // namespace ampsweep::rig::formats
