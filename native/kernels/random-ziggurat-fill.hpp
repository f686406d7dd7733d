// fill<Shape>(by, pcg, skip, n, out, resume) passes over `skip` ziggurat draws of PCG64 and stores the n after them: NumPy's bits. Asked to
// resume, it leaves `pcg` where the draw after them begins.
#pragma once
#if defined(__AVX2__)
#include "random-ziggurat-blocks.hpp"
#else
#include "random-ziggurat-each.hpp"
#endif
