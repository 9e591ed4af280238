// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "analysis/level_curve.hpp"
#include "analysis/static_curve.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"
#include "rig/cli/stimulus_job.hpp"
#include "rig/dataset/json.hpp"
#include "signals/calibration.hpp"

namespace ampsweep::rig::cli {
namespace {

using Json = nlohmann::ordered_json;
using analysis::LevelCurve;
using analysis::LevelStep;

constexpr const char* kLevelHelp =
    R"(A sine climbs a ladder of levels and comes down again, at each frequency, between two markers by
which the recording is placed. First write the ladder, play it through the amp and record:
  ampsweep analyze level --write-stimulus ladder.wav
  ampsweep analyze level --recording back.wav --volts-at-full-scale 17.3
Use the same options both times. Levels are dBFS peak: 0 is a sine that reaches full scale.)";

struct LevelJob {
  StimulusJob files;
  std::vector<double> hz{110.0, 1000.0};
  double from_dbfs{-60.0};
  double to_dbfs{-1.0};
  double step_db{1.0};
  double step_s{0.5};
  double settle_s{0.2};
  int orders{10};
};

signals::LevelLadderSpec ladder_of(const LevelJob& job, SampleRate rate) {
  signals::LevelLadderSpec spec = signals::at_rate(signals::LevelLadderSpec{}, rate);
  spec.frequencies.clear();
  for (const double hz : job.hz) spec.frequencies.push_back(Hertz{hz});
  spec.from = DbFsPeak{job.from_dbfs};
  spec.to = DbFsPeak{job.to_dbfs};
  spec.step = Decibels{job.step_db};
  spec.step_length = samples(Seconds{job.step_s}, rate);
  spec.settle = samples(Seconds{job.settle_s}, rate);
  return unobjected(std::move(spec), rate);
}

/// What one run found.
struct LevelFigures {
  SampleRate rate{48000};
  analysis::LevelCurves curves;
  std::vector<std::optional<analysis::StaticCurve>>
      loops;  ///< At each ladder's loudest clean step.
};

/// The XY curve of the loudest step on the way up that does not clip.
std::optional<analysis::StaticCurve> loudest_loop(const signals::LadderLayout& layout,
                                                  const analysis::LevelCurves& curves,
                                                  std::size_t ladder,
                                                  const RecordedChannel& recording) {
  const auto& up = curves.curves[ladder].up;
  std::size_t clean = 0;
  while (clean < up.size() && !up[clean].clipped) ++clean;
  if (clean == 0) return std::nullopt;
  for (const signals::LadderStep& step : layout.steps) {
    if (step.ladder != ladder || step.level != up[clean - 1].input) continue;
    const auto window = curves.place.window(recording.samples, step.measure_from(), step.measured);
    const auto loop = analysis::static_curve(
        window, curves.place.omega(step.frequency, recording.rate), step.level);
    return loop ? std::optional(*loop) : std::nullopt;
  }
  return std::nullopt;
}

LevelFigures measure(const LevelJob& job) {
  const RecordedChannel recording = load_channel(job.files);
  const signals::LevelLadderSpec spec = ladder_of(job, recording.rate);
  const auto place =
      require(analysis::place_by_markers(level_ladder(spec, recording.rate), recording.samples),
              job.files.recording);
  LevelFigures figures;
  figures.rate = recording.rate;
  figures.curves =
      require(analysis::level_curves(spec, recording.samples, recording.rate, place, {job.orders}),
              job.files.recording);
  const auto layout = level_ladder_layout(spec, recording.rate);
  for (std::size_t i = 0; i < spec.frequencies.size(); ++i) {
    figures.loops.push_back(loudest_loop(layout, figures.curves, i, recording));
  }
  return figures;
}

Json step_json(const LevelStep& step, const char* leg, const StimulusJob& files) {
  Json json{{"leg", leg}};
  set_level(json, "input", step.input, files.at_send());
  set_level(json, "output", step.output, files.at_return());
  json["gain_db"] = number_or_null(step.gain_db);
  json["gain_sigma_db"] = number_or_null(step.gain_sigma_db);
  json["compression_db"] = number_or_null(step.compression_db);
  json["harmonics"] = Json::array();
  for (const auto& harmonic : step.harmonics) {
    json["harmonics"].push_back({{"order", harmonic.order},
                                 {"level_dbc", number_or_null(harmonic.level_dbc)},
                                 {"limit_dbc", number_or_null(harmonic.limit_dbc)},
                                 {"measured", harmonic.measured}});
  }
  json["thd_f_db"] = number_or_null(step.thd_f_db);
  json["thd_f_percent"] = number_or_null(100.0 * std::pow(10.0, step.thd_f_db / 20.0));
  json["thd_f_limit_db"] = number_or_null(step.thd_f_limit_db);
  json["dc_full_scale"] = number_or_null(step.dc);
  json["dc_sigma_full_scale"] = number_or_null(step.dc_sigma);
  json["residual_dbfs_rms"] = number_or_null(step.residual_dbfs_rms);
  json["clipped"] = step.clipped;
  return json;
}

Json point_json(const LevelCurve& curve, const std::optional<analysis::CompressionPoint>& point,
                double by_db, const StimulusJob& files) {
  if (!point) return nullptr;
  Json json;
  const DbFsPeak input{point->input_db};
  set_level(json, "input", input, files.at_send());
  set_level(json, "output", input + Decibels{curve.small_signal_gain_db - by_db},
            files.at_return());
  json["sigma_db"] = number_or_null(point->sigma_db);
  return json;
}

Json loop_json(const std::optional<analysis::StaticCurve>& loop, Hertz frequency) {
  if (!loop) return nullptr;
  Json json{{"input_dbfs_peak", loop->input.value()},
            {"hysteresis", loop->hysteresis},
            {"hysteresis_limit", loop->hysteresis_limit},
            {"hysteresis_uncoupled", loop->hysteresis_uncoupled},
            {"coupling_corner_hz", loop->coupling_ratio * frequency.value()},
            {"loop_area", loop->loop_area},
            {"lag_samples", loop->lag_samples}};
  for (const auto& point : loop->curve) {
    json["curve_input_full_scale"].push_back(point.input);
    json["curve_output_full_scale"].push_back(point.output);
  }
  return json;
}

Json to_json(const LevelFigures& figures, const StimulusJob& files) {
  Json json{{"schema", "ampsweep-level-1"},
            {"method", "least squares at the known frequency, settled part of each step"},
            {"sample_rate_hz", figures.rate.value()},
            {"delay_samples", figures.curves.place.delay_samples},
            {"drift_ppm", figures.curves.place.drift_ppm},
            {"volts_at_full_scale", files.at_return() ? Json(files.return_v) : Json(nullptr)},
            {"send_volts_at_full_scale", files.at_send() ? Json(files.send_v) : Json(nullptr)},
            {"ladders", Json::array()}};
  for (std::size_t i = 0; i < figures.curves.curves.size(); ++i) {
    const LevelCurve& curve = figures.curves.curves[i];
    Json ladder{{"frequency_hz", curve.frequency.value()},
                {"small_signal_gain_db", number_or_null(curve.small_signal_gain_db)},
                {"small_signal_sigma_db", number_or_null(curve.small_signal_sigma_db)},
                {"small_signal_flat", curve.small_signal_flat},
                {"compression_1db", point_json(curve, curve.at_1db, 1.0, files)},
                {"compression_3db", point_json(curve, curve.at_3db, 3.0, files)},
                {"static_curve", loop_json(figures.loops[i], curve.frequency)},
                {"steps", Json::array()}};
    for (const LevelStep& step : curve.up) ladder["steps"].push_back(step_json(step, "up", files));
    for (std::size_t k = curve.down.size(); k-- > 0;) {
      ladder["steps"].push_back(step_json(curve.down[k], "down", files));
    }
    for (std::size_t k = 0; k < curve.up.size(); ++k) {
      ladder["down_minus_up_db"].push_back(number_or_null(curve.down_minus_up_db[k]));
      ladder["down_minus_up_sigma_db"].push_back(number_or_null(curve.down_minus_up_sigma_db[k]));
    }
    json["ladders"].push_back(std::move(ladder));
  }
  return json;
}

std::string harmonic_cell(const LevelStep& step, int order) {
  for (const auto& harmonic : step.harmonics) {
    if (harmonic.order != order) continue;
    return harmonic.measured ? fmt::format("{:>8.1f}", harmonic.level_dbc)
                             : fmt::format("{:>8}", fmt::format("<{:.0f}", harmonic.limit_dbc));
  }
  return fmt::format("{:>8}", "-");
}

std::string thd_cell(const LevelStep& step) {
  const auto percent = [](double db) { return 100.0 * std::pow(10.0, db / 20.0); };
  if (std::isfinite(step.thd_f_db)) return fmt::format("{:>9.4f}", percent(step.thd_f_db));
  if (!std::isfinite(step.thd_f_limit_db)) return fmt::format("{:>9}", "-");
  return fmt::format("{:>9}", fmt::format("<{:.4f}", percent(step.thd_f_limit_db)));
}

std::string volts_cell(DbFsPeak level, const std::optional<Volts>& full_scale) {
  if (!full_scale) return {};
  const Volts volts = volts_of_sine(level, *full_scale);
  return cell(volts.value(), 10, 4) + cell(dbu_of(volts).value(), 8, 2);
}

void print_point(std::ostream& out, const LevelCurve& curve, double by_db,
                 const std::optional<analysis::CompressionPoint>& point, const StimulusJob& files) {
  out << fmt::format("{:.0f} dB compression   ", by_db);
  if (!point) {
    out << "not reached\n";
    return;
  }
  const DbFsPeak input{point->input_db};
  const DbFsPeak output = input + Decibels{curve.small_signal_gain_db - by_db};
  out << fmt::format("input {:.2f} dBFS peak +- {:.2f} dB, output {:.2f} dBFS peak", input.value(),
                     point->sigma_db, output.value());
  if (files.at_send()) {
    const Volts volts = volts_of_sine(input, *files.at_send());
    out << fmt::format(", in {:.4f} V ({:.2f} dBu)", volts.value(), dbu_of(volts).value());
  }
  if (files.at_return()) {
    const Volts volts = volts_of_sine(output, *files.at_return());
    out << fmt::format(", out {:.4f} V ({:.2f} dBu)", volts.value(), dbu_of(volts).value());
  }
  out << '\n';
}

void print_curve(std::ostream& out, const LevelCurve& curve,
                 const std::optional<analysis::StaticCurve>& loop, const StimulusJob& files) {
  out << fmt::format("\n{:.2f} Hz, way up; levels in dBFS peak, harmonics in dBc, volts RMS\n",
                     curve.frequency.value());
  out << fmt::format("{:>7}", "input");
  if (files.at_send()) out << fmt::format("{:>10}{:>8}", "in V", "in dBu");
  out << fmt::format("{:>8}", "output");
  if (files.at_return()) out << fmt::format("{:>10}{:>8}", "out V", "out dBu");
  out << fmt::format("{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}{:>9}{:>11}{:>12}\n", "gain dB", "compr", "H2",
                     "H3", "H4", "H5", "THD_F %", "DC FS", "down-up dB");
  for (std::size_t i = 0; i < curve.up.size(); ++i) {
    const LevelStep& step = curve.up[i];
    out << cell(step.input.value(), 7, 1) << volts_cell(step.input, files.at_send());
    if (step.clipped) {
      out << "  the recording clips here: not measured\n";
      continue;
    }
    out << cell(step.output.value(), 8, 2) << volts_cell(step.output, files.at_return())
        << cell(step.gain_db, 8, 3) << cell(step.compression_db, 8, 3);
    for (int order = 2; order <= 5; ++order) out << harmonic_cell(step, order);
    out << thd_cell(step) << cell(step.dc, 11, 6) << cell(curve.down_minus_up_db[i], 12, 3) << '\n';
  }
  out << fmt::format("small-signal gain  {:.3f} dB +- {:.3f}{}\n", curve.small_signal_gain_db,
                     curve.small_signal_sigma_db,
                     curve.small_signal_flat ? ""
                                             : " (still changing at the lowest levels: compression "
                                               "is relative to a compressed gain)");
  print_point(out, curve, 1.0, curve.at_1db, files);
  print_point(out, curve, 3.0, curve.at_3db, files);
  if (!loop) return;
  const auto index = [&](double value) {
    return value > loop->hysteresis_limit ? fmt::format("{:.5f}", value)
                                          : fmt::format("< {:.5f}", loop->hysteresis_limit);
  };
  out << fmt::format(
      "hysteresis index   {} at {:.1f} dBFS peak (isotonic curve), {} with a coupling of {:.2f} Hz "
      "undone; loop area {:.4f}\n",
      index(loop->hysteresis), loop->input.value(), index(loop->hysteresis_uncoupled),
      loop->coupling_ratio * curve.frequency.value(), loop->loop_area);
}

int analyze_level(const Shell& shell, const LevelJob& job) {
  if (job.files.writes()) {
    const SampleRate rate{job.files.rate_hz};
    return write_stimulus(shell, job.files, level_ladder(ladder_of(job, rate), rate));
  }
  const LevelFigures figures = measure(job);
  if (shell.json) {
    shell.front.out << indented_text(to_json(figures, job.files)) << '\n';
    return kOk;
  }
  shell.front.out << fmt::format(
      "level ladder: least squares at the known frequency, settled part of each step\n"
      "delay {:.2f} samples, drift {:.3f} ppm (from the markers)\n",
      figures.curves.place.delay_samples, figures.curves.place.drift_ppm);
  for (std::size_t i = 0; i < figures.curves.curves.size(); ++i) {
    print_curve(shell.front.out, figures.curves.curves[i], figures.loops[i], job.files);
  }
  return kOk;
}

}  // namespace

void add_analyze_level(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand(
      "level", "gain, compression, harmonics and DC against level, from a level ladder");
  verb->footer(kLevelHelp);
  const auto job = std::make_shared<LevelJob>();
  add_stimulus_job(*verb, job->files);
  verb->add_option("--frequencies-hz", job->hz, "one ladder each, separated by commas")
      ->delimiter(',')
      ->capture_default_str();
  verb->add_option("--from-dbfs", job->from_dbfs, "lowest step, dBFS peak")->capture_default_str();
  verb->add_option("--to-dbfs", job->to_dbfs, "highest step, dBFS peak")->capture_default_str();
  verb->add_option("--step-db", job->step_db, "from one step to the next")->capture_default_str();
  verb->add_option("--step-s", job->step_s, "length of a step")->capture_default_str();
  verb->add_option("--settle-s", job->settle_s, "start of a step that is not measured")
      ->capture_default_str();
  verb->add_option("--orders", job->orders, "highest harmonic reported")
      ->check(CLI::Range(2, 20))
      ->capture_default_str();
  verb->callback(
      [&shell, job] { shell.run = [&shell, job] { return analyze_level(shell, *job); }; });
}

}  // namespace ampsweep::rig::cli
