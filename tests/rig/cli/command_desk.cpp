// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_desk.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "fixtures/simulated_bench.hpp"
#include "rig/cli/run_cli.hpp"
#include "rig/dataset/wav_file.hpp"

namespace ampsweep::test {
namespace {

constexpr const char* kInterface = R"(name = "small"
amp = "simulated"
[audio]
api = "simulated"
rate_hz = 48000
period_frames = 256
outputs = [{ name = "amp", index = 1 }, { name = "loopback", index = 2 }]
inputs = [{ name = "amp", index = 1 }, { name = "loopback", index = 2 }]
)";

}  // namespace

std::string simulated_rig(const std::string& rest) { return kInterface + rest; }

GainDesk::GainDesk() {
  write_rig(kGainKnob);
  write_text("plan.toml", kTwoGains);
}

std::string CommandDesk::path(const std::string& name) const {
  return (folder.path() / name).string();
}

void CommandDesk::write_text(const std::string& name, const std::string& text) const {
  std::ofstream{path(name)} << text;
}

void CommandDesk::write_rig(const std::string& rest) const {
  write_text("rig.toml", simulated_rig(rest));
}

std::string CommandDesk::write_sound(const std::string& name, const std::vector<float>& samples,
                                     SampleRate rate) const {
  REQUIRE(rig::write_float32(path(name), rig::Recording{rate, {samples}}));
  return path(name);
}

int CommandDesk::run(std::vector<std::string> arguments) {
  std::ostringstream out_stream;
  if (out_is_broken) out_stream.setstate(std::ios::badbit);
  std::ostringstream err_stream;
  const rig::cli::Front front{
      [this](const rig::Rig& rig, rig::cli::Answers) {
        rig::Bench bench = fixtures::make_simulated_bench(rig);
        if (person) bench.person = person();
        return bench;
      },
      fixtures::make_simulated_bench,
      [] {
        return rig::DeviceListing{{}, {"no server"}};
      },
      out_stream,
      err_stream,
      false,
      stop.get_token(),
      {},
      midi_input,
      [this](const rig::MonitorChoice& choice, const std::vector<rig::AudioSpec>& rigs) {
        monitor.choice = choice;
        monitor.rigs = rigs;
        return std::make_unique<RecordingMonitor>(monitor);
      },
      servo};
  arguments.insert(arguments.begin(), "ampsweep");
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  const int code = rig::cli::run_cli(static_cast<int>(argv.size()), argv.data(), front);
  out = out_stream.str();
  err = err_stream.str();
  return code;
}

}  // namespace ampsweep::test
