// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rig/dataset/flac_support.hpp"

#include <sndfile.h>

#include <vector>

namespace ampsweep::test {
namespace {

short code(int n) { return static_cast<short>((n * 7919) % 20001 - 10000); }

}  // namespace

float flac_sample(int n) { return static_cast<float>(code(n)) / 32768.0F; }

void write_flac(const std::filesystem::path& path, int rate, int frames) {
  SF_INFO info{};
  info.samplerate = rate;
  info.channels = 1;
  info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  std::vector<short> samples;
  for (int n = 0; n < frames; ++n) samples.push_back(code(n));
  sf_writef_short(file, samples.data(), frames);
  sf_close(file);
}

}  // namespace ampsweep::test
