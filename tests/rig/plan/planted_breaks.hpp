// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "refusal_of.hpp"

namespace ampsweep::test {

/// Where a good file is broken, and the words the refusal must hold.
struct Break {
  std::string from;
  std::string to;
  std::string said;
};

/// `refused` is parsed text to refusal, "" for none. Every break of the good text must be refused
/// with its words, the name of the file in front and something to try.
inline void check_breaks(const std::string& file, const std::string& good,
                         const std::function<std::string(const std::string&)>& refused,
                         const std::vector<Break>& breaks) {
  REQUIRE(refused(good).empty());
  for (const Break& one : breaks) {
    const std::string message = refused(with(good, one.from, one.to));
    INFO(one.from, " -> ", one.to, "\n", message);
    CHECK(contains(message, one.said));
    CHECK(message.starts_with(file));
    CHECK(contains(message, "\n  try: "));
  }
}

}  // namespace ampsweep::test
