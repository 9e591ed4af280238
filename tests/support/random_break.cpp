// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/random_break.hpp"

#include <algorithm>
#include <cstdlib>

#include "signals/programme.hpp"

namespace ampsweep::test {
namespace {

using signals::Random;
using Kind = Discontinuity::Kind;
using Where = Discontinuity::Where;

constexpr std::int64_t kFirstSound = 1920;  ///< 40 ms: a marker's first cycles say nothing yet.
constexpr std::int64_t kFadedOut = 96;      ///< 2 ms: marker_edges.hpp.
constexpr std::int64_t kNear = 2400;

signals::ProgrammeSpec spec_of(const ProgrammeSeconds& length) {
  signals::BuiltInProgramme wish;
  wish.training = Seconds{length.training};
  wish.validation = Seconds{length.validation};
  wish.sweep = Seconds{length.sweep};
  return signals::default_programme(wish);
}

void draw_kind(Discontinuity& wrong, Random& random) {
  const auto draw = random.below(10);
  if (draw >= 8) {
    wrong.kind = Kind::Slow;
    wrong.samples = (random.below(2) == 0 ? 1 : -1) * static_cast<int>(1 + random.below(4));
    const double ppm = random.uniform(20.0, 200.0);
    wrong.over = static_cast<std::int64_t>(std::abs(wrong.samples) / (ppm * 1e-6));
    return;
  }
  wrong.kind = draw % 2 == 0 ? Kind::Drop : Kind::Repeat;
  wrong.samples = draw < 4   ? 1
                  : draw < 6 ? 2 + static_cast<int>(random.below(255))
                             : 2 + static_cast<int>(random.below(1023));
}

void draw_place(Discontinuity& wrong, const ContinuityScene& scene, Random& random) {
  auto span = sounding_span(scene);
  if (wrong.where == Where::Amp) {
    const auto markers = signals::segments_with(scene.stimulus, signals::SegmentRole::Marker);
    span.from += markers.front().length.value();
    span.to -= markers.back().length.value();
  } else if (wrong.kind != Kind::Slow && !scene.resampled) {
    span.from = 0;  // with clocks apart no delay is expected of a take: it is cut where it stands
  }
  if (wrong.where != Where::Amp) span.to -= kFadedOut;
  wrong.over = std::min(wrong.over, (span.to - span.from) * 3 / 4);
  const auto room = static_cast<std::uint64_t>(span.to - span.from - wrong.over);
  wrong.at = std::max<std::int64_t>(span.from + static_cast<std::int64_t>(random.below(room)),
                                    wrong.kind == Kind::Repeat ? wrong.samples : 0);
}

/// The bracket said holds the break, or stands within kNear of it.
bool holds(const std::optional<SaidBreak>& said, const Discontinuity& wrong) {
  return said && said->from - kNear <= wrong.at + wrong.over && said->to + kNear >= wrong.at;
}

}  // namespace

signals::Stimulus programme(const ProgrammeSeconds& length) {
  return signals::build_programme(spec_of(length));
}

signals::Stimulus brief_stimulus() {
  signals::ProgrammeSpec quick = spec_of({1.2, 0.4, 1.0});
  quick.lead = Seconds{0.4};
  quick.gap = quick.sweep_decay = signals::kCutSilence;
  return signals::build_programme(quick);
}

Discontinuity random_break(const ContinuityScene& scene, Random& random) {
  Discontinuity wrong;
  const auto where = random.below(4);
  wrong.where = where < 2 ? Where::All : where == 2 ? Where::Loopback : Where::Amp;
  draw_kind(wrong, random);
  draw_place(wrong, scene, random);
  return wrong;
}

bool placed(const Judged& judged, const Discontinuity& wrong, const ContinuityScene& scene) {
  if (wrong.where == Where::Amp) return holds(judged.amp, wrong);
  // All that sounds is later by as much: there is nothing to bracket.
  if (wrong.at < sounding_span(scene).from + kFirstSound) return !judged.verdict.accepted;
  return holds(judged.loopback, wrong);
}

}  // namespace ampsweep::test
