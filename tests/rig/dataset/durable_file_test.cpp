// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/durable_file.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "rig/model/sha256.hpp"
#include "tests/rig/dataset/dataset_support.hpp"
#include "tests/rig/dataset/failing_ops.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

Result<WrittenFile> publish_new(const test::fs::path& path, const std::string& text, FileOps& ops) {
  auto file = PendingFile::create(path, ops);
  if (!file) return tl::unexpected(file.error());
  // Ignored on purpose: publish() has to remember it.
  [[maybe_unused]] const auto written = file->write(std::as_bytes(std::span(text)), 0);
  return file->publish(FileOps::IfExists::Refuse);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("durable file: content and hash are what was written") {
    const TempDir dir;
    const auto written = publish_new(dir / "a.wav", "sound", posix_file_ops());
    REQUIRE(written);
    CHECK(test::read_text(dir / "a.wav") == "sound");
    CHECK(written->sha256 == sha256_hex("sound"));
    CHECK(written->bytes == 5);
    CHECK(test::snapshot(dir.path()).size() == 1);
  }

  TEST_CASE("durable file: each of its 5 system calls failing leaves no new file and no .part") {
    int k = 1;
    for (;; ++k) {
      const TempDir dir;
      test::FailingOps ops(k, k % 2 == 0 ? EIO : ENOSPC);
      const auto written = publish_new(dir / "a.wav", "sound", ops);
      if (!ops.failed()) {
        CHECK(written);
        break;
      }
      CAPTURE(k);
      REQUIRE_FALSE(written);
      CHECK(written.error().code == (k % 2 == 0 ? FaultCode::WriteFailed : FaultCode::DiskFull));
      CHECK(written.error().detail.find("a.wav") != std::string::npos);
      CHECK(test::snapshot(dir.path()).empty());
    }
    CHECK(k == 6);  // create, write, sync, rename, sync of the folder
  }

  TEST_CASE("durable file: replacing a text fails whole, the old text stays") {
    for (int k = 1; k <= 4; ++k) {
      const TempDir dir;
      test::write_text(dir / "card", "old");
      test::FailingOps ops(k);
      CHECK_FALSE(replace_text(dir / "card", "new", ops));
      CHECK(test::read_text(dir / "card") == "old");
      CHECK(test::snapshot(dir.path()).size() == 1);
    }
  }

  TEST_CASE("durable file: an existing file is never overwritten when publishing anew") {
    const TempDir dir;
    test::write_text(dir / "a.wav", "first");
    const auto written = publish_new(dir / "a.wav", "second", posix_file_ops());
    REQUIRE_FALSE(written);
    CHECK(test::read_text(dir / "a.wav") == "first");
  }

  TEST_CASE("durable file: links are not followed, neither as file nor as folder nor as .part") {
    const TempDir dir;
    const TempDir outside;
    test::write_text(outside / "victim", "untouched");

    test::fs::create_symlink(outside / "victim", dir / "a.wav");
    CHECK_FALSE(publish_new(dir / "a.wav", "x", posix_file_ops()));

    REQUIRE(replace_text(dir / "a.wav", "mine"));
    CHECK_FALSE(test::fs::is_symlink(dir / "a.wav"));
    CHECK(test::read_text(dir / "a.wav") == "mine");

    test::fs::create_directory_symlink(outside.path(), dir / "takes");
    CHECK_FALSE(publish_new(dir / "takes/b.wav", "x", posix_file_ops()));

    test::fs::create_symlink(outside / "victim", dir / ".c.part");
    int fd = -1;
    const int folder = ::open(dir.path().c_str(), O_RDONLY | O_DIRECTORY);
    CHECK(posix_file_ops().create(folder, ".c.part", fd) == EEXIST);
    ::close(folder);

    const auto files = test::snapshot(outside.path());
    CHECK(files.size() == 1);
    CHECK(files.at("victim") == "untouched");
  }

  TEST_CASE(
      "durable file: a write beyond the file size limit is a full disk, and nothing is left") {
    const TempDir dir;
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 4096;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    const auto written = publish_new(dir / "a.wav", std::string(10000, 'x'), posix_file_ops());
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, old_handler);

    REQUIRE_FALSE(written);
    CHECK(written.error().code == FaultCode::DiskFull);
    CHECK(test::snapshot(dir.path()).empty());
  }

  TEST_CASE("durable file: a folder that is not there is a fault naming the file") {
    const TempDir dir;
    const auto written = publish_new(dir / "none/a.wav", "x", posix_file_ops());
    REQUIRE_FALSE(written);
    CHECK(written.error().code == FaultCode::WriteFailed);
    CHECK(written.error().detail.find("none/a.wav") != std::string::npos);
  }
}
