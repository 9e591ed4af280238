// SPDX-License-Identifier: GPL-3.0-or-later
// Does what was acknowledged survive a power cut? A real ext4 in a file, cut by its own shutdown
// call while a child captures takes, mounted again and read.
//   power_cut FOLDER random CUTS [MUTANT]   at random moments
//   power_cut FOLDER steps [MUTANT]         before every single change of the disk, of three takes
// MUTANT: files, folders or ledger are not synced; the program then expects to find losses. Folders
// need some 50 random cuts: SQLite's syncs mostly write their entries too.
// Needs root, loop devices and mkfs.ext4. Exit: 0 as expected, 1 not, 2 usage, 77 cannot run here.

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "rig/dataset/dataset_reader.hpp"
#include "signals/random.hpp"
#include "tests/rig/dataset/capturing_child.hpp"
#include "tests/rig/dataset/disk_steps.hpp"
#include "tests/system/power/cut_disk.hpp"

namespace {

using namespace ampsweep;
using test::CutDisk;
using test::Mutant;

constexpr int kTakes = 60;       // of a dataset; then a new one is begun
constexpr int kStepTakes = 3;    // of the campaign that is cut at every step
constexpr int kLongestMs = 250;  // before a random cut

/// What came out of it so far.
struct Tally {
  int cuts{0};
  int told{0};    // lines acknowledged before their cut
  int losses{0};  // cuts that lost an acknowledged line, or left a bad folder
  std::string first_loss;
  void lose(const std::string& what) {
    ++losses;
    if (first_loss.empty()) first_loss = what;
  }
};

/// A child that captures. `before`: before every step of its disk.
class Child {
 public:
  template <class Before>
  Child(const std::filesystem::path& dir, int takes, Mutant mutant, Before before) {
    if (::pipe(ends_.data()) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("no child");
    if (pid_ == 0) {
      ::close(ends_[0]);
      test::step_sqlite(mutant, before);
      test::SteppedOps ops{mutant, before};
      test::capture_and_tell(dir, takes, ends_[1], ops);
    }
    ::close(ends_[1]);
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
  }
  ~Child() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    ::close(ends_[0]);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// What it has told by now; waits for nothing.
  std::string heard() {
    std::array<char, 4096> block{};
    for (ssize_t got = 0; (got = ::read(ends_[0], block.data(), block.size())) > 0;) {
      text_.append(block.data(), static_cast<std::size_t>(got));
    }
    return text_;
  }
  /// Waits for its end, by itself or by a cut.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    heard();
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return code;
  }

 private:
  std::array<int, 2> ends_{};
  pid_t pid_{0};
  std::string text_;
};

std::set<std::string> lines(const std::string& text) {
  std::set<std::string> told;
  test::add_lines(text, told);
  told.erase("ready");
  return told;
}

/// Reads the dataset as the next session does. Says what is wrong.
std::string look(const std::filesystem::path& dir, int takes, const std::set<std::string>& told) {
  try {
    const auto writer = test::resume_after_child(dir, takes);
    const std::string lost = test::lost_line(writer.dataset(), told);
    if (!lost.empty()) return "acknowledged and lost: " + lost;
    return test::folder_fault(writer.dataset());
  } catch (const std::exception& error) {
    return error.what();
  }
}

bool complete(const std::filesystem::path& dir) {
  for (const auto& take : rig::open_dataset(dir).takes) {
    if (take.accepted() == nullptr) return false;
  }
  return true;
}

void begin_dataset(CutDisk& disk, const std::filesystem::path& dir, int takes) {
  disk.wipe();
  test::create_for_child(dir, takes);
  ::sync();
}

/// Only what was heard before the cut must be there: a sync that races the cut may claim success.
Tally random_cuts(CutDisk& disk, int cuts, Mutant mutant) {
  const auto dir = disk.path() / "d";
  signals::Random random{41};
  Tally tally;
  std::set<std::string> told;
  begin_dataset(disk, dir, kTakes);
  for (; tally.cuts < cuts; ++tally.cuts) {
    {
      Child child{dir, kTakes, mutant, [] { return 0; }};
      std::this_thread::sleep_for(std::chrono::milliseconds{random.below(kLongestMs)});
      const auto now = lines(child.heard());
      disk.cut();
      tally.told += static_cast<int>(now.size());
      told.insert(now.begin(), now.end());
    }
    disk.restart();
    const std::string wrong = look(dir, kTakes, told);
    if (!wrong.empty()) tally.lose("cut " + std::to_string(tally.cuts) + ": " + wrong);
    if (!wrong.empty() || complete(dir)) {
      told.clear();
      begin_dataset(disk, dir, kTakes);
    }
    if (tally.cuts % 100 == 99) {
      std::printf("%d cuts, %d acknowledged, %d losses\n", tally.cuts + 1, tally.told,
                  tally.losses);
    }
  }
  return tally;
}

/// The child cuts its own power before step 1, 2, 3 ...; afterwards a session ends the campaign.
Tally every_step(CutDisk& disk, Mutant mutant) {
  const auto dir = disk.path() / "d";
  Tally tally;
  for (int step = 1;; ++step) {
    begin_dataset(disk, dir, kStepTakes);
    std::set<std::string> told;
    {
      int left = step;
      Child child{dir, kStepTakes, mutant, [&disk, &left] {
                    if (--left > 0) return 0;
                    disk.cut();
                    ::_exit(9);
                  }};
      const int code = child.wait();
      told = lines(child.heard());
      if (code == 0) return tally;  // it came to the end: there is no such step
      if (code != 9) throw std::runtime_error("the child ended with " + std::to_string(code));
    }
    ++tally.cuts;
    tally.told += static_cast<int>(told.size());
    disk.restart();
    std::string wrong = look(dir, kStepTakes, told);
    if (wrong.empty()) {
      Child child{dir, kStepTakes, Mutant::None, [] { return 0; }};
      if (child.wait() != 0 || !complete(dir)) wrong = "the campaign cannot be ended";
    }
    if (!wrong.empty()) tally.lose("before step " + std::to_string(step) + ": " + wrong);
  }
}

int judge(const Tally& tally, Mutant mutant) {
  std::printf("%d power cuts, %d acknowledged attempts: %d cuts with losses\n", tally.cuts,
              tally.told, tally.losses);
  if (tally.losses > 0) std::printf("the first: %s\n", tally.first_loss.c_str());
  const bool expected = (tally.losses > 0) == (mutant != Mutant::None);
  std::puts(expected ? "as expected" : "NOT as expected");
  return expected && tally.cuts > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::map<std::string, Mutant> mutants{{"files", Mutant::NoFileSync},
                                              {"folders", Mutant::NoFolderSync},
                                              {"ledger", Mutant::NoLedgerSync}};
  const bool random = arguments.size() > 2 && arguments[1] == "random";
  const bool steps = arguments.size() > 1 && arguments[1] == "steps";
  const std::size_t at = random ? 3 : 2;
  Mutant mutant = Mutant::None;
  if (arguments.size() > at && mutants.contains(arguments[at])) mutant = mutants.at(arguments[at]);
  if ((!random && !steps) || arguments.size() > at + 1 ||
      (arguments.size() > at && mutant == Mutant::None)) {
    std::fputs("usage: power_cut FOLDER random CUTS|steps [files|folders|ledger]\n", stderr);
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  ::signal(SIGPIPE, SIG_IGN);
  try {
    std::filesystem::create_directories(arguments[0]);
    CutDisk disk{arguments[0]};
    return judge(random ? random_cuts(disk, std::atoi(arguments[2].c_str()), mutant)
                        : every_step(disk, mutant),
                 mutant);
  } catch (const std::runtime_error& error) {
    std::fprintf(stderr, "power_cut cannot run here: %s\n", error.what());
    return 77;
  }
}
