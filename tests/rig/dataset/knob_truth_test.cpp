// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/knob_truth.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "rig/dataset/metadata_csv.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr double kNoiseDb = 0.02;

/// An amp of three knobs that bend and work together, 8 features.
std::vector<double> sound(const Positions& at) {
  const double gain = at.at("gain");
  const double bass = at.at("bass");
  const double treble = at.at("treble");
  std::vector<double> level;
  for (int f = 0; f < 8; ++f) {
    const double high = f / 7.0;
    level.push_back(14.0 * gain - 5.0 * gain * gain * high + 6.0 * bass * (1.0 - high) +
                    9.0 * treble * high * high - 2.0 * bass * treble * high);
  }
  return level;
}

/// Where a knob really stands, told where it should.
using Bend = std::function<void(int take, Positions& stands)>;

struct Bench {
  signals::Random random{11};
  Rig rig;
  Dataset dataset;

  KnobPrint heard(const Positions& at) {
    KnobPrint print{sound(at), std::vector<double>(8, kNoiseDb)};
    for (double& level : print.level_db) level += kNoiseDb * random.normal();
    return print;
  }

  explicit Bench(const Bend& bend, double hysteresis = 0.0, int takes = 41) {
    for (const char* id : {"gain", "bass", "treble"}) {
      Knob knob;
      knob.id = knob.label = id;
      dataset.rig.knobs.push_back(knob);
      dataset.plan.reference[id] = 5.0;
    }
    const Positions home{{"gain", 0.5}, {"bass", 0.5}, {"treble", 0.5}};
    HeardCurves curves{dataset.plan.reference, {}};
    for (const Knob& knob : dataset.rig.knobs) {
      HeardCurve curve{knob.id, {}, {}, {}};
      for (const double x : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        Positions at = home;
        at[knob.id] = x;
        curve.at.push_back(x);
        curve.prints.push_back(heard(at));
      }
      Positions above = home;
      above[knob.id] += hysteresis;
      curve.from_above_db = heard(above).level_db;
      curves.knobs.push_back(curve);
    }
    dataset.curves = curves;
    for (int id = 0; id < takes; ++id) add_take(id, bend);
  }

  void add_take(int id, const Bend& bend) {
    PlannedTake planned;
    planned.id = id;
    AttemptRecord record;
    Positions stands;
    for (const Knob& knob : dataset.rig.knobs) {
      const double x = id % 8 == 0 ? 0.5 : random.uniform();
      stands[knob.id] = x;
      planned.setting[knob.id] = 10.0 * x;
      record.attempt.labels.push_back({knob.id, 10.0 * x, x, x, LabelSource::Commanded, 0.001});
    }
    if (id % 8 == 0) planned.setting = dataset.plan.reference;
    bend(id, stands);
    record.attempt.take = id;
    record.attempt.started = fmt::format("{:06}", id);
    record.attempt.heard = heard(stands);
    record.outcome.emplace();
    record.outcome->verdict.accepted = true;
    dataset.takes.push_back({planned, {record}});
  }
};

const KnobHealth& of(const KnobTruth& truth, const std::string& knob) {
  for (const KnobHealth& one : truth.knobs) {
    if (one.knob == knob) return one;
  }
  FAIL("no such knob");
  return truth.knobs.front();
}

void honest(int, Positions&) {}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("knob truth: honest labels are believed, and what would show is said") {
    Bench bench{honest};
    const KnobTruth truth = knob_truth(bench.dataset);
    CHECK(truth.findings.empty());
    CHECK(truth.doubts.empty());
    CHECK(truth.takes_heard == 41);
    for (const char* id : {"gain", "bass", "treble"}) {
      CAPTURE(id);
      CHECK(of(truth, id).detectable_at_revisit < 0.05);
      CHECK(of(truth, id).detectable_at_take < 0.10);
      CHECK(std::abs(of(truth, id).revisit_error.value()) < of(truth, id).detectable_at_revisit);
      CHECK(std::abs(of(truth, id).hysteresis.value()) < of(truth, id).detectable_at_revisit);
    }
  }

  TEST_CASE("knob truth: one take set wrong by twice the detectable error is found and named") {
    Bench clean{honest};
    const KnobTruth before = knob_truth(clean.dataset);
    for (const std::string id : {"gain", "bass", "treble"}) {
      CAPTURE(id);
      const double size = 2.0 * of(before, id).detectable_at_take;
      const Bench bench{[&](int take, Positions& stands) {
        if (take == 21) stands[id] += stands[id] > 0.5 ? -size : size;
      }};
      const KnobTruth truth = knob_truth(bench.dataset);
      const auto found =
          std::find_if(truth.findings.begin(), truth.findings.end(),
                       [](const KnobFinding& finding) { return finding.take == 21; });
      REQUIRE(found != truth.findings.end());
      CHECK(truth.findings.size() <= 2);
      CHECK(found->blame.knob == id);
      CHECK(std::abs(found->blame.error) == doctest::Approx(size).epsilon(0.4));
      CHECK(truth.doubt(21, id) == std::abs(found->blame.error));
      CHECK(truth.doubt(20, id) == 0.0);
    }
  }

  TEST_CASE("knob truth: after a slip every label since the last good revisit is in doubt") {
    const Bench bench{[](int take, Positions& stands) {
      if (take >= 19) stands["treble"] = std::max(0.0, stands["treble"] - 0.08);
    }};
    const KnobTruth truth = knob_truth(bench.dataset);
    CHECK(of(truth, "treble").revisit_error.value() == doctest::Approx(-0.08).epsilon(0.1));
    CHECK(truth.doubt(15, "treble") < 0.01);
    for (const int take : {17, 20, 24, 30, 40}) CHECK(truth.doubt(take, "treble") > 0.06);
    CHECK(truth.doubt(20, "gain") == 0.0);
  }

  TEST_CASE("knob truth: play between both sides is measured and goes into every label") {
    const Bench bench{honest, 0.06};
    const KnobTruth truth = knob_truth(bench.dataset);
    CHECK(of(truth, "bass").hysteresis.value() == doctest::Approx(0.06).epsilon(0.15));
    CHECK(truth.doubt(3, "bass") == doctest::Approx(0.03).epsilon(0.15));
  }

  TEST_CASE("knob truth: the doubt stands in the uncertainty column of metadata.csv") {
    Bench bench{honest, 0.06};
    const std::string with = metadata_csv(bench.dataset);
    bench.dataset.curves.reset();
    CHECK(knob_truth(bench.dataset).knobs.empty());
    const std::string without = metadata_csv(bench.dataset);
    CHECK(without.find(",0.001,commanded") != std::string::npos);
    CHECK(with.find(",0.001,commanded") == std::string::npos);
  }
}
