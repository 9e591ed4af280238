// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/copy_file.hpp"

#include <fmt/format.h>

#include <system_error>

#include "rig/dataset/copy_durably.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig::formats {

namespace fs = std::filesystem;

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
  auto copy = copy_durably(from, to, ops);
  if (!copy) return tl::unexpected(copy.error());
  if (copy->sha256 != sha256) {
    (void)remove_file(to, ops);
    return changed();
  }
  return TakenFile{*copy, false};
}

}  // namespace ampsweep::rig::formats
