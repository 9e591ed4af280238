// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory does a take need, and does it grow with the session?
//   ninja -C build/release ampsweep memory_bench
//   build/release/tests/bench/memory_bench build/release/ampsweep fixtures
// Runs whole simulated captures as children and reads their peak resident memory.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

namespace fs = std::filesystem;

/// Peak of a capture of `count` settings with `seconds` of training audio, MiB; < 0: it failed.
double peak_mib(const std::string& ampsweep, const fs::path& rig, int count, int seconds) {
  char scratch[] = "/tmp/memory_bench.XXXXXX";
  if (mkdtemp(scratch) == nullptr) return -1.0;
  const fs::path dir = scratch;
  std::ofstream(dir / "plan.toml")
      << "name = \"memory\"\nrig = \"" << rig.string()
      << "\"\nseed = 1\n[stimulus]\ntraining_s = " << seconds
      << ".0\nvalidation_s = 4.0\nsweep_s = 4.0\n[design]\nkind = \"sobol\"\ncount = " << count
      << "\nrange = { gain = [1, 10] }\n[holdout]\nvalidation = 1\ntest = 1\n[order]\nallow_correlation = 0.9\n";
  const pid_t child = fork();
  if (child == 0) {
    const auto plan = (dir / "plan.toml").string();
    const auto out = (dir / "out").string();
    execl(ampsweep.c_str(), ampsweep.c_str(), "--quiet", "capture", plan.c_str(), "--simulate",
          "--out", out.c_str(), nullptr);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  std::error_code ignored;
  fs::remove_all(dir, ignored);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return -1.0;
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const fs::path rig = fs::absolute(fs::path(argv[2]) / "rigs" / "simulated.toml");
  const double few = peak_mib(argv[1], rig, 4, 20);
  const double many = peak_mib(argv[1], rig, 16, 20);
  const double long_takes = peak_mib(argv[1], rig, 4, 140);
  if (few < 0.0 || many < 0.0 || long_takes < 0.0) {
    std::fprintf(stderr, "a capture failed\n");
    return 1;
  }
  std::printf("4 settings, 20 s of training audio:   %6.0f MiB peak\n", few);
  std::printf("16 settings, 20 s:                    %6.0f MiB peak\n", many);
  std::printf("4 settings, 140 s:                    %6.0f MiB peak, %.0f MiB per minute more\n",
              long_takes, (long_takes - few) / 2.0);
}
