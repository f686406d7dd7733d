// How a family of elementwise kernels is written down: `family(rows<Binary>("add", All{}, [](auto x, auto y) { … }), …)`.
// A row names an operation, the dtypes it exists for, and what it does to one element; the loops are here.
#pragma once
#include "../kernel.hpp"

// The compiler may not see that an output that is the same buffer as an input is read before it is written.
#if defined(__clang__)
#define CW_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define CW_INDEPENDENT _Pragma("GCC ivdep")
#endif
#define CW_INLINE __attribute__((always_inline)) inline

namespace CW_ISA {
// Files of a family are built with different flags (contraction), so nothing here may be shared between them.
namespace {

template <DType D> struct ElementOf;
template <> struct ElementOf<DType::b1> { using type = bool; };
template <> struct ElementOf<DType::i8> { using type = int8_t; };
template <> struct ElementOf<DType::i16> { using type = int16_t; };
template <> struct ElementOf<DType::i32> { using type = int32_t; };
template <> struct ElementOf<DType::i64> { using type = int64_t; };
template <> struct ElementOf<DType::u8> { using type = uint8_t; };
template <> struct ElementOf<DType::u16> { using type = uint16_t; };
template <> struct ElementOf<DType::u32> { using type = uint32_t; };
template <> struct ElementOf<DType::u64> { using type = uint64_t; };
template <> struct ElementOf<DType::f32> { using type = float; };
template <> struct ElementOf<DType::f64> { using type = double; };
template <DType D> using Element = typename ElementOf<D>::type;

template <DType... D> struct DTypes {};
using Bool = DTypes<DType::b1>;
using Integers = DTypes<DType::i8, DType::i16, DType::i32, DType::i64, DType::u8, DType::u16, DType::u32, DType::u64>;
using Float32 = DTypes<DType::f32>;
using Float64 = DTypes<DType::f64>;
using Floats = DTypes<DType::f32, DType::f64>;
template <class A, class B> struct JoinOf;
template <DType... A, DType... B> struct JoinOf<DTypes<A...>, DTypes<B...>> { using type = DTypes<A..., B...>; };
template <class A, class B> using Join = typename JoinOf<A, B>::type;
using BoolsAndIntegers = Join<Bool, Integers>;
using Numeric = Join<Integers, Floats>;
using All = Join<Bool, Numeric>;

template <int64_t N> struct Rows {
  Entry entries[N];
  constexpr operator KernelSet() const { return {entries, N}; }
};

template <class Shape, DType... D, class F>
constexpr Rows<sizeof...(D)> rows(const char* name, DTypes<D...>, F) {
  return {{{name, D, Shape::template kernel<D, F>}...}};
}

template <int64_t... N>
constexpr Rows<(N + ...)> family(const Rows<N>&... parts) {
  Rows<(N + ...)> all{};
  int64_t at = 0;
  auto append = [&](const auto& part) {
    for (const Entry& entry : part.entries) all.entries[at++] = entry;
  };
  (append(parts), ...);
  return all;
}

// Loops go in blocks of this many elements: a constant trip count gives plain vector code without special cases for the rest, and a repeated
// value becomes a block of equal ones, so that one loop serves every combination of steps.
constexpr int64_t block = 64;

template <class T> struct Input {
  const T* data;
  int64_t step;
  alignas(64) T buffer[block];

  __attribute__((noinline)) explicit Input(const Span& span) : data(static_cast<const T*>(span.data)), step(span.step) {
    if (step == 0) {
      for (T& element : buffer) element = *data;
      data = buffer;
    }
  }
  CW_INLINE const T* at(int64_t i) const { return data + i * step; }
  // The last `count` elements from i on, filled up to a block with zeros.
  __attribute__((noinline)) const T* last(int64_t i, int64_t count) {
    if (step == 0) return data;
    for (int64_t j = 0; j < block; ++j) buffer[j] = j < count ? data[i + j] : T{};
    return buffer;
  }
};

template <class T> __attribute__((noinline)) void copy(const T* from, T* to, int64_t count) {
  for (int64_t j = 0; j < count; ++j) to[j] = from[j];
}

// Runs `body(out, in...)` over blocks of elements. The last one goes through buffers, in the same loop so that the body is there once.
template <class Out, class... In, class Body>
CW_INLINE Status blocks(const Call& call, Body body, Input<In>&&... in) {
  Out* out = static_cast<Out*>(call.out[0].data);
  alignas(64) Out buffer[block];
  for (int64_t i = 0; i < call.n; i += block) {
    const int64_t count = call.n - i;
    const bool whole = count >= block;
    body(whole ? out + i : buffer, (whole ? in.at(i) : in.last(i, count))...);
    if (!whole) copy(buffer, out + i, count);
  }
  return Status::ok;
}

template <int... K> struct Indices {};
template <int N, int... K> struct IndicesTo : IndicesTo<N - 1, N - 1, K...> {};
template <int... K> struct IndicesTo<0, K...> { using type = Indices<K...>; };

template <class Out, class... In> struct Over {
  template <class Body> static CW_INLINE Status run(const Call& call, Body body) {
    return spread(call, body, typename IndicesTo<sizeof...(In)>::type{});
  }
  // `f` gives one element.
  template <class F> static CW_INLINE Status map(const Call& call, F f) {
    return run(call, [f](Out* out, const In*... in) {
      CW_INDEPENDENT
      for (int64_t j = 0; j < block; ++j) out[j] = static_cast<Out>(f(in[j]...));
    });
  }

 private:
  template <class Body, int... K> static CW_INLINE Status spread(const Call& call, Body body, Indices<K...>) {
    return blocks<Out, In...>(call, body, Input<In>(call.in[K])...);
  }
};

// Shapes: which elements come in and which goes out.
struct Unary {
  template <DType D, class F> static Status kernel(const Call& call) noexcept { return Over<Element<D>, Element<D>>::map(call, F{}); }
};
struct Binary {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    return Over<Element<D>, Element<D>, Element<D>>::map(call, F{});
  }
};
struct Ternary {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    return Over<Element<D>, Element<D>, Element<D>, Element<D>>::map(call, F{});
  }
};
// Predicates give bool.
struct UnaryPredicate {
  template <DType D, class F> static Status kernel(const Call& call) noexcept { return Over<bool, Element<D>>::map(call, F{}); }
};
struct BinaryPredicate {
  template <DType D, class F> static Status kernel(const Call& call) noexcept { return Over<bool, Element<D>, Element<D>>::map(call, F{}); }
};
// Operations with parameters: the function takes them and gives the function of one element.
struct UnaryWith {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    return Over<Element<D>, Element<D>>::map(call, F{}(call.params));
  }
};
struct BinaryPredicateWith {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    return Over<bool, Element<D>, Element<D>>::map(call, F{}(call.params));
  }
};

template <class T> constexpr bool isFloat = false;
template <> inline constexpr bool isFloat<float> = true;
template <> inline constexpr bool isFloat<double> = true;
template <class T> constexpr bool isSigned = T(-1) < T(0);

// The unsigned type in which an integer wraps around without undefined behavior: at least 32 bits, since narrower ones are promoted to int.
template <int64_t Bytes> struct WordOf { using type = uint32_t; };
template <> struct WordOf<8> { using type = uint64_t; };
template <class T> using Word = typename WordOf<sizeof(T)>::type;

// A value in which + - * cannot overflow: floats as they are, integers as words.
template <class T> CW_INLINE auto wrapping(T x) {
  if constexpr (isFloat<T>) return x;
  else return static_cast<Word<T>>(x);
}

CW_INLINE float magnitude(float x) { return __builtin_fabsf(x); }
CW_INLINE double magnitude(double x) { return __builtin_fabs(x); }

// The bits of a value as another type of the same size.
template <class To, class From> CW_INLINE To bitsAs(From from) { return __builtin_bit_cast(To, from); }

}  // namespace
}  // namespace CW_ISA
