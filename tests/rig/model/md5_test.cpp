// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/md5.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "support/temp_dir.hpp"

using namespace ampsweep;

namespace {

std::string md5(const std::string& text) { return rig::md5_hex(std::as_bytes(std::span{text})); }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("md5: the test suite of RFC 1321, A.5") {
    CHECK(md5("") == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(md5("a") == "0cc175b9c0f1b6a831c399e269772661");
    CHECK(md5("abc") == "900150983cd24fb0d6963f7d28e17f72");
    CHECK(md5("message digest") == "f96b697d7cb7938d525a2f31aaf161d0");
    CHECK(md5("abcdefghijklmnopqrstuvwxyz") == "c3fcd3d76192e4007dfb496cca67e13b");
  }

  TEST_CASE("md5: of a file longer than one block of reading, and of none") {
    const test::TempDir folder;
    const std::string million(1'000'000, 'a');
    std::ofstream(folder.path() / "a", std::ios::binary) << million;
    CHECK(rig::md5_of_file(folder.path() / "a") == md5(million));
    CHECK(md5(million) == "7707d6ae4e027c70eea2a935c2296f21");
    CHECK_FALSE(rig::md5_of_file(folder.path()));
    CHECK_FALSE(rig::md5_of_file(folder.path() / "none"));
  }
}
