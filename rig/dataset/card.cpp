// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/card.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "rig/dataset/card_text.hpp"
#include "rig/dataset/metadata_csv.hpp"
#include "rig/model/csv_cell.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kNotMeasured = -399.0;  // Levels start at -400 dB in TakeMeasurements.

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string title(const Dataset& dataset) {
  if (!dataset.rig.amp.empty()) return dataset.rig.amp;
  return dataset.rig.name.empty() ? "Amp captures" : dataset.rig.name;
}

/// `configs` keeps Hugging Face's audio-folder loader to takes/ and metadata.csv: left to itself it
/// would pick up input.wav and raw/ too (docs/dataset-format.md).
std::string front_matter(const Dataset& dataset) {
  return fmt::format(
      "---\n"
      "license: {}\n"
      "pretty_name: {}\n"
      "tags:\n- audio\n- guitar-amplifier\n- ampsweep\n"
      "configs:\n"
      "- config_name: default\n"
      "  data_files:\n"
      "  - split: takes\n"
      "    path:\n"
      "    - metadata.csv\n"
      "    - takes/*.wav\n"
      "---\n",
      yaml_text(lower(dataset.rig.licence)), yaml_text(title(dataset)));
}

std::string knob_table(const std::vector<Knob>& knobs) {
  std::string text =
      "| knob | on the panel | from | to | set by |\n| --- | --- | --- | --- | --- |\n";
  for (const Knob& knob : knobs) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n", markdown_text(knob.id),
                        markdown_text(knob.label), csv_number(knob.minimum),
                        csv_number(knob.maximum), actuator_kind(knob.control));
  }
  return text;
}

std::string split_table(const Dataset& dataset) {
  std::map<Split, std::pair<int, int>> counts;  // planned, accepted
  for (const TakeRecord& take : dataset.takes) {
    auto& [planned, accepted] = counts[take.planned.split];
    ++planned;
    if (take.accepted() != nullptr) ++accepted;
  }
  std::string text = "| split | planned | accepted |\n| --- | --- | --- |\n";
  for (const auto& [split, count] : counts) {
    text += fmt::format("| {} | {} | {} |\n", to_string(split), count.first, count.second);
  }
  return text;
}

/// Least and greatest of a figure over the accepted takes; nothing where none has it.
template <class Figure>
std::string range(const Dataset& dataset, const char* name, const char* unit,
                  const Figure& figure) {
  std::vector<double> values;
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* record = take.accepted();
    if (record == nullptr) continue;
    const std::optional<double> value = figure(record->outcome->measured);
    if (value && std::isfinite(*value) && *value > kNotMeasured) values.push_back(*value);
  }
  if (values.empty()) return fmt::format("| {} | not measured | |\n", name);
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return fmt::format("| {} | {:.6g} | {:.6g} {} |\n", name, *least, *most, unit);
}

std::string quality_table(const Dataset& dataset) {
  using M = TakeMeasurements;
  using Value = std::optional<double>;
  std::string text = "| over the accepted takes | least | most |\n| --- | --- | --- |\n";
  text +=
      range(dataset, "delay removed", "samples", [](const M& m) { return Value(m.delay_samples); });
  text += range(dataset, "its sigma", "samples",
                [](const M& m) { return Value(m.delay_sigma_samples); });
  text += range(dataset, "clock drift", "ppm", [](const M& m) { return Value(m.drift_ppm); });
  text += range(dataset, "peak", "dBFS", [](const M& m) { return Value(m.peak.value()); });
  text += range(dataset, "noise", "dBFS RMS", [](const M& m) { return Value(m.noise.value()); });
  text += range(dataset, "replicate ESR", "", [](const M& m) { return m.replicate_esr; });
  text += range(dataset, "best possible ESR", "", [](const M& m) { return m.best_possible_esr; });
  return text;
}

std::string load_line(const LoadSpec& load) {
  if (load.kind == "none") return "none (line level)";
  return fmt::format("{}, {} ohm", markdown_text(load.kind), csv_number(load.impedance.value()));
}

/// How each trainer gets it. The formats themselves are rig/formats' business: only their names are
/// here, and tests/rig/formats checks that none is missing.
std::string use_section() {
  struct Way {
    const char* trainer;
    const char* format;
    const char* then;
  };
  constexpr std::array ways{
      Way{"Neural Amp Modeler, one setting at a time", "nam",
          "nam-full settings/NNNNN/data.json model.json learning.json trained --no-show (up to "
          "0.12.3: "
          "model-0.12.json)"},
      Way{"parametric NAM (fork)", "nam-parametric",
          "nam-full-parametric data.json model.json learning.json trained"},
      Way{"PANAMA", "panama", "data.json is its data configuration"},
      Way{"GuitarML, conditioned", "guitarml",
          "python3 TRAINER/prep_wav.py NAME -p data.json --path TRAINER/Data, then "
          "dist_model_recnet.py -l NAME with Configs/NAME.json"},
      Way{"CoreAudioML folders", "guitarml-folders",
          "copy Data/ and Configs/ into the trainer, dist_model_recnet.py -l NAME"},
      Way{"AIDA-X", "aida",
          "python3 TRAINER/prep_wav.py -l NAME -p -csv, then dist_model_recnet.py -l NAME"},
      Way{"Proteus, five steps of one knob", "proteus",
          "python3 TRAINER/prep_wav.py NAME -p data.json --path TRAINER/Data (no --normalize)"},
      Way{"SignalTrain, micro-TCN", "signaltrain",
          "python3 run_train.py --effect files --path FOLDER"},
      Way{"NablAFx, ToneTwist AFx", "tonetwist", "root_dir_dry and root_dir_wet"},
      Way{"anything else", "csv", "pairs.csv names every file"}};
  std::string text =
      "\n## Use\n\n"
      "`metadata.csv` has one row per take. Its column `split` says train, validation, test "
      "(settings "
      "never seen in training) or reference (the same setting again and again, to watch drift: not "
      "for training). `dataset.json` names the segments of `input.wav`. In Python: "
      "`load_dataset(\"path\", split=\"takes\").filter(lambda r: r[\"split\"] == \"train\")`.\n\n"
      "For a trainer, `ampsweep export DIR --to FORMAT --out OUT`, and in OUT:\n\n"
      "| trainer | `--to` | then |\n| --- | --- | --- |\n";
  for (const Way& way : ways) {
    text += fmt::format("| {} | `{}` | `{}` |\n", way.trainer, way.format, way.then);
  }
  return text +
         "\n`ampsweep verify --as FORMAT OUT` checks it by that loader's rules. Do not let a "
         "trainer "
         "normalise each file: what the knobs do to the level would be lost.\n";
}

}  // namespace

std::string card(const Dataset& dataset) {
  const Rig& rig = dataset.rig;
  std::string text = front_matter(dataset);
  text += fmt::format("# {}\n\n", markdown_text(title(dataset)));
  text += fmt::format(
      "Knob-labelled recordings made with {} on {}. Every file in `takes/` is the answer of the "
      "amp "
      "to `input.wav` at one knob setting, aligned to it sample by sample, never normalised.\n\n",
      markdown_text(dataset.software), markdown_text(dataset.created));
  if (rig.audio.api == AudioApi::Simulated) {
    text += "**Simulated: no amp was recorded. This is a rehearsal of a capture.**\n\n";
  }
  text += fmt::format("- amp: {}\n- rig: {}\n- load: {}\n- audio: {}, {} Hz\n- licence: {}\n\n",
                      markdown_text(rig.amp), markdown_text(rig.name), load_line(rig.load),
                      to_string(rig.audio.api), dataset.rate.value(), markdown_text(rig.licence));
  text += "## Knobs\n\n" + knob_table(rig.knobs);
  text += "\n## Takes\n\n" + split_table(dataset);
  text += fmt::format("\nPlan: {}. Greatest correlation of a knob with time: {:.3f}.\n",
                      markdown_text(dataset.plan.name), dataset.plan.max_correlation);
  text += "\n## Quality\n\n" + quality_table(dataset);
  if (!dataset.lost.empty()) {
    text += fmt::format("\n**{} rows of the ledger are lost; run `ampsweep verify`.**\n",
                        dataset.lost.size());
  }
  text += use_section();
  const bool moving = std::any_of(dataset.takes.begin(), dataset.takes.end(),
                                  [](const TakeRecord& take) { return take.planned.motion; });
  if (moving) {
    text +=
        "\nIn takes of the split motion a knob moves while the sound plays; `dataset.json` has the "
        "values sent, by sample, under `takes[].motion`.\n";
  }
  return text;
}

}  // namespace ampsweep::rig
