// Which build of each family this machine runs.
#pragma once
#include "kernel.hpp"

namespace cw {

// The builds, slowest first. Where there is no choice (not x86-64), only the first is used.
enum class Level : int32_t { base = 0, v3, v4, v4ifma };
constexpr int32_t levels = 4;

// The name of a build as users see it: x86-64-v3 …
const char* name_of(Level level) noexcept;

// The best build that this machine runs, or -1 if it runs none.
int32_t best_level() noexcept;

// The kernels of every family in the order of families.def, each family in its best build that is no better than `level`. Returns how many
// there are; writes them only where `entries` is not null.
int64_t kernels_of(Level level, Entry* entries) noexcept;

// "float64" …; "" when a kernel has no dtype.
const char* name_of(DType dtype) noexcept;

}  // namespace cw
