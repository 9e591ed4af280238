// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ampsweep::rig {

/// SHA-256 of bytes that arrive in pieces.
///
/// Thread:   any, one object per thread.
/// Accuracy: the vectors of FIPS 180-4 and equality over every split of a message,
///           tests/rig/model/sha256_test.cpp.
/// Source:   FIPS 180-4; the arithmetic is libcrypto's.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::span<const std::byte> bytes);
  void add(std::string_view text);
  /// 64 lower-case hex digits of everything added. The object starts afresh.
  [[nodiscard]] std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] std::string sha256_hex(std::string_view text);
/// Of a file's content; empty when it cannot be read to its end. Memory: one 64 KiB buffer.
[[nodiscard]] std::optional<std::string> sha256_of_file(const std::filesystem::path& file);

}  // namespace ampsweep::rig
