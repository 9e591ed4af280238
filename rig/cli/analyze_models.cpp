// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>

#include "analysis/block_models.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr double kMostTrainingSeconds = 60.0;  ///< Unless --train says otherwise.

struct ModelsArgs {
  FilePair files;
  std::string train;
  std::string validate;
  std::string impulse_file;
  int impulse_samples{2048};
  std::optional<std::int64_t> delay_samples;
};

struct WrittenImpulse {
  analysis::CabinetImpulse impulse;
  std::string file;
};

/// "a:b" in seconds of the stimulus.
analysis::Stretch stretch_of_text(const std::string& text, SampleRate rate) {
  const auto complain = [&] {
    throw SetupError(SetupKind::Usage, "\"" + text + "\" is no stretch of time",
                     "give FROM:TO in seconds, as 10:40");
  };
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) complain();
  try {
    std::size_t used = 0;
    const std::string second = text.substr(colon + 1);
    const double from = std::stod(text, &used);
    if (used != colon) complain();
    const double to = std::stod(second, &used);
    if (used != second.size() || !(from >= 0.0 && to > from && to < 1e6)) complain();
    return {samples(Seconds{from}, rate), samples(Seconds{to}, rate)};
  } catch (const std::logic_error&) {  // what stod throws
    complain();
  }
  return {};
}

/// The last fifth (30 s at most) to validate on, up to 60 s before it to train on.
analysis::BlockModelOptions models_options(const ModelsArgs& args, const WavAudio& stimulus) {
  analysis::BlockModelOptions options;
  const SampleRate rate = stimulus.rate();
  const auto length = stimulus.length().value();
  const auto held = std::min(length / 5, samples(Seconds{30.0}, rate).value());
  if (args.delay_samples) options.delay = SampleCount{*args.delay_samples};
  options.validate = {SampleCount{length - held}, SampleCount{length}};
  if (!args.validate.empty()) options.validate = stretch_of_text(args.validate, rate);
  const auto most = samples(Seconds{kMostTrainingSeconds}, rate).value();
  const auto end = options.validate.from.value();
  options.train = {SampleCount{std::max<std::int64_t>(0, end - most)}, SampleCount{end}};
  if (!args.train.empty()) options.train = stretch_of_text(args.train, rate);
  return options;
}

Json json_of_models(const analysis::BlockModels& models, const analysis::BlockModelOptions& options,
                    SampleRate rate, const std::optional<WrittenImpulse>& written) {
  const auto span = [&](const analysis::Stretch& stretch) {
    return Json::array({seconds(stretch.from, rate).value(), seconds(stretch.to, rate).value()});
  };
  Json json{{"schema", "ampsweep-models-1"},         {"sample_rate_hz", rate.value()},
            {"train_s", span(options.train)},        {"validate_s", span(options.validate)},
            {"delay_samples", models.delay_samples}, {"taps", options.taps},
            {"first_filter_taps", options.pre_taps}, {"hammerstein_order", options.order}};
  json["models"] = Json::array();
  for (const auto& score : models.scores) {
    json["models"].push_back({{"model", std::string(analysis::name(score.model))},
                              {"validation_esr", score.validation_esr},
                              {"validation_esr_sigma", number_or_null(score.validation_esr_sigma)},
                              {"train_esr", score.train_esr},
                              {"unknowns", score.unknowns}});
  }
  if (written) {
    json["impulse"] = {{"file", written->file},
                       {"length_samples", written->impulse.samples.size()},
                       {"peak_dbfs_peak", -1.0},
                       {"gain_db", written->impulse.gain_db}};
  }
  return json;
}

std::string table_of_models(const analysis::BlockModels& models,
                            const analysis::BlockModelOptions& options, SampleRate rate,
                            const std::optional<WrittenImpulse>& written) {
  std::string text = fmt::format(
      "trained on   {:.2f} .. {:.2f} s, judged on {:.2f} .. {:.2f} s of the stimulus\n"
      "delay        {} samples taken out\n\n{:<26}{:>12}{:>10}{:>11}{:>12}{:>10}\n",
      seconds(options.train.from, rate).value(), seconds(options.train.to, rate).value(),
      seconds(options.validate.from, rate).value(), seconds(options.validate.to, rate).value(),
      models.delay_samples, "least-squares model", "ESR", "dB", "+-", "ESR, train", "unknowns");
  for (const auto& score : models.scores) {
    text += fmt::format("{:<26}{:>12.3e}{:>10.2f}{:>11.1e}{:>12.3e}{:>10}\n",
                        analysis::name(score.model), score.validation_esr,
                        10.0 * std::log10(score.validation_esr), score.validation_esr_sigma,
                        score.train_esr, score.unknowns);
  }
  text +=
      "\nWhat the linear filter leaves is distortion and noise. What all three leave is what no\n"
      "static curve explains: sag, bias shift, several stages, or noise.\n";
  if (written) {
    text += fmt::format(
        "\nimpulse      {}: {} samples ({:.1f} ms), 24-bit mono, peak at -1 dBFS ({:+.2f} dB)\n",
        written->file, written->impulse.samples.size(),
        1000.0 * static_cast<double>(written->impulse.samples.size()) / rate.value(),
        written->impulse.gain_db);
  }
  return text;
}

std::optional<WrittenImpulse> write_model_impulse(const ModelsArgs& args,
                                                  const analysis::BlockModels& models,
                                                  SampleRate rate) {
  if (args.impulse_file.empty()) return std::nullopt;
  WrittenImpulse written{
      analysis::cabinet_impulse(models.response, static_cast<std::size_t>(args.impulse_samples)),
      args.impulse_file};
  if (const auto file = write_pcm24(args.impulse_file, written.impulse.samples, rate); !file) {
    throw SetupError(SetupKind::Data, args.impulse_file + ": " + file.error().detail,
                     "name a file in a folder that can be written to");
  }
  return written;
}

int analyze_models(const Shell& shell, const ModelsArgs& args) {
  const LoadedPair pair = load(args.files);
  const SampleRate rate = pair.stimulus.rate();
  const auto options = models_options(args, pair.stimulus);
  const auto models =
      require(analysis::fit_block_models(pair.stimulus.channels.at(0),
                                         pair.recording.channels.at(0), rate, options),
              args.files.recording);
  const auto written = write_model_impulse(args, models, rate);
  if (shell.json) {
    shell.front.out << indented_text(json_of_models(models, options, rate, written)) << '\n';
  } else {
    shell.front.out << table_of_models(models, options, rate, written);
  }
  return kOk;
}

}  // namespace

void add_analyze_models(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand(
      "models", "how nonlinear and how dynamic: what three block models leave unexplained");
  verb->footer(
      "Each model is fitted to one stretch and judged on another that it has not seen. Give the\n"
      "guitar (or noise) parts of the stimulus, the same kind in both. --ir writes the best "
      "linear\n"
      "filter as a cabinet loader wants it: 8 samples before the first arrival, peak at -1 dBFS.");
  const auto args = std::make_shared<ModelsArgs>();
  add_file_pair(*verb, args->files);
  verb->add_option("--train", args->train,
                   "FROM:TO in seconds of the stimulus (default: up to 60 s before validation)");
  verb->add_option("--validate", args->validate, "FROM:TO (default: the last fifth, 30 s at most)");
  verb->add_option("--delay-samples", args->delay_samples,
                   "the recording's, where it is known (0 for an aligned take); else looked for");
  verb->add_option("--ir", args->impulse_file, "write the linear response to this WAV")
      ->type_name(kFile);
  verb->add_option("--ir-samples", args->impulse_samples, "its length")
      ->check(CLI::Range(64, 4096))
      ->capture_default_str();
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return analyze_models(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
