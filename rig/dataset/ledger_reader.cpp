// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/ledger.hpp"
#include "rig/dataset/ledger_rows.hpp"
#include "rig/dataset/plan_json.hpp"
#include "rig/dataset/print_json.hpp"
#include "rig/dataset/rig_json.hpp"
#include "rig/dataset/stimulus_json.hpp"
#include "rig/dataset/take_json.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

/// A crashed session leaves its last rows in the WAL, and SQLite cannot read a WAL without writing
/// beside it. So both are copied and the copy is opened: the dataset itself stays untouched.
class Copy {
 public:
  explicit Copy(const fs::path& file) {
    std::string name = (fs::temp_directory_path() / "ampsweep-ledger-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw fs::filesystem_error("mkdtemp", name, std::error_code(errno, std::generic_category()));
    }
    dir_ = name;
    fs::copy_file(file, this->file());
    fs::copy_file(fs::path(file.string() + "-wal"), fs::path(this->file().string() + "-wal"));
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  ~Copy() {
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
  }
  [[nodiscard]] fs::path file() const { return dir_ / kLedgerFile; }

 private:
  fs::path dir_;
};

/// One reading of a ledger: rows that hold become values, the others become LostRow.
class Reading {
 public:
  Reading(Database& database, std::string name) : database_(database), name_(std::move(name)) {}

  Dataset dataset() {
    read_identity();
    read_planned();
    read_attempts();
    read_outcomes();
    read_numbered<Epoch>(
        "epochs", epoch_from, [](const Epoch& e) { return e.number; }, data_.epochs);
    read_numbered<Event>(
        "events", event_from, [](const Event& e) { return e.id; }, data_.events);
    return std::move(data_);
  }

 private:
  void lose(const char* table, const std::string& key, const std::string& why) {
    const bool told = std::any_of(data_.lost.begin(), data_.lost.end(), [&](const LostRow& row) {
      return row.table == table && row.key == key;
    });
    if (!told) data_.lost.push_back({table, printable(key), why});
  }

  /// `use(row)` for every trusted row; one it throws on is lost.
  void for_rows(const char* table, const std::function<void(const LedgerRow&)>& use) {
    for (const LedgerRow& row : trusted_rows(database_, data_.uuid, table, data_.lost)) {
      try {
        use(row);
      } catch (const std::exception& error) {
        lose(table, row.key, fmt::format("it cannot be read: {}", error.what()));
      }
    }
  }

  static void same_key(const LedgerRow& row, const std::string& inside) {
    if (row.key != inside) throw std::runtime_error("its key names another row");
  }

  void read_identity() {
    data_.uuid = database_.text("SELECT body FROM meta WHERE key = 'uuid'");
    std::map<std::string, std::string> meta;
    for (LedgerRow& row : trusted_rows(database_, data_.uuid, "meta", data_.lost)) {
      meta[row.key] = std::move(row.body);
    }
    try {
      if (meta.at("uuid") != data_.uuid) throw std::runtime_error("uuid");
      data_.created = meta.at("created");
      data_.software = meta.at("software");
      data_.plan_hash = meta.at("plan_hash");
      data_.rig_hash = meta.at("rig_hash");
      data_.stimulus_hash = meta.at("stimulus_hash");
      data_.input_sha256 = meta.at("input_sha256");
      data_.schema = std::stoi(meta.at("schema"));
      if (const auto row = meta.find("extended_with"); row != meta.end()) {
        data_.extended_with = row->second;
      }
      planned_count_ = std::stoi(meta.at("planned_count"));
      data_.plan = plan_from(parse_json(meta.at("plan")));
      data_.rig = rig_from(parse_json(meta.at("rig")));
      const Json stimulus = parse_json(meta.at("stimulus"));
      data_.rate = SampleRate{stimulus.at("sample_rate_hz").get<std::int32_t>()};
      data_.length = SampleCount{stimulus.at("length_samples").get<std::int64_t>()};
      data_.segments = segments_from(stimulus.at("segments"));
      read_curves(meta);
    } catch (const std::exception&) {
      throw SetupError(
          SetupKind::Data,
          fmt::format("{} is damaged: the rows that say what it belongs to are lost", name_),
          "a copy of the dataset from a backup");
    }
  }

  /// Lost curves leave the labels unchecked, no more.
  void read_curves(const std::map<std::string, std::string>& meta) {
    const auto row = meta.find("knob_curves");
    if (row == meta.end()) return;
    try {
      data_.curves = curves_from(parse_json(row->second));
    } catch (const std::exception& error) {
      lose("meta", "knob_curves", fmt::format("it cannot be read: {}", error.what()));
    }
  }

  void read_planned() {
    std::map<int, PlannedTake> planned;
    for_rows("planned", [&](const LedgerRow& row) {
      PlannedTake take = planned_take_from(parse_json(row.body));
      same_key(row, fmt::format("{}", take.id));
      planned[take.id] = std::move(take);
    });
    for (int id = 0; id < planned_count_; ++id) {
      const auto found = planned.find(id);
      if (found == planned.end()) {
        lose("planned", fmt::format("{}", id), "the row is missing");
        continue;
      }
      data_.plan.takes.push_back(found->second);
      index_[id] = data_.takes.size();
      data_.takes.push_back({std::move(found->second), {}});
    }
  }

  TakeRecord& take_of(int id) {
    const auto found = index_.find(id);
    if (found == index_.end()) throw std::runtime_error("the plan's row for its take is lost");
    return data_.takes[found->second];
  }

  void read_attempts() {
    for_rows("attempts", [&](const LedgerRow& row) {
      Attempt attempt = attempt_from(parse_json(row.body));
      same_key(row, attempt_key(attempt.take, attempt.number));
      take_of(attempt.take).attempts.push_back({std::move(attempt), std::nullopt, {}});
    });
    for (TakeRecord& take : data_.takes) {
      std::sort(take.attempts.begin(), take.attempts.end(),
                [](const auto& a, const auto& b) { return a.attempt.number < b.attempt.number; });
      int expected = 1;
      for (const AttemptRecord& record : take.attempts) {
        for (; expected < record.attempt.number; ++expected) {
          lose("attempts", attempt_key(take.planned.id, expected), "the row is missing");
        }
        expected = record.attempt.number + 1;
      }
    }
  }

  /// The ledger may come from a stranger: its digests would hold, its file names need not.
  static void check_files(const OutcomeRow& row) {
    std::vector<std::string> names{row.outcome.raw_file, row.outcome.take_file};
    for (const FurtherTake& further : row.further) names.push_back(further.file);
    for (const std::string& name : names) {
      if (!name.empty() && !is_file_name(name)) {
        throw std::runtime_error("it names a file outside the folder");
      }
    }
  }

  void read_outcomes() {
    for_rows("outcomes", [&](const LedgerRow& row) {
      OutcomeRow outcome = outcome_from(parse_json(row.body));
      same_key(row, attempt_key(outcome.take, outcome.number));
      check_files(outcome);
      for (AttemptRecord& record : take_of(outcome.take).attempts) {
        if (record.attempt.number != outcome.number) continue;
        record.outcome = std::move(outcome.outcome);
        record.further = std::move(outcome.further);
        return;
      }
      throw std::runtime_error("the row of its attempt is lost");
    });
  }

  template <class T, class Read, class Number>
  void read_numbered(const char* table, const Read& read, const Number& number,
                     std::vector<T>& into) {
    for_rows(table, [&](const LedgerRow& row) {
      T value = read(parse_json(row.body));
      same_key(row, fmt::format("{}", number(value)));
      into.push_back(std::move(value));
    });
    std::sort(into.begin(), into.end(),
              [&](const T& a, const T& b) { return number(a) < number(b); });
    int expected = 1;
    for (const T& value : into) {
      for (; expected < number(value); ++expected) {
        lose(table, fmt::format("{}", expected), "the row is missing");
      }
      expected = number(value) + 1;
    }
  }

  Database& database_;
  std::string name_;
  Dataset data_;
  int planned_count_{0};
  std::map<int, std::size_t> index_;
};

Dataset read_from(const fs::path& file, Database::Mode mode, const std::string& name) {
  Database database(file, mode);
  check_is_ledger(database, name);
  database.run("BEGIN");  // One view of all tables, whatever a running session commits meanwhile.
  return Reading(database, name).dataset();
}

}  // namespace

Dataset read_ledger(const fs::path& file, bool live) {
  const std::string name = file.string();
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(file, error))) {
    throw SetupError(SetupKind::Data, fmt::format("{} is not there or not a file", name),
                     "the folder of a dataset that `ampsweep capture` wrote");
  }
  try {
    if (live) return read_from(file, Database::Mode::Read, name);
    const auto wal_bytes = fs::file_size(fs::path(name + "-wal"), error);
    if (error || wal_bytes == 0) return read_from(file, Database::Mode::ReadAlone, name);
    const Copy copy(file);
    return read_from(copy.file(), Database::Mode::Write, name);
  } catch (const DatabaseError& failure) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} cannot be read as a ledger: {}", name, failure.what()),
                     "a copy of the dataset from a backup");
  } catch (const fs::filesystem_error& failure) {
    throw SetupError(SetupKind::Data, fmt::format("{} cannot be read: {}", name, failure.what()),
                     "reading rights on the folder and a writable folder for temporary files");
  }
}

}  // namespace ampsweep::rig
