// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/card.hpp"

#include <doctest/doctest.h>

#include "rig/dataset/card_text.hpp"
#include "rig/dataset/json.hpp"
#include "tests/rig/dataset/dataset_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;

Dataset hostile() {
  Dataset data;
  data.rig = test::small_rig();
  data.plan = test::small_plan();
  for (const PlannedTake& take : data.plan.takes) data.takes.push_back({take, {}});
  data.rig.amp = "x\"\n---\nlicense: mine\n<script>alert(1)</script> | [a](javascript:b) # h";
  data.rig.licence = "cc\nconfigs: []";
  data.rig.knobs[0].label = "=gain | *bold* \xE2\x80\xA8 <img src=x>";
  return data;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("card: hostile names stay inside their YAML scalar and are no Markdown or HTML") {
    const std::string text = card(hostile());
    const std::size_t end = text.find("\n---\n", 4);
    const std::string yaml = text.substr(0, end);
    CHECK(yaml.find("license: \"cc\\nconfigs: []\"\n") != std::string::npos);
    CHECK(yaml.find("\nlicense: mine") == std::string::npos);
    CHECK(yaml.find("    - takes/*.wav") != std::string::npos);
    const std::string body = text.substr(end);
    CHECK(body.find("<script") == std::string::npos);
    CHECK(body.find("<img") == std::string::npos);
    CHECK(body.find("](javascript") == std::string::npos);
    CHECK(body.find("\\|") != std::string::npos);
  }

  TEST_CASE("card: a YAML scalar escapes what YAML takes for a line break or unprintable") {
    CHECK(yaml_text("a\"b\\c\n") == R"("a\"b\\c\n")");
    CHECK(yaml_text("\x7F\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF") ==
          R"("\u007f\u0085\u2028\u2029\ufeff")");
    CHECK(yaml_text("\xC3\xA9") == "\"\xC3\xA9\"");
    // Every control character, read back by a JSON reader: the escapes both languages share.
    for (char c = 1; c < 0x7F; ++c) {
      CHECK(parse_json(yaml_text(std::string(1, c))).get<std::string>() == std::string(1, c));
    }
  }

  TEST_CASE("card: Markdown text escapes signs, bare addresses and tags, and keeps plain names") {
    CHECK(markdown_text("JCM-800 (1985), 2203") == "JCM-800 \\(1985\\), 2203");
    CHECK(markdown_text("http://x www.x a@b") == "http\\://x www\\.x a\\@b");
    CHECK(markdown_text("<b>&|`*_[]\n#") == "&lt;b&gt;&amp;\\|\\`\\*\\_\\[\\] \\#");
  }

  TEST_CASE("card: it says how many takes there are, how good, and that they are simulated") {
    Dataset data = hostile();
    AttemptRecord record;
    record.outcome = test::accepting();
    data.takes[0].attempts = {record};
    const std::string text = card(data);
    CHECK(text.find("| train | 3 | 1 |") != std::string::npos);
    CHECK(text.find("| test | 1 | 0 |") != std::string::npos);
    CHECK(text.find("| delay removed | 1000.33 | 1000.33 samples |") != std::string::npos);
    CHECK(text.find("| noise | not measured | |") != std::string::npos);
    CHECK(text.find("| best possible ESR | not measured | |") != std::string::npos);
    CHECK(text.find("Simulated: no amp was recorded") != std::string::npos);
    data.rig.audio.api = AudioApi::Alsa;
    CHECK(card(data).find("Simulated") == std::string::npos);
  }
}
