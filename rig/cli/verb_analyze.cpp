// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "analysis/delay.hpp"
#include "analysis/sweep_response.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/wav_file.hpp"

namespace ampsweep::rig::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Pair {
  std::string stimulus;
  std::string recording;
};

struct LoadedPair {
  WavAudio stimulus;
  WavAudio recording;
};

void add_pair(CLI::App& app, Pair& pair) {
  app.add_option("--stimulus", pair.stimulus, "what was played (WAV or FLAC)")->required();
  app.add_option("--recording", pair.recording, "what came back (WAV or FLAC)")->required();
}

LoadedPair load(const Pair& pair) {
  LoadedPair loaded{require_wav(pair.stimulus), require_wav(pair.recording)};
  if (loaded.stimulus.rate() != loaded.recording.rate()) {
    throw SetupError(
        SetupKind::Data,
        fmt::format("{} has {} Hz, {} has {} Hz", pair.stimulus, loaded.stimulus.rate().value(),
                    pair.recording, loaded.recording.rate().value()),
        "compare files of one sample rate");
  }
  return loaded;
}

template <class T>
T require(analysis::Measured<T> measured, const std::string& what) {
  if (!measured) throw SetupError(SetupKind::Data, what + ": " + measured.error().detail, "");
  return std::move(*measured);
}

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

int analyze_delay(const Shell& shell, const Pair& files) {
  const LoadedPair pair = load(files);
  const auto delay =
      require(analysis::estimate_delay(pair.stimulus.channels.at(0), pair.recording.channels.at(0),
                                       pair.stimulus.rate()),
              files.recording);
  if (shell.json) {
    const Json json{{"schema", "ampsweep-delay-1"},
                    {"sample_rate_hz", pair.stimulus.rate().value()},
                    {"delay_samples", delay.delay_samples},
                    {"delay_sigma_samples", delay.delay_sigma_samples},
                    {"polarity", delay.polarity},
                    {"ac_corner_hz", delay.ac_corner_hz},
                    {"gain_db", delay.gain_db},
                    {"snr_db", delay.snr_db}};
    shell.front.out << json.dump(2) << '\n';
  } else {
    shell.front.out << fmt::format(
        "delay      {:.5f} samples +- {:.5f} (matched filter, AC coupling removed)\n"
        "polarity   {}\nAC corner  {:.2f} Hz\ngain       {:.2f} dB\nSNR        {:.1f} dB\n",
        delay.delay_samples, delay.delay_sigma_samples,
        delay.polarity > 0   ? "normal"
        : delay.polarity < 0 ? "inverted"
                             : "unsure",
        delay.ac_corner_hz, delay.gain_db, delay.snr_db);
  }
  return kOk;
}

struct SweepFiles {
  Pair pair;
  double from_hz{20.0};
  double to_hz{20000.0};
  int orders{10};
};

Json to_json(const analysis::SweepResponse& response) {
  Json json{{"schema", "ampsweep-sweep-1"}};
  json["orders"] = Json::array();
  for (const auto& order : response.orders) {
    Json entry{{"order", order.order}};
    for (const auto& point : order.points) {
      entry["hz"].push_back(point.hz);
      entry["level_db"].push_back(number_or_null(point.level_db));
      entry["phase_deg"].push_back(number_or_null(point.phase_deg));
    }
    entry["edge_db"] = number_or_null(order.edge_db);
    json["orders"].push_back(std::move(entry));
  }
  json["ghost_dbc"] = number_or_null(response.ghost_dbc);
  return json;
}

void print_table(std::ostream& out, const analysis::SweepResponse& response) {
  out << "   excitation Hz";
  for (const auto& order : response.orders) out << fmt::format("      H{:<3}", order.order);
  out << "  (dB re stimulus)\n";
  for (std::size_t i = 0; i < response.orders.front().points.size(); ++i) {
    out << fmt::format("{:16.1f}", response.orders.front().points[i].hz);
    for (const auto& order : response.orders) {
      const double level = order.points[i].level_db;
      out << (std::isfinite(level) ? fmt::format("{:10.2f}", level) : std::string("         -"));
    }
    out << '\n';
  }
  out << fmt::format("strongest ghost {:.1f} dBc\n", response.ghost_dbc);
}

int analyze_sweep(const Shell& shell, const SweepFiles& files) {
  const LoadedPair pair = load(files.pair);
  const auto& recording = pair.recording.channels.at(0);
  signals::SweepSpec sweep;
  sweep.from = Hertz{files.from_hz};
  sweep.to = Hertz{files.to_hz};
  sweep.length = pair.stimulus.length();
  double peak = 0.0;
  for (const float x : pair.stimulus.channels.at(0)) {
    peak = std::max(peak, static_cast<double>(std::abs(x)));
  }
  sweep.level = DbFsPeak{20.0 * std::log10(peak)};
  const auto delay = require(
      analysis::estimate_delay(pair.stimulus.channels.at(0), recording, pair.stimulus.rate()),
      files.pair.recording);
  analysis::SweepOptions options;
  options.orders = files.orders;
  const auto response = require(analysis::sweep_response(sweep, recording, pair.stimulus.rate(),
                                                         delay.delay_samples, options),
                                files.pair.recording);
  if (shell.json) {
    shell.front.out << to_json(response).dump(2) << '\n';
  } else {
    print_table(shell.front.out, response);
  }
  return kOk;
}

}  // namespace

void add_analyze(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand("analyze", "measure recordings made anywhere");
  verb->require_subcommand(1);

  auto* delay = verb->add_subcommand("delay", "delay, polarity and AC coupling of a recording");
  const auto pair = std::make_shared<Pair>();
  add_pair(*delay, *pair);
  delay->callback(
      [&shell, pair] { shell.run = [&shell, pair] { return analyze_delay(shell, *pair); }; });

  auto* sweep = verb->add_subcommand(
      "sweep", "response and harmonics from a recorded synchronized exponential sweep");
  const auto files = std::make_shared<SweepFiles>();
  add_pair(*sweep, files->pair);
  sweep->add_option("--from-hz", files->from_hz, "where the sweep starts")->capture_default_str();
  sweep->add_option("--to-hz", files->to_hz, "where the sweep ends")->capture_default_str();
  sweep->add_option("--orders", files->orders, "harmonics to separate")
      ->check(CLI::Range(1, 20))
      ->capture_default_str();
  sweep->callback(
      [&shell, files] { shell.run = [&shell, files] { return analyze_sweep(shell, *files); }; });
}

}  // namespace ampsweep::rig::cli
