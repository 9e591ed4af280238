// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rig/capture/job.hpp"
#include "rig/capture/calibrate_knob.hpp"
#include "rig/capture/learn_knob.hpp"
#include "rig/capture/levels_report.hpp"
#include "rig/capture/preflight.hpp"
#include "rig/capture/progress.hpp"
#include "rig/capture/session.hpp"
#include "rig/dataset/dataset.hpp"
#include "rig/gui/plot/trace_data.hpp"
#include "rig/gui/room.hpp"
#include "rig/measure/reference_readings.hpp"
#include "rig/measure/take_measurement.hpp"
#include "rig/model/command_facts.hpp"
#include "rig/plan/estimate.hpp"
#include "rig/ports/device_listing.hpp"
#include "rig/ports/operator.hpp"

// What the window draws. Values only: a panel reads a Snapshot and sends a Command. Parts that are
// large stand behind shared_ptr<const ...>, so that a Snapshot is cheap to copy; an empty pointer
// means "none yet".
namespace ampsweep::rig::gui {

/// Something went wrong. Shown in the room where it can be mended until it is dismissed.
struct Problem {
  int id{0};
  Room room{Room::Log};
  std::string text;     ///< What failed, which thing.
  std::string way_out;  ///< What to try; may be empty.
};

/// What the person is asked. Capture waits until it is answered.
struct Question {
  int id{0};
  Operator::Question kind{Operator::Question::CheckList};
  std::string title;
  std::vector<std::string> lines;
  bool typed{false};              ///< Wants a line of text: a meter's reading.
  bool may_be_empty{false};       ///< And Enter alone is an answer.
  std::vector<KnobTurn> turns{};  ///< Of a turn by hand, instead of lines.
};

/// What the bench is doing.
enum class Activity {
  Idle,
  Live,
  Checking,
  Calibrating,
  CalibratingKnob,
  Learning,
  Capturing,
  Serving,  ///< Waits for what a trainer asks.
  Measuring,
  MovingKnobs
};
/// What is done with files meanwhile.
struct Reading {
  std::string doing;  ///< "verifying"; empty: nothing.
  int done{0};
  int total{0};
};

/// A text file that can be edited: rig or plan.
struct EditedFile {
  std::string path;
  std::string text;   ///< As on disk.
  std::string error;  ///< Why it means nothing, with the line; empty: it does.
  int version{0};     ///< Counts loads, so that an editor knows when to take `text` again.
};

struct RigView {
  EditedFile file;
  std::shared_ptr<const Rig> rig;       ///< As in the file.
  std::shared_ptr<const Rig> in_force;  ///< With simulated devices where that was chosen.
  bool simulate{false};
};

struct PlanView {
  EditedFile file;
  std::shared_ptr<const Job> job;
  std::optional<PlanEstimate> estimate;
};

/// The stream while it is only listened to, and during takes.
struct LiveView {
  bool open{false};
  StreamInfo stream;
  Meters meters;
  /// One vector per input, newest last.
  std::shared_ptr<const std::vector<std::vector<float>>> scope;
};

/// Full scales in volts being found.
struct LevelsView {
  std::string doing;  ///< While it runs.
  std::optional<LevelsReport> report;
  bool written{false};  ///< Into the rig file.
};

/// A knob being calibrated.
struct KnobCalibrationView {
  std::string knob;
  std::string doing;  ///< While it runs.
  std::optional<KnobCalibration> found;
};

/// A knob's controller being learned from what comes in over MIDI.
struct LearnView {
  std::string knob;
  std::chrono::steady_clock::time_point until{};  ///< While it listens.
  std::string heard;                              ///< The newest message, in words.
  std::optional<LearnReport> report;              ///< Once it is over.
};

/// A take that sounds on the monitor.
struct HearingView {
  int take{0};
  int attempt{0};
  std::string file;
  double position_s{0.0};
  double length_s{0.0};
};

/// What a session said of one attempt.
struct JudgedAttempt {
  int take{0};
  int attempt{0};
  int epoch{0};
  std::string setting;
  Verdict verdict;
  TakeMeasurements measured;
};

struct CaptureView {
  bool running{false};
  std::string dir;
  SessionSnapshot now;
  std::optional<std::chrono::seconds> left;
  std::shared_ptr<const std::vector<JudgedAttempt>> judged;  ///< Of this run, in order.
  std::optional<SessionSummary> ended;
};

/// One take of a measurement.
struct MeasuredSetting {
  std::string name;  ///< "my-amp: gain=5 treble=7", until the person calls it otherwise.
  std::string dir;
  int take{0};
  Setting setting;
  std::shared_ptr<const Rig> rig;  ///< That it was measured with: knobs, volts, load.
  /// Of the takes of `dir` together; empty: not repeats of one setting.
  std::shared_ptr<const ReferenceSeries> warm_up;
  std::shared_ptr<const TakeMeasurement> figures;
};

/// A part of a take, in seconds from its own start.
struct Stretch {
  double from_s{0.0};
  double to_s{0.0};
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// One attempt of a take as it can be looked at and listened to.
struct TakeView {
  int take{0};
  int attempt{0};
  SampleRate rate{48000};
  std::shared_ptr<const std::vector<float>> sound;
  /// The sound over time in which the stimulus starts at zero.
  std::shared_ptr<const TraceData> wave;
  /// Of DatasetView::stretch; sound_spectrum().
  std::shared_ptr<const TraceData> spectrum;
  std::string error;  ///< Why there is no sound.
};

/// One line of what verify says.
struct VerifiedLine {
  enum class Kind { Plain, Good, Warn, Bad };
  Kind kind{Kind::Plain};
  std::string text;
};

struct DatasetView {
  std::shared_ptr<const Dataset> dataset;
  std::optional<TakeView> shown;
  std::optional<TakeView> held;        ///< To compare with.
  std::optional<Stretch> stretch;      ///< What the spectra are of; empty: the whole.
  std::vector<VerifiedLine> verified;  ///< What verify said; empty: nothing yet.
  bool verified_ok{false};
  std::string report;  ///< Path of the report page once it is written.
};

/// A folder as a file chooser shows it.
struct FolderView {
  std::string path;
  struct Entry {
    std::string name;
    bool folder{false};
  };
  std::vector<Entry> entries;  ///< Folders first, by name.
  std::string error;
};

/// A verb of the command line that was run in the Tools room.
struct VerbView {
  std::vector<std::string> args;  ///< What follows "ampsweep".
  std::string at;                 ///< When it was started, UTC.
  bool running{false};
  bool stopping{false};  ///< It was asked to, and has not yet.
  std::chrono::seconds took{0};
  std::string out;  ///< Its result so far,
  std::string err;  ///< and what it said meanwhile.
  std::optional<int> exit_code;
};

struct LogLine {
  std::string at;  ///< Time of day, UTC.
  Room room{Room::Log};
  std::string text;
};

/// What is remembered from one start to the next.
struct Remembered {
  std::string rig;
  std::string plan;
  std::string out;
  std::vector<std::string> datasets;  ///< Newest first.
  bool simulate{false};
  bool dark{true};
  double scale{0.0};  ///< 0: as the screen says.
  std::string monitor;
};

struct Snapshot {
  Activity activity{Activity::Idle};
  Reading reading;
  std::shared_ptr<const DeviceListing> devices;
  RigView rig;
  PlanView plan;
  LiveView live;
  std::map<std::string, KnobLabel> knobs;  ///< Where they were last told to stand.
  std::optional<PreflightReport> check;
  std::optional<LevelsView> levels;
  std::optional<LearnView> learn;
  std::optional<KnobCalibrationView> knob_calibration;
  std::optional<HearingView> hearing;
  CaptureView capture;
  std::shared_ptr<const std::vector<MeasuredSetting>> measured;
  std::string free_measure_dir;  ///< A name that no folder has; see NameMeasurement.
  DatasetView dataset;
  FolderView folder;
  std::shared_ptr<const CommandFacts> verbs;  ///< The whole command line.
  std::shared_ptr<const VerbView> verb;       ///< The last one that was run.
  std::optional<Question> question;
  std::vector<Problem> problems;
  std::shared_ptr<const std::vector<LogLine>> log;
  Remembered remembered;
  bool first_start{false};  ///< No rig was ever chosen.
  std::string example_rig;  ///< A commented rig file to start from.
};

}  // namespace ampsweep::rig::gui
