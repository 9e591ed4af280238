// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "rig/verify/small_dataset.hpp"
#include "rig/verify/verify_dataset.hpp"
#include "rig/verify/verify_text.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::accused;
using test::detail_of;
using test::has_fault;
using test::SmallDataset;
using test::take_of;
using test::TakeSound;

namespace {

void shift_by_one(std::vector<float>& x) {
  x.insert(x.begin(), 0.0F);
  x.pop_back();
}

double largest(const std::vector<double>& x) {
  double peak = 0.0;
  for (const double sample : x) peak = std::max(peak, std::abs(sample));
  return peak;
}

void clamp(std::vector<double>& x, double low, double high) {
  for (double& sample : x) sample = std::clamp(sample, low, high);
}

/// Only `take` is accused, of `code` among other things.
void check_only(const VerifyReport& report, int take, FaultCode code) {
  INFO(verify_text(report));
  CHECK_FALSE(report.ok());
  CHECK(accused(report) == std::vector<int>{take});
  CHECK(report.faults.empty());
  CHECK(has_fault(take_of(report, take).faults, code));
}

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("verify: a take shifted by one sample reads 1.000 +- 0.001 and its hash is wrong") {
    const SmallDataset data;
    data.edit_take(2, shift_by_one);

    const VerifyReport report = verify_dataset(data.dir());

    check_only(report, 2, FaultCode::Misaligned);
    const TakeCheck& take = take_of(report, 2);
    CHECK(std::abs(take.cut.delay_samples.value_or(99.0) - 1.0) < 0.001);
    CHECK(has_fault(take.faults, FaultCode::HashMismatch));
    CHECK_FALSE(has_fault(take.faults, FaultCode::TakeMismatch));
  }

  TEST_CASE("verify: with hash and digest recomputed, shifts of 1 and -0.2 sample still read") {
    for (const double shift : {1.0, -0.2}) {
      CAPTURE(shift);
      SmallDataset data;
      data.forge([&](int take, TakeSound& sound) {
        if (take == 1) sound.aligned = test::shifted(sound.aligned, shift);
      });

      const VerifyReport report = verify_dataset(data.dir());

      check_only(report, 1, FaultCode::Misaligned);
      const TakeCheck& take = take_of(report, 1);
      CHECK(std::abs(take.cut.delay_samples.value_or(99.0) - shift) < 0.001);
      CHECK_FALSE(has_fault(take.faults, FaultCode::HashMismatch));
    }
  }

  TEST_CASE("verify: a dataset written again without an edit is clean") {
    SmallDataset data;
    data.forge([](int, TakeSound&) {});
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));
    CHECK(report.ok());
  }

  TEST_CASE("verify: an inverted take has polarity -1 and is otherwise itself") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take != 3) return;
      for (double& sample : sound.aligned) sample = -sample;
    });

    const VerifyReport report = verify_dataset(data.dir());

    check_only(report, 3, FaultCode::PolarityInverted);
    CHECK(take_of(report, 3).cut.polarity == -1);
    CHECK_FALSE(has_fault(take_of(report, 3).faults, FaultCode::TakeMismatch));
  }

  // Some amps do invert between settings: against its neighbours it is a flag, against what the
  // ledger measured a fault.
  TEST_CASE("verify: a whole attempt with the amp inverted is flagged, and denied by the ledger") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take != 2) return;
      for (double& sample : sound.aligned) sample = -sample;
      for (float& sample : sound.raw.channels[0]) sample = -sample;
    });
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 2, FaultCode::LabelMismatch);
    CHECK(has_fault(take_of(report, 2).warnings, FaultCode::PolarityInverted));
  }

  TEST_CASE(
      "verify: of one setting the later take is upside down: a fault, whatever the ledger says") {
    SmallDataset data{test::Capture::Steps};
    data.forge([](int take, TakeSound& sound) {
      if (take != 3) return;  // at the reference setting, as take 0
      for (double& sample : sound.aligned) sample = -sample;
      for (float& sample : sound.raw.channels[0]) sample = -sample;
      sound.measured.polarity = -sound.measured.polarity;
    });
    const VerifyReport report = verify_dataset(data.dir());
    CHECK(take_of(report, 0).faults.empty());
    CHECK(has_fault(take_of(report, 3).faults, FaultCode::PolarityInverted));
  }

  TEST_CASE("verify: a microphone that heard nothing is told of as the amp would be") {
    const SmallDataset data{test::Capture::Microphone};
    data.edit_raw(2, [](Recording& raw) {
      std::fill(raw.channels.back().begin(), raw.channels.back().end(), 0.0F);
    });
    data.edit_cut("takes-mic/00002.wav",
                  [](std::vector<float>& x) { std::fill(x.begin(), x.end(), 0.0F); });
    const VerifyReport report = verify_dataset(data.dir());
    CHECK(accused(report) == std::vector<int>{2});
    CHECK(detail_of(take_of(report, 2).faults, FaultCode::Silent).find("peak of mic") == 0);
  }

  TEST_CASE("verify: a take with flat tops at half its peak is called clipped") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take != 0) return;
      const double top = 0.5 * largest(sound.aligned);
      clamp(sound.aligned, -top, top);
    });
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 0, FaultCode::Clipped);
    CHECK(take_of(report, 0).clipped);
  }

  TEST_CASE("verify: clipping at one polarity only is called clipped") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take == 0) clamp(sound.aligned, -0.7 * largest(sound.aligned), 1.0);
    });
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 0, FaultCode::Clipped);
    CHECK(take_of(report, 0).clipped);
  }

  TEST_CASE("verify: a recording that ran into full scale is called clipped") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take != 0) return;
      const double gain = 2.0 / largest(sound.aligned);
      for (float& sample : sound.raw.channels[0]) {
        sample = static_cast<float>(std::clamp(gain * static_cast<double>(sample), -1.0, 1.0));
      }
    });
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 0, FaultCode::Clipped);
    CHECK(take_of(report, 0).clipped);
    CHECK(detail_of(take_of(report, 0).faults, FaultCode::Clipped).find("raw/00000.wav") == 0);
  }

  TEST_CASE("verify: two swapped takes are told apart by their sound, each with its owner") {
    SmallDataset data;
    std::vector<double> first;
    data.forge([&](int take, TakeSound& sound) {
      if (take == 1) first = sound.aligned;
    });
    SmallDataset swapped;
    swapped.forge([&](int take, TakeSound& sound) {
      if (take == 2) std::swap(sound.aligned, first);
    });
    const VerifyReport report = verify_dataset(swapped.dir());
    // Take 1 still holds its own sound, so its twin at take 2 is also a duplicate.
    INFO(verify_text(report));
    CHECK(accused(report) == std::vector<int>{2});
    const std::string told = detail_of(take_of(report, 2).faults, FaultCode::TakeMismatch);
    CHECK(told.find("takes/00002.wav holds the sound of raw/00001.wav") == 0);
    CHECK_FALSE(has_fault(take_of(report, 2).faults, FaultCode::Misaligned));
    CHECK(has_fault(report.faults, FaultCode::TakeMismatch));
  }

  TEST_CASE("verify: two take files that changed places are found by hash and by sound") {
    const SmallDataset data;
    std::filesystem::rename(data.file("takes/00001.wav"), data.file("takes/x"));
    std::filesystem::rename(data.file("takes/00002.wav"), data.file("takes/00001.wav"));
    std::filesystem::rename(data.file("takes/x"), data.file("takes/00002.wav"));

    const VerifyReport report = verify_dataset(data.dir());

    INFO(verify_text(report));
    CHECK(accused(report) == std::vector<int>{1, 2});
    for (const int take : {1, 2}) {
      const auto& faults = take_of(report, take).faults;
      CHECK(has_fault(faults, FaultCode::HashMismatch));
      CHECK(detail_of(faults, FaultCode::TakeMismatch).find("holds the sound of") !=
            std::string::npos);
    }
  }

  TEST_CASE("verify: a take made 0.1 dB louder is not its recording") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take != 3) return;
      for (double& sample : sound.aligned) sample *= std::pow(10.0, 0.1 / 20.0);
    });
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 3, FaultCode::TakeMismatch);
    CHECK(take_of(report, 3).cut.gain_db.value_or(0.0) == doctest::Approx(0.1).epsilon(0.001));
  }

  TEST_CASE("verify: 0.1 s of silence where there was sound is found and placed") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take != 1) return;
      for (std::size_t n = 48000; n < 48000 + 4800; ++n) sound.aligned.at(n) = 0.0;
    });
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 1, FaultCode::TakeMismatch);
    const std::string told = detail_of(take_of(report, 1).faults, FaultCode::TakeMismatch);
    CHECK(told.find(": at 1.0") != std::string::npos);
  }

  TEST_CASE("verify: a raw recording shifted as a whole disagrees with the ledger and its epoch") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take != 2) return;
      for (auto& channel : sound.raw.channels) shift_by_one(channel);
    });
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 2, FaultCode::DelayMoved);
    CHECK(has_fault(take_of(report, 2).faults, FaultCode::LabelMismatch));
    CHECK(take_of(report, 2).raw_delay_samples.value_or(0.0) ==
          doctest::Approx(1001.37).epsilon(1e-6));
  }

  TEST_CASE("verify: NaN in a raw recording is a format fault, not a figure") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take == 1) sound.raw.channels[0][1000] = std::numeric_limits<float>::quiet_NaN();
    });
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 1, FaultCode::FormatMismatch);
    CHECK_FALSE(take_of(report, 1).cut.delay_samples);
    CHECK_FALSE(take_of(report, 1).raw_delay_samples);
  }

  TEST_CASE("verify: a head-room in the ledger that is not a delay is refused, not computed with") {
    SmallDataset data;
    data.forge([](int take, TakeSound& sound) {
      if (take == 1) sound.measured.headroom_samples = 1e300;
    });
    check_only(verify_dataset(data.dir()), 1, FaultCode::FormatMismatch);
  }

  TEST_CASE("verify: a held-out setting that is also trained on is a leak") {
    SmallDataset data;
    std::vector<KnobLabel> trained;
    data.forge([&](int take, TakeSound& sound) {
      if (take == 1) trained = sound.labels;
      if (take == 3) sound.labels = trained;
    });
    const VerifyReport report = verify_dataset(data.dir());
    INFO(verify_text(report));
    CHECK(accused(report) == std::vector<int>{3});  // and its label is not its plan's
    REQUIRE(report.faults.size() == 1);
    CHECK(report.faults[0].file == "takes/00003.wav");
    CHECK(report.faults[0].fault.code == FaultCode::LabelMismatch);
  }

  TEST_CASE("verify: a shifted take of a further output is found, the primary one stays clean") {
    const SmallDataset data(test::Capture::Microphone);
    CHECK(verify_dataset(data.dir()).ok());
    data.edit_cut("takes-mic/00002.wav", shift_by_one);
    const VerifyReport report = verify_dataset(data.dir());
    check_only(report, 2, FaultCode::Misaligned);
    CHECK(detail_of(take_of(report, 2).faults, FaultCode::Misaligned)
              .find("takes-mic/00002.wav is 1.000 samples late") == 0);
    CHECK(std::abs(take_of(report, 2).cut.delay_samples.value_or(99.0)) < 0.001);
  }
}
