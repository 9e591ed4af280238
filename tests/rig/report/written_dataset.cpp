// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rig/report/written_dataset.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "rig/dataset/dataset_writer.hpp"

namespace ampsweep::test {
namespace {

constexpr double kHeadroom = 4.0;

rig::Rig hostile_rig() {
  rig::Rig rig;
  rig.name = "=cmd()";
  rig.amp = "</script><img src=x onerror=alert(1)>";
  rig.hash = "rig-hash";
  rig.audio.inputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  rig.audio.outputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  rig.knobs.resize(1);
  rig.knobs[0].id = "gain";
  rig.knobs[0].label = "</script><img src=x onerror=alert(1)>";
  return rig;
}

rig::Plan four_takes() {
  rig::Plan plan;
  plan.name = "@SUM(A1)";
  plan.hash = "plan-hash";
  plan.reference = {{"gain", 5.0}};
  const double gains[] = {5.0, 2.0, 5.0, 8.0};
  for (int id = 0; id < 4; ++id) {
    const bool reference = gains[id] == 5.0;
    plan.takes.push_back({id,
                          {{"gain", gains[id]}},
                          reference ? rig::Split::Reference : rig::Split::Train,
                          reference ? rig::Purpose::Reference : rig::Purpose::Design,
                          0});
  }
  return plan;
}

template <class T>
void require(const rig::Result<T>& done) {
  if (!done) throw std::runtime_error(done.error().detail);
}

void play(rig::DatasetWriter& writer, int epoch, int take, const std::vector<double>& sound,
          const rig::Verdict& verdict) {
  rig::Attempt attempt;
  attempt.take = take;
  attempt.number = writer.next_attempt(take);
  attempt.epoch = epoch;
  attempt.stimulus_hash = writer.stimulus_hash();
  attempt.started = fmt::format("2026-11-21T10:0{}:{}0.000Z", take, attempt.number);
  const double gain = four_takes().takes[static_cast<std::size_t>(take)].setting.at("gain");
  attempt.labels = {{"gain", gain, gain / 10.0, gain, rig::LabelSource::Commanded, 0.0}};
  require(writer.begin_attempt(attempt));

  rig::Recording raw;
  raw.channels = {{sound.begin(), sound.end()}, std::vector<float>(sound.size())};
  rig::Outcome outcome;
  outcome.verdict = verdict;
  outcome.measured.headroom_samples = kHeadroom;
  outcome.measured.delay_samples = 1000.0 + 0.01 * take;
  outcome.measured.noise = DbFsRms{-90.0};
  outcome.measured.peak = DbFsPeak{-13.0};
  outcome.finished = attempt.started;
  require(writer.finish_attempt(attempt, {&raw, sound, {}}, outcome));
}

}  // namespace

void write_dataset(const std::filesystem::path& dir) {
  const signals::Stimulus stimulus = sweep_stimulus();
  auto writer = rig::DatasetWriter::create(dir, four_takes(), hostile_rig(), stimulus, "=test()");
  const auto epoch = writer.new_epoch({});
  require(epoch);
  const rig::Verdict accepted{true, {{"delay deviation", 0.001, 0.05, "samples", true}}, {}, {}};
  const rig::Verdict refused{false, {}, {{rig::FaultCode::Xrun, "=an xrun at 1.2 s"}}, {}};
  for (int take = 0; take < 3; ++take) {
    const auto& amp = kDatasetAmps[static_cast<std::size_t>(take)];
    const auto sound = closed_form_take(stimulus, amp, kHeadroom);
    if (take == 1) play(writer, *epoch, take, sound, refused);
    play(writer, *epoch, take, sound, accepted);
  }
  require(writer.event("session_end", "stopped after three takes"));
}

}  // namespace ampsweep::test
