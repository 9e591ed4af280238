// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_desk.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "fixtures/simulated_bench.hpp"
#include "rig/cli/run_cli.hpp"
#include "rig/dataset/wav_file.hpp"

namespace ampsweep::test {

std::string CommandDesk::path(const std::string& name) const {
  return (folder.path() / name).string();
}

std::string CommandDesk::write_sound(const std::string& name, const std::vector<float>& samples,
                                     SampleRate rate) const {
  REQUIRE(rig::write_float32(path(name), rig::Recording{rate, {samples}}));
  return path(name);
}

int CommandDesk::run(std::vector<std::string> arguments) {
  std::ostringstream out_stream;
  std::ostringstream err_stream;
  const rig::cli::Front front{
      [](const rig::Rig& rig, rig::cli::Answers) { return fixtures::make_simulated_bench(rig); },
      fixtures::make_simulated_bench,
      [] {
        return rig::DeviceListing{{}, {"no server"}};
      },
      out_stream,
      err_stream,
      false,
      stop.get_token()};
  arguments.insert(arguments.begin(), "ampsweep");
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  const int code = rig::cli::run_cli(static_cast<int>(argv.size()), argv.data(), front);
  out = out_stream.str();
  err = err_stream.str();
  return code;
}

}  // namespace ampsweep::test
