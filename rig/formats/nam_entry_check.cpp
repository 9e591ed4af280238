// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_entry_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/formats/foreign_json.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr double kPreSilenceSeconds = 0.4;

/// One end of a cut. Python's rule: negative counts from the end, and beyond is clamped.
struct CutEnd {
  bool given{false};
  std::int64_t at{0};
};

class NamEntryCheck {
 public:
  NamEntryCheck(CheckContext& check, const NamEntry& entry, std::int64_t receptive_field)
      : check_(check), entry_(entry), nx_(receptive_field) {}

  std::optional<NamSlice> run() {
    const std::size_t before = check_.report.findings.size();
    const auto x_path = text_in(entry_.keys, "x_path");
    const auto y_path = text_in(entry_.keys, "y_path");
    if (!x_path || !y_path) {
      refuse("missing_key", "x_path and y_path must be text");
      return std::nullopt;
    }
    x_ = check_.sound(entry_.where, *x_path, nam_wav_rule());
    y_ = check_.sound(entry_.where, *y_path, nam_wav_rule());
    if (!x_ || !y_) return std::nullopt;
    found_pair();
    lengths();
    rates();
    if (check_.report.findings.size() != before) return std::nullopt;
    const CutEnd start = cut_end("start");
    const CutEnd stop = cut_end("stop");
    if (check_.report.findings.size() != before) return std::nullopt;
    if (start.given) silence_before(start.at);
    const NamSlice slice = sliced(start, stop);
    if (check_.report.findings.size() != before) return std::nullopt;
    return slice;
  }

 private:
  void found_pair() {
    SoundPair pair{text_in(entry_.keys, "x_path").value_or(""),
                   text_in(entry_.keys, "y_path").value_or(""),
                   entry_.where.find("/validation") == std::string::npos ? "train" : "validation",
                   entry_.setting, entry_.where};
    preroll_ = std::clamp<std::int64_t>(whole_in("y_preroll"), 0, y_->length().value());
    const std::int64_t most = y_->length().value();
    pair.target_start = preroll_ + std::clamp<std::int64_t>(whole_in("delay"), -most, most);
    pair.lengths_may_differ = may_differ();
    check_.found_pair(std::move(pair));
  }

  /// 0 where it is not given, or no whole number: that is a finding elsewhere.
  [[nodiscard]] std::int64_t whole_in(const char* key) const {
    return whole_number(entry_.keys.value(key, Json(nullptr))).value_or(0);
  }

  [[nodiscard]] bool may_differ() const {
    return entry_.keys.value("allow_unequal_lengths", Json(false)) == Json(true);
  }

  void refuse(const char* code, std::string detail) {
    check_.report.add(code, entry_.where, std::move(detail));
  }

  void lengths() {
    const std::int64_t y = y_->length().value() - preroll_;
    length_ = std::min(x_->length().value(), y);
    if (x_->length().value() != y && !may_differ()) {
      refuse("unequal_length", fmt::format("input {} samples, output {}: the loader raises",
                                           x_->length().value(), y));
    }
  }

  void rates() {
    if (x_->rate() != y_->rate()) {
      refuse("wrong_rate", fmt::format("input at {} Hz, output at {} Hz", x_->rate().value(),
                                       y_->rate().value()));
    }
    const auto said = number_in(entry_.keys, "sample_rate");
    if (said && *said != x_->rate().value()) {
      refuse("wrong_rate",
             fmt::format("sample_rate says {}, the file {} Hz", *said, x_->rate().value()));
    }
  }

  CutEnd cut_end(const std::string& name) {
    CutEnd end;
    int given = 0;
    for (const char* unit : {"", "_samples", "_seconds"}) {
      const auto found = entry_.keys.find(name + unit);
      if (found == entry_.keys.end() || found->is_null()) continue;
      ++given;
      const bool seconds = std::string(unit) == "_seconds";
      if (seconds ? !found->is_number() : !whole_number(*found)) {
        refuse("wrong_cut",
               fmt::format("{}{} is no number of {}", name, unit, seconds ? "seconds" : "samples"));
        continue;
      }
      const double at = seconds ? found->get<double>() * x_->rate().value()
                                : static_cast<double>(*whole_number(*found));
      // Saturated, not cast: 1e300 in a foreign file must stay a number.
      const double limit = 1e15;
      const auto whole = static_cast<std::int64_t>(std::clamp(at, -limit, limit));
      // Python would clamp; the loader raises StartError or StopError.
      const bool beyond = name == "start" ? whole >= length_ || whole < -length_
                                          : whole > length_ || whole <= -length_;
      if (beyond) {
        refuse("wrong_cut",
               fmt::format("{}{} is beyond the {} samples there are", name, unit, length_));
      }
      end = {true, std::clamp<std::int64_t>(whole < 0 ? whole + length_ : whole, 0, length_)};
    }
    if (given > 1) refuse("wrong_cut", name + " is given in more than one unit");
    return end;
  }

  void silence_before(std::int64_t start) {
    double seconds = kPreSilenceSeconds;
    const auto wish = entry_.keys.find("require_input_pre_silence");
    if (wish != entry_.keys.end()) {
      if (wish->is_null()) return;
      // Python counts with them: the trainer's own configuration for Proteus says False.
      if (wish->is_boolean()) seconds = wish->get<bool>() ? 1.0 : 0.0;
      if (wish->is_number()) seconds = std::clamp(wish->get<double>(), 0.0, 1e6);
    }
    const auto wanted = static_cast<std::int64_t>(seconds * x_->rate().value());
    const std::int64_t from = std::max<std::int64_t>(0, start - wanted);
    if (const auto sounding = x_->last_nonzero(from, start)) {
      refuse("no_pre_silence",
             fmt::format("the input is not exactly zero for {} s before the cut at sample {}: "
                         "sample {} is not",
                         seconds, start, *sounding));
    }
  }

  NamSlice sliced(const CutEnd& start, const CutEnd& stop) {
    const std::int64_t from = start.given ? start.at : 0;
    const std::int64_t to = stop.given ? stop.at : length_;
    std::int64_t delay = 0;
    if (entry_.keys.contains("delay") && !entry_.keys["delay"].is_null()) {
      const auto whole = whole_number(entry_.keys["delay"]);
      if (!whole) refuse("delay_not_whole", "delay must be a whole number of samples since v0.12");
      delay = std::clamp<std::int64_t>(whole.value_or(0), -length_, length_);
    }
    const std::int64_t left = std::max<std::int64_t>(0, to - from - std::abs(delay));
    NamSlice slice;
    slice.outputs = left - nx_ + 1;
    slice.rate_hz = static_cast<std::int32_t>(x_->rate().value());
    if (left < nx_) {
      refuse("too_short",
             fmt::format("{} samples are left and the model looks back {}", left, nx_));
      return slice;
    }
    if (entry_.keys.contains("ny") && !entry_.keys["ny"].is_null()) {
      const auto ny = whole_number(entry_.keys["ny"]);
      if (!ny || *ny < 1) refuse("wrong_ny", "ny must be a positive whole number or null");
      if (ny && *ny > slice.outputs) {
        refuse("too_short", fmt::format("ny is {} and only {} outputs fit", *ny, slice.outputs));
      }
      slice.pieces = ny && *ny > 0 ? slice.outputs / *ny : 0;
      slice.outputs = ny.value_or(0);
    }
    const std::int64_t first = from + std::max<std::int64_t>(0, delay);
    const std::int64_t end = to + std::min<std::int64_t>(0, delay);
    slice.target = text_in(entry_.keys, "y_path").value_or("");
    slice.from = preroll_ + first + nx_ - 1;
    slice.to = preroll_ + end;
    clipping(first, end);
    return slice;
  }

  /// The loader's own rule, and silence, over the samples that are used.
  void clipping(std::int64_t from, std::int64_t to) {
    const double scale = number_in(entry_.keys, "y_scale").value_or(1.0);
    const double peak = std::fabs(scale) * y_->peak_between(from + preroll_, to + preroll_);
    if (peak >= 1.0)
      refuse("clipped", fmt::format("the output reaches {:.6g}: \"Output clipped.\"", peak));
    check_.weigh_target(y_);
    if (peak == 0.0)
      refuse("silent_target", "the output is all zeros: the ESR divides by its energy");
  }

  CheckContext& check_;
  const NamEntry& entry_;
  std::int64_t nx_;
  CheckContext::Sound x_;
  CheckContext::Sound y_;
  std::int64_t preroll_{0};
  std::int64_t length_{0};
};

}  // namespace

const WavRule& nam_wav_rule() {
  static const WavRule rule{{}, {"pcm16", "pcm24", "pcm32"}, {1}, 1};
  return rule;
}

std::vector<std::int64_t> pieces_of(const std::vector<NamSlice>& slices) {
  std::vector<std::int64_t> pieces;
  for (const NamSlice& slice : slices) pieces.push_back(slice.pieces);
  return pieces;
}

std::optional<NamSlice> check_nam_entry(CheckContext& check, const NamEntry& entry,
                                        std::int64_t receptive_field) {
  return NamEntryCheck(check, entry, receptive_field).run();
}

}  // namespace ampsweep::rig::formats
