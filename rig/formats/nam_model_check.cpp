// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_model_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rig/formats/foreign_json.hpp"
#include "rig/formats/nam_configs.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::int64_t kMostReceptive = 10'000'000;
constexpr std::int64_t kMostSize = 65'536;

std::optional<std::int64_t> size_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  const auto value = found == json.end() ? std::nullopt : whole_number(*found);
  return value && *value >= 1 && *value <= kMostSize ? value : std::nullopt;
}

/// One layer array as one trainer reads it.
struct LayerRule {
  NamTrainer trainer{};
  bool sizes_are_derived{false};  ///< ConcatWaveNet works input and condition size out itself.
};

/// Sum of (kernel - 1) * dilation; nothing where the lists are not numbers of one length.
std::optional<std::int64_t> layers_reach(const Json& layer, const LayerRule& rule) {
  const auto steps = layer.find("dilations");
  const bool one_kernel = rule.trainer == NamTrainer::Release012;
  auto kernels = one_kernel ? layer.end() : layer.find("kernel_sizes");
  if (kernels == layer.end()) kernels = layer.find("kernel_size");
  if (steps == layer.end() || !steps->is_array() || kernels == layer.end()) return std::nullopt;
  const bool list = kernels->is_array() && !one_kernel;
  if (list && kernels->size() != steps->size()) return std::nullopt;
  std::int64_t reach = 0;
  for (std::size_t k = 0; k < steps->size(); ++k) {
    const auto step = whole_number(steps->at(k));
    const auto size = whole_number(list ? kernels->at(k) : *kernels);
    if (!step || !size || *step < 1 || *size < 1 || *step > kMostReceptive || *size > kMostSize) {
      return std::nullopt;
    }
    reach = std::min(reach + (*size - 1) * *step, kMostReceptive);
  }
  return reach;
}

/// Size of the head's kernel less one; nothing where there is no head as the newest trainer wants.
std::optional<std::int64_t> head_reach(const Json& layer) {
  const auto head = layer.find("head");
  if (head == layer.end() || !head->is_object()) return std::nullopt;
  const auto bias = head->find("bias");
  const auto kernel = size_in(*head, "kernel_size");
  const bool good = size_in(*head, "out_channels") && kernel && bias != head->end() &&
                    (bias->is_boolean() || bias->is_number());
  return good ? std::optional{*kernel - 1} : std::nullopt;
}

/// What the trainer trips over; empty: nothing.
std::string layer_objection(const Json& layer, const LayerRule& rule, std::int64_t& reach) {
  if (!layer.is_object()) return "it is no object";
  static const std::set<std::string> arguments{"input_size", "condition_size", "head_size",
                                               "channels",   "kernel_size",    "dilations",
                                               "activation", "gated",          "head_bias"};
  const bool old = rule.trainer == NamTrainer::Release012;
  for (const char* key : {"input_size", "condition_size", "channels"}) {
    if (rule.sizes_are_derived && std::string_view(key) != "channels") continue;
    if (!size_in(layer, key)) return fmt::format("\"{}\" is no positive whole number", key);
  }
  const auto layers = layers_reach(layer, rule);
  if (!layers) {
    return old ? "\"dilations\" must be a list and \"kernel_size\" a number, all whole"
               : "\"dilations\" must be a list, and \"kernel_sizes\" one of that length or one "
                 "number, all whole";
  }
  reach += *layers;
  if (old) {
    if (!size_in(layer, "head_size")) return "\"head_size\" must be there up to release 0.12.3";
    for (const auto& [key, value] : layer.items()) {
      if (!arguments.contains(key)) {
        return fmt::format("\"{}\" is no argument up to release 0.12.3: TypeError", key);
      }
    }
    return "";
  }
  if (!layer.contains("activation")) return "there is no \"activation\": KeyError";
  const auto head = head_reach(layer);
  if (!head) {
    return fmt::format(
        "there is no \"head\" with out_channels, kernel_size and bias: KeyError{}",
        layer.contains("head_size") ? " (head_size is what releases up to 0.12.3 read)" : "");
  }
  reach += *head;
  return "";
}

/// PANAMA's own WaveNet: what it looks back, where the keys are as expected.
std::int64_t lenient_reach(const Json& layers) {
  std::int64_t reach = 0;
  for (const Json& layer : layers) {
    if (layer.is_object()) reach += layers_reach(layer, {NamTrainer::Release012}).value_or(0);
  }
  return reach;
}

class ModelCheck {
 public:
  ModelCheck(CheckContext& check, const char* file, NamTrainer trainer)
      : check_(check), file_(file), trainer_(trainer) {}

  std::int64_t run() {
    std::error_code error;
    if (!std::filesystem::exists(check_.report.dir / file_, error)) return standard();
    const auto model = check_.json(file_);
    if (!model) return standard();
    const Json net = model->value("net", Json(nullptr));
    const Json config = net.is_object() ? net.value("config", Json(nullptr)) : Json(nullptr);
    const auto name = net.is_object() ? text_in(net, "name") : std::nullopt;
    if (!name || !config.is_object()) {
      refuse("net.name must be text and net.config an object");
      return standard();
    }
    // Recurrent nets need no sound before theirs; of others only the sizes of a WaveNet are known.
    if (*name == "LSTM" || *name == "ConcatLSTM") return 1;
    const bool wavenet = *name == "WaveNet" || *name == "HyperWaveNet" || *name == "ConcatWaveNet";
    return wavenet ? wavenet_field(config, *name) : standard();
  }

 private:
  [[nodiscard]] std::int64_t standard() const {
    return trainer_ == NamTrainer::Parametric ? kParametricReceptiveField : kNamReceptiveField;
  }

  void refuse(const std::string& what) {
    if (trainer_ != NamTrainer::Panama) check_.report.add("wrong_model", file_, what);
  }

  std::int64_t wavenet_field(const Json& config, const std::string& name) {
    const char* key = trainer_ == NamTrainer::Parametric ? "layers" : "layers_configs";
    const auto layers = config.find(key);
    if (layers == config.end() || !layers->is_array() || layers->empty()) {
      refuse(fmt::format("net.config.{} must be a list of layer arrays{}", key,
                         trainer_ == NamTrainer::Parametric ? ": KeyError" : ""));
      return standard();
    }
    if (trainer_ == NamTrainer::Panama) {
      const std::int64_t reach = lenient_reach(*layers);
      return reach > 0 ? 1 + reach : standard();
    }
    std::int64_t field = 1;
    for (std::size_t k = 0; k < layers->size(); ++k) {
      const std::string why =
          layer_objection(layers->at(k), {trainer_, name == "ConcatWaveNet"}, field);
      if (why.empty()) continue;
      refuse(fmt::format("layer array {}: {}", k, why));
      return standard();
    }
    return std::min(field + model_head_reach(config), kMostReceptive);
  }

  /// The newest trainer's head behind all layer arrays.
  [[nodiscard]] std::int64_t model_head_reach(const Json& config) const {
    const Json head = config.value("head", Json(nullptr));
    const Json kernels = head.is_object() ? head.value("kernel_sizes", Json(nullptr)) : Json();
    std::int64_t reach = 0;
    if (!kernels.is_array()) return reach;
    for (const Json& kernel : kernels) {
      reach += std::clamp<std::int64_t>(whole_number(kernel).value_or(1), 1, kMostSize) - 1;
    }
    return std::min(reach, kMostReceptive);
  }

  CheckContext& check_;
  const char* file_;
  NamTrainer trainer_;
};

}  // namespace

std::int64_t check_nam_model(CheckContext& check, const char* file, NamTrainer trainer) {
  return ModelCheck(check, file, trainer).run();
}

}  // namespace ampsweep::rig::formats
