// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/text_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <system_error>

#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargest = 1024 * 1024;

/// Closes on the way out of a throwing function.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void refuse_write(const fs::path& file, const std::string& step) {
  const std::string reason = std::generic_category().message(errno);
  refuse_at(file.string(), 0, "cannot be rewritten: " + step + ": " + reason,
            "check that the folder is writable and the disk is not full; the file is as it was");
}

void write_all(int descriptor, const std::string& content, const fs::path& file) {
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t written = ::write(descriptor, content.data() + done, content.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) refuse_write(file, "write");
    done += static_cast<std::size_t>(written);
  }
}

/// Writes and flushes the temp file; the caller removes it when this throws.
void fill_temp(int descriptor, const std::string& content, mode_t mode, const fs::path& file) {
  write_all(descriptor, content, file);
  if (::fchmod(descriptor, mode) != 0) refuse_write(file, "permissions");
  if (::fsync(descriptor) != 0) refuse_write(file, "fsync");
}

}  // namespace

std::string read_text_file(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (!fs::exists(status)) {
    refuse_at(file.string(), 0, "no such file", "check the path");
  }
  if (!fs::is_regular_file(status)) {
    refuse_at(file.string(), 0, "is not a regular file", "name a text file");
  }
  if (fs::file_size(file, error) > kLargest || error) {
    refuse_at(file.string(), 0, "is larger than 1 MiB", "rig, plan and list files are short texts");
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse_at(file.string(), 0, "cannot be opened for reading", "check its permissions");
  std::string text(kLargest + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) refuse_at(file.string(), 0, "cannot be read", "check the disk");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

void replace_file(const fs::path& file, const std::string& content) {
  struct stat before {};
  if (::lstat(file.c_str(), &before) != 0) refuse_write(file, "stat");
  if (!S_ISREG(before.st_mode)) {
    refuse_at(file.string(), 0, "is a link or no regular file and is not written through",
              "name the file it points to");
  }
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
  std::string temp =
      (folder / std::string{"."}.append(file.filename().string()).append(".XXXXXX")).string();
  const Descriptor out{::mkostemp(temp.data(), O_CLOEXEC)};
  if (out.number() < 0) refuse_write(file, "temp file in " + folder.string());
  try {
    fill_temp(out.number(), content, before.st_mode & 07777U, file);
    if (::rename(temp.c_str(), file.c_str()) != 0) refuse_write(file, "rename");
  } catch (...) {
    ::unlink(temp.c_str());
    throw;
  }
  const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.number() < 0 || ::fsync(directory.number()) != 0)
    refuse_write(file, "folder fsync");
}

}  // namespace ampsweep::rig
