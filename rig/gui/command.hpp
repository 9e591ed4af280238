// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rig/capture/calibrate_knob.hpp"
#include "rig/capture/calibrate_levels.hpp"
#include "rig/gui/room.hpp"
#include "rig/gui/snapshot.hpp"
#include "rig/model/knob.hpp"
#include "rig/plan/save_control.hpp"
#include "rig/ports/operator.hpp"
#include "signals/measurement_programme.hpp"

// What the window can ask for. A panel fills one in and sends it; who carries it out, and on which
// thread, is not its business.
namespace ampsweep::rig::gui {

// Files.
struct ListFolder {
  std::string path;
};
struct LoadRig {
  std::string path;
};
struct SaveRig {
  std::string path;
  std::string text;
};
struct SimulateDevices {
  bool on{true};
};
/// The bundled simulated bench and its demo plan.
struct TrySimulatedBench {};
struct LoadPlan {
  std::string path;
};
struct SavePlan {
  std::string path;
  std::string text;
};
/// Another DI for the plan in hand; an empty path is the built-in guitar.
struct UseAudio {
  std::string path;
};
struct OpenDataset {
  std::string dir;
  /// Asked for by a session that wrote a take: shown when the session begins, then only kept up to
  /// date, so that nobody who looks at another dataset is carried away from it.
  bool by_session{false};
};
struct ShowTake {
  int take{0};
  int attempt{0};  ///< 0: the accepted one.
};
/// Keeps the take in view to compare others with; or lets go of it.
struct HoldTake {
  bool on{true};
};
/// What the spectra of the takes in view are of; empty: the whole.
struct ShowStretch {
  std::optional<Stretch> stretch;
};
struct VerifyDataset {};
struct WriteReport {};
/// Hands the report that was written to the program that shows web pages.
struct OpenReport {};
struct RequeueTake {
  int take{0};
  std::string reason;
};
/// Measures the takes of a dataset that a measurement wrote.
struct ReadMeasurement {
  std::string dir;
  bool keep{false};  ///< Writes what was measured into its measure/ folder too.
};
struct RenameMeasurement {
  std::size_t index{0};
  std::string name;
};
/// Looks for a folder that does not exist yet: Snapshot::free_measure_dir.
struct NameMeasurement {};
struct ForgetMeasurement {
  std::size_t index{0};
};
/// Writes what was learned into the rig file.
struct KeepControl {
  std::string knob;
  LearnedControl control;
};
struct SaveText {
  std::string path;
  std::string text;
};
struct Remember {
  Remembered what;
};
struct DismissProblem {
  int id{0};
};

// The bench.
struct ListDevices {};
struct ListenIn {
  bool on{true};  ///< Opens the stream to show levels; nothing is played.
};
struct MoveKnob {
  std::string knob;
  double printed{0.0};
};
struct RunCheck {
  bool recalibrate{false};
  bool with_cable{false};  ///< A cable stands in the amp's place: measures the loopback offset.
};
/// Full scales in dBu, with a meter; the person is asked step by step.
struct CalibrateLevels {
  LevelsWish wish;
};
/// End stops, marks and play of a knob, or the CC values of its ends; the person is asked step by
/// step. What is found goes into the rig file.
struct CalibrateKnob {
  std::string knob;
  KnobWish wish{};
};
/// Listens on every MIDI port for the controller that is moved.
struct LearnControl {
  std::string knob;
  double seconds{10.0};
};
/// The take in view, on the monitor that is remembered. Any other command of the bench ends it.
struct PlayTake {
  int take{0};
  int attempt{0};           ///< 0: the accepted one.
  std::string raw_channel;  ///< An input as it was recorded; empty: the aligned take.
  double gain_db{-12.0};
};
struct StopPlaying {};
struct StartCapture {
  std::string dir;
  bool resume{false};
  bool freewheel{false};
};
/// Records what PANAMA's trainer asks for, round after round, until Stop.
struct ServePanama {
  std::string out;   ///< The trainer's output folder.
  std::string plan;  ///< Of kind "panama".
  std::string dir;   ///< Dataset folder.
  bool freewheel{false};
};
struct StartMeasurement {
  std::string dir;
  Setting setting;
  signals::Suite suite{signals::Suite::Quick};
  double level_dbfs_peak{-12.0};
  int repeat{1};
  bool resume{false};
  bool freewheel{false};
};
/// The suite at every setting of the plan that is open.
struct MeasureOverPlan {
  std::string dir;
  signals::Suite suite{signals::Suite::Quick};
  double level_dbfs_peak{-12.0};
  bool resume{false};
  bool freewheel{false};
};
struct Stop {};
struct AnswerQuestion {
  int id{0};
  Operator::Answer answer{Operator::Answer::No};
  std::string typed;  ///< Of a question that wants text.
};

// The command line.
/// One runs at a time: nothing happens while another one does.
struct RunVerb {
  std::vector<std::string> args;  ///< What follows "ampsweep".
};
struct StopVerb {};

using FileCommand = std::variant<ListFolder, LoadRig, SaveRig, SimulateDevices, TrySimulatedBench,
                                 LoadPlan, SavePlan, UseAudio, OpenDataset, ShowTake, HoldTake,
                                 ShowStretch, VerifyDataset, WriteReport, OpenReport, RequeueTake,
                                 ReadMeasurement, RenameMeasurement, ForgetMeasurement,
                                 NameMeasurement, KeepControl, SaveText, Remember, DismissProblem>;
using BenchCommand = std::variant<ListDevices, ListenIn, MoveKnob, RunCheck, CalibrateLevels,
                                  CalibrateKnob, LearnControl, PlayTake, StopPlaying, StartCapture,
                                  ServePanama, StartMeasurement, MeasureOverPlan>;
using UrgentCommand = std::variant<Stop, AnswerQuestion>;
using VerbCommand = std::variant<RunVerb, StopVerb>;
using Command = std::variant<FileCommand, BenchCommand, UrgentCommand, VerbCommand>;

/// Never blocks. Thread: the window's.
using CommandSink = std::function<void(Command)>;

}  // namespace ampsweep::rig::gui
