// Memory that a process has resident and may do without. On Linux only: other systems take their time.
#pragma once
#include <stdint.h>

namespace cw {

// The whole pages of a stretch go back to the system, and hold zeros when they are next looked at. It is private memory without a file; that of a SharedArrayBuffer is, too: the threads
// of a process share all they have.
void discard_pages(void* data, int64_t bytes) noexcept;

// Lets what is not resident yet of a stretch come in pages of 2 MiB, as far as whole ones fit into it, until it is discarded: one page fault instead of 512, and fewer misses of the TLB.
void use_large_pages(void* data, int64_t bytes) noexcept;

// Lets V8 collect the garbage of the calling thread at once, and give back to the system what is empty then, young generation included.
void collect_garbage() noexcept;

// Gives back pages of the program's own file, which come again as they are used, and what malloc holds free.
void give_back_pages() noexcept;

}  // namespace cw
