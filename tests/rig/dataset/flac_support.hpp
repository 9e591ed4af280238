// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace ampsweep::test {

/// A mono 16-bit FLAC whose sample n is flac_sample(n).
void write_flac(const std::filesystem::path& path, int rate, int frames);
[[nodiscard]] float flac_sample(int n);

}  // namespace ampsweep::test
