// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "rig/cli/command_facts.hpp"
#include "rig/gui/tools/tool.hpp"
#include "rig/gui/tools/verb_form.hpp"

using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

CommandFacts tool_named(const std::string& name) {
  for (const Tool& tool : tools_of(cli::ampsweep_command())) {
    if (tool.facts.name == name) return tool.facts;
  }
  FAIL("no tool " << name);
  return {};
}

std::size_t index_of(const std::vector<OptionFacts>& options, const std::string& name) {
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (option_label(options[i]) == name) return i;
  }
  FAIL("no option " << name);
  return 0;
}

std::vector<std::string> fault_texts(const CommandFacts& verb, const VerbForm& form) {
  std::vector<std::string> texts;
  for (const FormFault& fault : form_faults(verb, form)) texts.push_back(fault.text);
  return texts;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("tools: a form says what is missing, no number, out of its limits, or not together") {
    const CommandFacts tone = tool_named("analyze tone");
    VerbForm form = empty_form(tone);
    CHECK(fault_texts(tone, form) == std::vector<std::string>{"fill in file"});
    CHECK(form_faults(tone, form).front().missing);
    form.arguments[0].values[0] = "a.wav";
    CHECK(fault_texts(tone, form).empty());
    std::string& harmonics = form.options[index_of(tone.options, "--harmonics")].values[0];
    for (const char* wrong : {"many", "3.5", "3 ", "1e1", "0", "21", "nan"}) {
      harmonics = wrong;
      CHECK_MESSAGE(fault_texts(tone, form).size() == 1, wrong);
    }
    CHECK(fault_texts(tone, form).front() == "--harmonics must be a number");
    harmonics = "21";
    CHECK(fault_texts(tone, form).front() == "--harmonics must be 1 to 20");
    for (const char* right : {"1", "20", "+7"}) {
      harmonics = right;
      CHECK_MESSAGE(fault_texts(tone, form).empty(), right);
    }

    const CommandFacts multisine = tool_named("analyze multisine");
    form = empty_form(multisine);
    form.options[index_of(multisine.options, "--stimulus")].values[0] = "x.wav";
    CHECK(fault_texts(multisine, form) ==
          std::vector<std::string>{"--stimulus needs --recording as well"});
    form.options[index_of(multisine.options, "--recording")].values[0] = "y.wav";
    CHECK(fault_texts(multisine, form).empty());
    const std::size_t write = index_of(multisine.options, "--write-stimulus");
    CHECK(excluded_by(multisine, form, multisine.options[write]) != "");
    form.options[write].values[0] = "z.wav";
    CHECK_FALSE(fault_texts(multisine, form).empty());

    const CommandFacts requeue = tool_named("requeue");
    form = empty_form(requeue);
    form.arguments[0].values[0] = "-folder";
    form.arguments[1].values[0] = "--json";
    CHECK(fault_texts(requeue, form).back() == "takes must not begin with a dash");

    const CommandFacts compare = tool_named("compare");
    form = empty_form(compare);
    form.arguments[0].values[0] = form.arguments[1].values[0] = "a.wav";
    form.options[index_of(compare.options, "--noise-s")].values[0] = "0.5";
    CHECK(fault_texts(compare, form) == std::vector<std::string>{"--noise-s takes 2 values"});
  }

  TEST_CASE("tools: dropped files fill the paths a verb reads, one after the other") {
    const CommandFacts verify = tool_named("verify");
    VerbForm form = empty_form(verify);
    for (const char* path : {"x.wav", "y.wav", "z.wav"}) CHECK(put_path(verify, form, path));
    CHECK(form.arguments[0].values == std::vector<std::string>{"x.wav", "z.wav"});

    const CommandFacts multisine = tool_named("analyze multisine");
    form = empty_form(multisine);
    CHECK(put_path(multisine, form, "x.wav"));
    CHECK(put_path(multisine, form, "y.wav"));
    CHECK(form.options[index_of(multisine.options, "--stimulus")].values[0] == "x.wav");
    CHECK(form.options[index_of(multisine.options, "--recording")].values[0] == "y.wav");
    CHECK(form.options[index_of(multisine.options, "--write-stimulus")].values[0].empty());
  }

  TEST_CASE("tools: a verb is found by what it is for") {
    CHECK(speaks_of(tool_named("analyze tone"), "thd+n"));
    CHECK(speaks_of(tool_named("analyze noise"), "hum"));
    CHECK_FALSE(speaks_of(tool_named("rebuild"), "thd"));
    for (const Tool& tool : tools_of(cli::ampsweep_command())) CHECK(speaks_of(tool.facts, ""));
  }
}
