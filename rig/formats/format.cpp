// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/format.hpp"

#include <algorithm>

namespace ampsweep::rig::formats {
namespace {

constexpr const char* kNoKnobs =
    "a stock .nam is one setting: the knobs are the folder's name and the sidecar";
constexpr const char* kNoDoubt = "how sure each label is, and how it was set";
constexpr const char* kNoLevels = "levels in dBu, delay, noise and the best possible ESR";
constexpr const char* kNoKnobNames = "the names, printed values and ranges of the knobs";
constexpr const char* kNoHeldOut =
    "settings held out for validation and test: the loader splits inside files only, so they are "
    "left out unless --split asks for them";

std::vector<FormatFacts> listed() {
  using enum Encoding;
  return {
      {Format::Nam,
       "nam",
       "Neural Amp Modeler, one data.json for each setting (nam-full)",
       {},
       {Pcm24, Pcm16},
       true,
       {kNoKnobs, kNoDoubt, kNoLevels},
       {"nam-full settings/NNNNN/data.json model.json learning.json trained/NNNNN --no-show",
        "(up to NAM 0.12.3: model-0.12.json in the place of model.json)",
        "ampsweep nam-metadata trained/NNNNN/.../model.nam --from DATASET --take NNNNN"}},
      {Format::NamParametric,
       "nam-parametric",
       "parametric NAM (fork neural-amp-modeler-parametric)",
       {},
       {Pcm24, Pcm16},
       true,
       {kNoDoubt, kNoLevels, "settings held out for test: it knows train and validation"},
       {"nam-full-parametric data.json model.json learning.json trained"}},
      {Format::Panama,
       "panama",
       "PANAMA (shared_in_multi_out)",
       {},
       {Pcm24, Pcm16},
       true,
       {kNoKnobNames, kNoDoubt, kNoLevels, "settings held out for test"},
       {"give data.json to the trainer as its data configuration; run it in this folder"}},
      {Format::GuitarMl,
       "guitarml",
       "GuitarML Automated-GuitarAmpModelling, conditioned (prep_wav.py -p)",
       {44100, 48000},
       {Float32},
       true,
       {kNoKnobNames, kNoDoubt, kNoLevels, kNoHeldOut},
       {"python3 TRAINER/prep_wav.py NAME -p data.json --path TRAINER/Data   (in this folder)",
        "copy Configs/NAME.json to TRAINER/Configs, then in TRAINER:",
        "python3 dist_model_recnet.py -l NAME"}},
      {Format::GuitarMlFolders,
       "guitarml-folders",
       "CoreAudioML folders Data/train, val, test with the knobs as channels",
       {44100, 48000},
       {Float32},
       true,
       {kNoKnobNames, kNoDoubt, kNoLevels, "where one setting ends and the next begins"},
       {"copy Data/ and Configs/ into the trainer's folder, and there:",
        "python3 dist_model_recnet.py -l NAME"},
       false,
       true},
      {Format::Aida,
       "aida",
       "AIDA-X (aidadsp_devel, prep_wav.py -p -csv)",
       {48000},
       {Float32, Pcm24, Pcm16},
       true,
       {kNoKnobNames, kNoDoubt, kNoLevels, kNoHeldOut},
       {"mkdir -p Data/train Data/val Data/test   (in this folder: the script writes there)",
        "python3 TRAINER/prep_wav.py -l NAME -p -csv   (it reads Configs/NAME.json)",
        "copy Data/ and Configs/ into TRAINER, and there: python3 dist_model_recnet.py -l NAME"}},
      {Format::Proteus,
       "proteus",
       "Proteus, one knob in five steps (0, .25, .5, .75, 1)",
       {44100},
       {Float32},
       true,
       {kNoKnobNames, kNoDoubt, kNoLevels,
        "level differences between the steps, when it is told --normalize true: leave that out",
        "every setting but the five"},
       {"python3 TRAINER/prep_wav.py NAME -p data.json --path TRAINER/Data   (in this folder;",
        "without --normalize)", "copy Configs/NAME.json to TRAINER/Configs, then in TRAINER:",
        "python3 dist_model_recnet.py -l NAME"}},
      {Format::SignalTrain,
       "signaltrain",
       "SignalTrain and micro-TCN folders (effect_info.ini, knob values in file names)",
       {44100},
       {Float32},
       true,
       {kNoDoubt, kNoLevels, "knob values beyond four digits"},
       {"python3 run_train.py --effect files --path FOLDER   (in SignalTrain; FOLDER is this one)",
        "root_dir = FOLDER   (SignalTrainLA2ADataset of micro-TCN)"},
       false,
       true},
      {Format::ToneTwist,
       "tonetwist",
       "ToneTwist AFx / NablAFx folders (hundredths of the travel in file names)",
       {48000},
       {Float32},
       true,
       {kNoKnobNames, kNoDoubt, kNoLevels, "knob values beyond hundredths of the travel"},
       {"in a copy of NablAFx's cfg/data/data-param_multidrive-ffuzz_trainval.yaml:",
        "root_dir_dry: FOLDER/DRY-with-markers/trainval, root_dir_wet: FOLDER/NAME/trainval",
        "(FOLDER is this one; test in the place of trainval for its test configuration)"},
       false,
       true},
      {Format::HuggingFace,
       "huggingface",
       "Hugging Face audio folder (metadata.csv as in the dataset)",
       {},
       {Pcm24},
       false,
       {"the raw recordings and the ledger"},
       {"load_dataset(\"audiofolder\", data_dir=\".\")   (Python, datasets)"},
       false,
       true},
      {Format::Csv,
       "csv",
       "plain WAV pairs and one CSV table",
       {},
       {Pcm24, Float32, Pcm16},
       false,
       {"the raw recordings, the ledger and every refused attempt"},
       {"any program: pairs.csv names input, target, split and knobs"},
       true},
  };
}

}  // namespace

const std::vector<FormatFacts>& all_formats() {
  static const std::vector<FormatFacts> all = listed();
  return all;
}

const FormatFacts& facts_of(Format format) {
  return *std::find_if(all_formats().begin(), all_formats().end(),
                       [&](const FormatFacts& facts) { return facts.format == format; });
}

std::optional<Format> format_named(const std::string& name) {
  for (const FormatFacts& facts : all_formats()) {
    if (name == facts.name) return facts.format;
  }
  return std::nullopt;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const FormatFacts& facts : all_formats()) names.emplace_back(facts.name);
  return names;
}

const char* to_string(Encoding encoding) {
  switch (encoding) {
    case Encoding::Pcm16:
      return "pcm16";
    case Encoding::Pcm24:
      return "pcm24";
    case Encoding::Float32:
      return "float32";
  }
  return "";
}

}  // namespace ampsweep::rig::formats
