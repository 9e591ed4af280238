// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_entry_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/formats/nam_configs.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr double kPreSilenceSeconds = 0.4;
constexpr std::int64_t kMostReceptive = 10'000'000;

const std::set<std::string>& nam_keys() {
  static const std::set<std::string> keys{"x_path",
                                          "y_path",
                                          "sample_rate",
                                          "y_preroll",
                                          "allow_unequal_lengths",
                                          "nx",
                                          "ny",
                                          "start",
                                          "stop",
                                          "start_samples",
                                          "stop_samples",
                                          "start_seconds",
                                          "stop_seconds",
                                          "delay",
                                          "y_scale",
                                          "input_gain",
                                          "require_input_pre_silence"};
  return keys;
}

/// An integer, or a float that is whole: what Python's int() of the loader lets through.
std::optional<std::int64_t> whole_number(const Json& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number()) return std::nullopt;
  const double number = value.get<double>();
  if (std::floor(number) != number || std::fabs(number) > 1e15) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

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
                   {},
                   entry_.where};
    const auto params = entry_.keys.find("params");  // of the parametric fork
    if (params != entry_.keys.end() && params->is_object()) {
      for (const auto& [knob, value] : params->items()) {
        if (value.is_number()) pair.setting.emplace_back(knob, value.get<double>());
      }
    }
    check_.found_pair(std::move(pair));
  }

  void refuse(const char* code, std::string detail) {
    check_.report.add(code, entry_.where, std::move(detail));
  }

  void lengths() {
    preroll_ = 0;
    if (entry_.keys.contains("y_preroll") && !entry_.keys["y_preroll"].is_null()) {
      preroll_ = std::clamp<std::int64_t>(whole_number(entry_.keys["y_preroll"]).value_or(0), 0,
                                          y_->length().value());
    }
    const std::int64_t y = y_->length().value() - preroll_;
    length_ = std::min(x_->length().value(), y);
    const bool may_differ = entry_.keys.value("allow_unequal_lengths", Json(false)) == Json(true);
    if (x_->length().value() != y && !may_differ) {
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
      if (wish->is_number()) seconds = std::clamp(wish->get<double>(), 0.0, 1e6);
    }
    const auto& x = x_->channels.front();
    const auto wanted = static_cast<std::int64_t>(seconds * x_->rate().value());
    const std::int64_t from = std::max<std::int64_t>(0, start - wanted);
    for (std::int64_t n = start - 1; n >= from; --n) {
      if (x[static_cast<std::size_t>(n)] != 0.0F) {
        refuse("no_pre_silence",
               fmt::format("the input is not exactly zero for {} s before the cut at sample {}: "
                           "sample {} is not",
                           seconds, start, n));
        return;
      }
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
    NamSlice slice{left - nx_ + 1, static_cast<std::int32_t>(x_->rate().value())};
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
      slice.outputs = ny.value_or(0);
    }
    clipping(from + std::max<std::int64_t>(0, delay), to + std::min<std::int64_t>(0, delay));
    return slice;
  }

  /// The loader's own rule, and silence, over the samples that are used.
  void clipping(std::int64_t from, std::int64_t to) {
    const auto& y = y_->channels.front();
    const double scale = number_in(entry_.keys, "y_scale").value_or(1.0);
    double peak = 0.0;
    const auto size = static_cast<std::int64_t>(y.size());
    for (std::int64_t n = std::max<std::int64_t>(0, from + preroll_);
         n < std::min(size, to + preroll_); ++n) {
      peak = std::max(peak, std::fabs(scale * static_cast<double>(y[static_cast<std::size_t>(n)])));
    }
    if (peak >= 1.0)
      refuse("clipped", fmt::format("the output reaches {:.6g}: \"Output clipped.\"", peak));
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

/// Sum over the layers of one stack; 0 when its keys are not as expected.
std::int64_t layers_reach(const Json& layer) {
  const auto steps = layer.find("dilations");
  if (steps == layer.end() || !steps->is_array()) return 0;
  const auto one = whole_number(layer.value("kernel_size", Json(nullptr)));
  const Json each = layer.value("kernel_sizes", Json::array());
  std::int64_t reach = 0;
  for (std::size_t k = 0; k < steps->size(); ++k) {
    const auto step = whole_number((*steps)[k]);
    const auto size = k < each.size() ? whole_number(each[k]) : one;
    if (!step || !size || *step < 1 || *size < 1 || *step > kMostReceptive || *size > 4096)
      return 0;
    reach += (*size - 1) * *step;
  }
  if (const auto head = layer.find("head"); head != layer.end() && head->is_object()) {
    reach += std::clamp<std::int64_t>(
        whole_number(head->value("kernel_size", Json(1))).value_or(1) - 1, 0, 4096);
  }
  return std::min(reach, kMostReceptive);
}

}  // namespace

const WavRule& nam_wav_rule() {
  static const WavRule rule{{}, {"pcm16", "pcm24", "pcm32"}, {1}, 1};
  return rule;
}

std::vector<NamEntry> nam_entries(CheckContext& check, const std::string& file, const Json& data,
                                  const char* part, const std::set<std::string>& extra) {
  std::vector<NamEntry> entries;
  const auto found = data.find(part);
  if (found == data.end() || !(found->is_object() || (found->is_array() && !found->empty()))) {
    check.report.add("missing_part", file, fmt::format("\"{}\" is no object and no list", part));
    return entries;
  }
  const Json common = data.value("common", Json::object());
  const Json list = found->is_array() ? *found : Json::array({*found});
  for (std::size_t k = 0; k < list.size(); ++k) {
    NamEntry entry{fmt::format("{}/{}{}", file, part,
                               found->is_array() ? fmt::format("/{}", k) : std::string()),
                   common.is_object() ? common : Json::object()};
    if (!list[k].is_object()) {
      check.report.add("missing_part", entry.where, "it is no object");
      continue;
    }
    entry.keys.update(list[k]);
    bool good = true;
    for (const auto& [key, value] : entry.keys.items()) {
      if (nam_keys().contains(key) || extra.contains(key)) continue;
      check.report.add("unknown_key", entry.where,
                       fmt::format("\"{}\" is no argument of the loader: TypeError", key));
      good = false;
    }
    if (good) entries.push_back(std::move(entry));
  }
  return entries;
}

std::optional<NamSlice> check_nam_entry(CheckContext& check, const NamEntry& entry,
                                        std::int64_t receptive_field) {
  return NamEntryCheck(check, entry, receptive_field).run();
}

void check_nam_concat(CheckContext& check, const std::string& where,
                      const std::vector<NamSlice>& slices) {
  for (const NamSlice& slice : slices) {
    if (slice.outputs != slices.front().outputs) {
      check.report.add("concat_ny", where,
                       fmt::format("entries come to {} and {} outputs: a list must agree (give all "
                                   "the same ny)",
                                   slices.front().outputs, slice.outputs));
      return;
    }
    if (slice.rate_hz != slices.front().rate_hz) {
      check.report.add("concat_rate", where, "entries have different rates: a list must agree");
      return;
    }
  }
}

std::int64_t nam_receptive_field(CheckContext& check) {
  std::error_code error;
  if (!std::filesystem::exists(check.report.dir / "model.json", error)) return kNamReceptiveField;
  const auto model = check.json("model.json");
  if (!model) return kNamReceptiveField;
  const auto layers = Json::json_pointer("/net/config/layers_configs");
  std::int64_t field = 1;
  if (model->contains(layers) && model->at(layers).is_array()) {
    for (const Json& layer : model->at(layers)) {
      if (layer.is_object()) field += layers_reach(layer);
    }
  }
  return field > 1 ? field : kNamReceptiveField;
}

}  // namespace ampsweep::rig::formats
