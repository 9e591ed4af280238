// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/steady_heap.hpp"

#include <malloc.h>

namespace ampsweep::rig {

void keep_heap_steady() {
#ifdef M_MMAP_THRESHOLD
  ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);  // a call also keeps it where it is
#endif
}

}  // namespace ampsweep::rig
