// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "analysis/delay.hpp"
#include "analysis/sweep_response.hpp"
#include "rig/cli/analyze.hpp"
#include "rig/cli/analyze_files.hpp"

namespace ampsweep::rig::cli {
namespace {

using Json = nlohmann::ordered_json;

struct SweepFiles {
  FilePair pair;
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

void add_analyze_sweep(CLI::App& analyze, Shell& shell) {
  auto* verb = analyze.add_subcommand(
      "sweep", "response and harmonics from a recorded synchronized exponential sweep");
  const auto files = std::make_shared<SweepFiles>();
  add_file_pair(*verb, files->pair);
  verb->add_option("--from-hz", files->from_hz, "where the sweep starts")->capture_default_str();
  verb->add_option("--to-hz", files->to_hz, "where the sweep ends")->capture_default_str();
  verb->add_option("--orders", files->orders, "harmonics to separate")
      ->check(CLI::Range(1, 20))
      ->capture_default_str();
  verb->callback(
      [&shell, files] { shell.run = [&shell, files] { return analyze_sweep(shell, *files); }; });
}

}  // namespace ampsweep::rig::cli
