// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/export_job.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "rig/formats/reverse_shift.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

[[noreturn]] void no_use(const std::string& what, const std::string& way_out) {
  throw SetupError(SetupKind::Usage, what, way_out);
}

bool wanted_split(const ExportOptions& options, Split split) {
  if (options.splits.empty()) {
    const bool splits_inside = options.format == Format::GuitarMl ||
                               options.format == Format::Aida || options.format == Format::Proteus;
    return splits_inside ? split == Split::Train : split != Split::Reference;
  }
  return std::find(options.splits.begin(), options.splits.end(), split) != options.splits.end();
}

bool in_ranges(const ExportOptions& options, const ChosenTake& take) {
  return std::all_of(options.where.begin(), options.where.end(), [&](const KnobRange& range) {
    const double value = label_of(take, range.knob).printed;
    // A MIDI or servo knob stands a hair beside what was asked for.
    const double slack = 1e-6 * (1.0 + std::fabs(value));
    return value >= range.lowest - slack && value <= range.highest + slack;
  });
}

std::vector<ChosenTake> chosen_takes(const Dataset& dataset, const ExportOptions& options,
                                     const std::vector<std::string>& outputs,
                                     std::vector<std::string>& notes) {
  std::vector<ChosenTake> chosen;
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* record = take.accepted();
    if (record == nullptr || !wanted_split(options, take.planned.split)) continue;
    if (take.planned.motion) continue;  // one label would be wrong where a knob moves
    if (options.unflagged_only && !record->outcome->verdict.warnings.empty()) continue;
    ChosenTake one{take.planned.id, take.planned.split, &record->attempt, &*record->outcome,
                   sounds_of(dataset, *record, outputs)};
    if (!in_ranges(options, one)) continue;
    if (one.sounds.empty()) {
      notes.push_back(fmt::format("take {} has no {}: left out", one.id, fmt::join(outputs, ", ")));
    } else {
      chosen.push_back(std::move(one));
    }
  }
  return chosen;
}

Stretch training_stretch(const Dataset& dataset) {
  Stretch stretch{SampleCount{-1}, SampleCount{0}};
  for (const signals::Segment& segment : dataset.segments) {
    if (segment.role != signals::SegmentRole::Training) continue;
    if (stretch.from.value() < 0) stretch.from = segment.start;
    stretch.length = segment.end() - stretch.from;
  }
  return stretch;
}

Stretch validation_stretch(const Dataset& dataset) {
  Stretch stretch{SampleCount{-1}, SampleCount{0}};
  for (const signals::Segment& segment : dataset.segments) {
    if (segment.role == signals::SegmentRole::Validation) stretch = {segment.start, segment.length};
  }
  return stretch;
}

/// The trainer's own cuts in the place of ours.
void take_over_stretches(ExportJob& job) {
  const KnownStretches& known = *job.known;
  job.training = known.training;
  job.notes.push_back(
      fmt::format("the sound is {}, recognised by {}: cut where its own trainer cuts",
                  known.input->name, known.recognised_by));
  if (known.validation) {
    job.validation = *known.validation;
  } else {
    job.notes.emplace_back(
        "its validation part is no one piece of this dataset: the dataset's own held-out sound "
        "validates (validation_s in the plan says how much is held out)");
  }
}

template <class Value, class Show>
Value allowed(const std::optional<Value>& wish, const std::vector<Value>& all, Value otherwise,
              const FormatFacts& facts, const Show& show) {
  if (!wish) return all.empty() ? otherwise : all.front();
  if (all.empty() || std::find(all.begin(), all.end(), *wish) != all.end()) return *wish;
  std::vector<std::string> names;
  for (const Value& value : all) names.push_back(show(value));
  no_use(fmt::format("the loader of {} does not take {}", facts.name, show(*wish)),
         fmt::format("one of {}", fmt::join(names, ", ")));
}

/// ASCII letters, digits and dashes: what every file system and every loader's split survives.
std::string device_name(const Dataset& dataset, const ExportOptions& options) {
  std::string name;
  for (const char c : options.name.empty() ? dataset.rig.amp : options.name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  if (name.size() > 60) name.resize(60);
  return name.empty() ? "amp" : name;
}

JobPart held_out_part(const ExportJob& job, const char* name, Split split) {
  JobPart part{name, job.of(split), job.validation};
  if (part.takes.empty()) part.takes = job.of(Split::Train);
  if (part.takes.empty()) part.takes = job.takes;
  return part;
}

/// What a format has no use for is never silently ignored.
void refuse_idle_options(const ExportOptions& options, const FormatFacts& facts) {
  if (!options.knob.empty() && options.format != Format::Proteus) {
    no_use(fmt::format("--knob is for proteus: {} holds every knob of the rig", facts.name),
           "without it; --where chooses takes by where a knob stands");
  }
  if (!options.original.empty() && !facts.cut_in_time) {
    no_use(fmt::format("--original says where to cut takes in time, and {} holds them whole",
                       facts.name),
           "without it");
  }
}

}  // namespace

void need_knob(const Dataset& dataset, const std::string& id) {
  if (find_knob(dataset.rig, id) != nullptr) return;
  std::vector<std::string> ids;
  for (const Knob& knob : dataset.rig.knobs) ids.push_back(knob.id);
  no_use(fmt::format("this dataset has no knob \"{}\"", id),
         fmt::format("one of {}", fmt::join(ids, ", ")));
}

std::int64_t ExportJob::at(SampleCount position) const {
  const double ratio = static_cast<double>(rate.value()) / dataset.rate.value();
  return std::llround(static_cast<double>(position.value()) * ratio);
}

std::int64_t ExportJob::target_shift() const {
  const double ratio = static_cast<double>(rate.value()) / dataset.rate.value();
  return std::llround(std::ceil(static_cast<double>(reverse_shift.value()) * ratio));
}

std::vector<ChosenTake> ExportJob::of(Split split) const {
  std::vector<ChosenTake> found;
  std::copy_if(takes.begin(), takes.end(), std::back_inserter(found),
               [&](const ChosenTake& take) { return take.split == split; });
  return found;
}

JobPart training_part(const ExportJob& job) {
  JobPart part{"train", job.of(Split::Train), job.training};
  if (part.takes.empty()) part.takes = job.takes;
  return part;
}

JobPart validation_part(const ExportJob& job) {
  return held_out_part(job, "val", Split::Validation);
}

JobPart test_part(const ExportJob& job) { return held_out_part(job, "test", Split::Test); }

ExportJob make_job(const Dataset& dataset, const ExportOptions& options) {
  for (const KnobRange& range : options.where) need_knob(dataset, range.knob);
  const FormatFacts& facts = facts_of(options.format);
  refuse_idle_options(options, facts);
  const std::vector<std::string> outputs = wished_outputs(dataset, options.output);
  std::vector<std::string> notes;
  std::vector<ChosenTake> takes = chosen_takes(dataset, options, outputs, notes);
  ExportJob job{dataset,
                options,
                std::move(takes),
                training_stretch(dataset),
                validation_stretch(dataset),
                SampleRate{allowed(options.rate_hz, facts.rates_hz, dataset.rate.value(), facts,
                                   [](int hz) { return fmt::format("{} Hz", hz); })},
                allowed(options.encoding, facts.encodings, Encoding::Pcm24, facts,
                        [](Encoding encoding) { return std::string(to_string(encoding)); }),
                device_name(dataset, options),
                knob_truth(dataset),
                outputs,
                {},
                SampleCount{0},
                std::move(notes)};
  if (job.training.from.value() < 0 || job.validation.from.value() < 0) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} holds no training audio", dataset.dir.string()),
                     "a dataset made by capture; a measurement has none");
  }
  if (job.takes.empty()) {
    no_use("no accepted take is left by --split, --where and --verdict",
           "ampsweep status DIR shows what there is");
  }
  if (facts.cut_in_time) {
    job.known = known_stretches(dataset, options.original, options.standard_inputs);
  }
  if (job.known) take_over_stretches(job);
  if (options.reverse) {
    job.reverse_shift = reverse_shift(job);
    job.notes.push_back(fmt::format(
        "turned round: the dry sound stands {} samples later, so that it answers the amp's",
        job.target_shift()));
  }
  return job;
}

bool silent_training_cut(const ExportJob& job) {
  if (!job.known) return true;
  return job.known->silent_before_training && job.rate == job.dataset.rate;
}

bool silent_validation_cut(const ExportJob& job) {
  if (!job.known || !job.known->validation) return true;
  return job.known->silent_before_validation && job.rate == job.dataset.rate;
}

const KnobLabel& label_of(const ChosenTake& take, const std::string& knob) {
  const auto& labels = take.attempt->labels;
  const auto found = std::find_if(labels.begin(), labels.end(),
                                  [&](const KnobLabel& label) { return label.id == knob; });
  if (found == labels.end()) {
    throw SetupError(SetupKind::Data, fmt::format("take {} has no label for {}", take.id, knob),
                     "ampsweep verify DIR");
  }
  return *found;
}

double label_doubt(const ExportJob& job, const ChosenTake& take, const std::string& knob) {
  return std::hypot(label_of(take, knob).uncertainty, job.truth.doubt(take.id, knob));
}

KnobRange knob_range(const std::string& text) {
  const auto equals = text.find('=');
  const auto refuse = [&] {
    no_use(fmt::format("\"{}\" is no knob with a value or a range", text),
           "gain=5 or gain=3..7 (printed values)");
  };
  if (equals == std::string::npos || equals == 0) refuse();
  const auto dots = text.find("..", equals);
  const auto number = [&](std::size_t from, std::size_t to) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + to, value);
    if (error != std::errc{} || end != text.data() + to || !std::isfinite(value)) refuse();
    return value;
  };
  KnobRange range{text.substr(0, equals), 0.0, 0.0};
  const bool one = dots == std::string::npos;
  range.lowest = number(equals + 1, one ? text.size() : dots);
  range.highest = one ? range.lowest : number(dots + 2, text.size());
  if (range.lowest > range.highest) refuse();
  return range;
}

}  // namespace ampsweep::rig::formats
