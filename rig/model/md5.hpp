// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace ampsweep::rig {

/// MD5, only to recognise files that other programs name by it; nothing is trusted because of it.
/// Lives in sha256.cpp: libcrypto has one file.
/// Accuracy: the test suite of RFC 1321 appendix A.5, tests/rig/model/md5_test.cpp.
[[nodiscard]] std::string md5_hex(std::span<const std::byte> bytes);
/// Of a file's content; empty when it cannot be read to its end.
[[nodiscard]] std::optional<std::string> md5_of_file(const std::filesystem::path& file);

}  // namespace ampsweep::rig
