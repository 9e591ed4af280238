// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/small_dataset.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <numbers>
#include <sstream>
#include <stdexcept>
#include <stop_token>

#include "fixtures/simulated_bench.hpp"
#include "rig/capture/session.hpp"
#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_writer.hpp"
#include "rig/dataset/ledger.hpp"
#include "rig/dataset/ledger_schema.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/dataset/sqlite.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/plan/plan_file.hpp"
#include "signals/programme.hpp"
#include "support/short_stimulus.hpp"
#include "support/small_rig.hpp"

namespace ampsweep::test {
namespace {

namespace fs = std::filesystem;

/// Take 0 is the reference; 1 to 5 turn treble from stop to stop; 6 stands between all marks.
rig::Plan steps_plan(const rig::Rig& rig) {
  rig::Plan plan = small_plan(rig);
  plan.takes.resize(1);
  const auto add = [&](double gain, double treble, rig::Split split) {
    rig::PlannedTake take = plan.takes.front();
    take.id = static_cast<int>(plan.takes.size());
    take.setting = {{"gain", gain}, {"treble", treble}};
    take.split = split;
    take.purpose = rig::Purpose::Listed;
    plan.takes.push_back(take);
  };
  for (const double treble : {0.0, 2.5, 5.0, 7.5, 10.0}) add(5.0, treble, rig::Split::Train);
  add(3.0, 8.0 + 1.0 / 3.0, rig::Split::Train);
  add(6.0, 6.0, rig::Split::Validation);
  add(4.0, 7.0, rig::Split::Test);
  plan.hash = rig::plan_hash(plan);
  return plan;
}

/// Captured once for the whole test program, then copied.
class Captured {
 public:
  explicit Captured(Capture capture) {
    rig::Rig rig = small_rig();
    if (capture == Capture::NoLoopback) {
      rig.audio.inputs.pop_back();
      rig.audio.outputs.pop_back();
    }
    if (capture == Capture::Microphone) rig.audio.inputs.push_back({"mic", 3, ""});
    const rig::Plan plan = capture == Capture::Steps ? steps_plan(rig) : small_plan(rig);
    const signals::Stimulus played = test::short_stimulus();
    rig::Bench bench = fixtures::make_simulated_bench(rig);
    auto writer = rig::DatasetWriter::create(dir(), plan, rig, played, "ampsweep test");
    const rig::SessionParts parts{rig, plan, played, bench, writer, {}};
    std::stop_source stop;
    const auto observer = [&](const rig::SessionSnapshot& now) {
      if (capture == Capture::Interrupted && now.takes_done == 2) stop.request_stop();
    };
    const auto summary = rig::run_session(parts, {}, observer, stop.get_token());
    if (summary.complete() == (capture == Capture::Interrupted)) {
      throw std::runtime_error("the small dataset was not captured as it should be");
    }
  }
  [[nodiscard]] fs::path dir() const { return folder_.path() / "amp"; }

 private:
  TempDir folder_;
};

const Captured& captured(Capture capture) {
  static std::map<Capture, Captured> all;
  return all.try_emplace(capture, capture).first->second;
}

template <class T>
T need(rig::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  return std::move(*result);
}

}  // namespace

SmallDataset::SmallDataset(Capture capture) : dir_(folder_.path() / "amp") {
  fs::copy(captured(capture).dir(), dir_, fs::copy_options::recursive);
}

void SmallDataset::edit_take(int take, const std::function<void(std::vector<float>&)>& edit) const {
  edit_cut(take_name(take), edit);
}

void SmallDataset::edit_cut(const std::string& name,
                            const std::function<void(std::vector<float>&)>& edit) const {
  const fs::path path = file(name);
  auto audio = need(rig::read_wav(path));
  edit(audio.channels.at(0));
  fs::remove(path);
  const std::vector<double> precise(audio.channels[0].begin(), audio.channels[0].end());
  (void)need(rig::write_pcm24(path, precise, audio.rate()));
}

void SmallDataset::edit_raw(int take, const std::function<void(rig::Recording&)>& edit) const {
  const fs::path path = file(raw_name(take));
  auto audio = need(rig::read_wav(path));
  rig::Recording recording{audio.rate(), std::move(audio.channels)};
  edit(recording);
  fs::remove(path);
  (void)need(rig::write_float32(path, recording));
}

void SmallDataset::edit_text(const std::string& name, const std::string& from,
                             const std::string& to) const {
  std::ostringstream all;
  all << std::ifstream(file(name), std::ios::binary).rdbuf();
  std::string text = all.str();
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error(from + " is not in " + name);
  text.replace(at, from.size(), to);
  std::ofstream(file(name), std::ios::binary | std::ios::trunc) << text;
}

void SmallDataset::forge(const std::function<void(int, TakeSound&)>& edit) {
  const rig::Dataset honest = rig::open_dataset(dir_);
  const rig::Rig rig = small_rig();
  const fs::path forged = folder_.path() / "forged";
  {
    auto writer = rig::DatasetWriter::create(forged, honest.plan, rig, test::short_stimulus(), "forger");
    for (const rig::Epoch& epoch : honest.epochs) (void)need(writer.new_epoch(epoch));
    for (const rig::TakeRecord& record : honest.takes) {
      const rig::AttemptRecord& accepted = *record.accepted();
      rig::Attempt attempt = accepted.attempt;
      attempt.number = 1;
      auto raw = need(rig::read_wav(dir_ / accepted.outcome->raw_file));
      const auto cut = need(rig::read_wav(dir_ / accepted.outcome->take_file));
      TakeSound sound{{raw.rate(), std::move(raw.channels)},
                      {cut.channels[0].begin(), cut.channels[0].end()},
                      accepted.outcome->measured,
                      accepted.attempt.labels};
      edit(record.planned.id, sound);
      attempt.labels = sound.labels;
      if (auto begun = writer.begin_attempt(attempt); !begun) {
        throw std::runtime_error(begun.error().detail);
      }
      rig::Outcome outcome;
      outcome.verdict = accepted.outcome->verdict;
      outcome.measured = sound.measured;
      const auto done =
          need(writer.finish_attempt(attempt, {&sound.raw, sound.aligned, {}}, std::move(outcome)));
      if (!done.verdict.accepted) throw std::runtime_error("the writer refused the forged take");
    }
    if (auto written = writer.write_derived(); !written) {
      throw std::runtime_error(written.error().detail);
    }
  }
  dir_ = forged;
}

void SmallDataset::forge_row(const char* table, const std::string& key,
                             const std::function<void(rig::Json&)>& edit) const {
  const std::string uuid = rig::open_dataset(dir_).uuid;
  {
    rig::Database database(file(rig::kLedgerFile), rig::Database::Mode::Write);
    const std::string name = table;
    rig::Statement row(database, ("SELECT body FROM " + name + " WHERE key = ?").c_str());
    row.bind(1, key);
    if (!row.step()) throw std::runtime_error("no row " + key + " in " + name);
    rig::Json body = rig::parse_json(row.text(0));
    while (row.step()) {
    }
    edit(body);
    const std::string text = rig::compact_text(body);
    rig::Statement update(database,
                          ("UPDATE " + name + " SET body = ?, digest = ? WHERE key = ?").c_str());
    update.bind(1, text);
    update.bind(2, rig::row_digest(uuid, name, key, text));
    update.bind(3, key);
    while (update.step()) {
    }
  }
  (void)need(rig::rebuild(dir_));
}

std::string take_name(int take) { return rig::take_file(take); }
std::string raw_name(int take) { return rig::raw_file(take); }

const rig::TakeCheck& take_of(const rig::VerifyReport& report, int take) {
  const auto found = std::find_if(report.takes.begin(), report.takes.end(),
                                  [&](const rig::TakeCheck& check) { return check.id == take; });
  if (found == report.takes.end()) throw std::runtime_error("no such take in the report");
  return *found;
}

bool has_fault(const std::vector<rig::FileFault>& faults, rig::FaultCode code) {
  return !detail_of(faults, code).empty();
}

std::string detail_of(const std::vector<rig::FileFault>& faults, rig::FaultCode code) {
  for (const rig::FileFault& found : faults) {
    if (found.fault.code == code) return found.fault.detail;
  }
  return "";
}

std::vector<int> accused(const rig::VerifyReport& report) {
  std::vector<int> takes;
  for (const rig::TakeCheck& check : report.takes) {
    if (!check.faults.empty()) takes.push_back(check.id);
  }
  return takes;
}

std::vector<double> shifted(const std::vector<double>& x, double shift) {
  constexpr int kHalf = 64;
  const double whole = std::floor(shift);
  const double part = shift - whole;
  std::vector<double> taps;
  for (int k = -kHalf; k <= kHalf; ++k) {
    const double t = k - part;
    const double sinc = t == 0.0 ? 1.0 : std::sin(std::numbers::pi * t) / (std::numbers::pi * t);
    const double edge = std::cos(0.5 * std::numbers::pi * t / (kHalf + 1));
    taps.push_back(part == 0.0 ? (k == 0 ? 1.0 : 0.0) : sinc * edge * edge);
  }
  const auto size = static_cast<std::int64_t>(x.size());
  std::vector<double> y(x.size(), 0.0);
  for (std::int64_t n = 0; n < size; ++n) {
    for (int k = -kHalf; k <= kHalf; ++k) {
      const double tap = taps[static_cast<std::size_t>(k + kHalf)];
      const std::int64_t from = n - static_cast<std::int64_t>(whole) - k;
      if (tap != 0.0 && from >= 0 && from < size) {
        y[static_cast<std::size_t>(n)] += tap * x[static_cast<std::size_t>(from)];
      }
    }
  }
  return y;
}

}  // namespace ampsweep::test
