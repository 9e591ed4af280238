// SPDX-License-Identifier: GPL-3.0-or-later
// Campaign of docs/measurement/knob-truth.md: plants mechanical faults of stated sizes on the
// simulated bench (its amp rendered without oversampling) and counts what the knobs' watch catches,
// and what it cries about without one.
// Usage: knob_fault_bench [TAKES [SEED]]: about TAKES takes without a fault (default 1000), then
// the table of faults. Prints Markdown.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "rig/capture/attempt_take.hpp"
#include "rig/capture/knob_watch.hpp"
#include "rig/capture/rig_stream.hpp"
#include "rig/dataset/knob_truth.hpp"
#include "signals/random.hpp"
#include "support/quick_bench.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;

constexpr int kTakes = 40;  ///< Of one session, reference takes included.
constexpr int kBlock = 8;   ///< Takes between two reference takes.
const std::vector<std::string> kKnobs{"gain", "bass", "treble", "master"};

Rig bench_rig(std::uint64_t seed) {
  Rig rig;
  rig.audio.period_frames = 256;
  rig.audio.outputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  rig.audio.inputs = rig.audio.outputs;
  rig.load.kind = "reactive";
  for (const auto& id : kKnobs) {
    Knob knob;
    knob.id = knob.label = id;
    knob.role = id == "gain" ? KnobRole::Gain : id == "master" ? KnobRole::Level : KnobRole::Eq;
    rig.knobs.push_back(knob);
  }
  rig.simulation.noise_dbfs_rms = -95.0;
  rig.simulation.hum_dbfs_peak = -90.0;
  rig.simulation.quantise_24bit = true;
  rig.simulation.knob_noise = 0.002;
  rig.simulation.backlash = 0.004;
  rig.simulation.warm_up_db = 0.1;
  rig.simulation.seed = seed;
  return rig;
}

/// Stratified in every knob, as a Latin hypercube; the reference opens, parts and closes blocks.
Plan bench_plan(const Rig& rig, std::uint64_t seed) {
  Plan plan;
  plan.policy.hear_knobs = true;
  for (const Knob& knob : rig.knobs) plan.reference[knob.id] = 5.0;
  signals::Random random{signals::derived(seed, "plan")};
  std::array<std::vector<int>, 4> cells;
  int settings = 0;
  for (int i = 0; i < kTakes; ++i) settings += i % kBlock != 0 && i != kTakes - 1 ? 1 : 0;
  for (auto& one : cells) {
    for (int i = 0; i < settings; ++i) one.push_back(i);
    signals::shuffle(one, random);
  }
  int next = 0;
  for (int i = 0; i < kTakes; ++i) {
    PlannedTake take;
    take.id = i;
    if (i % kBlock == 0 || i == kTakes - 1) {
      take.setting = plan.reference;
      take.split = Split::Reference;
    } else {
      for (std::size_t k = 0; k < kKnobs.size(); ++k) {
        const double cell = cells[k][static_cast<std::size_t>(next)] + random.uniform();
        take.setting[kKnobs[k]] = 0.5 + 9.0 * cell / settings;
      }
      ++next;
    }
    plan.takes.push_back(take);
  }
  return plan;
}

struct Run {
  Dataset dataset;
  KnobTruth truth;
  std::optional<int> refused_at;  ///< Take at which a knob was proved wrong.
  std::string why;
  std::vector<int> warned;
  int takes{0};
};

/// What a session does with its knobs, without the takes' own sound.
Run run(const Rig& rig, const Plan& plan) {
  auto made = test::quick_bench(rig);
  made.bench.audio->open(stream_of(rig, knob_ear_frames(rig.audio.rate)));
  Run done;
  done.dataset.rig = rig;
  done.dataset.plan = plan;
  KnobWatch watch{made.bench, rig, plan, Dataset{}, [](const std::string&, const std::string&) {}};
  const auto learnt = watch.learn({});
  if (!learnt) {
    fmt::print(stderr, "{}\n", learnt.error().detail);
    std::exit(4);
  }
  done.dataset.curves = **learnt;
  for (const PlannedTake& take : plan.takes) {
    made.takes->next = take.id;
    const auto labels = move_knobs(made.bench, rig, take.setting, {});
    const auto visit = watch.visit(take, *labels, {});
    ++done.takes;
    if (!visit) {
      done.refused_at = take.id;
      done.why = visit.error().detail;
      break;
    }
    if (!visit->warnings.empty()) done.warned.push_back(take.id);
    AttemptRecord record;
    record.attempt.take = take.id;
    record.attempt.labels = visit->labels;
    record.attempt.heard = visit->print;
    record.attempt.started = fmt::format("{:06}", take.id);
    record.outcome.emplace();
    record.outcome->verdict.accepted = true;
    done.dataset.takes.push_back({take, {record}});
  }
  done.truth = knob_truth(done.dataset);
  return done;
}

/// Takes that something was said about.
int accused(const Run& run, bool tell) {
  std::vector<int> takes = run.warned;
  for (const KnobFinding& finding : run.truth.findings) {
    takes.push_back(finding.take);
    if (tell) {
      fmt::print(stderr, "  take {}: {} {:+.1f} % ({:.1f} sigma, {})\n", finding.take,
                 finding.blame.knob, 100 * finding.blame.error, finding.blame.sigmas,
                 finding.from == KnobFinding::From::Revisit ? "revisit" : "left out");
    }
  }
  if (run.refused_at) takes.push_back(*run.refused_at);
  if (tell && run.refused_at) fmt::print(stderr, "  take {}: {}\n", *run.refused_at, run.why);
  std::sort(takes.begin(), takes.end());
  takes.erase(std::unique(takes.begin(), takes.end()), takes.end());
  return static_cast<int>(takes.size());
}

struct Errors {
  std::vector<double> at_revisit;  ///< By knob: detectable errors, medians over the clean sessions.
  std::vector<double> at_take;  ///< At half of the takes,
  std::vector<double> at_most;  ///< and at nine of ten.
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0.0 : values[values.size() / 2];
}

Errors clean_sessions(int takes, std::uint64_t seed) {
  std::vector<std::vector<double>> revisit(kKnobs.size());
  std::vector<std::vector<double>> at_take(kKnobs.size());
  std::vector<std::vector<double>> at_most(kKnobs.size());
  int heard = 0;
  int alarms = 0;
  for (std::uint64_t session = 0; heard < takes; ++session) {
    const Rig rig = bench_rig(seed + session);
    const Run clean = run(rig, bench_plan(rig, seed + session));
    heard += clean.takes;
    alarms += accused(clean, true);
    for (std::size_t k = 0; k < clean.truth.knobs.size(); ++k) {
      revisit[k].push_back(clean.truth.knobs[k].detectable_at_revisit);
      at_take[k].push_back(clean.truth.knobs[k].detectable_at_take);
      at_most[k].push_back(clean.truth.knobs[k].detectable_at_most_takes);
    }
  }
  fmt::print("{} takes without a fault: {} false alarms, {:.2f} %\n\n", heard, alarms,
             100.0 * alarms / heard);
  fmt::print("| knob | detectable at a revisit | at one take, half of them | at one take, nine of ten |\n"
             "|---|---|---|---|\n");
  Errors errors;
  for (std::size_t k = 0; k < kKnobs.size(); ++k) {
    errors.at_revisit.push_back(median(revisit[k]));
    errors.at_take.push_back(median(at_take[k]));
    errors.at_most.push_back(median(at_most[k]));
    fmt::print("| {} | {:.1f} % | {:.1f} % | {:.1f} % |\n", kKnobs[k], 100 * errors.at_revisit[k],
               100 * errors.at_take[k], 100 * errors.at_most[k]);
  }
  fmt::print("\n");
  std::fflush(stdout);
  return errors;
}

/// Told from `from` on: by a warning, a refusal, or afterwards.
bool caught(const Run& run, int from, bool that_take_only) {
  const auto hit = [&](int take) { return that_take_only ? take == from : take >= from; };
  if (run.refused_at && *run.refused_at >= from) return true;
  if (std::any_of(run.warned.begin(), run.warned.end(), hit)) return true;
  return std::any_of(run.truth.findings.begin(), run.truth.findings.end(),
                     [&](const KnobFinding& finding) { return hit(finding.take); });
}

struct Tally {
  int planted{0};
  int found{0};
};

Run with_fault(const KnobFault& fault, std::uint64_t seed) {
  Rig rig = bench_rig(seed);
  rig.simulation.knob_faults.push_back(fault);
  return run(rig, bench_plan(rig, seed));
}

void sized_faults(const Errors& errors, std::uint64_t seed) {
  fmt::print("| size / detectable | slip caught | wrong hand setting caught |\n|---|---|---|\n");
  for (const double times : {0.5, 1.0, 1.5, 2.0, 3.0}) {
    Tally slip;
    Tally misset;
    for (std::size_t k = 0; k < kKnobs.size(); ++k) {
      for (const double sign : {-1.0, 1.0}) {
        const std::uint64_t one =
            seed + 100 * k + (sign > 0 ? 50 : 0) + static_cast<std::uint64_t>(10 * times);
        const double slipped = sign * times * errors.at_revisit[k];
        ++slip.planted;
        slip.found +=
            caught(with_fault({KnobFault::Kind::Slip, kKnobs[k], "", slipped, 19}, one), 19, false);
        // A hand cannot turn past the stop: a take at which the error fits.
        const Plan plan = bench_plan(bench_rig(one), one);
        const Run clean = run(bench_rig(one), plan);
        for (const PlannedTake& take : plan.takes) {
          if (take.split == Split::Reference || take.id < 10) continue;
          const double wrong = sign * times * clean.truth.detectable.at({take.id, kKnobs[k]});
          const double to = take.setting.at(kKnobs[k]) / 10.0 + wrong;
          if (to < 0.0 || to > 1.0) continue;
          ++misset.planted;
          misset.found +=
              caught(with_fault({KnobFault::Kind::Misset, kKnobs[k], "", wrong, take.id}, one),
                     take.id, true);
          break;
        }
      }
    }
    fmt::print("| {:.1f} | {} of {} | {} of {} |\n", times, slip.found, slip.planted, misset.found,
               misset.planted);
    std::fflush(stdout);
  }
  fmt::print("\n");
}

void gross_faults(std::uint64_t seed) {
  fmt::print("| from take 19 on | caught | takes until then |\n|---|---|---|\n");
  using Kind = KnobFault::Kind;
  for (const auto& [kind, name] :
       {std::pair{Kind::Dead, "dead"}, std::pair{Kind::Reversed, "reversed"},
        std::pair{Kind::Swapped, "swapped"}}) {
    Tally tally;
    double until = 0.0;
    for (std::size_t k = 0; k < kKnobs.size(); ++k) {
      const std::string other =
          kind == Kind::Swapped ? kKnobs[(k + 1) % kKnobs.size()] : std::string{};
      const Run run = with_fault({kind, kKnobs[k], other, 0.0, 19}, seed + 1000 + k);
      ++tally.planted;
      tally.found += caught(run, 19, false);
      until += run.refused_at.value_or(kTakes) - 19;
    }
    fmt::print("| {} | {} of {} | {:.1f} |\n", name, tally.found, tally.planted,
               until / tally.planted);
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int takes = argc > 1 ? std::atoi(argv[1]) : 1000;
  const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 1);
  const Errors errors = clean_sessions(takes, seed);
  sized_faults(errors, seed + 5000);
  gross_faults(seed + 9000);
  return 0;
}
