// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <new>
#include <system_error>
#include <vector>

#include "rig/model/md5.hpp"

namespace ampsweep::rig {
namespace {

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// libcrypto fails here only when it cannot allocate (or has no SHA-256 at all, which Debian's has).
void require(int ok) {
  if (ok != 1) throw std::bad_alloc{};
}

/// Any digest of libcrypto over bytes that arrive in pieces.
class Digest {
 public:
  explicit Digest(const EVP_MD* kind) : kind_(kind) {
    if (!context_) throw std::bad_alloc{};
    restart();
  }
  void add(std::span<const std::byte> bytes) {
    require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
  }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
    restart();
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
      text += kDigits[digest[i] >> 4U];
      text += kDigits[digest[i] & 15U];
    }
    return text;
  }

 private:
  void restart() { require(EVP_DigestInit_ex(context_.get(), kind_, nullptr)); }

  const EVP_MD* kind_;
  std::unique_ptr<EVP_MD_CTX, ContextDeleter> context_{EVP_MD_CTX_new()};
};

std::optional<std::string> digest_of_file(const EVP_MD* kind, const std::filesystem::path& file) {
  // An ifstream opens a folder without complaint and then reads nothing.
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  Digest hash(kind);
  std::vector<char> buffer(64UL * 1024UL);
  while (in) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hash.add(std::as_bytes(std::span{buffer}).first(static_cast<std::size_t>(in.gcount())));
  }
  if (in.bad()) return std::nullopt;
  return hash.hex();
}

}  // namespace

struct Sha256::State : Digest {
  State() : Digest(EVP_sha256()) {}
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::span<const std::byte> bytes) { state_->add(bytes); }

void Sha256::add(std::string_view text) { add(std::as_bytes(std::span{text})); }

std::string Sha256::hex() { return state_->hex(); }

std::string sha256_hex(std::string_view text) {
  Sha256 hash;
  hash.add(text);
  return hash.hex();
}

std::optional<std::string> sha256_of_file(const std::filesystem::path& file) {
  return digest_of_file(EVP_sha256(), file);
}

std::string md5_hex(std::span<const std::byte> bytes) {
  Digest hash(EVP_md5());
  hash.add(bytes);
  return hash.hex();
}

std::optional<std::string> md5_of_file(const std::filesystem::path& file) {
  return digest_of_file(EVP_md5(), file);
}

}  // namespace ampsweep::rig
