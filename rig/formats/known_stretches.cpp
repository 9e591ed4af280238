// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/known_stretches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/checked_sound.hpp"
#include "rig/model/result.hpp"
#include "rig/model/sha256.hpp"
#include "signals/programme.hpp"

namespace ampsweep::rig::formats {
namespace {

/// A piece of the known file in the dataset. Samples.
struct Piece {
  std::int64_t source{0}, dataset{0}, length{0};
  [[nodiscard]] std::int64_t source_end() const { return source + length; }
};

/// Which pieces of it train, and which validate (the last pass).
struct Pieces {
  std::vector<Piece> training;
  std::vector<Piece> validation;
  std::int64_t total{0};  ///< Length of the known file.
};

std::optional<Stretch> inside_one(const std::vector<Piece>& pieces, std::int64_t from,
                                  std::int64_t to) {
  for (const Piece& piece : pieces) {
    if (from >= piece.source && to <= piece.source_end()) {
      return Stretch{SampleCount{piece.dataset + from - piece.source}, SampleCount{to - from}};
    }
  }
  return std::nullopt;
}

/// From the first to the last of [from, to) that is there, with what stands between the pieces.
std::optional<Stretch> spanning(const std::vector<Piece>& pieces, std::int64_t from,
                                std::int64_t to) {
  std::optional<std::int64_t> first;
  std::int64_t last = 0;
  for (const Piece& piece : pieces) {
    if (piece.source_end() <= from || piece.source >= to) continue;
    if (!first) first = piece.dataset + std::max<std::int64_t>(0, from - piece.source);
    last = piece.dataset + std::min(piece.length, to - piece.source);
  }
  if (!first || last <= *first) return std::nullopt;
  return Stretch{SampleCount{*first}, SampleCount{last - *first}};
}

bool silent_before(CheckedSound& x, SampleCount cut) {
  const std::int64_t wanted = samples(signals::kCutSilence, x.rate()).value();
  return !x.last_nonzero(cut.value() - wanted, cut.value());
}

std::optional<KnownStretches> placed(const KnownInput& input, std::string recognised_by,
                                     const Pieces& pieces, CheckedSound& x) {
  const auto at = [&](std::int64_t position) {
    return position < 0 ? position + pieces.total : position;
  };
  const auto training = spanning(pieces.training, input.train_start, at(input.train_stop));
  if (!training) return std::nullopt;
  KnownStretches known{&input, std::move(recognised_by), *training, {}, {}, {}, false, false};
  const std::int64_t validation = at(input.validation_start);
  known.validation =
      inside_one(pieces.validation, validation, validation + input.validation_length);
  for (const std::int64_t blip : input.blips) {
    if (const auto there = inside_one(pieces.training, blip, blip + 1)) {
      known.blips.push_back(there->from);
    }
  }
  if (known.blips.size() != input.blips.size()) known.blips.clear();
  known.noise = inside_one(pieces.training, input.noise.first, input.noise.second);
  known.silent_before_training = silent_before(x, training->from);
  known.silent_before_validation = known.validation && silent_before(x, known.validation->from);
  return known;
}

/// The pieces of the file with this hash, as the segments tell.
Pieces pieces_of_file(const Dataset& dataset, const std::string& sha256, std::int64_t total) {
  Pieces pieces{{}, {}, total};
  for (const signals::Segment& segment : dataset.segments) {
    const auto* file = std::get_if<signals::FileAudioSpec>(&segment.recipe);
    if (file == nullptr || file->sha256 != sha256) continue;
    const Piece piece{file->first.value(), segment.start.value(), segment.length.value()};
    if (segment.role == signals::SegmentRole::Training) pieces.training.push_back(piece);
    if (segment.role == signals::SegmentRole::Validation) pieces.validation = {piece};
  }
  return pieces;
}

std::optional<KnownStretches> of_original(const Dataset& dataset,
                                          const std::filesystem::path& original,
                                          std::span<const KnownInput> inputs, CheckedSound& x) {
  CheckedSound audio = CheckedSound::required(original);
  const auto known = recognise(original, audio, inputs);
  const std::string name = original.filename().string();
  if (!known) {
    throw SetupError(SetupKind::Usage, fmt::format("{} is none of NAM's or Proteus's inputs", name),
                     "--original only for these; user audio needs none");
  }
  if (audio.rate() != dataset.rate) {
    throw SetupError(SetupKind::Usage,
                     fmt::format("{} has {} Hz and the dataset {} Hz: its parts no longer stand on "
                                 "whole samples",
                                 name, audio.rate().value(), dataset.rate.value()),
                     "a capture at the file's rate, or no --original");
  }
  const auto sha256 = sha256_of_file(original);
  const Pieces pieces = pieces_of_file(dataset, sha256.value_or(""), audio.length().value());
  if (pieces.training.empty()) {
    throw SetupError(SetupKind::Usage,
                     fmt::format("this dataset's training sound was not made of {}", name),
                     "the very file that audio_file in the plan named");
  }
  return placed(*known->input, name, pieces, x);
}

}  // namespace

std::optional<KnownStretches> known_stretches(const Dataset& dataset,
                                              const std::filesystem::path& original,
                                              std::span<const KnownInput> inputs) {
  const auto path = inside(dataset.dir, kInputFile);
  if (!path) return std::nullopt;
  auto played = CheckedSound::read(*path);  // What is wrong with it, writing the export tells.
  if (!played || played->info().channels != 1 || played->length() != dataset.length ||
      played->rate() != dataset.rate) {
    return std::nullopt;
  }
  if (const auto known = recognise(*path, *played, inputs)) {
    const Piece all{0, 0, dataset.length.value()};
    return placed(*known->input, kInputFile, {{all}, {all}, all.length}, *played);
  }
  if (original.empty()) return std::nullopt;
  return of_original(dataset, original, inputs, *played);
}

}  // namespace ampsweep::rig::formats
