// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/packaging/man_page.hpp"

#include <doctest/doctest.h>

#include "rig/cli/command_facts.hpp"
#include "tests/rig/cli/every_option.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::cli;
using namespace ampsweep::rig::packaging;

namespace {

/// From the heading of a verb to the next heading; all there is before the verbs for "ampsweep".
std::string section(const std::string& page, const std::string& path) {
  if (path == "ampsweep") return page.substr(0, page.find(".SH VERBS"));
  const std::string heading = "\n.SS " + roff_text(path) + '\n';
  const auto start = page.find(heading);
  if (start == std::string::npos) return "";
  return page.substr(start, page.find("\n.S", start + heading.size()) - start);
}

CommandFacts one_verb(const OptionFacts& option) {
  CommandFacts program{"ampsweep", "about", "", {}, {}, {}};
  program.verbs.push_back({"play", "plays", "", {}, {option}, {}});
  return program;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("man page: every verb has its section, and in it stands every option and argument") {
    const test::CommandLine line;
    const std::string page = man_page(ampsweep_command(), {"1.2.3", "2026-11-22"});

    CHECK(line.verbs.size() >= 20);
    for (const std::string& verb : line.verbs) CHECK_MESSAGE(!section(page, verb).empty(), verb);
    CHECK(line.options.size() > 100);
    for (const test::NamedOption& option : line.options) {
      const std::string shown =
          (option.is_argument ? "\\fI" : "\\fB") + roff_text(option.name) + "\\fR";
      CHECK_MESSAGE(section(page, option.verb).find(shown) != std::string::npos,
                    option.verb << " " << option.name);
    }
  }

  TEST_CASE("man page: version, day and the exit codes stand in it") {
    const std::string page = man_page(ampsweep_command(), {"1.2.3", "2026-11-22"});
    CHECK(page.find(".TH AMPSWEEP 1 2026\\-11\\-22 \"Ampsweep 1.2.3\"") != std::string::npos);
    CHECK(page.find("130 interrupted") != std::string::npos);
  }

  TEST_CASE("man page: an option tells its words, default, limits and company") {
    OptionFacts option{{"-s", "--suite"}, "", "quick|full", 1,          1,    Offer::Words,
                       {"quick", "full"}, "", "quick",      "how much", true, {"--set"},
                       {"--over"}};
    const std::string page = man_page(one_verb(option), {"1", "2026-01-01"});
    CHECK(page.find(".TP\n\\fB\\-s\\fR, \\fB\\-\\-suite\\fR \\fIquick|\\:full\\fR\n"
                    "how much (required; quick unless given; needs \\-\\-set; not with "
                    "\\-\\-over)\n") != std::string::npos);
  }

  TEST_CASE("man page: no character of a text is taken for a command of roff") {
    CHECK(roff_text("a\\fB-\"'`^~") == "a\\efB\\-\\(dq\\(aq\\(ga\\(ha\\(ti");
    CHECK(roff_text(".TH\n'so file\n  indented") == "\\&.TH\n\\&\\(aqso file\n\\&  indented");
    CHECK(roff_text("no.dot 'here'") == "no.dot \\(aqhere\\(aq");
    CHECK(roff_text("µ − 😀") == "\\[u00B5] \\[u2212] \\[u1F600]");
    CHECK(roff_text("\xff\xe2\x82") == "\\[uFFFD]\\[uFFFD]\\[uFFFD]");
  }
}
