// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/collect_report.hpp"

#include <mutex>
#include <utility>

#include "analysis/parallel_for.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/report/take_figures.hpp"

namespace ampsweep::rig {
namespace {

TakeFigures figures_of(const Dataset& dataset, const FigureLayout& layout,
                       const TakeRecord& record) {
  const AttemptRecord* accepted = record.accepted();
  if (accepted == nullptr) return {};
  const auto take = read_take(dataset, *accepted->outcome);
  if (take && record.planned.motion) {
    TakeFigures none;
    none.missing.emplace_back("a knob moved during this take: it has no figures of one setting");
    return none;
  }
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
    return tl::unexpected(Fault{FaultCode::Stopped, "the report was stopped; nothing was written"});
  }
  return ReportData{std::move(dataset), layout.grid, sweep_level(layout), std::move(figures)};
}

}  // namespace ampsweep::rig
