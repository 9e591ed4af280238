// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <vector>

#include "analysis/error_measures.hpp"
#include "analysis/pair_alignment.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {
namespace {

struct CompareArgs {
  std::string output;
  std::string target;
  bool align{false};
  bool gain_match{false};
  int channel{1};
  double from_s{0.0};
  std::optional<double> to_s;
  std::vector<double> noise_s;  ///< Empty, or from and to.
};

/// What was compared, and what was done to it first.
struct Comparison {
  SampleRate rate{0};
  SampleCount from{0};  ///< In the target.
  SampleCount length{0};
  std::optional<analysis::AlignedPair> alignment;  ///< Its sounds are cut by then.
  double alignment_esr{0.0};                       ///< What the alignment's doubt can cost.
  std::optional<double> gain;
  analysis::ErrorMeasures measures;
  std::optional<double> best_possible_esr;
  std::optional<double> predicted_replicate_esr;
};

const std::vector<float>& compared_channel(const WavAudio& audio, int channel,
                                           const std::string& file) {
  const auto index = static_cast<std::size_t>(channel - 1);
  if (index < audio.channels.size()) return audio.channels[index];
  throw SetupError(
      SetupKind::Usage,
      fmt::format("{} has no channel {}, it has {}", file, channel, audio.channels.size()),
      "give --channel 1 .. " + std::to_string(audio.channels.size()));
}

/// Samples from .. to of `length`, or SetupError (Usage).
std::pair<std::size_t, std::size_t> stretch_of(double from_s, double to_s, std::size_t length,
                                               SampleRate rate) {
  const auto at = [&](double s) {
    return static_cast<std::size_t>(std::clamp<std::int64_t>(samples(Seconds{s}, rate).value(), 0,
                                                             static_cast<std::int64_t>(length)));
  };
  if (!(from_s >= 0.0) || !(to_s > from_s) || at(from_s) >= at(to_s)) {
    throw SetupError(SetupKind::Usage,
                     fmt::format("there is no sound between {} s and {} s", from_s, to_s),
                     "give times inside the files, from before to");
  }
  return {at(from_s), at(to_s)};
}

/// Mean square of the noise, its mean taken out.
double noise_power(const std::vector<float>& sound, const std::vector<double>& noise_s,
                   SampleRate rate) {
  const auto [from, to] = stretch_of(noise_s[0], noise_s[1], sound.size(), rate);
  const auto idle = std::span<const float>(sound).subspan(from, to - from);
  return std::pow(analysis::rms(idle), 2) - std::pow(analysis::mean(idle), 2);
}

Comparison compare(const CompareArgs& args) {
  const LoadedPair files = load({args.output, args.target});
  const auto& target_file = compared_channel(files.recording, args.channel, args.target);
  std::vector<float> output = compared_channel(files.stimulus, args.channel, args.output);
  std::vector<float> target = target_file;
  Comparison result;
  result.rate = files.recording.rate();
  std::size_t begins = 0;  // of both, in the target file
  if (args.align) {
    auto pair = require(analysis::align_pair(output, target, result.rate), args.output);
    output = std::move(pair.output);
    target = std::move(pair.target);
    begins = static_cast<std::size_t>(pair.from.value());
    result.alignment = std::move(pair);
  }
  const std::size_t ends = begins + std::min(output.size(), target.size());
  const double last_s = static_cast<double>(target_file.size()) / result.rate.value();
  auto [from, to] =
      stretch_of(args.from_s, args.to_s.value_or(last_s), target_file.size(), result.rate);
  from = std::max(from, begins);
  to = std::min(to, ends);
  if (from >= to) {
    throw SetupError(SetupKind::Data, "the files do not overlap in the stretch asked for",
                     "give other --from-s and --to-s");
  }
  const auto a = std::span<float>(output).subspan(from - begins, to - from);
  const auto b = std::span<const float>(target).subspan(from - begins, to - from);
  result.from = SampleCount{static_cast<std::int64_t>(from)};
  result.length = SampleCount{static_cast<std::int64_t>(b.size())};
  if (args.gain_match) {
    result.gain = analysis::best_gain(a, b);
    for (float& sample : a) {
      sample = static_cast<float>(*result.gain * static_cast<double>(sample));
    }
  }
  result.measures =
      require(analysis::error_measures(a, b, result.rate), args.output + " against " + args.target);
  if (result.alignment) {
    result.alignment_esr =
        analysis::misalignment_esr(b, result.alignment->found.delay_sigma_samples);
  }
  if (!args.noise_s.empty()) {
    const double noise = noise_power(target_file, args.noise_s, result.rate);
    const double recorded = std::pow(analysis::rms(b), 2);
    result.best_possible_esr = analysis::best_possible_esr(noise, recorded);
    result.predicted_replicate_esr = analysis::predicted_replicate_esr(noise, recorded);
  }
  return result;
}

Json stft_json(const analysis::MultiResolutionStft& mrstft) {
  Json list = Json::array();
  for (std::size_t i = 0; i < mrstft.at.size(); ++i) {
    const auto& resolution = analysis::kStftResolutions[i];
    list.push_back({{"fft_samples", resolution.fft},
                    {"hop_samples", resolution.hop},
                    {"window_samples", resolution.window},
                    {"spectral_convergence", mrstft.at[i].spectral_convergence},
                    {"log_magnitude_nepers", mrstft.at[i].log_magnitude}});
  }
  return list;
}

Json json_of(const Comparison& result) {
  const auto& m = result.measures;
  const auto optional = [](const std::optional<double>& value) {
    return value ? number_or_null(*value) : Json(nullptr);
  };
  Json json{{"schema", "ampsweep-compare-1"},
            {"sample_rate_hz", result.rate.value()},
            {"from_s", seconds(result.from, result.rate).value()},
            {"length_s", seconds(result.length, result.rate).value()},
            {"aligned", result.alignment.has_value()},
            {"gain_matched", result.gain.has_value()}};
  if (const auto& pair = result.alignment) {
    json["delay_samples"] = pair->applied_delay_samples;
    json["delay_sigma_samples"] = pair->found.delay_sigma_samples;
    json["polarity"] = pair->found.polarity;
    json["alignment_esr"] = result.alignment_esr;
  }
  if (result.gain) {
    json["gain_db"] = number_or_null(20.0 * std::log10(std::abs(*result.gain)));
    json["gain_polarity"] = *result.gain < 0.0 ? -1 : 1;
  }
  json["esr"] = m.esr;
  json["esr_sigma"] = number_or_null(m.esr_sigma);
  json["esr_preemphasis_085"] = number_or_null(m.esr_preemphasis_085);
  json["esr_preemphasis_095"] = number_or_null(m.esr_preemphasis_095);
  json["esr_a_weighted"] = number_or_null(m.esr_a_weighted);
  json["dc_ratio"] = m.dc;
  json["mae_full_scale"] = m.mae;
  json["mrstft"] = m.mrstft.distance;
  json["mrstft_resolutions"] = stft_json(m.mrstft);
  json["mrstft_preemphasis_085"] = m.mrstft_preemphasis_085.distance;
  json["best_possible_esr"] = optional(result.best_possible_esr);
  json["predicted_replicate_esr"] = optional(result.predicted_replicate_esr);
  return json;
}

std::string in_db(double power_ratio) {
  return power_ratio > 0.0 ? fmt::format("{:8.2f} dB", 10.0 * std::log10(power_ratio)) : "";
}

std::string prepared_text(const Comparison& result) {
  std::string text = fmt::format("compared      {:.3f} s from {:.3f} s of the target\n",
                                 seconds(result.length, result.rate).value(),
                                 seconds(result.from, result.rate).value());
  if (const auto& pair = result.alignment) {
    text += fmt::format(
        "aligned       output was {:.5f} samples late, +- {:.5f} (costs an ESR of {:.1e}); "
        "polarity "
        "{}\n",
        pair->applied_delay_samples, pair->found.delay_sigma_samples, result.alignment_esr,
        pair->found.polarity > 0   ? "normal"
        : pair->found.polarity < 0 ? "inverted"
                                   : "unsure");
  }
  if (result.gain) {
    text += fmt::format("gain matched  output {} by {:.3f} dB\n",
                        *result.gain < 0.0 ? "turned upside down and changed" : "changed",
                        20.0 * std::log10(std::abs(*result.gain)));
  } else if (result.alignment && result.alignment->found.polarity < 0) {
    text += "              upside down adds 4 to every ESR: --gain-match turns it round\n";
  }
  return text;
}

std::string table_of(const Comparison& result) {
  const auto& m = result.measures;
  std::string text = prepared_text(result);
  const auto row = [&](const char* name, double value, const std::string& note) {
    text += fmt::format("{:<28} {:<12.6g} {}\n", name, value, note);
  };
  row("ESR", m.esr, in_db(m.esr) + fmt::format("  +- {:.2g} (jackknife)", m.esr_sigma));
  row("ESR, pre-emphasis 0.85", m.esr_preemphasis_085, in_db(m.esr_preemphasis_085));
  row("ESR, pre-emphasis 0.95", m.esr_preemphasis_095, in_db(m.esr_preemphasis_095));
  row("ESR, A-weighted", m.esr_a_weighted, in_db(m.esr_a_weighted));
  row("DC, power ratio", m.dc, in_db(m.dc));
  row("mean absolute error", m.mae, "full scale = 1");
  row("MR-STFT distance", m.mrstft.distance, "auraloss defaults, as NAM");
  row("MR-STFT, pre-emphasis 0.85", m.mrstft_preemphasis_085.distance, "as NAM with a cab");
  if (result.best_possible_esr) {
    row("best possible ESR", *result.best_possible_esr, "noise / recording: a perfect model's");
    row("predicted replicate ESR", *result.predicted_replicate_esr,
        "2 x noise / recording: two takes against each other");
  }
  return text;
}

int run_compare(const Shell& shell, const CompareArgs& args) {
  const Comparison result = compare(args);
  if (shell.json) {
    shell.front.out << indented_text(json_of(result)) << '\n';
  } else {
    shell.front.out << table_of(result);
  }
  return kOk;
}

}  // namespace

void add_compare(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand(
      "compare", "errors between two recordings: ESR family, DC, MAE, multi-resolution STFT");
  verb->footer(
      "ESR is the error's power over the target's: 0.01 is -20 dB, what NAM allows two takes of\n"
      "the same thing. A model against a recording cannot get below noise / recording (--noise-s\n"
      "names a stretch of the target where nothing was played); two takes differ by twice that.");
  const auto args = std::make_shared<CompareArgs>();
  verb->add_option("output", args->output, "what is judged: a model's output, or a second take")
      ->type_name(kFile)
      ->required();
  verb->add_option("target", args->target, "what it should be; every ratio is over its power")
      ->type_name(kFile)
      ->required();
  verb->add_flag("--align", args->align, "find the delay to a fraction of a sample and undo it");
  verb->add_flag("--gain-match", args->gain_match, "scale the output to the least error first");
  verb->add_option("--channel", args->channel, "which channel of both files")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--from-s", args->from_s, "start of what is compared, in the target");
  verb->add_option("--to-s", args->to_s, "its end");
  verb->add_option("--noise-s", args->noise_s, "FROM TO in the target: only noise is heard there")
      ->expected(2);
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_compare(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
