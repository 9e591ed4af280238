// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <string>

#include "rig/dataset/dataset_reader.hpp"
#include "tests/rig/dataset/capturing_child.hpp"
#include "tests/rig/dataset/dataset_support.hpp"
#include "tests/rig/dataset/disk_steps.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

constexpr int kTakes = 2;

/// Which step fails, with what, and whether all after it do.
struct Trouble {
  int step{0};  ///< 1-based; 0: none.
  int error{0};
  bool for_good{false};
};

/// A disk on which one step, and maybe all after it, fails. One for the process: SQLite has one.
class TroubledDisk {
 public:
  static TroubledDisk& one() {
    static TroubledDisk disk;
    return disk;
  }
  FileOps& ops() { return ops_; }
  void begin(const Trouble& trouble) {
    trouble_ = trouble;
    steps_ = 0;
  }
  void mend() { trouble_ = {}; }
  [[nodiscard]] bool struck() const { return trouble_.step > 0 && steps_ >= trouble_.step; }

 private:
  TroubledDisk() {
    test::step_sqlite(test::Mutant::None, [this] { return before_step(); });
  }
  int before_step() {
    ++steps_;
    if (trouble_.step == 0 || steps_ < trouble_.step) return 0;
    return steps_ == trouble_.step || trouble_.for_good ? trouble_.error : 0;
  }

  Trouble trouble_;
  int steps_{0};
  test::SteppedOps ops_{test::Mutant::None, [this] { return before_step(); }};
};

bool says_why(const Fault& fault, int error) {
  const FaultCode expected = error == ENOSPC ? FaultCode::DiskFull : FaultCode::WriteFailed;
  return fault.code == expected && !fault.detail.empty();
}

/// Creates a dataset and captures it; a call that fails is made once more. Every fault must say
/// why. Tells what was acknowledged.
class Campaign {
 public:
  Campaign(const test::fs::path& dir, int error) : dir_(dir), error_(error) {}

  void run() {
    try {
      auto writer =
          DatasetWriter::create(dir_, test::small_plan(kTakes), test::small_rig(),
                                test::small_stimulus(), "test", TroubledDisk::one().ops());
      created_ = true;
      for (int take = 0; take < kTakes && goes_on_; ++take) capture(writer, take);
    } catch (const SetupError& error) {
      CHECK(std::string(error.what()).find(dir_.string()) != std::string::npos);
    }
  }

  [[nodiscard]] bool created() const { return created_; }
  [[nodiscard]] const std::set<std::string>& told() const { return told_; }

 private:
  template <class Call>
  bool done(const Call& call) {
    for (int tries = 0; tries < 2; ++tries) {
      const auto result = call();
      if (result) return true;
      CHECK(says_why(result.error(), error_));
    }
    goes_on_ = false;
    return false;
  }

  void capture(DatasetWriter& writer, int take) {
    const Attempt attempt = test::attempt_at(writer, take);
    if (!done([&] { return writer.begin_attempt(attempt); })) return;
    const test::Sound sound = test::sound_of(take, attempt.number);
    if (!done([&] { return writer.finish_attempt(attempt, sound.audio(), test::accepting()); })) {
      return;
    }
    told_.insert(std::to_string(take) + "a");
    done([&] { return writer.write_derived(); });
  }

  test::fs::path dir_;
  int error_;
  bool created_{false};
  bool goes_on_{true};
  std::set<std::string> told_;
};

/// Runs the campaign into the trouble and mends the disk. False: it ended before the step came.
bool survives(const Trouble& trouble) {
  const TempDir folder;
  const auto dir = folder / "d";
  TroubledDisk& disk = TroubledDisk::one();
  Campaign campaign{dir, trouble.error};
  disk.begin(trouble);
  campaign.run();
  const bool struck = disk.struck();
  disk.mend();
  CAPTURE(trouble.step);
  CAPTURE(trouble.error);
  CAPTURE(trouble.for_good);
  if (!campaign.created()) {
    test::create_for_child(dir, kTakes);  // the folder is as it was
  } else {
    auto writer = test::resume_after_child(dir, kTakes);
    CHECK(test::lost_line(writer.dataset(), campaign.told()) == "");
    CHECK(test::folder_fault(writer.dataset()) == "");
    for (int take = 0; take < kTakes; ++take) {
      if (!writer.accepted(take)) CHECK(test::capture(writer, take).has_value());
    }
    CHECK(writer.write_derived().has_value());
    CHECK(test::folder_fault(open_dataset(dir)) == "");
  }
  return struck;
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("dataset: whichever step of the disk fails, it is said and nothing is lost") {
    int steps = 0;
    for (const int error : {ENOSPC, EIO, EINTR}) {
      for (const bool for_good : {true, false}) {
        for (int step = 1; survives({step, error, for_good}); ++step) steps = std::max(steps, step);
      }
    }
    CHECK(steps > 80);
    MESSAGE("steps of the campaign: ", steps);
  }
}
