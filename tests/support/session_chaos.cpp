// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/session_chaos.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <utility>
#include <vector>

#include "rig/capture/session.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/plan/plan_file.hpp"
#include "support/quick_bench.hpp"
#include "support/short_stimulus.hpp"
#include "support/small_rig.hpp"
#include "support/temp_dir.hpp"

namespace ampsweep::test {
namespace {

using namespace rig;
using Nanoseconds = std::chrono::nanoseconds;

constexpr double kKnobTolerance = 1e-6;  // of the travel

/// What happened in all sessions on one dataset.
struct Books {
  explicit Books(std::uint64_t seed) : random(seed) {}

  signals::Random random;
  std::stop_source stop;
  std::string broken;
  int sounds{0};
  bool armed{false};
  bool proven{false};  ///< The load answered a probe.
  bool open{false};
  bool lost{false};
  bool released{false};
  bool tap_failed{false};  ///< In a take: nothing may follow.
  struct Played {
    Nanoseconds from{0};
    Nanoseconds to{0};
  };
  std::vector<Played> takes;  ///< Of this session.
  /// Takes and attempts that must not be accepted, and where the knobs were for all of them.
  std::set<std::pair<int, int>> spoilt;
  std::map<std::pair<int, int>, std::map<std::string, double>> stood;

  void must(bool holds, const std::string& what) {
    if (!holds && broken.empty()) broken = what;
  }
  [[nodiscard]] bool chance(double share) { return random.uniform() < share; }
  /// STOP may come wherever the session calls a device.
  void anything_may_happen() {
    if (chance(0.004)) stop.request_stop();
  }
  void new_session() {
    armed = proven = open = lost = released = tap_failed = false;
    takes.clear();
    stop = std::stop_source{};
  }
};

class ChaosPerson final : public Operator {
 public:
  explicit ChaosPerson(Books& books) : books_(books) {}
  Answer confirm(Question question, const std::string&, const std::vector<std::string>&,
                 const std::stop_token& stop) override {
    books_.anything_may_happen();
    if (stop.stop_requested()) return Answer::Stopped;
    const bool yes = !books_.chance(0.05);
    if (question == Question::CheckList) books_.armed = yes;
    return yes ? Answer::Yes : Answer::No;
  }
  std::optional<std::string> ask(const TypedQuestion&, const std::stop_token&) override {
    return std::nullopt;
  }

 private:
  Books& books_;
};

/// Honest: says so when a knob did not arrive. It may then stand anywhere.
class ChaosKnobs final : public KnobActuator {
 public:
  ChaosKnobs(std::unique_ptr<KnobActuator> behind, Books& books)
      : behind_(std::move(behind)), books_(books) {}
  std::vector<std::string> knobs() const override { return behind_->knobs(); }
  Result<std::vector<KnobLabel>> move(const Setting& setting,
                                      const std::stop_token& stop) override {
    books_.must(!books_.released, "a knob moved after it was released");
    books_.anything_may_happen();
    if (!books_.chance(0.02)) return behind_->move(setting, stop);
    Setting elsewhere = setting;
    for (auto& [id, value] : elsewhere) value = books_.random.uniform(0.0, 10.0);
    (void)behind_->move(elsewhere, {});
    return tl::unexpected(Fault{FaultCode::KnobNotReached, "a knob is stuck"});
  }
  Result<KnobLabel> steer(const std::string& knob, double printed) override {
    return behind_->steer(knob, printed);
  }
  Result<std::vector<KnobLabel>> standing() override { return behind_->standing(); }
  void forget() noexcept override { behind_->forget(); }
  void doubt() noexcept override { behind_->doubt(); }
  void release() noexcept override {
    books_.released = true;
    behind_->release();
  }

 private:
  std::unique_ptr<KnobActuator> behind_;
  Books& books_;
};

class ChaosPort final : public AudioPort {
 public:
  ChaosPort(std::unique_ptr<AudioPort> behind, const Rig& rig, Clock& clock,
            std::shared_ptr<fixtures::AmpPanel> panel, Books& books)
      : behind_(std::move(behind)),
        rig_(rig),
        clock_(clock),
        panel_(std::move(panel)),
        books_(books) {}

  StreamInfo open(const StreamSpec& spec) override {
    books_.anything_may_happen();
    books_.must(spec.safety.output_ceiling.value() == rig_.safety.output_ceiling.value(),
                "a stream with another ceiling than the rig's");
    if (books_.chance(0.1)) throw SetupError(SetupKind::Device, "no device", "");
    books_.open = true;
    books_.lost = false;
    return behind_->open(spec);
  }

  Result<void> begin(const TakeRequest& request) override {
    check(request);
    ++books_.sounds;
    is_take_ = request.attempt > 0;
    key_ = {request.take, request.attempt};
    books_.anything_may_happen();
    if (is_take_) books_.takes.push_back({clock_.now(), clock_.now()});
    if (books_.chance(0.02)) {
      books_.lost = true;
      spoil();
      return tl::unexpected(Fault{FaultCode::StreamLost, "gone"});
    }
    if (is_take_) {
      auto& stood = books_.stood[key_];
      stood["gain"] = panel_->positions().gain;
      stood["treble"] = panel_->positions().treble;
    }
    polls_ = 0;
    stop_seen_ = -1;
    stopping_ = false;
    length_ = static_cast<int>(books_.random.below(4));
    playing_ = true;
    return behind_->begin(request);
  }

  void stop() noexcept override { stopping_ = true; }

  PortStatus poll() override {
    books_.anything_may_happen();
    PortStatus status = behind_->poll();
    if (!playing_) return status;
    ++polls_;
    if (books_.stop.stop_requested() && !stopping_) {
      if (stop_seen_ < 0) stop_seen_ = polls_;
      books_.must(polls_ - stop_seen_ <= 2, "it sounds on after STOP");
    }
    if (stopping_) return ended(status, PlayState::Stopped);
    if (const auto fault = mishap()) {
      status.fault = fault;
      return ended(status, PlayState::Muted);
    }
    if (polls_ <= length_) {
      status.state = PlayState::Playing;
      status.frame = SampleCount{polls_};
      status.recording.reset();
      return status;
    }
    playing_ = false;
    if (!is_take_) books_.proven = true;
    if (is_take_) harm(status);
    close_books();
    return status;
  }

  void close() noexcept override {
    books_.open = false;
    behind_->close();
  }

 private:
  void check(const TakeRequest& request) {
    Books& books = books_;
    books.must(books.armed, "sound before the check-list was confirmed");
    books.must(books.open && !books.lost, "sound on a stream that is closed or lost");
    books.must(!books.stop.stop_requested(), "something began after STOP");
    books.must(!books.released, "sound after the knobs were released");
    books.must(!books.tap_failed, "sound after a tap fault in a take");
    double peak = 0.0;
    for (const float x : request.stimulus) {
      peak = std::max(peak, std::abs(static_cast<double>(x)));
    }
    const double sent = 20.0 * std::log10(std::max(peak, 1e-12));
    books.must(sent <= rig_.safety.output_ceiling.value() + 1e-6, "louder than the ceiling");
    if (request.attempt > 0) {
      books.must(books.proven, "a take before the load has answered");
      books.must(request.tap != nullptr, "a take without a tap corridor");
      check_duty();
    } else if (first_) {
      books.must(panel_->positions().gain <= kKnobTolerance,
                 "the first sound is not at the quietest setting");
    }
    first_ = false;
    const auto& at = panel_->positions();
    books.must(std::abs(at.gain - request.setting.at("gain") / 10.0) <= kKnobTolerance &&
                   std::abs(at.treble - request.setting.at("treble") / 10.0) <= kKnobTolerance,
               "it plays at another setting than it says");
  }

  /// What was played since the first take, over the share allowed, fits into the time that went by.
  void check_duty() {
    if (books_.takes.empty()) return;
    double played_s = 0.0;
    for (const auto& take : books_.takes) played_s += seconds_of(take.to - take.from);
    const double passed_s = seconds_of(clock_.now() - books_.takes.front().from);
    books_.must(played_s <= allowed_duty(rig_.load, rig_.safety) * passed_s + 1e-6,
                "the load is driven beyond its duty");
  }

  [[nodiscard]] std::optional<Fault> mishap() {
    if (!books_.chance(0.03)) return std::nullopt;
    constexpr FaultCode kMishaps[]{FaultCode::StreamLost, FaultCode::StreamHung, FaultCode::Muted,
                                   FaultCode::TapLow, FaultCode::TapHigh};
    const FaultCode code = kMishaps[books_.random.below(5)];
    if (code == FaultCode::StreamLost || code == FaultCode::StreamHung) books_.lost = true;
    if (is_take_ && (code == FaultCode::TapLow || code == FaultCode::TapHigh)) {
      books_.tap_failed = true;
    }
    return Fault{code, "chaos"};
  }

  /// What only the verdict can find.
  void harm(PortStatus& status) {
    if (!books_.chance(0.25)) return;
    spoil();
    if (books_.chance(0.5)) {
      status.xruns = 1;
      return;
    }
    auto broken = std::make_shared<Recording>(*status.recording);
    const auto size = broken->channels.front().size();
    const auto at = static_cast<std::ptrdiff_t>(size / 4 + books_.random.below(size / 3));
    for (auto& channel : broken->channels) {
      channel.erase(channel.begin() + at);
      channel.push_back(0.0F);
    }
    status.recording = std::move(broken);
  }

  PortStatus ended(PortStatus status, PlayState state) {
    playing_ = false;
    status.state = state;
    status.recording.reset();
    spoil();
    close_books();
    return status;
  }
  void spoil() {
    if (is_take_) books_.spoilt.insert(key_);
  }
  void close_books() {
    if (is_take_) books_.takes.back().to = clock_.now();
  }

  std::unique_ptr<AudioPort> behind_;
  const Rig& rig_;
  Clock& clock_;
  std::shared_ptr<fixtures::AmpPanel> panel_;
  Books& books_;
  bool first_{true};
  bool playing_{false};
  bool stopping_{false};
  bool is_take_{false};
  std::pair<int, int> key_;
  int polls_{0};
  int stop_seen_{-1};
  int length_{0};
};

/// Four takes on JACK with 150 W into a load of 200 W.
struct ChaosScene {
  explicit ChaosScene(std::uint64_t seed) : books(seed) {
    rig.audio.api = AudioApi::Jack;
    rig.audio.loopback_direct = false;
    rig.load.amp_power = Watts{150.0};
    rig.simulation.seed = seed;
    plan.policy.warm_up.wait = false;
    plan.policy.hear_knobs = books.chance(0.2);
    plan.hash = plan_hash(plan);
  }

  void run(bool resume) {
    books.new_session();
    auto timeline = std::make_shared<fixtures::Timeline>();
    auto panel = std::make_shared<fixtures::AmpPanel>(rig.simulation, rig.knobs);
    auto takes = std::make_shared<fixtures::TakeCount>();
    Bench bench;
    bench.clock = std::make_unique<fixtures::SimulatedClock>(timeline);
    bench.person = std::make_unique<ChaosPerson>(books);
    bench.audio = std::make_unique<ChaosPort>(
        std::make_unique<QuickPort>(rig, timeline, panel, takes), rig, *bench.clock, panel, books);
    bench.actuators.push_back(std::make_unique<ChaosKnobs>(
        std::make_unique<fixtures::SimulatedKnobs>(rig, timeline, panel, takes), books));
    const Expectations expected = resume ? established_by(open_dataset(dir())) : Expectations{};
    DatasetWriter writer = resume ? DatasetWriter::resume(dir(), plan, rig, stimulus)
                                  : DatasetWriter::create(dir(), plan, rig, stimulus, "test");
    try {
      SessionOptions options;
      options.reopen_tries = 3;
      (void)run_session({rig, plan, stimulus, bench, writer, expected}, options, {},
                        books.stop.get_token());
    } catch (const SetupError&) {  // not armed, no device, no load: nothing more may follow
    }
    books.must(books.released, "the knobs were not released");
    bench.audio.reset();
  }

  void check_dataset(ChaosResult& result) {
    const Dataset dataset = open_dataset(dir());
    for (const TakeRecord& take : dataset.takes) {
      const AttemptRecord* accepted = take.accepted();
      if (accepted == nullptr) continue;
      ++result.takes;
      const std::pair key{take.planned.id, accepted->attempt.number};
      books.must(books.spoilt.count(key) == 0,
                 fmt::format("take {} was spoilt and is accepted", key.first));
      for (const KnobLabel& label : accepted->attempt.labels) {
        books.must(std::abs(books.stood[key][label.id] - label.printed / 10.0) <= kKnobTolerance,
                   fmt::format("take {} says {} = {} and was not played there", key.first, label.id,
                               label.printed));
      }
    }
    result.complete = result.takes == static_cast<int>(plan.takes.size()) ? 1 : 0;
  }

  [[nodiscard]] std::filesystem::path dir() const { return folder.path() / "amp"; }

  TempDir folder;
  Books books;
  Rig rig = small_rig();
  Plan plan = small_plan(rig);
  signals::Stimulus stimulus = short_stimulus();
};

}  // namespace

ChaosResult session_chaos(std::uint64_t seed) {
  ChaosScene scene{seed};
  ChaosResult result;
  for (int session = 0; session < 3 && scene.books.broken.empty(); ++session) {
    scene.run(session > 0);
  }
  scene.check_dataset(result);
  result.broken = scene.books.broken;
  result.sounds = scene.books.sounds;
  return result;
}

}  // namespace ampsweep::test
