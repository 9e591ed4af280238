// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/side_writer.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <streambuf>
#include <string>
#include <thread>
#include <utility>

namespace ampsweep::rig::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostWaiting = 64 * 1024;
constexpr auto kFlushPatience = 50ms;
constexpr auto kLastPatience = 2000ms;

/// What both threads know.
class Queue {
 public:
  explicit Queue(std::ostream& behind) : behind_(behind) {}

  void add(const std::string& text) {
    const std::scoped_lock lock{mutex_};
    if (waiting_.size() + text.size() > kMostWaiting) {
      dropped_ += text.size();
    } else {
      waiting_ += text;
    }
    changed_.notify_all();
  }
  [[nodiscard]] bool passed_on_within(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [this] { return waiting_.empty() && !writing_; });
  }
  void end() {
    const std::scoped_lock lock{mutex_};
    over_ = true;
    changed_.notify_all();
  }
  /// On a thread of its own, until the end.
  void pass_on() {
    std::unique_lock lock{mutex_};
    while (true) {
      changed_.wait(lock, [this] { return over_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      std::string text = std::exchange(waiting_, {});
      if (const auto lost = std::exchange(dropped_, 0); lost > 0) {
        text += "... " + std::to_string(lost) + " bytes were not shown: nobody took them\n";
      }
      writing_ = true;
      lock.unlock();
      behind_ << text << std::flush;
      lock.lock();
      writing_ = false;
      changed_.notify_all();
    }
  }

 private:
  std::ostream& behind_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_;
  std::size_t dropped_{0};  ///< Bytes.
  bool writing_{false};
  bool over_{false};
};

}  // namespace

class SideWriter::Buffer final : public std::streambuf {
 public:
  explicit Buffer(std::ostream& behind)
      : queue_(std::make_shared<Queue>(behind)), thread_([queue = queue_] { queue->pass_on(); }) {}
  ~Buffer() override {
    Buffer::sync();
    const bool done = queue_->passed_on_within(kLastPatience);
    queue_->end();
    if (done) {
      thread_.join();
    } else {
      thread_.detach();  // it hangs in the write, and ends with the program
    }
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

 protected:
  int_type overflow(int_type c) override {
    if (!traits_type::eq_int_type(c, traits_type::eof())) line_ += traits_type::to_char_type(c);
    return traits_type::not_eof(c);
  }
  std::streamsize xsputn(const char* text, std::streamsize count) override {
    line_.append(text, static_cast<std::size_t>(count));
    return count;
  }
  int sync() override {
    if (line_.empty()) return 0;
    queue_->add(std::exchange(line_, {}));
    stuck_ = !queue_->passed_on_within(stuck_ ? 0ms : kFlushPatience);
    return 0;
  }

 private:
  std::shared_ptr<Queue> queue_;  ///< The thread's too: it may be left behind.
  std::string line_;              ///< Not flushed yet.
  bool stuck_{false};
  std::thread thread_;
};

SideWriter::SideWriter(std::ostream& behind)
    : std::ostream(nullptr), buffer_(std::make_unique<Buffer>(behind)) {
  rdbuf(buffer_.get());
}

SideWriter::~SideWriter() = default;

}  // namespace ampsweep::rig::cli
