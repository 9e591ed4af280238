// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/find_pairs.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "rig/model/result.hpp"
#include "rig/verify/folder_files.hpp"
#include "rig/verify/glob.hpp"
#include "rig/verify/pair_names.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// A folder of empty files: only their names matter.
struct Named {
  test::TempDir folder;
  explicit Named(const std::vector<std::string>& names) {
    for (const std::string& name : names) put(name, "");
  }
  void put(const std::string& name, const std::string& text) const {
    const auto path = folder.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  /// "input>target ..." in order.
  [[nodiscard]] std::string pairs(const PairWishes& wishes = {}) const {
    std::string text;
    for (const SoundPair& pair : find_pairs(folder.path(), wishes).pairs) {
      text += (text.empty() ? "" : " ") + pair.input + ">" + pair.target;
    }
    return text;
  }
  [[nodiscard]] std::string refusal(const PairWishes& wishes = {}) const {
    try {
      return "found " + pairs(wishes);
    } catch (const SetupError& why) {
      return why.what();
    }
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("glob: stars stay inside a folder, two stars do not") {
    CHECK(glob_match("*.wav", "a.wav"));
    CHECK_FALSE(glob_match("*.wav", "b/a.wav"));
    CHECK(glob_match("**.wav", "b/a.wav"));
    CHECK(glob_match("**/a.wav", "a.wav"));
    CHECK(glob_match("**/a.wav", "x/y/a.wav"));
    CHECK_FALSE(glob_match("**/a.wav", "x/ya.wav"));
    CHECK(glob_match("wet/??.wav", "wet/01.wav"));
    CHECK_FALSE(glob_match("wet/??.wav", "wet/1.wav"));
    CHECK(glob_match("a*b*c", "aXbYbZc"));
    // No pattern takes long.
    CHECK_FALSE(glob_match(std::string(60, '*') + "b", std::string(2000, 'a')));
  }

  TEST_CASE("pair names: the last word of a role counts, numbers are words of their own") {
    CHECK(pair_name("in1.wav").role == PairName::Role::Input);
    CHECK(pair_name("in1.wav").rest == pair_name("out1.wav").rest);
    CHECK(pair_name("Data/train/amp-input.wav").rest ==
          pair_name("Data/train/amp-target.wav").rest);
    CHECK(pair_name("wet/take_07.wav").role == PairName::Role::Target);
    CHECK(pair_name("main.wav").role == PairName::Role::None);
    CHECK(natural_less("out2.wav", "out10.wav"));
  }

  TEST_CASE("find pairs: by names, one input for all, by folders") {
    CHECK(Named({"x.wav", "y.wav"}).pairs() == "x.wav>y.wav");
    CHECK(Named({"in1.wav", "out1.wav", "in2.wav", "out2.wav"}).pairs() ==
          "in1.wav>out1.wav in2.wav>out2.wav");
    CHECK(Named({"input.wav", "gain3.wav", "gain7.wav"}).pairs() ==
          "input.wav>gain3.wav input.wav>gain7.wav");
    CHECK(Named({"dry/a.wav", "dry/b.wav", "wet/b.wav", "wet/a.wav"}).pairs() ==
          "dry/a.wav>wet/a.wav dry/b.wav>wet/b.wav");
  }

  TEST_CASE("find pairs: globs pair by what their stars stand for") {
    const Named folder({"A/1.wav", "A/2.wav", "B/2.flac", "B/1.flac", "B/notes.txt"});
    CHECK(folder.pairs({"A/*.wav", "B/*.flac", ""}) == "A/1.wav>B/1.flac A/2.wav>B/2.flac");
    CHECK(folder.refusal({"A/*.wav", "", ""}).find("--target") != std::string::npos);
  }

  TEST_CASE("find pairs: what does not pair is refused with what was found and what to type") {
    const std::string odd = Named({"in1.wav", "in2.wav", "out3.wav"}).refusal();
    CHECK(odd.find("out3.wav") != std::string::npos);
    CHECK(odd.find("--input") != std::string::npos);
    const std::string two = Named({"in 1.wav", "in_1.wav", "out1.wav"}).refusal();
    CHECK(two.find("could belong to") != std::string::npos);
    CHECK(Named({"notes.txt"}).refusal().find("neither a dataset") != std::string::npos);
  }

  TEST_CASE("find pairs: a table gives pairs, splits and knobs, and leads nowhere else") {
    Named folder({"input.wav", "t/1.wav", "t/2.wav"});
    folder.put("labels.csv",
               "file,split,gain,peak_dbfs\nt/1.wav,train,2.5,-3\nt/2.wav,validation,7,-4\n");
    const PairList list = find_pairs(folder.folder.path(), {});
    REQUIRE(list.pairs.size() == 2);
    CHECK(list.pairs[1].input == "input.wav");
    CHECK(list.pairs[1].split == "validation");
    REQUIRE(list.pairs[1].setting.size() == 1);  // the peak is no knob
    CHECK(list.pairs[1].setting[0].first == "gain");
    CHECK(list.pairs[1].setting[0].second == 7.0);
    folder.put("evil.csv", "input,target\ninput.wav,../../etc/passwd\n");
    CHECK(folder.refusal({"", "", "evil.csv"}).find("inside the folder") != std::string::npos);
    CHECK(folder.refusal({"", "", "../labels.csv"}).find("found") == std::string::npos);
  }

  TEST_CASE("find pairs: links are not followed") {
    const Named folder({"x.wav", "y.wav"});
    std::filesystem::create_symlink("/etc/hostname", folder.folder.path() / "out2.wav");
    std::filesystem::create_directory_symlink("/", folder.folder.path() / "wet");
    CHECK(folder.pairs() == "x.wav>y.wav");
  }
}
