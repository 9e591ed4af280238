// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/sha256.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace ampsweep::rig;

namespace {
constexpr auto kTwoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
constexpr auto kTwoBlocksHash = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("sha256: gives the FIPS 180-4 example digests") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex(kTwoBlocks) == kTwoBlocksHash);
    CHECK(sha256_hex(std::string(1000000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }

  TEST_CASE("sha256: the digest does not depend on where a message is split") {
    const std::string message = kTwoBlocks;
    for (std::size_t cut = 0; cut <= message.size(); ++cut) {
      Sha256 hash;
      hash.add(std::string_view{message}.substr(0, cut));
      hash.add(std::string_view{message}.substr(cut));
      CHECK(hash.hex() == kTwoBlocksHash);
    }
  }

  TEST_CASE("sha256: a finished object starts afresh") {
    Sha256 hash;
    hash.add("something else");
    CHECK(hash.hex() != kTwoBlocksHash);

    hash.add(kTwoBlocks);

    CHECK(hash.hex() == kTwoBlocksHash);
  }

  TEST_CASE("sha256: a file longer than the read buffer hashes like its text") {
    std::string name = (std::filesystem::temp_directory_path() / "sha256_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    const std::filesystem::path folder = name;
    const std::string text(200001, 'x');
    std::ofstream(folder / "long.bin", std::ios::binary) << text;

    CHECK(sha256_of_file(folder / "long.bin") == sha256_hex(text));
    CHECK_FALSE(sha256_of_file(folder / "missing.bin").has_value());
    CHECK_FALSE(sha256_of_file(folder).has_value());
    std::filesystem::remove_all(folder);
  }
}
