// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"
#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// A file that some row names, in a folder that is not trusted.
struct ListedFile {
  std::string name;    ///< As the row has it, relative to the folder.
  std::string sha256;  ///< As the row has it; empty: not compared.
};

/// What an audio file has to look like.
struct AudioShape {
  std::string encoding;  ///< "pcm24", "float32"
  int channels{1};
  SampleRate rate{48000};
  SampleCount frames{0};
};

/// Audio of a listed file and its hash as it is now.
struct ListedAudio {
  WavAudio audio;
  std::string sha256;
};

/// Path of a regular file inside `dir`. Faults: those of inside(); FileMissing; FormatMismatch for
/// anything a read could hang on (pipe, device, folder).
[[nodiscard]] Result<std::filesystem::path> listed_path(const std::filesystem::path& dir,
                                                        const std::string& name);

/// Whole text file of at most 64 MiB. Faults: those of listed_path(); FormatMismatch when larger.
[[nodiscard]] Result<std::string> read_listed_text(const std::filesystem::path& dir,
                                                   const std::string& name);

/// Compares hash, format and length with what was declared, and adds what differs to `faults`.
/// A wrong hash, format or length does not keep the sound from being looked at: the audio comes
/// back as long as it can be read, has the declared channels and rate and is no more than twice as
/// long.
[[nodiscard]] Result<ListedAudio> read_listed_audio(const std::filesystem::path& dir,
                                                    const ListedFile& file, const AudioShape& shape,
                                                    std::vector<FileFault>& faults);

/// Only the hash (of a refused attempt's recording). Returns it as it is now; empty when the file
/// cannot be read.
std::string check_hash(const std::filesystem::path& dir, const ListedFile& file,
                       std::vector<FileFault>& faults);

}  // namespace ampsweep::rig
