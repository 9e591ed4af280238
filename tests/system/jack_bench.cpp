// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/system/jack_bench.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "signals/random.hpp"

namespace ampsweep::test {
namespace {

constexpr int kSkip = 77;

int run(std::vector<std::string> words) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  if (::posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ) != 0) return -1;
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::filesystem::path new_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "ampsweep-bench-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  return name;
}

rig::StreamSpec two_by_two(const JackBench& bench) {
  rig::StreamSpec spec;
  spec.audio.api = rig::AudioApi::Jack;
  spec.audio.server = bench.server();
  spec.audio.period_frames = bench.period();
  spec.audio.outputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  spec.audio.inputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  spec.audio.loopback_direct = true;
  spec.safety.output_ceiling = DbFsPeak{0.0};
  spec.longest_take = SampleCount{48'000 * 60};
  return spec;
}

}  // namespace

JackBench::JackBench(With with, int period)
    : dir_(new_folder()), server_(dir_.filename().string()), with_(with), period_(period) {
  up();
}

JackBench::~JackBench() {
  down();
  std::error_code ignored;  // what is left behind in /tmp or /dev/shm is no reason to fail
  std::filesystem::remove_all(dir_, ignored);
  // Killed clients leave their semaphores. The server's name is random: these are ours alone.
  for (const auto& entry : std::filesystem::directory_iterator{"/dev/shm", ignored}) {
    if (entry.path().filename().string().find('_' + server_ + '_') != std::string::npos) {
      std::filesystem::remove(entry.path(), ignored);
    }
  }
}

void JackBench::up() {
  std::vector<std::string> words{
      SYSTEM_DIR "/bench-up", dir_.string(), "--server", server_, "--period",
      std::to_string(period_)};
  if (with_ != With::Amp) {
    words.insert(words.end(), {"--no-amp", "--through", PASS_THROUGH});
  }
  if (with_ == With::SlowServer) words.insert(words.end(), {"--clock", "0.9", SLOW_CLOCK});
  const int code = run(words);
  if (code == kSkip) {
    std::fflush(nullptr);
    std::_Exit(kSkip);
  }
  REQUIRE(code == 0);
}

void JackBench::down() { run({SYSTEM_DIR "/bench-down", dir_.string()}); }

void JackBench::restart() {
  down();
  up();
}

pid_t JackBench::pid_of(const std::string& name) const {
  pid_t pid = -1;
  std::ifstream{dir_ / (name + ".pid")} >> pid;
  REQUIRE(pid > 0);
  return pid;
}

pid_t JackBench::server_pid() const { return pid_of("jackd"); }

void JackBench::stop_through() const {
  const pid_t pid = pid_of("through");
  ::kill(pid, SIGTERM);
  for (int i = 0; i < 200 && std::filesystem::exists("/proc/" + std::to_string(pid)); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
}

void JackBench::start_through() const {
  const std::string dir = dir_.string();
  REQUIRE(run({"/bin/bash", "-c",
               ". " + dir + "/env; setsid " PASS_THROUGH " through >>" + dir +
                   "/through.log 2>&1 </dev/null & echo $! >" + dir + "/through.pid; . " + dir +
                   "/env; for _ in $(seq 100); do jack_lsp 2>/dev/null | grep -qxF through:out && "
                   "exit 0; sleep 0.05; done; exit 1"}) == 0);
}

rig::WorkerCommand worker() { return {REAL_WORKER, {"audio-worker"}}; }

rig::StreamSpec through_spec(const JackBench& bench) {
  auto spec = two_by_two(bench);
  spec.audio.outputs[0].port = "through:in";
  spec.audio.inputs[0].port = "through:out";
  return spec;
}

rig::StreamSpec amp_spec(const JackBench& bench) {
  auto spec = two_by_two(bench);
  spec.audio.outputs[0].port = "amp_amp:in_0";
  spec.audio.inputs[0].port = "amp_fx:out_0";
  return spec;
}

rig::PortStatus play(rig::AudioPort& port, const std::vector<float>& stimulus, std::int64_t frames,
                     double patience_s) {
  using Clock = std::chrono::steady_clock;
  const auto begun =
      port.begin({.stimulus = stimulus, .frames = SampleCount{frames}, .setting = {}});
  if (!begun) {
    rig::PortStatus status;
    status.fault = begun.error();
    return status;
  }
  const auto deadline = Clock::now() + std::chrono::duration<double>(patience_s);
  while (Clock::now() < deadline) {
    auto status = port.poll();
    if (status.fault ||
        (status.state != rig::PlayState::Playing && status.state != rig::PlayState::Idle)) {
      return status;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  FAIL("the take neither ended nor failed");
  return {};
}

std::vector<float> noise_burst(std::size_t frames, std::size_t silence) {
  signals::Random random{20261121};
  std::vector<float> samples(frames);
  for (std::size_t i = silence; i + silence < frames; ++i) {
    samples[i] = static_cast<float>(random.uniform(-0.25, 0.25));
  }
  return samples;
}

std::int64_t lag_of(const std::vector<float>& stimulus, const std::vector<float>& recording,
                    std::int64_t longest) {
  // A second of it is enough, and keeps the plain sum fast.
  const auto count = std::min<std::size_t>(stimulus.size(), 48'000);
  std::int64_t best = -1;
  double largest = 0.0;
  for (std::int64_t lag = 0; lag <= longest; ++lag) {
    double sum = 0.0;
    for (std::size_t i = 0; i < count && i + static_cast<std::size_t>(lag) < recording.size();
         ++i) {
      sum += double{stimulus[i]} * double{recording[i + static_cast<std::size_t>(lag)]};
    }
    if (std::abs(sum) > largest) {
      largest = std::abs(sum);
      best = lag;
    }
  }
  return best;
}

}  // namespace ampsweep::test
