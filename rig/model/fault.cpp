// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/fault.hpp"

#include <array>
#include <utility>

namespace ampsweep::rig {
namespace {

using enum FaultCode;
constexpr std::array kNames{
    std::pair{StreamLost, "stream_lost"},
    std::pair{StreamHung, "stream_hung"},
    std::pair{Xrun, "xrun"},
    std::pair{FramesMissing, "frames_missing"},
    std::pair{Clipped, "clipped"},
    std::pair{Silent, "silent"},
    std::pair{LoopbackMissing, "loopback_missing"},
    std::pair{LoopbackLevel, "loopback_level"},
    std::pair{DelayMoved, "delay_moved"},
    std::pair{DriftTooHigh, "drift_too_high"},
    std::pair{Slip, "slip"},
    std::pair{Dropout, "dropout"},
    std::pair{PolarityInverted, "polarity_inverted"},
    std::pair{DcOffset, "dc_offset"},
    std::pair{NoiseHigh, "noise_high"},
    std::pair{HumHigh, "hum_high"},
    std::pair{ReplicateDiffers, "replicate_differs"},
    std::pair{EarlyEnergy, "early_energy"},
    std::pair{KnobNotReached, "knob_not_reached"},
    std::pair{KnobNotHeard, "knob_not_heard"},
    std::pair{KnobMisplaced, "knob_misplaced"},
    std::pair{SoundUnsettled, "sound_unsettled"},
    std::pair{KnobDoubted, "knob_doubted"},
    std::pair{AmpNotSteady, "amp_not_steady"},
    std::pair{TapLow, "tap_low"},
    std::pair{TapHigh, "tap_high"},
    std::pair{Muted, "muted"},
    std::pair{Stopped, "stopped"},
    std::pair{Withdrawn, "withdrawn"},
    std::pair{DiskFull, "disk_full"},
    std::pair{WriteFailed, "write_failed"},
    std::pair{FileMissing, "file_missing"},
    std::pair{FileTruncated, "file_truncated"},
    std::pair{HashMismatch, "hash_mismatch"},
    std::pair{DigestMismatch, "digest_mismatch"},
    std::pair{LabelMismatch, "label_mismatch"},
    std::pair{Misaligned, "misaligned"},
    std::pair{TakeMismatch, "take_mismatch"},
    std::pair{LengthMismatch, "length_mismatch"},
    std::pair{FormatMismatch, "format_mismatch"},
    std::pair{Unlisted, "unlisted"},
    std::pair{Normalised, "normalised"},
    std::pair{SpectrumOdd, "spectrum_odd"},
};

}  // namespace

const char* to_string(FaultCode code) {
  for (const auto& [value, name] : kNames) {
    if (value == code) return name;
  }
  return "unknown";
}

std::optional<FaultCode> fault_code(std::string_view name) {
  for (const auto& [value, known] : kNames) {
    if (name == known) return value;
  }
  return std::nullopt;
}

}  // namespace ampsweep::rig
