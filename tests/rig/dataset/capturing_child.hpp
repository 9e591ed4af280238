// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "rig/dataset/dataset_writer.hpp"

namespace ampsweep::test {

/// Makes an empty dataset of so many takes.
void create_for_child(const std::filesystem::path& dir, int takes,
                      rig::FileOps& ops = rig::posix_file_ops());

/// The writer of a session that goes on with it.
[[nodiscard]] rig::DatasetWriter resume_after_child(const std::filesystem::path& dir, int takes,
                                                    rig::FileOps& ops = rig::posix_file_ops());

/// Says "ready", then captures what is missing, a refused attempt before every third take, and
/// tells each acknowledged attempt as one line of the pipe: "12a" accepted, "12r" refused. Ends the
/// process: 0 done, 2 the disk failed, 3 nobody listens.
[[noreturn]] void capture_and_tell(const std::filesystem::path& dir, int takes, int pipe,
                                   rig::FileOps& ops = rig::posix_file_ops());

/// Adds the whole lines of `text`.
void add_lines(const std::string& text, std::set<std::string>& into);

/// The disk against the ledger: every named file is there with its hash, no other file is, no row
/// is lost, every attempt has an outcome. Says what is wrong; empty: nothing.
[[nodiscard]] std::string folder_fault(const rig::Dataset& data);

/// A told line that the dataset knows nothing of; empty: none.
[[nodiscard]] std::string lost_line(const rig::Dataset& data, const std::set<std::string>& told);

}  // namespace ampsweep::test
