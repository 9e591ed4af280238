// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/resample.hpp"

#include <fmt/format.h>
#include <samplerate.h>

#include <cmath>

namespace ampsweep::rig {

Result<std::vector<float>> resampled(std::span<const float> samples, SampleRate from,
                                     SampleRate to) {
  const auto failed = [&](const std::string& why) {
    return tl::unexpected(Fault{
        FaultCode::FormatMismatch,
        fmt::format("cannot be converted from {} to {} Hz: {}", from.value(), to.value(), why)});
  };
  const double ratio = static_cast<double>(to.value()) / static_cast<double>(from.value());
  // A little room beyond the exact length, for the converter's own rounding.
  std::vector<float> out(
      static_cast<std::size_t>(std::ceil(static_cast<double>(samples.size()) * ratio)) + 16);
  SRC_DATA job{};
  job.data_in = samples.data();
  job.input_frames = static_cast<long>(samples.size());
  job.data_out = out.data();
  job.output_frames = static_cast<long>(out.size());
  job.src_ratio = ratio;
  if (const int error = src_simple(&job, SRC_SINC_BEST_QUALITY, 1)) {
    return failed(src_strerror(error));
  }
  if (job.input_frames_used != static_cast<long>(samples.size())) return failed("not to its end");
  out.resize(static_cast<std::size_t>(job.output_frames_gen));
  return out;
}

std::string resampler_name() { return fmt::format("{}, best sinc", src_get_version()); }

}  // namespace ampsweep::rig
