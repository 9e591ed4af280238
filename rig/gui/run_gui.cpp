// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/run_gui.hpp"

#include <imgui.h>

#include <variant>

#include "rig/gui/control/bench_worker.hpp"
#include "rig/gui/control/board.hpp"
#include "rig/gui/control/file_worker.hpp"
#include "rig/gui/control/verb_worker.hpp"
#include "rig/gui/draw_window.hpp"
#include "rig/gui/dropped_file.hpp"
#include "rig/gui/window/gl_window.hpp"

namespace ampsweep::rig::gui {
namespace {

/// ImGui's own state lives as long as this.
struct Context {
  Context() { ImGui::CreateContext(); }
  ~Context() { ImGui::DestroyContext(); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

/// Commands to the threads that carry them out.
struct Router {
  FileWorker& files;
  BenchWorker& bench;
  VerbWorker& verbs;
  void operator()(const FileCommand& command) const { files.send(command); }
  void operator()(const BenchCommand& command) const { bench.send(command); }
  void operator()(const UrgentCommand& command) const {
    if (const auto* answer = std::get_if<AnswerQuestion>(&command)) {
      bench.answer(*answer);
    } else {
      bench.stop_now();
      verbs.stop_now();
    }
  }
  void operator()(const VerbCommand& command) const {
    if (const auto* run = std::get_if<RunVerb>(&command)) {
      verbs.send(*run);
    } else {
      verbs.stop_now();
    }
  }
};

/// Theme and scale in force; made anew when the remembered ones change.
class LookKeeper {
 public:
  const Look& look(const Remembered& settings, GlWindow& window) {
    const float scale =
        settings.scale > 0.0 ? static_cast<float>(settings.scale) : window.content_scale();
    if (scale != scale_) {
      fonts_ = load_fonts(scale);
      window.upload_fonts();
    }
    if (scale != scale_ || settings.dark != dark_ || look_.colours == nullptr) {
      look_ = make_look(settings.dark, scale, fonts_);
    }
    scale_ = scale;
    dark_ = settings.dark;
    return look_;
  }

 private:
  Fonts fonts_;
  Look look_;
  float scale_{0.0F};
  bool dark_{true};
};

}  // namespace

void run_gui(const GuiFront& front) {
  const Context context;
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  GlWindow window{"Ampsweep"};
  Board board;
  FileWorker files{front, board};
  BenchWorker bench{front, board,
                    [&files](FileCommand command) { files.send(std::move(command)); }};
  VerbWorker verbs{front, board};
  const Router router{files, bench, verbs};
  const CommandSink send = [&router](const Command& command) { std::visit(router, command); };
  LookKeeper looks;
  UiState state;
  while (!state.close && !front.stop.stop_requested()) {
    const auto now = board.newest();
    const Look& look = looks.look(now->remembered, window);
    window.begin_frame(now->activity == Activity::Idle && !now->hearing);
    const Scene scene{*now, look, send};
    if (window.take_close_request()) state.closing = true;
    for (const std::string& path : window.take_dropped()) take_dropped(scene, state, path);
    draw_window(scene, state);
    window.end_frame();
  }
}

}  // namespace ampsweep::rig::gui
