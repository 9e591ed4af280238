// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/rig_stream.hpp"
#include "rig/capture/silent_ends.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <utility>

#include "fixtures/amp_panel.hpp"
#include "fixtures/simulated_bench.hpp"
#include "rig/capture/preflight.hpp"
#include "support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// A port behind which the amp is silent while its gain stands below a share of the rotation.
class MutingPort final : public AudioPort {
 public:
  MutingPort(std::unique_ptr<AudioPort> inner, std::shared_ptr<fixtures::AmpPanel> panel,
             double mute_below)
      : inner_(std::move(inner)), panel_(std::move(panel)), mute_below_(mute_below) {}
  StreamInfo open(const StreamSpec& spec) override { return inner_->open(spec); }
  [[nodiscard]] Result<void> begin(const TakeRequest& request) override {
    return inner_->begin(request);
  }
  void stop() noexcept override { inner_->stop(); }
  [[nodiscard]] PortStatus poll() override {
    PortStatus status = inner_->poll();
    if (!status.recording || panel_->position("gain") >= mute_below_) return status;
    Recording silent = *status.recording;
    for (float& sample : silent.channels.front()) sample *= 1e-4F;  // what leaks past it
    status.recording = std::make_shared<const Recording>(std::move(silent));
    return status;
  }
  void close() noexcept override { inner_->close(); }

 private:
  std::unique_ptr<AudioPort> inner_;
  std::shared_ptr<fixtures::AmpPanel> panel_;
  double mute_below_;
};

fixtures::SimulatedBench muting_bench(const Rig& rig, double mute_below) {
  fixtures::SimulatedBench bench = fixtures::simulate(rig);
  bench.bench.audio =
      std::make_unique<MutingPort>(std::move(bench.bench.audio), bench.panel, mute_below);
  return bench;
}

std::vector<SilentEnd> probed(const Rig& rig, double mute_below,
                              const std::vector<Setting>& settings) {
  fixtures::SimulatedBench bench = muting_bench(rig, mute_below);
  bench.bench.audio->open(stream_of(rig, SampleCount{rig.audio.rate.value()}));
  auto ends = probe_silent_ends(bench.bench, rig, {{"gain", 5.0}, {"treble", 5.0}}, settings, {});
  REQUIRE(ends);
  return *ends;
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("silent ends: where the amp begins to sound is found within a hundredth") {
    const auto ends = probed(test::small_rig(), 0.13,
                             {{{"gain", 0.0}, {"treble", 1.0}},
                              {{"gain", 1.0}, {"treble", 9.0}},
                              {{"gain", 4.0}, {"treble", 5.0}}});
    REQUIRE(ends.size() == 1);  // treble is no gain and no level
    CHECK(ends[0].knob == "gain");
    CHECK(ends[0].silent);
    CHECK(ends[0].level_db <= -kNearMuteDb);
    REQUIRE(ends[0].heard_from);
    CHECK(*ends[0].heard_from >= 1.3);
    CHECK(*ends[0].heard_from <= 1.4);
    CHECK(*ends[0].silent_up_to < 1.3);
    CHECK(*ends[0].silent_up_to >= 1.2);
    CHECK(ends[0].settings == 2);
    CHECK(avoid_text(ends[0]).starts_with("avoid = [ { when = { gain = [0, 1.2"));
  }

  TEST_CASE("silent ends: an amp that sounds at its low end is left alone") {
    const auto ends = probed(test::small_rig(), 0.0, {{{"gain", 0.0}, {"treble", 1.0}}});
    REQUIRE(ends.size() == 1);
    CHECK_FALSE(ends[0].silent);
    CHECK_FALSE(ends[0].heard_from);
    CHECK(avoid_text(ends[0]).empty());
  }

  TEST_CASE("silent ends: a person is asked to turn once, not eight times") {
    Rig rig = test::small_rig();
    rig.knobs.front().control = ManualControl{};  // the simulated bench turns it all the same
    const auto ends = probed(rig, 0.2, {{{"gain", 1.0}, {"treble", 1.0}}});
    REQUIRE(ends.size() == 1);
    CHECK(ends[0].silent);
    CHECK(*ends[0].silent_up_to == 1.0);
    CHECK_FALSE(ends[0].heard_from);
  }

  TEST_CASE("silent ends: the check of a plan reports them") {
    const Rig rig = test::small_rig();
    const auto stimulus = test::small_stimulus();
    const Setting reference{{"gain", 5.0}, {"treble", 5.0}};
    fixtures::SimulatedBench bench = muting_bench(rig, 0.1);
    const PreflightReport report =
        preflight(rig, bench.bench,
                  {InPlaceOfAmp::Amp,
                   ForecastWish{stimulus, reference, {{{"gain", 0.5}, {"treble", 5.0}}}}},
                  {}, {});
    REQUIRE(report.silent_ends.size() == 1);
    CHECK(report.silent_ends[0].silent);
    CHECK(report.silent_ends[0].lowest == 0.5);
  }
}
