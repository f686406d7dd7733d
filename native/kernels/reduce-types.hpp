// For tables of reducers: the types that dtypes stand for, and rows of entries.
#pragma once
#include "reduce-lanes.hpp"

namespace CW_ISA {
namespace {

template <class T> struct CodeOf;
template <> struct CodeOf<bool> { static constexpr DType code = DType::b1; };
template <> struct CodeOf<int8_t> { static constexpr DType code = DType::i8; };
template <> struct CodeOf<int16_t> { static constexpr DType code = DType::i16; };
template <> struct CodeOf<int32_t> { static constexpr DType code = DType::i32; };
template <> struct CodeOf<int64_t> { static constexpr DType code = DType::i64; };
template <> struct CodeOf<uint8_t> { static constexpr DType code = DType::u8; };
template <> struct CodeOf<uint16_t> { static constexpr DType code = DType::u16; };
template <> struct CodeOf<uint32_t> { static constexpr DType code = DType::u32; };
template <> struct CodeOf<uint64_t> { static constexpr DType code = DType::u64; };
template <> struct CodeOf<float> { static constexpr DType code = DType::f32; };
template <> struct CodeOf<double> { static constexpr DType code = DType::f64; };

template <class T> constexpr bool is_float = false;
template <> inline constexpr bool is_float<float> = true;
template <> inline constexpr bool is_float<double> = true;
template <class T> constexpr bool is_signed = T(-1) < T(0);

template <bool condition, class A, class B> struct Either { using type = A; };
template <class A, class B> struct Either<false, A, B> { using type = B; };

// 64 bits that hold any value of an integer type.
template <class T> using Wide = typename Either<is_signed<T>, int64_t, uint64_t>::type;
// Types that a reducer treats alike share its code: bool is an integer of 0 or 1, and where only the bits count, so does any integer of a size.
template <class T> struct AlikeOf { using type = T; };
template <> struct AlikeOf<bool> { using type = uint8_t; };
template <class T> using Alike = typename AlikeOf<T>::type;
template <class T> struct BySizeOf { using type = Alike<T>; };
template <> struct BySizeOf<int8_t> { using type = uint8_t; };
template <> struct BySizeOf<int16_t> { using type = uint16_t; };
template <> struct BySizeOf<int32_t> { using type = uint32_t; };
template <> struct BySizeOf<int64_t> { using type = uint64_t; };
template <class T> using BySize = typename BySizeOf<T>::type;

template <class... T> struct Types {};
using FloatTypes = Types<float, double>;
using IntegerTypes = Types<bool, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t>;

template <int64_t N> struct ReducerRows {
  Entry entries[N];
  constexpr operator KernelSet() const { return {entries, N}; }
};

// The three kernels of a reducer R<T> for each type. The names are those of its chunk, merge and final kernels.
template <template <class> class R, class... T>
constexpr ReducerRows<3 * sizeof...(T)> reducer(const char* chunk, const char* states, const char* last, Types<T...>) {
  ReducerRows<3 * sizeof...(T)> rows{};
  int64_t at = 0;
  ((rows.entries[at++] = {chunk, CodeOf<T>::code, reduce<R<T>>, static_cast<int32_t>(sizeof(ReduceState))},
    rows.entries[at++] = {states, CodeOf<T>::code, merge<R<T>>},
    rows.entries[at++] = {last, CodeOf<T>::code, finish<R<T>>}),
   ...);
  return rows;
}
#define CW_REDUCER(name, R, types) reducer<R>("reduce/" name, "merge/" name, "final/" name, types{})

template <int64_t... N> constexpr ReducerRows<(N + ...)> reducers(const ReducerRows<N>&... parts) {
  ReducerRows<(N + ...)> all{};
  int64_t at = 0;
  auto append = [&](const auto& part) {
    for (const Entry& entry : part.entries) all.entries[at++] = entry;
  };
  (append(parts), ...);
  return all;
}

}  // namespace
}  // namespace CW_ISA
