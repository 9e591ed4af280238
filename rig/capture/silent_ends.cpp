// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/silent_ends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/capture/listen.hpp"
#include "rig/capture/move_knobs.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kHalvings = 7;

double loudest(const TapReading& reading) {
  double peak = 1e-12;
  for (const double x : reading.response) peak = std::max(peak, std::abs(x));
  return peak;
}

class EndProbe {
 public:
  EndProbe(Bench& bench, const Rig& rig, const Setting& reference, const std::stop_token& stop)
      : bench_(bench), rig_(rig), reference_(reference), stop_(stop) {}

  Result<SilentEnd> probe(const Knob& knob, double lowest) {
    if (reference_peak_ == 0.0) {
      const auto heard = listen_at(reference_);
      if (!heard) return tl::unexpected(heard.error());
      reference_peak_ = loudest(*heard);
    }
    SilentEnd end;
    end.knob = knob.id;
    end.lowest = lowest;
    const auto level = level_at(knob, lowest);
    if (!level) return tl::unexpected(level.error());
    end.level_db = level->db;
    end.silent = level->silent;
    const double heard_at = reference_.at(knob.id);
    if (!end.silent) return end;
    end.silent_up_to = lowest;
    if (turned_by_hand(knob) || heard_at <= lowest) return end;
    if (auto sought = seek(knob, heard_at, end); !sought) return tl::unexpected(sought.error());
    return end;
  }

 private:
  struct Level {
    double db{0.0};
    bool silent{false};
  };

  Result<TapReading> listen_at(const Setting& setting) {
    if (auto moved = move_knobs(bench_, rig_, setting, stop_); !moved) {
      return tl::unexpected(moved.error());
    }
    return listen({*bench_.audio, *bench_.clock, rig_}, kListenLevel, setting, stop_);
  }

  Result<Level> level_at(const Knob& knob, double value) {
    Setting setting = reference_;
    setting[knob.id] = value;
    const auto heard = listen_at(setting);
    if (!heard) return tl::unexpected(heard.error());
    Level level;
    level.db = 20.0 * std::log10(loudest(*heard) / reference_peak_);
    level.silent = level.db <= -kNearMuteDb || !amp_answers(*heard);
    return level;
  }

  Result<void> seek(const Knob& knob, double heard_from, SilentEnd& end) {
    double silent = end.lowest;
    for (int i = 0; i < kHalvings; ++i) {
      const double middle = snapped(knob, (silent + heard_from) / 2.0);
      if (middle == silent || middle == heard_from) break;
      const auto level = level_at(knob, middle);
      if (!level) return tl::unexpected(level.error());
      (level->silent ? silent : heard_from) = middle;
    }
    end.silent_up_to = silent;
    end.heard_from = heard_from;
    return {};
  }

  Bench& bench_;
  const Rig& rig_;
  const Setting& reference_;
  const std::stop_token& stop_;
  double reference_peak_{0.0};
};

bool goes_silent(const Knob& knob) {
  return (knob.role == KnobRole::Gain || knob.role == KnobRole::Level) && knob.positions.empty();
}

}  // namespace

Result<std::vector<SilentEnd>> probe_silent_ends(Bench& bench, const Rig& rig,
                                                 const Setting& reference,
                                                 const std::vector<Setting>& settings,
                                                 const std::stop_token& stop) {
  std::vector<SilentEnd> ends;
  EndProbe probe{bench, rig, reference, stop};
  for (const Knob& knob : rig.knobs) {
    if (!goes_silent(knob) || settings.empty()) continue;
    double lowest = reference.at(knob.id);
    for (const Setting& setting : settings) lowest = std::min(lowest, setting.at(knob.id));
    auto end = probe.probe(knob, lowest);
    if (!end) return tl::unexpected(end.error());
    if (end->silent) {
      end->settings = static_cast<int>(std::count_if(
          settings.begin(), settings.end(),
          [&](const Setting& setting) { return setting.at(knob.id) <= *end->silent_up_to; }));
    }
    ends.push_back(*std::move(end));
  }
  return ends;
}

std::string avoid_text(const SilentEnd& end) {
  if (!end.silent) return "";
  return fmt::format("avoid = [ {{ when = {{ {} = [{}, {}] }}, why = \"near-mute\" }} ]", end.knob,
                     number_text(end.lowest), number_text(*end.silent_up_to));
}

std::vector<Setting> settings_of(const Plan& plan) {
  std::vector<Setting> settings;
  for (const PlannedTake& take : plan.takes) settings.push_back(take.setting);
  return settings;
}

}  // namespace ampsweep::rig
