// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/formats/export_options.hpp"
#include "rig/formats/nam_metadata.hpp"

namespace ampsweep::rig::cli {
namespace {

struct NamMetadataArgs {
  std::string nam;
  std::string from;
  std::string out;
  int take{-1};
  double esr{-1.0};
  std::vector<std::string> setting;
  formats::NamMetadataWishes wishes;
};

int run_nam_metadata(const Shell& shell, NamMetadataArgs& args) {
  if (args.take >= 0) args.wishes.take = args.take;
  if (args.esr >= 0.0) args.wishes.validation_esr = args.esr;
  for (const std::string& text : args.setting) {
    const formats::KnobRange one = formats::knob_range(text);
    if (one.lowest != one.highest) {
      throw SetupError(SetupKind::Usage, text + " is a range", "one value for each knob");
    }
    args.wishes.setting[one.knob] = one.lowest;
  }
  const std::string out = args.out.empty() ? args.nam + ".new" : args.out;
  formats::write_nam_metadata(args.nam, args.from, out, args.wishes);
  if (shell.json) {
    const Json json{{"schema", "ampsweep-nam-metadata-1"}, {"file", args.nam}, {"written", out}};
    shell.front.out << indented_text(json) << '\n';
  } else {
    shell.front.out << "wrote " << out << "; " << args.nam << " is as it was\n";
  }
  return kOk;
}

}  // namespace

void add_nam_metadata(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "nam-metadata", "gear, levels in dBu, delay and ESR of a dataset into a trained .nam file");
  const auto args = std::make_shared<NamMetadataArgs>();
  verb->add_option("nam", args->nam, "trained model, FILE.nam")->type_name(kFile)->required();
  verb->add_option("--from", args->from, "dataset folder it was trained on")
      ->type_name(kFolder)
      ->required();
  verb->add_option("--out", args->out, "file to write (else FILE.nam.new)")->type_name(kFile);
  verb->add_option("--take", args->take, "which take: NNNNN of settings/NNNNN in the export")
      ->check(CLI::Range(0, 1'000'000));
  verb->add_option("--setting", args->setting, "or its knobs: gain=5,treble=7 (printed values)")
      ->delimiter(',');
  verb->add_option("--output", args->wishes.output,
                   "further output it was trained on, as in export --output (else the main one)");
  verb->add_flag("--reverse", args->wishes.reverse,
                 "it was trained on export --reverse: the levels change places, no gear type");
  verb->add_option("--name", args->wishes.name, "of the model");
  verb->add_option("--modeled-by", args->wishes.modeled_by, "who made it");
  verb->add_option("--gear-make", args->wishes.gear_make, "maker of the amp");
  verb->add_option("--gear-model", args->wishes.gear_model, "else the rig's amp");
  verb->add_option("--gear-type", args->wishes.gear_type, "what was captured")
      ->check(CLI::IsMember(formats::nam_gear_types()));
  verb->add_option("--tone-type", args->wishes.tone_type, "how it sounds")
      ->check(CLI::IsMember(formats::nam_tone_types()));
  verb->add_option("--esr", args->esr, "validation ESR that the trainer reported")
      ->check(CLI::Range(0.0, 1000.0));
  verb->footer(
      "Example: the model of settings/00007 of an export\n"
      "  ampsweep nam-metadata trained/00007/model.nam --from my-amp --take 7 --tone-type crunch\n"
      "writes trained/00007/model.nam.new and leaves the model as it is. Levels are written where\n"
      "the rig was calibrated (ampsweep calibrate RIG.toml levels). docs/export.md");
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_nam_metadata(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
