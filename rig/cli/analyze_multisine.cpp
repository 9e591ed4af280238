// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "analysis/best_linear.hpp"
#include "analysis/delay.hpp"
#include "analysis/distortion_bands.hpp"
#include "analysis/sound_check.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/dataset/json.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig::cli {
namespace {

constexpr double kSameStimulusEsr = 1e-6;  ///< 16-bit rounding stays below, another seed is at 2.

struct MultisineJob {
  FilePair files;
  std::string input;
  std::string write;
  int rate_hz{48000};
  double from_hz{80.0};
  double to_hz{15000.0};
  std::int64_t period{65536};
  double level_dbfs_rms{-18.0};
  double peak_limit_dbfs_peak{-1.0};
  int per_octave{3};
  std::optional<double> delay_samples;
  signals::MultisineSpec spec;
};

signals::MultisineSpec multisine_spec_of(const MultisineJob& job) {
  signals::MultisineSpec spec = job.spec;
  spec.from = Hertz{job.from_hz};
  spec.to = Hertz{job.to_hz};
  spec.period = SampleCount{job.period};
  spec.level = DbFsRms{job.level_dbfs_rms};
  spec.peak_limit = DbFsPeak{job.peak_limit_dbfs_peak};
  return spec;
}

signals::Multisine build_multisine(const signals::MultisineSpec& spec, SampleRate rate) {
  if (auto why = signals::objection(spec, rate); !why.empty()) {
    throw SetupError(SetupKind::Data, why, "");
  }
  signals::Multisine built = signals::multisine(spec, rate);
  if (!built.within_limit()) {
    throw SetupError(SetupKind::Data,
                     fmt::format("the multisine peaks at {:.2f} dBFS, above its limit of {:.2f}",
                                 built.peak.value(), built.limit.value()),
                     "lower --level-dbfs-rms or raise --peak-limit-dbfs-peak");
  }
  return built;
}

int write_multisine(const Shell& shell, const MultisineJob& job) {
  const SampleRate rate{job.rate_hz};
  const signals::Multisine built = build_multisine(multisine_spec_of(job), rate);
  const std::vector<double> samples(built.samples.begin(), built.samples.end());
  const auto written = write_pcm24(job.write, samples, rate);
  if (!written) throw SetupError(SetupKind::Data, written.error().detail, "");
  const double length_s = static_cast<double>(samples.size()) / rate.value();
  if (shell.json) {
    shell.front.out << indented_text(Json{{"schema", "ampsweep-multisine-stimulus-1"},
                                          {"file", job.write},
                                          {"sample_rate_hz", rate.value()},
                                          {"length_s", length_s},
                                          {"level_dbfs_rms", job.level_dbfs_rms},
                                          {"peak_dbfs_peak", built.peak.value()}})
                    << '\n';
  } else {
    shell.front.out << fmt::format(
        "{}: {:.1f} s, {:.2f} dBFS rms, {:.2f} dBFS peak\nanalyse its recording with the same "
        "options\n",
        job.write, length_s, job.level_dbfs_rms, built.peak.value());
  }
  return kOk;
}

/// The given file must be the sound of the options; silence may follow it.
void require_same_multisine(const signals::Multisine& built, const std::vector<float>& given,
                            const std::string& name) {
  const bool long_enough = given.size() >= built.samples.size();
  const auto part = std::span(given).first(std::min(given.size(), built.samples.size()));
  if (long_enough && analysis::error_to_signal(part, built.samples) < kSameStimulusEsr) return;
  throw SetupError(SetupKind::Data, fmt::format("{} is not the multisine of these options", name),
                   "give the options it was written with (--write-stimulus)");
}

/// Two periods of the first realization: what follows would match again one period later.
double multisine_delay(const signals::MultisineSpec& spec, const signals::Multisine& built,
                       std::span<const float> recording, SampleRate rate, const std::string& name) {
  const auto reference =
      std::span(built.samples).first(2 * static_cast<std::size_t>(spec.period.value()));
  const SampleCount half{spec.period.value() / 2};
  return require(analysis::estimate_delay(reference, recording, rate, {-half, half}), name)
      .delay_samples;
}

Json power_figure_json(const analysis::PowerFigure& figure) {
  const auto db = [](double power) { return number_or_null(10.0 * std::log10(power)); };
  return {{"level_dbfs_rms", figure.measured() ? db(figure.power) : Json(nullptr)},
          {"sigma_db", number_or_null(10.0 / std::log(10.0) * figure.sigma / figure.power)},
          {"limit_dbfs_rms", db(figure.limit)}};
}

Json distortion_bands_json(const std::vector<analysis::DistortionBand>& bands) {
  Json list = Json::array();
  for (const auto& band : bands) {
    list.push_back({{"hz", band.hz},
                    {"gain_db", number_or_null(band.gain_db)},
                    {"gain_sigma_db", number_or_null(band.gain_sigma_db)},
                    {"phase_deg", number_or_null(band.phase_deg)},
                    {"linear_dbfs_rms", number_or_null(band.linear.value())},
                    {"even_dbfs_rms", number_or_null(band.even.value())},
                    {"odd_dbfs_rms", number_or_null(band.odd.value())},
                    {"noise_dbfs_rms", number_or_null(band.noise.value())},
                    {"limit_dbfs_rms", number_or_null(band.limit_dbfs_rms)},
                    {"sndr_db", number_or_null(band.sndr_db)}});
  }
  return list;
}

Json multisine_json(const analysis::BestLinear& result, const MultisineJob& job, double delay,
                    SampleRate rate) {
  const auto& split = result.split;
  return {{"schema", "ampsweep-multisine-1"},
          {"method", result.realizations > 1 ? "random-phase odd multisine, fast and variance"
                                             : "random-phase odd multisine, fast"},
          {"sample_rate_hz", rate.value()},
          {"delay_samples", delay},
          {"residual_delay_samples", result.residual_delay_samples},
          {"clock_offset_ppm", result.clock_offset_ppm},
          {"clock_offset_sigma_ppm", result.clock_offset_sigma_ppm},
          {"settled", result.settled},
          {"realizations", result.realizations},
          {"periods", result.periods},
          {"input_dbfs_rms", result.input_level.value()},
          {"output_dbfs_rms", result.output_level.value()},
          {"output_dbfs_peak", result.output_peak.value()},
          {"output_dc_full_scale", result.output_dc},
          {"linear_dbfs_rms", number_or_null(10.0 * std::log10(split.linear))},
          {"even", power_figure_json(split.even)},
          {"odd", power_figure_json(split.odd)},
          {"odd_by_variance", power_figure_json(split.odd_by_variance)},
          {"noise_dbfs_rms", number_or_null(10.0 * std::log10(split.noise))},
          {"residual_esr", split.residual_esr()},
          {"even_esr", split.even_esr()},
          {"odd_esr", split.odd_esr()},
          {"noise_esr", split.noise_esr()},
          {"bands_per_octave", job.per_octave},
          {"bands", distortion_bands_json(analysis::distortion_bands(result, job.per_octave))}};
}

std::string power_figure_text(const analysis::PowerFigure& figure) {
  if (std::isnan(figure.power)) return "     - (needs two realizations)";
  const double limit = 10.0 * std::log10(figure.limit);
  if (!figure.measured()) return fmt::format("< {:.1f} dBFS rms", limit);
  return fmt::format("{:7.2f} dBFS rms +- {:.2f} dB (limit {:.1f})",
                     10.0 * std::log10(figure.power),
                     10.0 / std::log(10.0) * figure.sigma / figure.power, limit);
}

void print_multisine_split(std::ostream& out, const analysis::BestLinear& result, double delay) {
  const auto& split = result.split;
  out << fmt::format(
      "best linear approximation, {} realizations of {} periods, delay {:.3f} samples\n"
      "input      {:7.2f} dBFS rms\noutput     {:7.2f} dBFS rms, {:.2f} dBFS peak, DC {:.2e}\n",
      result.realizations, result.periods, delay, result.input_level.value(),
      result.output_level.value(), result.output_peak.value(), result.output_dc);
  out << fmt::format("linear     {:7.2f} dBFS rms\n", 10.0 * std::log10(split.linear));
  out << "even       " << power_figure_text(split.even) << "  (even bins)\n";
  out << "odd        " << power_figure_text(split.odd) << "  (detection lines)\n";
  out << "odd        " << power_figure_text(split.odd_by_variance)
      << "  (variance of realizations)\n";
  out << fmt::format("noise      {:7.2f} dBFS rms  (variance of periods)\n",
                     10.0 * std::log10(split.noise));
  out << fmt::format("linear-fit residual ESR {:.3g} = even {:.3g} + odd {:.3g} + noise {:.3g}\n",
                     split.residual_esr(), split.even_esr(), split.odd_esr(), split.noise_esr());
  if (!result.settled) {
    out << "note: first periods differ from the later ones; play more transient periods\n";
  }
}

void print_multisine_bands(std::ostream& out, const std::vector<analysis::DistortionBand>& bands) {
  out << "\n      Hz   gain dB      +-    phase   linear     even      odd    noise    SNDR dB"
         "   (levels: dBFS rms of the band)\n";
  for (const auto& band : bands) {
    const auto shown = [&](DbFsRms level) {
      return level.value() < band.limit_dbfs_rms ? fmt::format("  <{:6.1f}", band.limit_dbfs_rms)
                                                 : fmt::format("{:9.1f}", level.value());
    };
    out << fmt::format("{:8.1f} {:9.3f} {:7.3f} {:8.2f}{:9.1f}{}{}{:9.1f}{:11.1f}\n", band.hz,
                       band.gain_db, band.gain_sigma_db, band.phase_deg, band.linear.value(),
                       shown(band.even), shown(band.odd), band.noise.value(), band.sndr_db);
  }
}

int analyze_multisine(const Shell& shell, const MultisineJob& job) {
  if (!job.write.empty()) return write_multisine(shell, job);
  const LoadedPair pair = load(job.files);
  const SampleRate rate = pair.stimulus.rate();
  const signals::MultisineSpec spec = multisine_spec_of(job);
  const signals::Multisine built = build_multisine(spec, rate);
  require_same_multisine(built, pair.stimulus.channels.at(0), job.files.stimulus);
  const auto& recording = pair.recording.channels.at(0);
  std::vector<float> input;
  if (!job.input.empty()) input = load({job.files.stimulus, job.input}).recording.channels.at(0);
  const auto& timed = input.empty() ? recording : input;
  const double delay = job.delay_samples
                           ? *job.delay_samples
                           : multisine_delay(spec, built, timed, rate,
                                             input.empty() ? job.files.recording : job.input);
  const auto result =
      require(analysis::best_linear(spec, recording, input, rate, delay), job.files.recording);
  if (shell.json) {
    shell.front.out << indented_text(multisine_json(result, job, delay, rate)) << '\n';
  } else {
    print_multisine_split(shell.front.out, result, delay);
    print_multisine_bands(shell.front.out, analysis::distortion_bands(result, job.per_octave));
  }
  return kOk;
}

void add_spec_options(CLI::App& verb, MultisineJob& job) {
  static const std::map<std::string, signals::MultisineShape> kShapes{
      {"flat", signals::MultisineShape::Flat}, {"pink", signals::MultisineShape::Pink}};
  const auto option = [&verb](const char* name, auto& value, const char* help) {
    return verb.add_option(name, value, help)->capture_default_str()->group("Stimulus");
  };
  option("--from-hz", job.from_hz, "lowest line");
  option("--to-hz", job.to_hz, "highest line");
  option("--period-samples", job.period, "samples of one period, even");
  option("--realizations", job.spec.realizations, "draws of the phases; 1: fast method only");
  option("--periods", job.spec.periods, "analysed periods of each");
  option("--transient-periods", job.spec.transient_periods, "periods played before those");
  option("--group", job.spec.group, "odd lines of which one stays silent to listen");
  option("--level-dbfs-rms", job.level_dbfs_rms, "level of every realization");
  option("--peak-limit-dbfs-peak", job.peak_limit_dbfs_peak, "refuse a louder sample");
  option("--seed", job.spec.seed, "of phases and silent lines");
  verb.add_option("--shape", job.spec.shape, "flat or pink (equal power per octave) [flat]")
      ->transform(CLI::CheckedTransformer(kShapes))
      ->group("Stimulus");
}

}  // namespace

void add_analyze_multisine(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand(
      "multisine", "best linear response with noise, even and odd distortion told apart");
  verb->footer(
      "1. --write-stimulus S.wav makes the sound (41 s by default). 2. Play it through the amp and "
      "record.\n3. --stimulus S.wav --recording R.wav with the same stimulus options analyses it; "
      "--input L.wav\n   (the loopback, recorded beside) takes the interface out");
  const auto job = std::make_shared<MultisineJob>();
  auto* write = verb->add_option("--write-stimulus", job->write, "write the stimulus here and stop")
                    ->type_name(kFile);
  verb->add_option("--rate-hz", job->rate_hz, "sample rate of --write-stimulus")
      ->capture_default_str();
  auto* stimulus =
      verb->add_option("--stimulus", job->files.stimulus, "what was played")->type_name(kFile);
  auto* recording =
      verb->add_option("--recording", job->files.recording, "what came back")->type_name(kFile);
  stimulus->needs(recording)->excludes(write);
  recording->needs(stimulus)->excludes(write);
  verb->add_option("--input", job->input, "loopback recorded beside it")
      ->type_name(kFile)
      ->needs(recording);
  verb->add_option("--delay-samples", job->delay_samples,
                   "where the stimulus starts; found by correlation unless given");
  verb->add_option("--bands-per-octave", job->per_octave, "smoothing of the table")
      ->check(CLI::Range(1, 48))
      ->capture_default_str();
  add_spec_options(*verb, *job);
  verb->callback([&shell, job] {
    if (job->write.empty() && job->files.recording.empty()) {
      throw CLI::RequiredError("--stimulus and --recording, or --write-stimulus");
    }
    shell.run = [&shell, job] { return analyze_multisine(shell, *job); };
  });
}

}  // namespace ampsweep::rig::cli
