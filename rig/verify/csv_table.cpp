// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ampsweep::rig {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) at_ = kByteOrderMark.size();
  }

  Result<std::vector<std::vector<std::string>>> rows() {
    while (at_ < text_.size()) {
      const int begins = line_;
      auto row = next_row();
      if (!row) return tl::unexpected(row.error());
      const bool empty_line = row->size() == 1 && row->front().empty();
      if (empty_line) continue;
      rows_.push_back(std::move(*row));
      lines_.push_back(begins);
    }
    return std::move(rows_);
  }

  [[nodiscard]] const std::vector<int>& lines() const { return lines_; }

 private:
  Result<std::vector<std::string>> next_row() {
    std::vector<std::string> cells;
    while (true) {
      auto cell = at_ < text_.size() && text_[at_] == '"' ? quoted() : plain();
      if (!cell) return tl::unexpected(cell.error());
      cells.push_back(std::move(*cell));
      if (at_ == text_.size()) return cells;
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      if (!end_of_line()) return broken("text after a closing quote");
      return cells;
    }
  }

  bool end_of_line() {
    if (text_[at_] == '\r') ++at_;
    if (at_ == text_.size()) return true;
    if (text_[at_] != '\n') return false;
    ++at_;
    ++line_;
    return true;
  }

  Result<std::string> plain() {
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    std::string cell(text_.substr(at_, end - at_));
    at_ = end;
    return cell;
  }

  Result<std::string> quoted() {
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        line_ += text_[at_] == '\n' ? 1 : 0;
        cell += text_[at_];
        continue;
      }
      ++at_;
      if (at_ == text_.size() || text_[at_] != '"') return cell;
      cell += '"';
    }
    return broken("a quote never ends");
  }

  [[nodiscard]] tl::unexpected<Fault> broken(const char* why) const {
    return tl::unexpected(
        Fault{FaultCode::FormatMismatch, fmt::format("line {} of the CSV: {}", line_, why)});
  }

  std::string_view text_;
  std::size_t at_{0};
  int line_{1};
  std::vector<std::vector<std::string>> rows_;
  std::vector<int> lines_;
};

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

const std::vector<std::string>* CsvTable::row(std::size_t key, std::string_view value) const {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& cells) {
    return key < cells.size() && cells[key] == value;
  });
  return found == rows.end() ? nullptr : &*found;
}

Result<CsvTable> parse_csv(std::string_view text) {
  Parser parser(text);
  auto rows = parser.rows();
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) {
    return tl::unexpected(Fault{FaultCode::FormatMismatch, "the CSV has no header row"});
  }
  CsvTable table;
  table.columns = std::move(rows->front());
  table.rows.assign(std::make_move_iterator(rows->begin() + 1),
                    std::make_move_iterator(rows->end()));
  table.lines.assign(parser.lines().begin() + 1, parser.lines().end());
  return table;
}

}  // namespace ampsweep::rig
