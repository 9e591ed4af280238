// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/aligned_copy.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "analysis/realign.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/result.hpp"
#include "rig/model/sha256.hpp"
#include "rig/verify/find_pairs.hpp"
#include "rig/verify/moved_sound.hpp"
#include "rig/verify/small_dataset.hpp"
#include "signals/random.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLength = 12 * 48000;
constexpr int kRate = 48000;

/// A played noise and answers of saturators to it, each spoilt in its own way.
struct SpoiltFolder {
  test::TempDir folder;
  std::vector<double> dry;

  SpoiltFolder() {
    fs::create_directories(dir());
    signals::Random random{5};
    for (std::size_t n = 0; n < kLength; ++n) {
      dry.push_back(std::clamp(0.1 * random.normal(), -0.9, 0.9));
    }
    REQUIRE(write_pcm24(dir() / "input.wav", dry, SampleRate{kRate}));
    std::ofstream(dir() / "notes.txt") << "a JCM of 1978\n";
    std::ofstream(dir() / "metadata.csv")
        << "file_name,gain\nfine.wav,1\nlate.wav,3\nslow.wav,5\ncut.wav,7\nturned.wav,9\n";
    put("fine.wav", clean(2.0, 20));
    put("late.wav", clean(3.0, 333));
    auto slow = clean(4.0, 20);  // its clock runs 60 ppm fast: sample n is heard at n (1 + 60 ppm)
    put("slow.wav", analysis::realign(slow, 0.0, -60.0 / (1.0 + 60e-6), SampleCount{kLength}));
    auto cut = clean(5.0, 20);
    cut.erase(cut.begin() + kLength / 2, cut.begin() + kLength / 2 + 100);
    cut.resize(kLength, 0.0);
    put("cut.wav", cut);
    auto turned = clean(6.0, 20);
    for (double& sample : turned) sample = -sample;
    put("turned.wav", turned);
  }

  [[nodiscard]] fs::path dir() const { return folder.path() / "set"; }
  [[nodiscard]] fs::path out() const { return folder.path() / "copy"; }
  [[nodiscard]] std::vector<double> clean(double drive, std::size_t delay) const {
    std::vector<double> wet(kLength, 0.0);
    for (std::size_t n = delay; n < kLength; ++n) wet[n] = 0.4 * std::tanh(drive * dry[n - delay]);
    return wet;
  }
  void put(const std::string& name, const std::vector<double>& wet) const {
    REQUIRE(write_pcm24(dir() / name, wet, SampleRate{kRate}, posix_file_ops(),
                        FileOps::IfExists::Replace));
  }
  [[nodiscard]] PairSetReport verify(const fs::path& where) const {
    return verify_pairs(find_pairs(where, {}), {{}, {}, true});
  }
};

std::vector<float> sound(const fs::path& path) { return require_wav(path).channels[0]; }

const MovedTarget& target_named(const AlignedCopy& copy, const std::string& name) {
  return *std::find_if(copy.targets.begin(), copy.targets.end(),
                       [&](const MovedTarget& one) { return one.file == name; });
}

/// Largest difference from the answer without any fault, head-room added, over [from, to).
double worst_difference(const std::vector<float>& copy, const std::vector<double>& wet, int late,
                        std::size_t from, std::size_t to) {
  double worst = 0.0;
  for (std::size_t n = from; n < to; ++n) {
    const double is = static_cast<double>(copy[n + static_cast<std::size_t>(late)]);
    worst = std::max(worst, std::abs(is - wet[n]));
  }
  return worst;
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("aligned copy: what cannot be measured is left out and named, not copied unaligned") {
    const SpoiltFolder set;
    signals::Random random{9};
    std::vector<double> other;
    for (std::size_t n = 0; n < kLength; ++n) other.push_back(0.05 * random.normal());
    set.put("slow.wav", other);
    fs::remove(set.dir() / "cut.wav");
    const AlignedCopy copy = write_aligned_copy(set.verify(set.dir()), set.out());
    CHECK_FALSE(copy.whole());
    CHECK_FALSE(target_named(copy, "slow.wav").left_out.empty());
    CHECK_FALSE(target_named(copy, "cut.wav").left_out.empty());
    CHECK_FALSE(fs::exists(set.out() / "slow.wav"));
    CHECK(fs::exists(set.out() / "late.wav"));
    const Json json = parse_json(aligned_copy_json(copy));
    CHECK(json.at("whole") == false);
    CHECK(json.at("targets").size() == 5);
  }

  TEST_CASE("aligned copy: stopped, it says so and claims no whole copy") {
    const SpoiltFolder set;
    const PairSetReport report = set.verify(set.dir());
    std::stop_source stop;
    stop.request_stop();
    CopyWishes wishes;
    wishes.run.stop = stop.get_token();
    const AlignedCopy copy = write_aligned_copy(report, set.out(), wishes);
    CHECK(copy.stopped);
    CHECK_FALSE(copy.whole());
    CHECK_FALSE(fs::exists(set.out() / "alignment.json"));
  }
}

TEST_SUITE("slow") {
  TEST_CASE(
      "aligned copy: delay, drift, slip and polarity are taken out; the copy verifies clean") {
    const SpoiltFolder set;
    const auto before = sha256_of_file(set.dir() / "late.wav");
    const PairSetReport report = set.verify(set.dir());
    CHECK_FALSE(report.ok());
    const AlignedCopy copy = write_aligned_copy(report, set.out());
    INFO(aligned_copy_text(copy));
    REQUIRE(copy.whole());
    CHECK(sha256_of_file(set.dir() / "late.wav") == before);
    CHECK(copy.taken_over == 3);  // input, table, notes
    CHECK(fs::exists(set.out() / "notes.txt"));

    // Truth: 20 samples, and 4 of head-room; the guess may be a sample off, the same for all.
    const auto taken = target_named(copy, "fine.wav").fix.steps.front().delay_samples;
    CHECK(std::abs(taken - 16) <= 1);
    const int late = static_cast<int>(20 - taken);
    const auto plain = [&](double drive) {
      std::vector<double> wet = set.clean(drive, 0);
      return wet;
    };
    const double code = 1.0 / 8388608.0;
    CHECK(worst_difference(sound(set.out() / "fine.wav"), plain(2.0), late, 0, kLength - 30) <
          code);
    // a pair of its own, known to the sample it is guessed to
    const auto own = target_named(copy, "late.wav").fix.steps.front().delay_samples;
    CHECK(std::abs(own - 329) <= 1);
    CHECK(worst_difference(sound(set.out() / "late.wav"), plain(3.0), static_cast<int>(333 - own),
                           0, kLength - 400) < code);
    CHECK(target_named(copy, "late.wav").padded_samples == own);

    const auto cut = sound(set.out() / "cut.wav");
    const MovedTarget& slipped = target_named(copy, "cut.wav");
    REQUIRE(slipped.fix.steps.size() == 2);
    CHECK(slipped.fix.steps[1].delay_samples == slipped.fix.steps[0].delay_samples - 100);
    REQUIRE(slipped.fix.unsure.size() == 1);
    CHECK(slipped.fix.unsure[0].from_s <= 6.0);
    CHECK(slipped.fix.unsure[0].to_s >= 6.0);
    const auto unsure_from = static_cast<std::size_t>(slipped.fix.unsure[0].from_s * kRate) - 1000;
    const auto unsure_to = static_cast<std::size_t>(slipped.fix.unsure[0].to_s * kRate) + 1000;
    CHECK(worst_difference(cut, plain(5.0), late, 0, unsure_from) < code);
    CHECK(worst_difference(cut, plain(5.0), late, unsure_to, kLength - 200) < code);

    CHECK(target_named(copy, "turned.wav").fix.invert);
    CHECK(worst_difference(sound(set.out() / "turned.wav"), plain(6.0), late, 0, kLength - 30) <
          code);

    const MovedTarget& drifted = target_named(copy, "slow.wav");
    CHECK(std::abs(drifted.fix.drift_ppm - 60.0) < 0.5);

    const PairSetReport again = set.verify(set.out());
    INFO(again.all_faults().size()
         << " faults: " << (again.ok() ? "" : again.all_faults()[0].fault.detail));
    CHECK(again.ok());
    REQUIRE(again.figures.delay_samples);
    CHECK(std::abs(*again.figures.delay_samples - 4.0) <= 1.0);
    // the whole drift of 34.6 samples is gone to a quarter of a sample
    CHECK(*again.figures.worst_drift_samples < 0.25);
  }

  TEST_CASE("aligned copy: never into, around or over what is there; an earlier copy is replaced") {
    const SpoiltFolder set;
    const PairSetReport report = set.verify(set.dir());
    CHECK_THROWS_AS((void)write_aligned_copy(report, set.dir()), SetupError);
    CHECK_THROWS_AS((void)write_aligned_copy(report, set.dir() / "inner"), SetupError);
    CHECK_THROWS_AS((void)write_aligned_copy(report, set.folder.path()), SetupError);
    fs::create_directories(set.out());
    std::ofstream(set.out() / "precious.txt") << "mine";
    CHECK_THROWS_AS((void)write_aligned_copy(report, set.out()), SetupError);
    fs::remove(set.out() / "precious.txt");
    REQUIRE(write_aligned_copy(report, set.out()).whole());
    const auto first = sha256_of_file(set.out() / "slow.wav");
    REQUIRE(write_aligned_copy(report, set.out()).whole());
    CHECK(sha256_of_file(set.out() / "slow.wav") == first);
  }
}

TEST_SUITE("unit") {
  TEST_CASE("moved sound: blocks of any size give what one realign of the whole gives") {
    const test::TempDir folder;
    signals::Random random{2};
    std::vector<double> samples;
    for (int n = 0; n < 50000; ++n) samples.push_back(0.1 * random.normal());
    Recording recording{SampleRate{kRate}, {{samples.begin(), samples.end()}}};
    REQUIRE(write_float32(folder.path() / "a.wav", recording));
    AlignmentFix fix;
    fix.steps = {{0, -7}};
    fix.drift_ppm = 80.0;
    const auto whole = analysis::realign(recording.channels[0], -7.0, 80.0, SampleCount{50000});
    auto reader = SoundReader::open(folder.path() / "a.wav");
    REQUIRE(reader);
    MovedSound moved(*reader, fix);
    for (const std::size_t block : {std::size_t{999}, std::size_t{16384}}) {
      double worst = 0.0;
      for (std::size_t at = 0; at < whole.size(); at += block) {
        std::vector<double> piece(std::min(block, whole.size() - at));
        moved.read(0, static_cast<std::int64_t>(at), piece);
        for (std::size_t n = 0; n < piece.size(); ++n) {
          worst = std::max(worst, std::abs(piece[n] - whole[at + n]));
        }
      }
      CAPTURE(block);
      CHECK(worst < 1e-9);
    }
  }
}
