// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace ampsweep::test {

/// A rig file of real devices, none of which is opened by reading it: one send and one return on
/// JACK, no load; then `rest`.
[[nodiscard]] inline std::string jack_rig(const std::string& rest) {
  return R"(name = "real"
[audio]
api = "jack"
outputs = [{ name = "amp", index = 1, port = "a:in" }]
inputs = [{ name = "amp", index = 1, port = "a:out" }]
[load]
kind = "none"
)" + rest;
}

}  // namespace ampsweep::test
