// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <sys/mount.h>

#include <cerrno>
#include <system_error>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/model/sha256.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

/// A file system of 24 MiB of its own. Needs root.
class SmallDisk {
 public:
  explicit SmallDisk(const test::fs::path& at) : at_(at) {
    mounted_ = ::mount("tmpfs", at.c_str(), "tmpfs", 0, "size=24m") == 0;
    error_ = errno;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount2(at_.c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool mounted() const { return mounted_; }
  [[nodiscard]] std::string why() const { return std::generic_category().message(error_); }

 private:
  test::fs::path at_;
  bool mounted_{false};
  int error_{0};
};

/// Leaves about `kib` free.
void fill(const test::fs::path& dir, std::uintmax_t kib) {
  const auto free = test::fs::space(dir).available / 1024;
  if (free > kib) test::write_text(dir / "ballast", std::string((free - kib) * 1024, 'x'));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("dataset: on a full disk each step says so, keeps what it had, and goes on after") {
    const TempDir mount_point;
    const SmallDisk disk(mount_point.path());
    if (!disk.mounted()) {
      MESSAGE("SKIPPED: a small tmpfs cannot be mounted: ", disk.why());
      return;
    }
    const auto where = mount_point / "d";
    auto writer = DatasetWriter::create(where, test::small_plan(), test::small_rig(),
                                        test::small_stimulus(), "test");
    REQUIRE(test::capture(writer, 0));
    const Attempt attempt = test::attempt_at(writer, 1);
    const test::Sound sound = test::sound_of(1, 1);

    fill(mount_point.path(), 20);  // the ledger's row would fit, the take would not
    const auto no_room = writer.begin_attempt(attempt);
    REQUIRE_FALSE(no_room);
    CHECK(no_room.error().code == FaultCode::DiskFull);
    CHECK(no_room.error().detail.find("the next take may need") != std::string::npos);
    test::fs::remove(mount_point / "ballast");
    fill(mount_point.path(), 0);
    const auto no_begin = writer.begin_attempt(attempt);
    REQUIRE_FALSE(no_begin);
    CHECK(no_begin.error().code == FaultCode::DiskFull);
    CHECK(writer.next_attempt(1) == 1);
    const auto no_derived = writer.write_derived();
    REQUIRE_FALSE(no_derived);
    CHECK(no_derived.error().code == FaultCode::DiskFull);
    CHECK(test::read_text(where / "metadata.csv").starts_with("file_name,"));
    CHECK(open_dataset(where).lost.empty());

    test::fs::remove(mount_point / "ballast");
    REQUIRE(writer.begin_attempt(attempt));
    // Raw needs 20 KiB, the aligned take 8: no file fits, raw fits, and raw in its own old place.
    for (const std::uintmax_t kib : {0U, 8U, 20U, 4U}) {
      fill(mount_point.path(), kib);
      const auto no_finish = writer.finish_attempt(attempt, sound.audio(), test::accepting());
      CAPTURE(kib);
      REQUIRE_FALSE(no_finish);
      CHECK(no_finish.error().code == FaultCode::DiskFull);
      CHECK_FALSE(writer.accepted(1));
      CHECK(find_take(open_dataset(where), 0)->accepted() != nullptr);
      test::fs::remove(mount_point / "ballast");
    }
    const auto outcome = writer.finish_attempt(attempt, sound.audio(), test::accepting());
    REQUIRE(outcome);
    CHECK(outcome->raw_sha256 == sha256_of_file(where / "raw/00001.wav"));
    REQUIRE(writer.write_derived());
    const Dataset data = open_dataset(where);
    CHECK(data.lost.empty());
    CHECK(find_take(data, 1)->accepted() != nullptr);
  }
}
