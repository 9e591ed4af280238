// SPDX-License-Identifier: GPL-3.0-or-later
// A sound card for ALSA programs on a computer that has none: an ioplug called "ampcard" with four
// 32-bit channels each way at 48 kHz, run by the clock, whose inputs are wired to its outputs
// (input n hears output n, after the card's own buffers). Loaded by alsa-lib through
// ALSA_CONFIG_PATH; see alsa_test.cpp.
//
// AMPCARD_UNPLUG_AFTER=FRAMES: from then on every transfer fails with ENODEV, as when a USB cable
// is pulled.
#include <alsa/asoundlib.h>
#include <alsa/control_external.h>
#include <alsa/pcm_external.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned kRate = 48'000;
constexpr unsigned kChannels = 4;
constexpr std::int64_t kTapeFrames = 1 << 20;

/// The wire between the two directions: what was played, by time. Both are in one process.
struct Tape {
  std::mutex mutex;
  std::vector<std::int32_t> samples = std::vector<std::int32_t>(kTapeFrames * kChannels);
  Clock::time_point zero = Clock::now();

  std::int32_t* frame(std::int64_t at) {
    const auto wrapped = ((at % kTapeFrames) + kTapeFrames) % kTapeFrames;
    return samples.data() + wrapped * kChannels;
  }
};

Tape& tape() {
  static Tape the_tape;
  return the_tape;
}

/// One direction of the card.
struct Side {
  snd_pcm_ioplug_t io{};
  std::int64_t start_frame{0};  ///< On the tape's time, when the side was started.
  std::int64_t moved{0};        ///< Frames transferred since it was prepared.
  bool running{false};
  std::int64_t unplug_after{-1};
};

Side& side_of(snd_pcm_ioplug_t* io) { return *static_cast<Side*>(io->private_data); }

std::int64_t frame_now() {
  const std::chrono::duration<double> elapsed = Clock::now() - tape().zero;
  return static_cast<std::int64_t>(elapsed.count() * kRate);
}

int start(snd_pcm_ioplug_t* io) {
  auto& side = side_of(io);
  side.start_frame = frame_now();
  side.running = true;
  return 0;
}

int stop(snd_pcm_ioplug_t* io) {
  side_of(io).running = false;
  return 0;
}

int prepare(snd_pcm_ioplug_t* io) {
  side_of(io).moved = 0;
  side_of(io).running = false;
  return 0;
}

snd_pcm_sframes_t pointer(snd_pcm_ioplug_t* io) {
  if (!side_of(io).running) return 0;
  const auto run = frame_now() - side_of(io).start_frame;
  return static_cast<snd_pcm_sframes_t>(run % static_cast<std::int64_t>(io->buffer_size));
}

snd_pcm_sframes_t transfer(snd_pcm_ioplug_t* io, const snd_pcm_channel_area_t* areas,
                           snd_pcm_uframes_t offset, snd_pcm_uframes_t size) {
  auto& side = side_of(io);
  if (side.unplug_after >= 0 && side.moved > side.unplug_after) return -ENODEV;
  // What is written before the start is heard right after it: the start follows at once.
  const auto origin = side.running ? side.start_frame : frame_now();
  const std::lock_guard lock{tape().mutex};
  for (snd_pcm_uframes_t i = 0; i < size; ++i) {
    auto* frame = tape().frame(origin + side.moved + static_cast<std::int64_t>(i));
    for (unsigned c = 0; c < kChannels; ++c) {
      auto* sample = static_cast<char*>(areas[c].addr) + areas[c].first / 8 +
                     (offset + i) * (areas[c].step / 8);
      if (io->stream == SND_PCM_STREAM_PLAYBACK) {
        std::memcpy(frame + c, sample, sizeof *frame);
      } else {
        std::memcpy(sample, frame + c, sizeof *frame);
      }
    }
  }
  side.moved += static_cast<std::int64_t>(size);
  return static_cast<snd_pcm_sframes_t>(size);
}

int close_side(snd_pcm_ioplug_t* io) {
  ::close(io->poll_fd);
  delete &side_of(io);
  return 0;
}

int revents(snd_pcm_ioplug_t* io, pollfd*, unsigned, unsigned short* events) {
  std::uint64_t ticks = 0;
  (void)!::read(io->poll_fd, &ticks, sizeof ticks);
  const auto done = side_of(io).running ? frame_now() - side_of(io).start_frame : 0;
  const auto period = static_cast<std::int64_t>(io->period_size);
  const auto moved = side_of(io).moved;
  const bool playback = io->stream == SND_PCM_STREAM_PLAYBACK;
  const auto room =
      playback ? static_cast<std::int64_t>(io->buffer_size) - (moved - done) : done - moved;
  *events = static_cast<unsigned short>(room >= period ? (playback ? POLLOUT : POLLIN) : 0);
  return 0;
}

const snd_pcm_ioplug_callback_t kCallbacks = [] {
  snd_pcm_ioplug_callback_t callbacks{};
  callbacks.start = start;
  callbacks.stop = stop;
  callbacks.pointer = pointer;
  callbacks.transfer = transfer;
  callbacks.prepare = prepare;
  callbacks.close = close_side;
  callbacks.poll_revents = revents;
  return callbacks;
}();

int constrain(snd_pcm_ioplug_t& io) {
  const unsigned access[] = {SND_PCM_ACCESS_RW_INTERLEAVED};
  const unsigned format[] = {SND_PCM_FORMAT_S32_LE};
  const unsigned frame_bytes = kChannels * sizeof(std::int32_t);
  int error = snd_pcm_ioplug_set_param_list(&io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
  if (error < 0) return error;
  error = snd_pcm_ioplug_set_param_list(&io, SND_PCM_IOPLUG_HW_FORMAT, 1, format);
  if (error < 0) return error;
  const struct {
    int what;
    unsigned low;
    unsigned high;
  } ranges[] = {{SND_PCM_IOPLUG_HW_CHANNELS, kChannels, kChannels},
                {SND_PCM_IOPLUG_HW_RATE, kRate, kRate},
                {SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64 * frame_bytes, 4096 * frame_bytes},
                {SND_PCM_IOPLUG_HW_PERIODS, 2, 8}};
  for (const auto& range : ranges) {
    error = snd_pcm_ioplug_set_param_minmax(&io, range.what, range.low, range.high);
    if (error < 0) return error;
  }
  return 0;
}

int ticking_timer() {
  const int fd = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  const timespec two_ms{0, 2'000'000};
  const itimerspec every{two_ms, two_ms};
  ::timerfd_settime(fd, 0, &every, nullptr);
  return fd;
}

}  // namespace

extern "C" {

SND_PCM_PLUGIN_DEFINE_FUNC(ampcard) {
  (void)root;
  (void)conf;
  auto* side = new Side;
  side->io.version = SND_PCM_IOPLUG_VERSION;
  side->io.name = "ampcard";
  side->io.callback = &kCallbacks;
  side->io.private_data = side;
  side->io.poll_fd = ticking_timer();
  side->io.poll_events = POLLIN;
  if (const char* frames = std::getenv("AMPCARD_UNPLUG_AFTER")) {
    side->unplug_after = std::atoll(frames);
  }
  int error = snd_pcm_ioplug_create(&side->io, name, stream, mode);
  if (error < 0) {
    ::close(side->io.poll_fd);
    delete side;
    return error;
  }
  error = constrain(side->io);
  if (error < 0) {
    snd_pcm_ioplug_delete(&side->io);
    return error;
  }
  *pcmp = side->io.pcm;
  return 0;
}
SND_PCM_PLUGIN_SYMBOL(ampcard)

static int no_elements(snd_ctl_ext_t*) { return 0; }

SND_CTL_PLUGIN_DEFINE_FUNC(ampcard) {
  (void)root;
  (void)conf;
  static const snd_ctl_ext_callback_t callbacks = [] {
    snd_ctl_ext_callback_t made{};
    made.elem_count = no_elements;
    return made;
  }();
  static snd_ctl_ext_t card;
  card = {};
  card.version = SND_CTL_EXT_VERSION;
  std::strcpy(card.id, "ampcard");
  std::strcpy(card.name, "ampcard");
  card.poll_fd = -1;
  card.callback = &callbacks;
  const int error = snd_ctl_ext_create(&card, name, mode);
  if (error >= 0) *handlep = card.handle;
  return error;
}
SND_CTL_PLUGIN_SYMBOL(ampcard)

}  // extern "C"
