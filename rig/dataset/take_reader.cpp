// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/take_reader.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig {

namespace {

Result<WavAudio> read_recorded(const Dataset& dataset, const std::string& name,
                               const std::string& sha256) {
  const auto path = inside(dataset.dir, name);
  if (!path) return tl::unexpected(path.error());
  auto audio = read_wav(*path);
  if (!audio) return audio;
  if (sha256_of_file(*path) != sha256) {
    return tl::unexpected(Fault{FaultCode::HashMismatch,
                                name + " is not the file that was recorded: its SHA-256 differs "
                                       "from the ledger's"});
  }
  return audio;
}

}  // namespace

Result<std::vector<float>> read_take(const Dataset& dataset, const Outcome& outcome) {
  const std::string& name = outcome.take_file;
  auto audio = read_recorded(dataset, name, outcome.take_sha256);
  if (!audio) return tl::unexpected(audio.error());
  if (audio->channels.size() != 1 || audio->rate() != dataset.rate) {
    return tl::unexpected(Fault{FaultCode::FormatMismatch,
                                fmt::format("{} is {}; the dataset is mono at {} Hz", name,
                                            audio->info.description(), dataset.rate.value())});
  }
  if (audio->length() != dataset.length) {
    return tl::unexpected(Fault{FaultCode::LengthMismatch,
                                fmt::format("{} holds {} samples instead of {}", name,
                                            audio->length().value(), dataset.length.value())});
  }
  return std::move(audio->channels.front());
}

Result<WavAudio> read_raw(const Dataset& dataset, const Outcome& outcome) {
  const std::string& name = outcome.raw_file;
  auto audio = read_recorded(dataset, name, outcome.raw_sha256);
  if (!audio) return audio;
  if (audio->channels.size() != dataset.rig.audio.inputs.size() || audio->rate() != dataset.rate) {
    return tl::unexpected(Fault{
        FaultCode::FormatMismatch,
        fmt::format("{} is {}; the rig has {} inputs at {} Hz", name, audio->info.description(),
                    dataset.rig.audio.inputs.size(), dataset.rate.value())});
  }
  return audio;
}

}  // namespace ampsweep::rig
