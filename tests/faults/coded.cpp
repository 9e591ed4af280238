// SPDX-License-Identifier: GPL-3.0-or-later
#include <sndfile.h>

#include <filesystem>
#include <stdexcept>

#include "tests/faults/made_take.hpp"
#include "tests/support/temp_dir.hpp"

namespace ampsweep::faults {
namespace {

int format_of(const std::string& name) {
  if (name == "vorbis") return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
  if (name == "opus") return SF_FORMAT_OGG | SF_FORMAT_OPUS;
  return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
}

}  // namespace

std::vector<float> coded(std::span<const double> sound, SampleRate rate, const std::string& format,
                         double quality) {
  const test::TempDir dir;
  const auto path = dir.path() / "coded";
  SF_INFO info{};
  info.samplerate = rate.value();
  info.channels = 1;
  info.format = format_of(format);
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (file == nullptr) throw std::runtime_error("libsndfile cannot write " + format);
  double level = 1.0 - quality;  // libsndfile asks how much to compress
  sf_command(file, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
  sf_writef_double(file, sound.data(), static_cast<sf_count_t>(sound.size()));
  sf_close(file);
  info = {};
  file = sf_open(path.c_str(), SFM_READ, &info);
  if (file == nullptr) throw std::runtime_error("libsndfile cannot read " + format);
  std::vector<float> out(static_cast<std::size_t>(info.frames));
  out.resize(static_cast<std::size_t>(sf_readf_float(file, out.data(), info.frames)));
  sf_close(file);
  return out;
}

}  // namespace ampsweep::faults
