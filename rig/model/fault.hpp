// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ampsweep::rig {

/// Everything that can be wrong with a take or the bench. Closed; names in files: to_string().
enum class FaultCode {
  // the stream
  StreamLost,      ///< The server or device went away, or the worker died.
  StreamHung,      ///< Callbacks stopped coming; the worker was killed.
  Xrun,            ///< Driver or JACK reported over- or underflow during the take.
  FramesMissing,   ///< Fewer frames than asked for.
  // the sound
  Clipped,
  Silent,          ///< Output at the noise floor while something was played.
  LoopbackMissing,
  LoopbackLevel,   ///< Loopback level off its calibration: a touched interface gain.
  DelayMoved,      ///< Delay differs from the stream epoch's.
  DriftTooHigh,
  Slip,            ///< Samples lost or repeated inside the take.
  Dropout,         ///< The loopback stood still while sound was played; no sample is missing.
  PolarityInverted,  ///< Another one than an accepted take of the same setting has.
  DcOffset,
  NoiseHigh,
  HumHigh,         ///< Of the mains.
  ReplicateDiffers,
  EarlyEnergy,     ///< Sound before time zero: the alignment is not causal.
  // the bench
  KnobNotReached,
  KnobNotHeard,    ///< A knob was turned and the sound did not follow as it must.
  KnobMisplaced,   ///< The sound says that a knob does not stand where its label says.
  SoundUnsettled,  ///< After a move two sounds in a row did not agree within the time allowed.
  KnobDoubted,     ///< A person says that the turn they confirmed last was a wrong one.
  AmpNotSteady,    ///< Gain or distortion at the reference setting still move; or, after a break,
                   ///< the amp does not sound as it did (rig/capture/amp_proof.hpp).
  TapLow,          ///< Tap below its prediction: load, cable or amp gone.
  TapHigh,         ///< Tap above its prediction.
  Muted,           ///< Heartbeat lost; output was muted.
  Stopped,         ///< A person pressed STOP or Ctrl-C.
  Withdrawn,       ///< Accepted at first; a person took it back (withdraw_takes()).
  DiskFull,
  WriteFailed,
  // the data (verify)
  FileMissing,
  FileTruncated,
  HashMismatch,
  DigestMismatch,
  LabelMismatch,
  Misaligned,
  TakeMismatch,    ///< The aligned take was not cut from its raw recording.
  LengthMismatch,
  FormatMismatch,
  Unlisted,        ///< A file that no row names.
  Normalised,      ///< Every take of a set was scaled to one level.
  SpectrumOdd,     ///< Does not fit its neighbours in knob space.
};

struct Fault {
  FaultCode code{};
  std::string detail;  ///< What happened, to what, what to do. One sentence, no newline.
};

[[nodiscard]] const char* to_string(FaultCode code);
[[nodiscard]] std::optional<FaultCode> fault_code(std::string_view name);

}  // namespace ampsweep::rig
