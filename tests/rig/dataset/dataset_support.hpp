// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "rig/dataset/dataset_writer.hpp"
#include "signals/random.hpp"
#include "tests/support/temp_dir.hpp"

namespace ampsweep::test {

namespace fs = std::filesystem;

inline fs::path operator/(const TempDir& dir, const std::string& name) { return dir.path() / name; }

inline std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_text(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

/// Every file below a folder with its content; links by their target.
inline std::map<std::string, std::string> snapshot(const fs::path& dir) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(dir)) {
    const std::string name = fs::relative(entry.path(), dir).string();
    if (entry.is_symlink()) {
      files[name] = "link to " + fs::read_symlink(entry.path()).string();
    } else if (entry.is_regular_file()) {
      files[name] = read_text(entry.path());
    }
  }
  return files;
}

inline rig::Rig small_rig() {
  rig::Rig rig;
  rig.name = "bench";
  rig.amp = "Test amp 50";
  rig.hash = "rig-hash";
  rig.audio.inputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  rig.audio.outputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  rig.knobs.resize(2);
  rig.knobs[0].id = "gain";
  rig.knobs[0].label = "Gain";
  rig.knobs[0].role = rig::KnobRole::Gain;
  rig.knobs[1].id = "treble";
  rig.knobs[1].label = "Treble";
  return rig;
}

inline rig::Plan small_plan(int takes = 4) {
  rig::Plan plan;
  plan.name = "small";
  plan.hash = "plan-hash";
  plan.reference = {{"gain", 5.0}, {"treble", 5.0}};
  for (int id = 0; id < takes; ++id) {
    const double gain = 10.0 * id / std::max(1, takes - 1);
    plan.takes.push_back({id,
                          {{"gain", gain}, {"treble", 10.0 - gain}},
                          id == takes - 1 ? rig::Split::Test : rig::Split::Train,
                          rig::Purpose::Design,
                          id / 8});
  }
  return plan;
}

/// Zeros, then noise on the 24-bit grid.
inline signals::Stimulus small_stimulus(std::size_t length = 2400) {
  signals::Stimulus stimulus;
  signals::Random random{7};
  stimulus.samples.resize(length, 0.0F);
  for (std::size_t n = length / 4; n < length; ++n) {
    stimulus.samples[n] =
        static_cast<float>(std::nearbyint(random.uniform(-0.5, 0.5) * 8388608.0) / 8388608.0);
  }
  const auto whole = static_cast<std::int64_t>(length);
  stimulus.segments = {
      {signals::SegmentRole::Silence, SampleCount{0}, SampleCount{whole / 4}, {}},
      {signals::SegmentRole::Training, SampleCount{whole / 4}, SampleCount{whole - whole / 4},
       signals::GuitarSpec{SampleCount{whole - whole / 4}, DbFsPeak{-6.0}, 7}}};
  return stimulus;
}

inline rig::Attempt attempt_at(const rig::DatasetWriter& writer, int take) {
  rig::Attempt attempt;
  attempt.take = take;
  attempt.number = writer.next_attempt(take);
  attempt.stimulus_hash = writer.stimulus_hash();
  attempt.started = "2026-11-21T10:00:00Z";
  attempt.seed = 0xFEDCBA9876543210ULL;
  for (const auto& [id, value] :
       writer.dataset().plan.takes[static_cast<std::size_t>(take)].setting) {
    attempt.labels.push_back(
        {id, value, value / 10.0, value * 12.7, rig::LabelSource::Commanded, 0.1 + 1e-17 * value});
  }
  return attempt;
}

/// Recording and aligned take of one attempt; different for every take and attempt.
struct Sound {
  rig::Recording raw;
  std::vector<double> aligned;
  [[nodiscard]] rig::TakeAudio audio() const { return {&raw, aligned, {}}; }
};

inline Sound sound_of(int take, int attempt, std::size_t length = 2400) {
  signals::Random random{
      signals::derived(11, static_cast<std::uint64_t>(take), static_cast<std::uint64_t>(attempt))};
  Sound sound;
  sound.raw.channels.resize(2);
  for (auto& channel : sound.raw.channels) {
    for (std::size_t n = 0; n < length + 100; ++n) {
      channel.push_back(static_cast<float>(random.uniform(-0.9, 0.9)));
    }
  }
  for (std::size_t n = 0; n < length; ++n) sound.aligned.push_back(random.uniform(-0.9, 0.9));
  return sound;
}

inline rig::Outcome accepting() {
  rig::Outcome outcome;
  outcome.verdict.accepted = true;
  outcome.verdict.gates.push_back({"delay deviation", 0.01, 0.05, "samples", true});
  outcome.measured.delay_samples = 1000.0 + 1.0 / 3.0;
  outcome.measured.peak = DbFsPeak{-0.9};
  outcome.measured.replicate_esr = 1.0 / 7.0;
  outcome.measured.flat_tops = 7;
  outcome.measured.flat_top_level = DbFsPeak{-6.25};
  outcome.measured.frames = 2500;
  outcome.finished = "2026-11-21T10:00:09Z";
  return outcome;
}

inline rig::Outcome refusing() {
  rig::Outcome outcome = accepting();
  outcome.verdict.accepted = false;
  outcome.verdict.faults.push_back({rig::FaultCode::Xrun, "an xrun at 1.2 s: play it again"});
  return outcome;
}

/// Begins and finishes one accepted attempt.
inline rig::Result<rig::Outcome> capture(rig::DatasetWriter& writer, int take) {
  const rig::Attempt attempt = attempt_at(writer, take);
  if (auto begun = writer.begin_attempt(attempt); !begun) return tl::unexpected(begun.error());
  const Sound sound = sound_of(take, attempt.number);
  return writer.finish_attempt(attempt, sound.audio(), accepting());
}

/// What a SetupError says; empty when nothing is thrown.
template <class F>
std::string refusal(const F& f) {
  try {
    f();
    return {};
  } catch (const rig::SetupError& error) {
    return error.what();
  }
}

}  // namespace ampsweep::test
