// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/serve_panama.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>
#include <system_error>

#include "rig/capture/extend_job.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/json.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSidecarSchema = "ampsweep-panama-knobs-1";
constexpr double kAnyCorrelation = 1.0;

fs::path inputs_of(const PanamaDesk& desk) { return desk.out / "active_learning_inputs"; }
fs::path sidecar_of(const PanamaDesk& desk) { return inputs_of(desk) / "knobs.json"; }
std::string sound_name(int index) { return fmt::format("{:04d}.wav", index); }

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

[[noreturn]] void fail(const fs::path& file, const std::string& why) {
  throw SetupError(SetupKind::Data, file.string() + ": " + why, "");
}

/// By index, as the sidecar tells them; none where it is damaged: sounds are then handed over anew.
std::vector<Json> told_points(const PanamaDesk& desk) {
  const Json sidecar = Json::parse(bytes_of(sidecar_of(desk)), nullptr, false);
  std::vector<Json> points;
  if (!sidecar.is_object() || !sidecar.contains("points") || !sidecar["points"].is_array()) {
    return points;
  }
  for (const Json& point : sidecar["points"]) {
    const bool whole = point.is_object() && point.contains("index") &&
                       point["index"].is_number_integer() && point.contains("g_vector");
    if (whole) points.push_back(point);
  }
  return points;
}

const Json* told(const std::vector<Json>& points, int index) {
  const auto found = std::find_if(points.begin(), points.end(),
                                  [&](const Json& one) { return one["index"] == index; });
  return found == points.end() ? nullptr : &*found;
}

/// Any accepted take of that setting, the newest first.
const TakeRecord* take_of(const Dataset& dataset, const Setting& setting) {
  for (auto take = dataset.takes.rbegin(); take != dataset.takes.rend(); ++take) {
    if (take->planned.setting == setting && take->accepted() != nullptr) return &*take;
  }
  return nullptr;
}

void copy_sound(const Dataset& dataset, const Outcome& outcome, const fs::path& to) {
  const auto from = inside(dataset.dir, outcome.take_file);
  if (!from) fail(outcome.take_file, from.error().detail);
  if (sha256_of_file(*from) != outcome.take_sha256) {
    fail(*from, "is not the file that was recorded: its SHA-256 differs from the ledger's");
  }
  const std::string bytes = bytes_of(*from);
  auto file = PendingFile::create(to);
  if (!file) fail(to, file.error().detail);
  const auto written = file->write(std::as_bytes(std::span{bytes}), 0).and_then([&] {
    return file->publish(FileOps::IfExists::Replace);
  });
  if (!written) fail(to, written.error().detail);
}

Json knobs_json(const std::vector<Axis>& axes) {
  Json knobs = Json::array();
  for (const Axis& axis : axes) {
    knobs.push_back({{"id", axis.knob.id},
                     {"label", axis.knob.label},
                     {"at_0", axis.low},
                     {"at_1", axis.high}});
  }
  return knobs;
}

/// Where the knobs stood, in the order and on the scale of the vector.
Json point_json(const PanamaRound& round, const WantedPoint& wanted, const TakeRecord& take) {
  const AttemptRecord& attempt = *take.accepted();
  Json json{{"index", wanted.point.index},       {"file", sound_name(wanted.point.index)},
            {"g_vector", wanted.point.g_vector}, {"take", take.planned.id},
            {"attempt", attempt.attempt.number}, {"sha256", attempt.outcome->take_sha256},
            {"g_vector_reached", Json::array()}, {"uncertainty", Json::array()}};
  for (const Axis& axis : round.axes) {
    const auto& labels = attempt.attempt.labels;
    const auto label = std::find_if(labels.begin(), labels.end(),
                                    [&](const KnobLabel& one) { return one.id == axis.knob.id; });
    if (label == labels.end()) fail(sound_name(wanted.point.index), "its label is lost");
    const double travel = axis.knob.maximum - axis.knob.minimum;
    json["g_vector_reached"].push_back((label->printed - axis.low) / (axis.high - axis.low));
    json["uncertainty"].push_back(label->uncertainty * travel / (axis.high - axis.low));
  }
  return json;
}

void write_sidecar(const PanamaDesk& desk, const PanamaRound& round, const Dataset& dataset,
                   const std::vector<Json>& points) {
  Json sidecar{{"schema", kSidecarSchema},
               {"dataset", fs::absolute(desk.dataset).string()},
               {"input", fs::absolute(desk.dataset / "input.wav").string()},
               {"input_sha256", dataset.input_sha256},
               {"knobs", knobs_json(round.axes)},
               {"points", points}};
  const auto written = replace_text(sidecar_of(desk), indented_text(sidecar) + "\n");
  if (!written) fail(sidecar_of(desk), written.error().detail);
}

/// The data config of the newest round, as far as its file can be read.
Json newest_data_config(const PanamaDesk& desk) {
  for (int round = 999; round >= 0; --round) {
    const fs::path file = desk.out / fmt::format("aggregated_data_config_{}.json", round);
    std::error_code ignored;
    if (fs::exists(file, ignored)) return Json::parse(bytes_of(file), nullptr, false);
  }
  return {};
}

}  // namespace

void check_panama_desk(const PanamaDesk& desk) {
  const fs::path wanted = fs::weakly_canonical(inputs_of(desk) / "new_points.json");
  const fs::path named = fs::weakly_canonical(panama_points_file(desk.plan));
  if (wanted == named) return;
  throw SetupError(SetupKind::Usage,
                   desk.plan.string() + " reads its points from " + named.string() +
                       ", not from the trainer's folder",
                   "points = \"" + wanted.string() + "\" in its [design]");
}

std::optional<PanamaRound> panama_round(const PanamaDesk& desk) {
  const fs::path file = inputs_of(desk) / "new_points.json";
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return std::nullopt;
  if (Json::parse(bytes_of(file), nullptr, false).is_discarded()) return std::nullopt;
  return load_panama_round(desk.plan);
}

std::vector<WantedPoint> missing_sounds(const PanamaDesk& desk, const PanamaRound& round) {
  const auto points = told_points(desk);
  std::vector<WantedPoint> missing;
  for (const WantedPoint& wanted : round.wanted) {
    std::error_code ignored;
    const Json* known = told(points, wanted.point.index);
    const bool there = fs::exists(inputs_of(desk) / sound_name(wanted.point.index), ignored);
    const bool other = known != nullptr && (*known)["g_vector"] != Json(wanted.point.g_vector);
    if (!there || other) missing.push_back(wanted);
  }
  return missing;
}

PanamaJob panama_job(const PanamaDesk& desk) {
  if (!is_dataset(desk.dataset)) {
    return {load_job(desk.plan.string(), desk.devices, kAnyCorrelation), false};
  }
  return {extend_job(desk.plan.string(), desk.dataset, kAnyCorrelation).job, true};
}

std::vector<int> deliver_sounds(const PanamaDesk& desk, const PanamaRound& round,
                                const std::vector<WantedPoint>& missing) {
  std::vector<int> delivered;
  if (!is_dataset(desk.dataset)) return delivered;
  const Dataset dataset = open_dataset(desk.dataset);
  std::vector<Json> points = told_points(desk);
  for (const WantedPoint& wanted : missing) {
    const TakeRecord* take = take_of(dataset, wanted.setting);
    if (take == nullptr) continue;
    copy_sound(dataset, *take->accepted()->outcome,
               inputs_of(desk) / sound_name(wanted.point.index));
    std::erase_if(points, [&](const Json& one) { return one["index"] == wanted.point.index; });
    points.push_back(point_json(round, wanted, *take));
    delivered.push_back(wanted.point.index);
  }
  if (!delivered.empty()) write_sidecar(desk, round, dataset, points);
  return delivered;
}

std::string other_input(const PanamaDesk& desk) {
  const Json config = newest_data_config(desk);
  if (!config.is_object() || !is_dataset(desk.dataset)) return "";
  if (!config.contains("train") || !config["train"].contains("x_path")) return "";
  if (!config["train"]["x_path"].is_string()) return "";
  std::error_code ignored;
  const fs::path input = config["train"]["x_path"].get<std::string>();
  if (!fs::is_regular_file(input, ignored)) return "";
  return sha256_of_file(input) == open_dataset(desk.dataset).input_sha256 ? "" : input.string();
}

}  // namespace ampsweep::rig
