// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/collect_report.hpp"

#include <fmt/format.h>

#include <mutex>
#include <utility>

#include "analysis/parallel_for.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/sha256.hpp"
#include "rig/report/take_figures.hpp"

namespace ampsweep::rig {
namespace {

Fault fault(FaultCode code, const std::string& detail) { return Fault{code, detail}; }

/// The take's only channel when the file is the one the ledger lists; nothing else is measured.
Result<std::vector<float>> trusted_take(const Dataset& dataset, const Outcome& outcome) {
  const std::string& name = outcome.take_file;
  const auto path = inside(dataset.dir, name);
  if (!path) return tl::unexpected(path.error());
  auto audio = read_wav(*path);
  if (!audio) return tl::unexpected(audio.error());
  if (sha256_of_file(*path) != outcome.take_sha256) {
    return tl::unexpected(fault(FaultCode::HashMismatch,
                                name + " is not the file that was recorded: its SHA-256 differs "
                                       "from the ledger's"));
  }
  if (audio->channels.size() != 1 || audio->rate() != dataset.rate) {
    return tl::unexpected(fault(FaultCode::FormatMismatch,
                                fmt::format("{} is {}; the dataset is mono at {} Hz", name,
                                            audio->info.description(), dataset.rate.value())));
  }
  if (audio->length() != dataset.length) {
    return tl::unexpected(fault(FaultCode::LengthMismatch,
                                fmt::format("{} holds {} samples instead of {}", name,
                                            audio->length().value(), dataset.length.value())));
  }
  return std::move(audio->channels.front());
}

TakeFigures figures_of(const Dataset& dataset, const FigureLayout& layout,
                       const TakeRecord& record) {
  const AttemptRecord* accepted = record.accepted();
  if (accepted == nullptr) return {};
  const auto take = trusted_take(dataset, *accepted->outcome);
  if (take) {
    return measure_take(layout, *take, dataset.rate, accepted->outcome->measured.headroom_samples);
  }
  TakeFigures figures;
  figures.file_fault = take.error();
  return figures;
}

std::optional<double> sweep_level(const FigureLayout& layout) {
  if (!layout.sweep) return {};
  return std::get<signals::SweepSpec>(layout.sweep->recipe).level.value();
}

}  // namespace

Result<ReportData> collect_report(Dataset dataset, const ReportOptions& options,
                                  const ReportProgress& progress) {
  const FigureLayout layout = figure_layout(dataset.segments, dataset.rate, dataset.length);
  const std::size_t total = dataset.takes.size();
  std::vector<TakeFigures> figures(total);
  std::mutex progress_lock;
  std::size_t done = 0;
  const bool whole = analysis::parallel_for(
      total, options.threads,
      [&](std::size_t i) {
        figures[i] = figures_of(dataset, layout, dataset.takes[i]);
        const std::lock_guard guard(progress_lock);
        ++done;
        if (progress) progress(done, total);
      },
      options.stop);
  if (!whole) {
    return tl::unexpected(fault(FaultCode::Stopped, "the report was stopped; nothing was written"));
  }
  return ReportData{std::move(dataset), layout.grid, sweep_level(layout), std::move(figures)};
}

}  // namespace ampsweep::rig
