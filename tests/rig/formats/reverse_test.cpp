// SPDX-License-Identifier: GPL-3.0-or-later
// Exports turned round: a causal model must be able to learn them, and what is said of them must be
// of the thing that stands there.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/exported.hpp"
#include "rig/formats/nam_metadata.hpp"
#include "rig/formats/reverse_shift.hpp"
#include "rig/verify/verify_pairs.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::test;
using rig::Json;
using rig::formats::Format;

namespace {

/// Turned round, the held-out test take only.
void one_take_reversed(rig::formats::ExportOptions& options) {
  options.reverse = true;
  options.splits = {rig::Split::Test};
}

/// Samples of `sound` from `by` on, with zeros before and the same length.
std::vector<float> later(std::vector<float> sound, int by) {
  const std::size_t length = sound.size();
  sound.insert(sound.begin(), static_cast<std::size_t>(by), 0.0F);
  sound.resize(length);
  return sound;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("reverse: the amp's sound goes in, the dry sound is the target and stands later") {
    for (const Format format :
         {Format::Nam, Format::NamParametric, Format::GuitarMl, Format::GuitarMlFolders,
          Format::Aida, Format::SignalTrain, Format::ToneTwist, Format::Csv}) {
      const auto& facts = rig::formats::facts_of(format);
      CAPTURE(std::string(facts.name));
      const Exported exported(format, [&](auto& options) {
        options.reverse = true;
        // Converting nine takes is another test's job.
        const bool at_48 = facts.rates_hz.empty() || facts.rates_hz.back() == 48000;
        if (at_48) options.rate_hz = 48000;
        if (!at_48) options.splits = {rig::Split::Test};
      });
      CHECK(exported.codes() == "");
      const Json sidecar = exported.json("ampsweep.json");
      CHECK(sidecar["target_shifted_samples"] == 9);
      CHECK(exported.check().reversed);
    }
    const Exported aida(Format::Aida, [](auto& options) { options.reverse = true; });
    const Json entry = aida.json("Configs/simulated.json")["params"]["datasets"][0];
    CHECK(aida.sound(entry["input"]) == take_samples(1));
    CHECK(aida.sound(entry["target"]) == later(dry_samples(), 9));
    CHECK(aida.text("README.md").find("9 samples later") != std::string::npos);
    CHECK(Exported(Format::Aida).json("ampsweep.json")["target_shifted_samples"] == 0);
    CHECK_THROWS_AS(Exported(Format::Panama, [](auto& o) { o.reverse = true; }), rig::SetupError);
  }

  TEST_CASE("reverse: measured as any pair is, the target answers its input and not before it") {
    const Exported exported(Format::Nam, one_take_reversed);
    const auto checked = exported.check();
    REQUIRE(checked.ok());
    rig::PairList list{checked.dir, "as the loader does", {checked.pair_list.front()}, {}};
    list.alignment_declared = true;
    const rig::PairSetReport report = rig::verify_pairs(list, {});
    for (const auto& fault : report.all_faults()) FAIL_CHECK(fault.file << fault.fault.detail);
    REQUIRE(report.takes.size() == 1);
    REQUIRE(report.takes[0].report.first_arrival);
    const auto& arrival = *report.takes[0].report.first_arrival;
    CHECK(arrival.samples > 4.0);  // The head-room.
    CHECK(arrival.samples < 6.0);
    CHECK(arrival.from_samples > 0.0);
  }

  TEST_CASE(
      "reverse: a take of noise alone, an amp turned to nothing, does not say how late it is") {
    const SmallDataset own(Capture::Steps);
    const rig::Dataset dataset = rig::open_dataset(own.dir());
    std::vector<double> noise(static_cast<std::size_t>(dataset.length.value()));
    signals::Random random{5};
    for (double& sample : noise) sample = 1e-4 * random.normal();
    const auto written =
        rig::write_pcm24(own.file("takes/noise.wav"), noise, dataset.rate, unsynced_ops());
    REQUIRE(written);
    rig::formats::ExportOptions options;
    auto job = rig::formats::make_job(dataset, options);
    job.takes.resize(2);
    job.takes[1].sounds = {{"takes/noise.wav", written->sha256}};
    CHECK(rig::formats::reverse_shift(job).value() == 9);
    job.takes.erase(job.takes.begin());
    CHECK_THROWS_WITH_AS((void)rig::formats::reverse_shift(job),
                         doctest::Contains("no take answers"), rig::SetupError);
  }

  TEST_CASE("reverse: NAM's metadata is of the model that takes the amp away") {
    const Exported exported(Format::Nam, one_take_reversed);
    const Json said = exported.json("settings/00008/metadata.json");
    CHECK_FALSE(said.contains("gear_type"));
    CHECK(said["ampsweep"]["reversed"] == true);
    CHECK(said["ampsweep"]["best_possible_esr"].is_null());
    CHECK(said["name"].get<std::string>().find("reversed") != std::string::npos);

    rig::Dataset dataset = steps_ledger();
    dataset.rig.levels.output_full_scale = Dbu{6.5};
    dataset.rig.levels.amp_send_gain = Decibels{-4.0};
    dataset.rig.levels.input_full_scale = Dbu{9.25};
    rig::formats::NamMetadataWishes wishes;
    wishes.take = 1;
    wishes.reverse = true;
    const Json model{{"version", "0.7.0"}, {"architecture", "x"}, {"config", {}}, {"weights", {1}}};
    const Json metadata = rig::formats::with_nam_metadata(model, dataset, wishes)["metadata"];
    CHECK(metadata["input_level_dbu"] == 9.25);  // What comes back of the amp goes in.
    CHECK(metadata["output_level_dbu"] == 2.5);
    CHECK_FALSE(metadata.contains("gear_type"));
  }
}
