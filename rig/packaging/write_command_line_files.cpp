// SPDX-License-Identifier: GPL-3.0-or-later
// Run by the build: writes the man page and the completions of the shells from the command line
// itself, so that they cannot tell anything else. Usage: write_command_line_files DIR VERSION DATE
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "rig/cli/command_facts.hpp"
#include "rig/packaging/man_page.hpp"
#include "rig/packaging/shell_completion.hpp"

namespace {

bool write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out{file, std::ios::binary};
  out << text << std::flush;
  if (!out) std::cerr << "cannot write " << file.string() << '\n';
  return static_cast<bool>(out);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace ampsweep::rig::packaging;
  if (argc != 4) {
    std::cerr << "usage: write_command_line_files DIR VERSION DATE\n";
    return 2;
  }
  const std::filesystem::path dir{argv[1]};
  const ampsweep::rig::CommandFacts program = ampsweep::rig::cli::ampsweep_command();
  const bool written = write(dir / "ampsweep.1", man_page(program, {argv[2], argv[3]})) &&
                       write(dir / "ampsweep.bash", bash_completion(program)) &&
                       write(dir / "_ampsweep", zsh_completion(program)) &&
                       write(dir / "ampsweep.fish", fish_completion(program));
  return written ? 0 : 4;
}
