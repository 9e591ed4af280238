// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/sound_encoder.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace ampsweep::rig {
namespace {

Sink& sink(void* user) { return *static_cast<Sink*>(user); }

}  // namespace

SF_VIRTUAL_IO sink_io() {
  SF_VIRTUAL_IO io{};
  io.get_filelen = [](void* user) -> sf_count_t { return sink(user).file.bytes(); };
  io.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
    Sink& s = sink(user);
    if (whence == SEEK_CUR) offset += s.at;
    if (whence == SEEK_END) offset += s.file.bytes();
    return s.at = std::max<sf_count_t>(0, offset);
  };
  io.read = [](void* into, sf_count_t count, void* user) -> sf_count_t {
    Sink& s = sink(user);
    const auto got = static_cast<sf_count_t>(
        s.file.read({static_cast<std::byte*>(into), static_cast<std::size_t>(count)}, s.at));
    s.at += got;
    return got;
  };
  io.write = [](const void* from, sf_count_t count, void* user) -> sf_count_t {
    Sink& s = sink(user);
    const auto written =
        s.file.write({static_cast<const std::byte*>(from), static_cast<std::size_t>(count)}, s.at);
    if (!written) return 0;
    s.at += count;
    return count;
  };
  io.tell = [](void* user) -> sf_count_t { return sink(user).at; };
  return io;
}

}  // namespace ampsweep::rig
