// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "rig/cli/progress_line.hpp"
#include "rig/cli/verbs.hpp"
#include "rig/dataset/json.hpp"
#include "rig/formats/export_dataset.hpp"
#include "rig/model/terminal_text.hpp"

namespace ampsweep::rig::cli {
namespace {

using formats::Encoding;

struct ExportArgs {
  std::string dir;
  std::string to;
  std::string out;
  std::vector<std::string> splits;
  std::vector<std::string> where;
  std::string verdict{"accepted"};
  int rate_hz{0};
  std::string bits;
  std::string name;
  std::string knob;
  std::string output;
  std::string original;
  bool link{false};
  bool reverse{false};
};

formats::ExportOptions options_of(const ExportArgs& args) {
  formats::ExportOptions options;
  options.format = *formats::format_named(args.to);
  for (const std::string& name : args.splits) options.splits.push_back(*split_named(name));
  for (const std::string& text : args.where) options.where.push_back(formats::knob_range(text));
  options.unflagged_only = args.verdict == "clean";
  if (args.rate_hz > 0) options.rate_hz = args.rate_hz;
  const std::map<std::string, Encoding> encodings{
      {"16", Encoding::Pcm16}, {"24", Encoding::Pcm24}, {"float32", Encoding::Float32}};
  if (!args.bits.empty()) options.encoding = encodings.at(args.bits);
  options.name = args.name;
  options.knob = args.knob;
  options.output = args.output;
  options.original = args.original;
  options.link = args.link;
  options.reverse = args.reverse;
  return options;
}

Json export_json(const ExportArgs& args, const formats::ExportResult& result) {
  return {{"schema", "ampsweep-export-run-1"},
          {"dir", args.dir},
          {"out", args.out},
          {"format", args.to},
          {"outputs", result.outputs},
          {"folder_for_each_output", result.folders},
          {"takes", result.takes},
          {"sample_rate_hz", result.rate.value()},
          {"encoding", formats::to_string(result.encoding)},
          {"files_written", result.written.written},
          {"files_linked", result.written.linked},
          {"files_already_there", result.written.skipped},
          {"files_removed", result.written.removed},
          {"complete", result.written.complete},
          {"not_in_the_format", formats::facts_of(*formats::format_named(args.to)).loses},
          {"notes", result.notes}};
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void tell(const Shell& shell, const ExportArgs& args, const formats::ExportResult& result) {
  const auto& facts = formats::facts_of(*formats::format_named(args.to));
  std::ostream& out = shell.front.out;
  out << args.out << ": " << result.takes << " takes for " << facts.title << ", "
      << result.rate.value() << " Hz, " << formats::to_string(result.encoding) << "; "
      << result.written.written << " files written";
  if (result.written.linked > 0) out << " (" << result.written.linked << " of them links)";
  if (result.written.skipped > 0) out << ", " << result.written.skipped << " already there";
  if (result.written.removed > 0)
    out << ", " << result.written.removed << " removed (of takes that are no longer in it)";
  out << '\n';
  if (result.folders) out << "a folder for each output: " << joined(result.outputs) << '\n';
  out << "not in this format (labels, their doubt and figures are in ampsweep.json):\n";
  for (const char* sentence : facts.loses) out << "  " << sentence << '\n';
  constexpr std::size_t kShown = 8;
  for (std::size_t k = 0; k < result.notes.size() && k < kShown; ++k) {
    out << "note: " << one_line(result.notes[k]) << '\n';
  }
  if (result.notes.size() > kShown) {
    out << "note: " << result.notes.size() - kShown << " more in ampsweep.json\n";
  }
  const auto next = [&](const std::string& dir) {
    out << "next: ampsweep verify --as " << args.to << ' ' << dir << '\n';
  };
  if (!result.folders) return next(args.out);
  for (const std::string& output : result.outputs) {
    next((std::filesystem::path(args.out) / output).string());
  }
}

int run_export(const Shell& shell, const ExportArgs& args) {
  ProgressLine line{shell};
  formats::WriteWishes wishes;
  wishes.stop = shell.front.stop;
  wishes.progress = [&line](const formats::ExportProgress& now) {
    line.show("exporting", now.done, now.total, now.file);
  };
  const auto result = formats::export_dataset(args.dir, options_of(args), args.out, wishes);
  line.finish();
  if (!result.written.complete) {
    shell.front.err << "stopped; the same command goes on\n";
    return kInterrupted;
  }
  if (shell.json) {
    shell.front.out << indented_text(export_json(args, result)) << '\n';
  } else {
    tell(shell, args, result);
  }
  return kOk;
}

std::string export_footer() {
  std::string text = "Formats:\n";
  for (const formats::FormatFacts& facts : formats::all_formats()) {
    text += fmt::format("  {:<17} {}\n", facts.name, facts.title);
  }
  return text +
         "Examples:\n"
         "  ampsweep export my-amp --to nam --out nam              every setting, for nam-full\n"
         "  ampsweep export my-amp --to aida --out a --where gain=3..7 --where bass=5\n"
         "  ampsweep export my-amp --to proteus --out p --knob gain   its five steps\n"
         "  ampsweep export my-amp --to csv --out c --reverse --link\n"
         "The same command again goes on where it was stopped, writes damaged files anew and "
         "takes\n"
         "away those of withdrawn takes. Then: ampsweep verify --as FORMAT DIR, and the commands "
         "in\n"
         "the README.md that was written. docs/export.md says what each format holds.\n"
         "Exit codes: 0 written, 2 usage, 4 dataset or disk, 130 stopped: run it again.";
}

}  // namespace

void add_export(CLI::App& app, Shell& shell) {
  auto* verb = app.add_subcommand("export", "a dataset in the format that a trainer reads");
  const auto args = std::make_shared<ExportArgs>();
  verb->add_option("dir", args->dir, "dataset folder")->type_name(kFolder)->required();
  verb->add_option("--to", args->to, "whose trainer; the list is below")
      ->required()
      ->check(CLI::IsMember(formats::format_names()));
  verb->add_option("--out", args->out, "folder to write: new, empty, or one to go on with")
      ->type_name(kFolder)
      ->required();
  verb->add_option("--split", args->splits,
                   "only these splits (else all the format has a place for)")
      ->delimiter(',')
      ->check(CLI::IsMember({"train", "validation", "test", "reference"}));
  verb->add_option("--where", args->where,
                   "only takes whose knob stands there: gain=5 or gain=3..7, printed values");
  verb->add_option("--verdict", args->verdict, "accepted takes, or only those without a warning")
      ->check(CLI::IsMember({"accepted", "clean"}))
      ->capture_default_str();
  verb->add_option("--rate", args->rate_hz, "sample rate in Hz, where the loader takes another")
      ->check(CLI::Range(8000, 384000));
  verb->add_option("--bits", args->bits, "sample format, where the loader takes another")
      ->check(CLI::IsMember({"16", "24", "float32"}));
  verb->add_option("--name", args->name, "of the device in names (else the rig's amp)");
  verb->add_option("--knob", args->knob, "proteus: the knob that is turned");
  verb->add_option(
      "--output", args->output,
      "NAME of a further output, a microphone, in the place of the main one; all: every "
      "one, each a whole export (csv: in columns)");
  verb->add_option(
          "--original", args->original,
          "NAM's or Proteus's input that was played (audio_file of the plan): cut as its own "
          "trainer cuts it")
      ->type_name(kFile);
  verb->add_flag("--link", args->link, "hard links instead of copies where nothing is converted");
  verb->add_flag("--reverse", args->reverse, "the amp's sound as input, the dry sound as target");
  verb->footer(export_footer());
  verb->callback(
      [&shell, args] { shell.run = [&shell, args] { return run_export(shell, *args); }; });
}

}  // namespace ampsweep::rig::cli
