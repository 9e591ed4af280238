// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/window/damage.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace ampsweep::rig::gui {
namespace {

using Hash = std::uint64_t;

constexpr int kPatchCost = 8;  // tiles that are filled in the time one more patch takes

Hash stirred(Hash hash, Hash word) {
  constexpr Hash kOdd = 0x9E3779B97F4A7C15U;  // 2^64 / golden ratio
  hash = (hash ^ word) * kOdd;
  return hash ^ hash >> 32U;
}

Hash bits(float a, float b) {
  return Hash{std::bit_cast<std::uint32_t>(a)} << 32U | std::bit_cast<std::uint32_t>(b);
}

Hash hash_of(const ImDrawVert& v) {
  return stirred(stirred(stirred(v.col, bits(v.pos.x, v.pos.y)), bits(v.uv.x, v.uv.y)), 1);
}

/// From and to, `to` excluded.
struct Tiles {
  int left{0};
  int top{0};
  int right{0};
  int bottom{0};
  [[nodiscard]] int area() const { return (right - left) * (bottom - top); }
};

Tiles joined(const Tiles& a, const Tiles& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

int tile_of(float at, int tiles) {
  return static_cast<int>(std::clamp(std::floor(at / kTile), 0.0F, static_cast<float>(tiles)));
}

/// The hashes of one frame.
class TileHashes {
 public:
  explicit TileHashes(const ImDrawData& data)
      : origin_(data.DisplayPos),
        columns_(static_cast<int>(std::ceil(data.DisplaySize.x / kTile))),
        rows_(static_cast<int>(std::ceil(data.DisplaySize.y / kTile))),
        hashes_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_),
                bits(data.DisplaySize.x, data.DisplaySize.y)) {
    for (int i = 0; i < data.CmdListsCount; ++i) take(*data.CmdLists[i]);
  }

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] std::vector<Hash> hashes() && { return std::move(hashes_); }

 private:
  void take(const ImDrawList& list) {
    vertices_.clear();
    for (const ImDrawVert& v : list.VtxBuffer) vertices_.push_back(hash_of(v));
    for (const ImDrawCmd& command : list.CmdBuffer) take(list, command);
  }

  void take(const ImDrawList& list, const ImDrawCmd& command) {
    const ImVec4& clip = command.ClipRect;
    const Hash seed = stirred(stirred(bits(clip.x, clip.y), bits(clip.z, clip.w)),
                              std::bit_cast<std::uintptr_t>(command.GetTexID()));
    const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
    for (unsigned i = 0; i + 2 < command.ElemCount; i += 3, index += 3) {
      ImVec2 low{std::numeric_limits<float>::max(), std::numeric_limits<float>::max()};
      ImVec2 high{std::numeric_limits<float>::lowest(), std::numeric_limits<float>::lowest()};
      Hash hash = seed;
      for (int corner = 0; corner < 3; ++corner) {
        const int at = static_cast<int>(command.VtxOffset + index[corner]);
        const ImVec2 p = list.VtxBuffer[at].pos;
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
        hash = stirred(hash, vertices_[static_cast<std::size_t>(at)]);
      }
      touch(std::max(low.x, clip.x), std::max(low.y, clip.y), std::min(high.x, clip.z),
            std::min(high.y, clip.w), hash);
    }
  }

  void touch(float left, float top, float right, float bottom, Hash hash) {
    if (left > right || top > bottom) return;
    const int first = tile_of(left - origin_.x, columns_);
    const int last = std::min(tile_of(right - origin_.x, columns_), columns_ - 1);
    const int low = std::min(tile_of(bottom - origin_.y, rows_), rows_ - 1);
    for (int row = tile_of(top - origin_.y, rows_); row <= low; ++row) {
      for (int column = first; column <= last; ++column) {
        Hash& tile = hashes_[static_cast<std::size_t>(row * columns_ + column)];
        tile = stirred(tile, hash);
      }
    }
  }

  ImVec2 origin_;
  int columns_;
  int rows_;
  std::vector<Hash> hashes_;
  std::vector<Hash> vertices_;  // of the list at hand
};

/// Runs along the rows; equal runs below each other are one.
std::vector<Tiles> blocks(const std::vector<bool>& changed, int columns, int rows) {
  std::vector<Tiles> all;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const auto is = [&](int at) { return changed[static_cast<std::size_t>(row * columns + at)]; };
      if (!is(column)) continue;
      const int first = column;
      while (column < columns && is(column)) ++column;
      const auto above = std::find_if(all.begin(), all.end(), [&](const Tiles& t) {
        return t.bottom == row && t.left == first && t.right == column;
      });
      if (above != all.end()) {
        ++above->bottom;
      } else {
        all.push_back({first, row, column, row + 1});
      }
    }
  }
  return all;
}

/// Joins the two that waste the fewest tiles, until few are left and apart.
void join_to_few(std::vector<Tiles>& all) {
  while (all.size() > 1) {
    std::size_t keep = 0;
    std::size_t drop = 1;
    int least = std::numeric_limits<int>::max();
    for (std::size_t a = 0; a < all.size(); ++a) {
      for (std::size_t b = a + 1; b < all.size(); ++b) {
        const int waste = joined(all[a], all[b]).area() - all[a].area() - all[b].area();
        if (waste >= least) continue;
        least = waste;
        keep = a;
        drop = b;
      }
    }
    if (all.size() <= kMostPatches && least > kPatchCost) return;
    all[keep] = joined(all[keep], all[drop]);
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(drop));
  }
}

ImVec4 common(const ImVec4& clip, const Patch& patch) {
  return {std::max(clip.x, patch.from.x), std::max(clip.y, patch.from.y),
          std::min(clip.z, patch.to.x), std::min(clip.w, patch.to.y)};
}

}  // namespace

std::vector<Patch> Damage::changed(const ImDrawData& data) {
  TileHashes frame{data};
  const int columns = frame.columns();
  const int rows = frame.rows();
  std::vector<Hash> now = std::move(frame).hashes();
  std::vector<bool> differs(now.size(), true);
  for (std::size_t i = 0; seen_.size() == now.size() && i < now.size(); ++i) {
    differs[i] = seen_[i] != now[i];
  }
  seen_ = std::move(now);
  std::vector<Tiles> all = blocks(differs, columns, rows);
  join_to_few(all);
  std::vector<Patch> patches;
  const auto corner = [&](int column, int row) {
    return ImVec2{
        data.DisplayPos.x + std::min(static_cast<float>(column * kTile), data.DisplaySize.x),
        data.DisplayPos.y + std::min(static_cast<float>(row * kTile), data.DisplaySize.y)};
  };
  for (const Tiles& t : all) patches.push_back({corner(t.left, t.top), corner(t.right, t.bottom)});
  return patches;
}

void cut_to(ImDrawData& data, std::span<const Patch> patches) {
  for (int i = 0; i < data.CmdListsCount; ++i) {
    ImVector<ImDrawCmd> cut;
    for (const ImDrawCmd& command : data.CmdLists[i]->CmdBuffer) {
      for (const Patch& patch : patches) {
        const ImVec4 clip = common(command.ClipRect, patch);
        if (clip.x >= clip.z || clip.y >= clip.w) continue;
        cut.push_back(command);
        cut.back().ClipRect = clip;
      }
    }
    data.CmdLists[i]->CmdBuffer.swap(cut);
  }
}

}  // namespace ampsweep::rig::gui
