// SPDX-License-Identifier: GPL-3.0-or-later
// How an export comes onto the disk: resumed, linked, converted, refused.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <stop_token>

#include "rig/formats/exported.hpp"
#include "rig/formats/manifest.hpp"

using namespace ampsweep;
using namespace ampsweep::test;
using namespace ampsweep::rig::formats;
namespace fs = std::filesystem;

namespace {

ExportResult again(const Exported& exported) {
  WriteWishes wishes;
  wishes.ops = &unsynced_ops();
  return export_dataset(steps_dataset().dir(), exported.options(), exported.dir(), wishes);
}

/// Between the samples, Hann-windowed over 200 of them.
double sinc_at(const std::vector<float>& x, double t) {
  constexpr int kHalf = 100;
  const int middle = static_cast<int>(std::floor(t));
  double sum = 0.0;
  for (int k = middle - kHalf + 1; k <= middle + kHalf; ++k) {
    const double d = t - k;
    const double window = 0.5 + 0.5 * std::cos(std::numbers::pi * d / kHalf);
    const double sinc = d == 0.0 ? 1.0 : std::sin(std::numbers::pi * d) / (std::numbers::pi * d);
    sum += x[static_cast<std::size_t>(k)] * sinc * window;
  }
  return sum;
}

ExportOptions of(Format format) {
  ExportOptions options;
  options.format = format;
  return options;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("export: a second run writes nothing, and repairs what was damaged or taken away") {
    const Exported exported(Format::Nam);
    const int files = exported.result().written.written;
    CHECK(again(exported).written.written == 0);
    CHECK(again(exported).written.skipped == files);

    fs::remove(exported.dir() / "takes/00002.wav");
    fs::resize_file(exported.dir() / "takes/00003.wav", 5000);
    exported.edit_text("learning.json", "100", "999");
    CHECK(again(exported).written.written == 3);
    CHECK(exported.codes() == "");
    CHECK(exported.sound("takes/00003.wav") == take_samples(3));
  }

  TEST_CASE("export: a take that was withdrawn leaves the folder; what was changed is refused") {
    const Exported exported(Format::Nam);
    const auto without = [&](int withdrawn) {
      WriteWishes wishes;
      wishes.ops = &unsynced_ops();
      ExportJob job = make_job(steps_ledger(), exported.options());
      std::erase_if(job.takes, [&](const ChosenTake& take) { return take.id == withdrawn; });
      return write_export(job, plan_export(job), exported.dir(), wishes);
    };
    const WrittenExport second = without(3);
    CHECK(second.removed == 5);  // Its sound and two texts; card and sidecar are not in this plan.
    CHECK_FALSE(fs::exists(exported.dir() / "takes/00003.wav"));
    CHECK_FALSE(fs::exists(exported.dir() / "settings/00003"));
    CHECK(fs::exists(exported.dir() / "settings/00002/data.json"));
    CHECK_FALSE(read_manifest(exported.dir())->files.contains("takes/00003.wav"));
    CHECK(exported.check().pairs == 14);

    fs::remove(exported.dir() / "takes/00004.wav");  // Gone already is as good.
    CHECK(without(4).removed == 2);
    exported.edit_text("settings/00005/data.json", "delay", "belay");
    CHECK_THROWS_WITH_AS((void)without(5), doctest::Contains("settings/00005/data.json"),
                         rig::SetupError);
    CHECK(fs::exists(exported.dir() / "takes/00005.wav"));
  }

  TEST_CASE("export: sound that the manifest lacks is told, where a loader would find it") {
    const Exported exported(Format::SignalTrain);
    fs::copy(exported.dir() / "Train/input_2_.wav", exported.dir() / "Train/input_99_.wav");
    fs::copy(exported.dir() / "Train/target_2_simulated__5__2.5.wav",
             exported.dir() / "Train/target_99_simulated__5__3.wav");
    CHECK(exported.codes() == "stray_file");
    CHECK(exported.check().findings.size() == 2);
  }

  TEST_CASE("export: Ctrl-C after the third file, then the same command goes on") {
    const TempDir folder;
    const fs::path out = folder.path() / "out";
    std::stop_source stop;
    WriteWishes wishes;
    wishes.stop = stop.get_token();
    wishes.progress = [&](const ExportProgress& now) {
      if (now.done == 3) stop.request_stop();
    };
    const auto cut_off = export_dataset(steps_dataset().dir(), of(Format::Csv), out, wishes);
    CHECK_FALSE(cut_off.written.complete);
    CHECK(cut_off.written.written == 3);
    CHECK_FALSE(read_manifest(out)->complete);
    CHECK_FALSE(check_export(Format::Csv, out).ok());

    const auto rest = export_dataset(steps_dataset().dir(), of(Format::Csv), out);
    CHECK(rest.written.complete);
    CHECK(rest.written.skipped == 3);
    CHECK(check_export(Format::Csv, out).ok());
  }

  TEST_CASE("export: what a killed run left is removed, what another one writes is not") {
    const Exported exported(Format::Nam);
    const ::pid_t ended = ::fork();
    if (ended == 0) ::_exit(0);
    REQUIRE(::waitpid(ended, nullptr, 0) == ended);
    const auto part = [&](::pid_t writer) {
      return exported.dir() / "takes" / (".00002.wav." + std::to_string(writer) + "-3.part");
    };
    const fs::path foreign = exported.dir() / "takes/.mine.part";
    for (const fs::path& file : {part(ended), part(::getpid()), foreign}) {
      std::ofstream(file) << "half";
    }

    CHECK(again(exported).written.written == 0);

    CHECK_FALSE(fs::exists(part(ended)));
    CHECK(fs::exists(part(::getpid())));
    CHECK(fs::exists(foreign));
  }

  TEST_CASE("export: links are the dataset's own files; the dataset stays whole") {
    const TempDir folder;
    ExportOptions options = of(Format::Nam);
    options.link = true;
    const fs::path out = steps_dataset().dir().parent_path() / "linked";
    const auto result = export_dataset(steps_dataset().dir(), options, out);
    CHECK(result.written.linked == 9);
    CHECK(fs::hard_link_count(out / "takes/00001.wav") == 2);
    CHECK(fs::equivalent(out / "takes/00001.wav", steps_dataset().file(take_name(1))));
    CHECK(check_export(Format::Nam, out).ok());
    fs::remove_all(out);
    CHECK(take_samples(1).size() == dry_samples().size());
  }

  TEST_CASE("export: another export, a stranger's folder, the dataset and links are refused") {
    const Exported nam(Format::Nam);
    CHECK_THROWS_WITH_AS((void)export_dataset(steps_dataset().dir(), of(Format::Csv), nam.dir()),
                         doctest::Contains("another export"), rig::SetupError);
    ExportOptions fewer = of(Format::Nam);
    fewer.splits = {rig::Split::Train};
    CHECK_THROWS_AS((void)export_dataset(steps_dataset().dir(), fewer, nam.dir()), rig::SetupError);
    const TempDir strange;
    std::ofstream(strange.path() / "thesis.txt") << "do not touch";
    CHECK_THROWS_WITH_AS(
        (void)export_dataset(steps_dataset().dir(), of(Format::Csv), strange.path()),
        doctest::Contains("no export"), rig::SetupError);
    const SmallDataset other(Capture::Steps);
    CHECK_THROWS_WITH_AS((void)export_dataset(other.dir(), of(Format::Csv), other.dir()),
                         doctest::Contains("is a dataset"), rig::SetupError);

    const Exported linked(Format::Csv);
    const TempDir elsewhere;
    fs::remove_all(linked.dir() / "takes");
    fs::create_directory_symlink(elsewhere.path(), linked.dir() / "takes");
    CHECK_THROWS_AS((void)again(linked), rig::SetupError);
    CHECK(fs::is_empty(elsewhere.path()));
  }

  TEST_CASE("export: a take that is not the one that was captured does not leave the dataset") {
    for (const Format format : {Format::Nam, Format::SignalTrain}) {
      const SmallDataset spoilt(Capture::Steps);
      spoilt.edit_take(2, [](std::vector<float>& samples) { samples[70000] += 0.01F; });
      const TempDir out;
      CHECK_THROWS_AS((void)export_dataset(spoilt.dir(), of(format), out.path()), rig::SetupError);
      CHECK_FALSE(fs::exists(out.path() / "takes/00002.wav"));
    }
  }

  TEST_CASE("selection: splits, knob ranges, reference takes, and nothing left") {
    const auto takes = [](const std::function<void(ExportOptions&)>& tweak) {
      ExportOptions options = of(Format::Csv);
      tweak(options);
      std::vector<int> ids;
      for (const ChosenTake& take : make_job(steps_ledger(), options).takes) ids.push_back(take.id);
      return ids;
    };
    using Ids = std::vector<int>;
    CHECK(takes([](auto&) {}) == Ids{1, 2, 3, 4, 5, 6, 7, 8});
    CHECK(takes([](auto& o) { o.splits = {rig::Split::Reference}; }) == Ids{0});
    CHECK(takes([](auto& o) { o.where = {knob_range("treble=2.5..7")}; }) == Ids{2, 3, 7, 8});
    CHECK(takes([](auto& o) {
            o.where = {knob_range("treble=5"), knob_range("gain=5")};
          }) == Ids{3});
    CHECK_THROWS_AS((void)takes([](auto& o) { o.where = {knob_range("gain=9..10")}; }),
                    rig::SetupError);
    CHECK_THROWS_WITH_AS((void)takes([](auto& o) { o.where = {knob_range("bass=1")}; }),
                         doctest::Contains("no knob \"bass\""), rig::SetupError);
    for (const char* bad : {"", "gain", "=3", "gain=", "gain=a", "gain=3..", "gain=7..3",
                            "gain=nan", "gain=3..4..5"}) {
      CAPTURE(std::string(bad));
      CHECK_THROWS_AS((void)knob_range(bad), rig::SetupError);
    }
  }

  TEST_CASE("rates and bits: what the loader refuses is refused here") {
    const auto job = [](Format format, int hz, std::optional<Encoding> encoding) {
      ExportOptions options = of(format);
      if (hz > 0) options.rate_hz = hz;
      options.encoding = encoding;
      return make_job(steps_ledger(), options);
    };
    CHECK(job(Format::GuitarMl, 0, {}).rate.value() == 44100);
    CHECK(job(Format::Nam, 96000, {}).rate.value() == 96000);
    CHECK_THROWS_AS((void)job(Format::Aida, 44100, {}), rig::SetupError);
    CHECK_THROWS_AS((void)job(Format::GuitarMl, 0, Encoding::Pcm24), rig::SetupError);
    CHECK_THROWS_AS((void)job(Format::Nam, 0, Encoding::Float32), rig::SetupError);
    CHECK(job(Format::SignalTrain, 0, {}).encoding == Encoding::Float32);
    CHECK_THROWS_AS((void)job(Format::SignalTrain, 0, Encoding::Pcm24), rig::SetupError);
  }

  TEST_CASE("conversion: lengths by the ratio, silences exact, pairs still aligned") {
    const Exported exported(Format::Nam, [](auto& options) {
      options.rate_hz = 44100;
      options.splits = {rig::Split::Test};
    });
    CHECK(exported.codes() == "");  // Exact zeros before every cut, among others.
    const auto dry = exported.sound("input.wav");
    CHECK(dry.size() == static_cast<std::size_t>(
                            std::llround(static_cast<double>(dry_samples().size()) * 0.91875)));
    for (const signals::Segment& segment : steps_ledger().segments) {
      if (segment.role != signals::SegmentRole::Silence) continue;
      const auto from = std::llround(static_cast<double>(segment.start.value()) * 0.91875);
      const auto to = std::llround(static_cast<double>(segment.end().value()) * 0.91875);
      CHECK(std::all_of(dry.begin() + from, dry.begin() + to, [](float x) { return x == 0.0F; }));
    }
    // Slow reference: the take interpolated by a long sinc at the new sample times, where the
    // validation pass is. A shift of one sample is 30 dB worse than what the two filters differ by.
    const auto wet48 = take_samples(8);
    const auto wet44 = exported.sound("takes/00008.wav");
    const int start = exported.json("settings/00008/data.json")["validation"]["start_samples"];
    const auto difference = [&](int shift) {
      double error = 0.0;
      double energy = 0.0;
      for (int n = start + 3000; n < start + 3400; ++n) {
        const double want = sinc_at(wet48, n / 0.91875);
        const double got = wet44[static_cast<std::size_t>(n + shift)];
        error += (got - want) * (got - want);
        energy += want * want;
      }
      return error / energy;
    };
    CHECK(difference(0) < 1e-3);
    CHECK(difference(1) > 30.0 * difference(0));
    CHECK(difference(-1) > 30.0 * difference(0));
  }

  TEST_CASE("16 bits: rounded to nearest, zeros stay zeros") {
    const Exported exported(Format::Nam, [](auto& options) {
      options.encoding = Encoding::Pcm16;
      options.splits = {rig::Split::Test};
    });
    CHECK(exported.wav("input.wav").info.encoding == "pcm16");
    CHECK(exported.codes() == "");
    const auto rounded = exported.sound("takes/00008.wav");
    const auto exact = take_samples(8);
    REQUIRE(rounded.size() == exact.size());
    double worst = 0.0;
    for (std::size_t n = 0; n < exact.size(); ++n) {
      worst = std::max(worst, std::fabs(static_cast<double>(rounded[n]) - exact[n]));
    }
    CHECK(worst <= 0.5 / 32768.0);
    CHECK(worst > 0.4 / 32768.0);
  }
}
