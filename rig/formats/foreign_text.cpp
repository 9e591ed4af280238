// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/foreign_text.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace ampsweep::rig::formats {

std::string foreign_text(const std::filesystem::path& file) {
  constexpr std::uintmax_t kMost = std::uintmax_t{64} << 20U;
  const std::string name = file.filename().string();
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    throw std::runtime_error(name + " is missing or no regular file");
  }
  if (std::filesystem::file_size(file, error) > kMost || error) {
    throw std::runtime_error(name + " is larger than 64 MiB");
  }
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw std::runtime_error(name + " cannot be read");
  return text;
}

}  // namespace ampsweep::rig::formats
