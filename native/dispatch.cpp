// Compiled without -march: this code must run anywhere.
#include "dispatch.hpp"

#if (defined(__x86_64__) || defined(_M_X64)) && !defined(CW_BASELINE)
#define CW_X86 1
#endif

#define DECLARE(isa, name)                          \
  namespace isa {                                   \
  cw::KernelSet name##_kernels() noexcept;          \
  }
#ifdef CW_X86
#define FAMILY(name) DECLARE(isa_v2, name) DECLARE(isa_v3, name) DECLARE(isa_v4, name)
#define FAMILY_V3(name) DECLARE(isa_v2, name) DECLARE(isa_v3, name)
#define FAMILY_IFMA(name) FAMILY(name) DECLARE(isa_v4ifma, name)
#define FAMILY_FUSED(name) DECLARE(isa_v2_fused, name) DECLARE(isa_v3_fused, name) DECLARE(isa_v4_fused, name)
#else
#define FAMILY(name) DECLARE(isa_base, name)
#define FAMILY_V3 FAMILY
#define FAMILY_IFMA FAMILY
#define FAMILY_FUSED(name) DECLARE(isa_base_fused, name)
#endif
#include "families.def"
#undef FAMILY
#undef FAMILY_V3
#undef FAMILY_IFMA
#undef FAMILY_FUSED

namespace cw {
namespace {

// One family's builds by Level; null where it has none of its own.
struct Family {
  KernelSet (*builds[levels])() noexcept;
};

constexpr Family families[] = {
#ifdef CW_X86
#define FAMILY(name) {{isa_v2::name##_kernels, isa_v3::name##_kernels, isa_v4::name##_kernels, nullptr}},
#define FAMILY_V3(name) {{isa_v2::name##_kernels, isa_v3::name##_kernels, nullptr, nullptr}},
#define FAMILY_IFMA(name) {{isa_v2::name##_kernels, isa_v3::name##_kernels, isa_v4::name##_kernels, isa_v4ifma::name##_kernels}},
#define FAMILY_FUSED(name) {{isa_v2_fused::name##_kernels, isa_v3_fused::name##_kernels, isa_v4_fused::name##_kernels, nullptr}},
#else
#define FAMILY(name) {{isa_base::name##_kernels, nullptr, nullptr, nullptr}},
#define FAMILY_V3 FAMILY
#define FAMILY_IFMA FAMILY
#define FAMILY_FUSED(name) {{isa_base_fused::name##_kernels, nullptr, nullptr, nullptr}},
#endif
#include "families.def"
};

KernelSet best_build(const Family& family, Level level) noexcept {
  auto i = static_cast<int32_t>(level);
  while (i > 0 && family.builds[i] == nullptr) i--;
  return family.builds[i]();
}

}  // namespace

const char* name_of(Level level) noexcept {
#if defined(CW_X86)
  constexpr const char* names[levels] = {"x86-64-v2", "x86-64-v3", "x86-64-v4", "x86-64-v4-ifma"};
#elif defined(__wasm__)
  constexpr const char* names[levels] = {"wasm", "", "", ""};
#else
  constexpr const char* names[levels] = {"baseline", "", "", ""};
#endif
  return names[static_cast<int32_t>(level)];
}

int32_t best_level() noexcept {
#ifdef CW_X86
  __builtin_cpu_init();
#define HAS(feature) (__builtin_cpu_supports(feature) != 0)
  if (!HAS("sse4.2") || !HAS("popcnt")) return -1;
  if (!HAS("avx2") || !HAS("fma") || !HAS("bmi") || !HAS("bmi2")) return static_cast<int32_t>(Level::base);
  if (!HAS("avx512f") || !HAS("avx512bw") || !HAS("avx512cd") || !HAS("avx512dq") || !HAS("avx512vl")) return static_cast<int32_t>(Level::v3);
  if (!HAS("avx512ifma") || !HAS("avx512vbmi") || !HAS("avx512vbmi2")) return static_cast<int32_t>(Level::v4);
#undef HAS
  return static_cast<int32_t>(Level::v4ifma);
#else
  return static_cast<int32_t>(Level::base);
#endif
}

int64_t kernels_of(Level level, Entry* entries) noexcept {
  int64_t count = 0;
  for (const Family& family : families) {
    const KernelSet set = best_build(family, level);
    for (int64_t i = 0; entries != nullptr && i < set.count; i++) entries[count + i] = set.entries[i];
    count += set.count;
  }
  return count;
}

const char* name_of(DType dtype) noexcept {
  constexpr const char* names[] = {"bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64"};
  return dtype == DType::none ? "" : names[static_cast<int32_t>(dtype)];
}

}  // namespace cw
