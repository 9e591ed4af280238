// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rig/dataset/disk_steps.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <map>
#include <stdexcept>
#include <utility>

namespace ampsweep::test {
namespace {

bool is_folder(int fd) {
  struct stat about {};
  return ::fstat(fd, &about) == 0 && S_ISDIR(about.st_mode);
}

/// The calls of one kind of file, some announced. `methods` first: SQLite's pointer to it is one to
/// all of this.
struct AnnouncedCalls {
  sqlite3_io_methods methods{};
  const sqlite3_io_methods* real{nullptr};
};

/// SQLite's own file system, its steps announced. Plain functions: SQLite is C.
struct Announced {
  Mutant mutant{Mutant::None};
  BeforeStep before;
  sqlite3_vfs* real{nullptr};
  sqlite3_vfs vfs{};
  std::map<const sqlite3_io_methods*, AnnouncedCalls> calls;  // by SQLite's own
} announced;

const sqlite3_io_methods& real_calls(const sqlite3_file* file) {
  return *reinterpret_cast<const AnnouncedCalls*>(file->pMethods)->real;
}

/// In SQLite's words.
int failed(int error, int otherwise) { return error == ENOSPC ? SQLITE_FULL : otherwise; }

int write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 at) {
  const int error = announced.before();
  const int written = real_calls(file).xWrite(file, data, error != 0 ? bytes / 2 : bytes, at);
  return error != 0 ? failed(error, SQLITE_IOERR_WRITE) : written;
}

int truncate(sqlite3_file* file, sqlite3_int64 bytes) {
  if (const int error = announced.before()) return failed(error, SQLITE_IOERR_TRUNCATE);
  return real_calls(file).xTruncate(file, bytes);
}

int sync(sqlite3_file* file, int flags) {
  if (const int error = announced.before()) return failed(error, SQLITE_IOERR_FSYNC);
  return real_calls(file).xSync(file, flags);
}

int no_sync(sqlite3_file*, int) { return SQLITE_OK; }

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
  if (const int error = announced.before()) return failed(error, SQLITE_IOERR_DELETE);
  return announced.real->xDelete(announced.real, name, sync_folder);
}

/// The write-ahead log is a kind of its own: SQLite does not lock it.
int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  const int result = announced.real->xOpen(announced.real, name, file, flags, out);
  if (result != SQLITE_OK || file->pMethods == nullptr) return result;
  const bool careless = announced.mutant == Mutant::NoLedgerSync && (flags & SQLITE_OPEN_WAL) != 0;
  AnnouncedCalls& calls = announced.calls[file->pMethods];
  calls.real = file->pMethods;
  calls.methods = *file->pMethods;
  calls.methods.xWrite = write;
  calls.methods.xTruncate = truncate;
  calls.methods.xSync = careless ? no_sync : sync;
  file->pMethods = &calls.methods;
  return result;
}

}  // namespace

int SteppedOps::create(int dir_fd, const std::string& name, int& fd) {
  if (const int error = before_()) return error;
  return rig::posix_file_ops().create(dir_fd, name, fd);
}

int SteppedOps::write(int fd, std::span<const std::byte> bytes, std::int64_t offset) {
  const int error = before_();
  const int written =
      rig::posix_file_ops().write(fd, error != 0 ? bytes.first(bytes.size() / 2) : bytes, offset);
  return error != 0 ? error : written;
}

int SteppedOps::sync(int fd) {
  if (const int error = before_()) return error;
  const Mutant careless = is_folder(fd) ? Mutant::NoFolderSync : Mutant::NoFileSync;
  return mutant_ == careless ? 0 : rig::posix_file_ops().sync(fd);
}

int SteppedOps::rename(int dir_fd, const std::string& from, const std::string& to,
                       IfExists if_exists) {
  if (const int error = before_()) return error;
  return rig::posix_file_ops().rename(dir_fd, from, to, if_exists);
}

int SteppedOps::remove(int dir_fd, const std::string& name) {
  if (const int error = before_()) return error;
  return rig::posix_file_ops().remove(dir_fd, name);
}

void step_sqlite(Mutant mutant, BeforeStep before) {
  announced.mutant = mutant;
  announced.before = std::move(before);
  announced.real = sqlite3_vfs_find(nullptr);
  announced.vfs = *announced.real;
  announced.vfs.zName = "announced";
  announced.vfs.xOpen = open;
  announced.vfs.xDelete = remove;
  if (sqlite3_vfs_register(&announced.vfs, 1) != SQLITE_OK) {
    throw std::runtime_error("SQLite takes no file system of ours");
  }
}

}  // namespace ampsweep::test
