// SPDX-License-Identifier: GPL-3.0-or-later
// What `ampsweep verify DIR` costs: its time as a ratio to reading the same bytes (both in one run,
// files in the page cache, one thread), and its memory against the size of the set. Each row in a
// process of its own, so that its peak is its own. Usage: verify_bench [FOLDER for the sounds [ROW,
// from 0: that one alone]]
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "rig/dataset/wav_file.hpp"
#include "rig/formats/check_export.hpp"
#include "rig/verify/find_pairs.hpp"
#include "rig/verify/verify_pairs.hpp"
#include "signals/guitar.hpp"
#include "signals/random.hpp"

namespace {

using namespace ampsweep;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

enum class How { Folder, Quick, AsCsv };

const char* name_of(How how) {
  if (how == How::Quick) return "folder, --quick";
  return how == How::AsCsv ? "--as csv" : "folder";
}

struct Size {
  int pairs;
  double seconds;
  How how{How::Folder};
};

/// Answers of one saturator at as many drives, with noise: no two alike.
void write_set(const fs::path& dir, const Size& size) {
  fs::create_directories(dir);
  signals::GuitarSpec spec;
  spec.length = SampleCount{static_cast<std::int64_t>(size.seconds * 48000.0)};
  const std::vector<float> guitar = signals::guitar(spec, SampleRate{48000});
  const std::vector<double> dry(guitar.begin(), guitar.end());
  (void)rig::write_pcm24(dir / "input.wav", dry, SampleRate{48000}).value();
  std::string table = "file_name,gain\n";
  std::string pairs = "input,target,split,gain_norm\n";
  for (int i = 0; i < size.pairs; ++i) {
    signals::Random noise{static_cast<std::uint64_t>(i + 1)};
    const double drive = 2.0 + 8.0 * i / size.pairs;
    std::vector<double> wet(dry.size());
    for (std::size_t n = 0; n < wet.size(); ++n) {
      wet[n] = 0.4 * std::tanh(drive * (n >= 30 ? dry[n - 30] : 0.0)) + 1e-4 * noise.normal();
    }
    const std::string name = fmt::format("{:05}.wav", i);
    (void)rig::write_pcm24(dir / name, wet, SampleRate{48000}).value();
    table += fmt::format("{},{:.6f}\n", name, drive);
    pairs += fmt::format("input.wav,{},train,{:.6f}\n", name, drive / 10.0);
  }
  (void)rig::replace_text(dir / "metadata.csv", table).value();
  (void)rig::replace_text(dir / "pairs.csv", pairs).value();
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double seconds_to_read(const fs::path& dir) {
  std::vector<char> block(1U << 20U);
  const auto start = Clock::now();
  for (const auto& entry : fs::directory_iterator(dir)) {
    const int file = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
    while (::read(file, block.data(), block.size()) > 0) {
    }
    ::close(file);
  }
  return seconds_since(start);
}

long peak_kib() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

/// As `verify --as csv`: every file by its loader's rules first.
rig::PairList listed_by_loader(const fs::path& dir) {
  const auto read = rig::formats::check_export(rig::formats::Format::Csv, dir);
  if (!read.ok()) fmt::print("NOT ACCEPTED\n");
  rig::PairList list{dir, "as the loader does", read.pair_list, {}};
  list.alignment_declared = true;
  return list;
}

void measure(const fs::path& dir, const Size& size) {
  (void)seconds_to_read(dir);  // into the page cache
  const double reading = seconds_to_read(dir);
  rig::PairSetOptions options;
  options.run.threads = 1;
  options.quick = size.how == How::Quick;
  const long before = peak_kib();
  const auto start = Clock::now();
  const auto list = size.how == How::AsCsv ? listed_by_loader(dir) : rig::find_pairs(dir, {});
  const auto report = rig::verify_pairs(list, options);
  const double verifying = seconds_since(start);
  const double sound = size.seconds * size.pairs;
  fmt::print("| {} | {} | {:.0f} s | {:.0f} s | {:.0f} | {:.1f} | {:.1f} |{}\n", name_of(size.how),
             size.pairs, size.seconds, sound, verifying / reading, sound / verifying,
             static_cast<double>(peak_kib() - before) / 1024.0,
             report.figures.measured == size.pairs ? "" : " NOT ALL WERE MEASURED");
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path base = argc > 1 ? argv[1] : fs::temp_directory_path() / "verify_bench";
  fmt::print(
      "| how | pairs | length | sound in all | time over reading the bytes | times real time | "
      "memory, MiB |\n|---|---|---|---|---|---|---|\n");
  std::fflush(stdout);
  const int only = argc > 2 ? std::atoi(argv[2]) : -1;
  int row = -1;
  for (const Size& size :
       std::array{Size{10, 20.0}, Size{10, 20.0, How::Quick}, Size{40, 20.0}, Size{160, 20.0},
                  Size{10, 80.0}, Size{2, 1200.0}, Size{2, 1200.0, How::Quick},
                  Size{10, 20.0, How::AsCsv}, Size{1, 1800.0, How::AsCsv}}) {
    if (++row != only && only >= 0) continue;
    const fs::path dir = base / fmt::format("{}x{:.0f}", size.pairs, size.seconds);
    const auto in_a_child = [](const auto& work) {
      const pid_t child = ::fork();
      if (child == 0) {
        work();
        std::fflush(stdout);
        ::_exit(0);
      }
      int status = 0;
      ::waitpid(child, &status, 0);
      return status == 0;
    };
    const bool done =
        in_a_child([&] { write_set(dir, size); }) && in_a_child([&] { measure(dir, size); });
    std::error_code error;
    fs::remove_all(dir, error);
    if (!done) return EXIT_FAILURE;
  }
}
