// Vectors of doubles in GCC's and Clang's vector extensions: as wide as the machine's registers, the same source everywhere.
#pragma once
#include "table.hpp"
#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace CW_ISA {
namespace {

constexpr int lanes = CW_VECTOR_BYTES / 8;
typedef double Doubles __attribute__((vector_size(CW_VECTOR_BYTES)));
typedef int64_t Longs __attribute__((vector_size(CW_VECTOR_BYTES)));
typedef uint64_t Words __attribute__((vector_size(CW_VECTOR_BYTES)));
typedef float HalfFloats __attribute__((vector_size(CW_VECTOR_BYTES / 2)));

// Minus, so that -0 stays what it is.
CW_INLINE Doubles splat(double x) { return x - Doubles{}; }
CW_INLINE Words bitsOf(Doubles x) { return reinterpret_cast<Words>(x); }
CW_INLINE Doubles ofBits(Words x) { return reinterpret_cast<Doubles>(x); }
CW_INLINE Doubles ofBits(Longs x) { return reinterpret_cast<Doubles>(x); }

CW_INLINE Doubles load(const double* from) {
  Doubles x;
  __builtin_memcpy(&x, from, sizeof x);
  return x;
}
CW_INLINE Doubles load(const float* from) {
  HalfFloats x;
  __builtin_memcpy(&x, from, sizeof x);
  return __builtin_convertvector(x, Doubles);
}
CW_INLINE void store(double* to, Doubles x) { __builtin_memcpy(to, &x, sizeof x); }
CW_INLINE void store(float* to, Doubles x) {
  const HalfFloats rounded = __builtin_convertvector(x, HalfFloats);
  __builtin_memcpy(to, &rounded, sizeof rounded);
}

constexpr uint64_t signMask = 1ULL << 63;
CW_INLINE Doubles magnitude(Doubles x) { return ofBits(bitsOf(x) & ~signMask); }
// `x` (not negative) with the sign of `of`.
CW_INLINE Doubles withSign(Doubles x, Doubles of) { return ofBits(bitsOf(x) | (bitsOf(of) & signMask)); }
CW_INLINE Doubles flipSign(Doubles x, Words sign) { return ofBits(bitsOf(x) ^ sign); }

CW_INLINE Doubles squareRoot(Doubles x) {
#if defined(__AVX512F__) && CW_VECTOR_BYTES == 64
  return _mm512_maskz_sqrt_pd(0xff, x);
#elif defined(__AVX__) && CW_VECTOR_BYTES == 32
  return _mm256_sqrt_pd(x);
#else
  for (int lane = 0; lane < lanes; ++lane) x[lane] = __builtin_sqrt(x[lane]);
  return x;
#endif
}

// A number as the sum of two: `low` is at most half a unit in the last place of `high`.
struct Twofold {
  Doubles high;
  Doubles low;
};
// x + y without error, if |x| ≥ |y| or x is 0.
CW_INLINE Twofold quickSum(Doubles x, Doubles y) {
  const Doubles sum = x + y;
  return {sum, y - (sum - x)};
}
// x + y without error, whichever is greater.
CW_INLINE Twofold exactSum(Doubles x, Doubles y) {
  const Doubles sum = x + y;
  const Doubles ofY = sum - x;
  return {sum, (x - (sum - ofY)) + (y - ofY)};
}
// x · y without error. The compiler may fuse a product into a sum, so the one whose rounding matters is only ever used here.
CW_INLINE Twofold exactProduct(Doubles x, Doubles y) {
  const Doubles high = x * y;
#if defined(__AVX512F__) && CW_VECTOR_BYTES == 64
  return {high, _mm512_fmsub_pd(x, y, high)};
#elif defined(__FMA__) && CW_VECTOR_BYTES == 32
  return {high, _mm256_fmsub_pd(x, y, high)};
#elif defined(__ARM_FEATURE_FMA)
  Doubles low;
  for (int lane = 0; lane < lanes; ++lane) low[lane] = __builtin_fma(x[lane], y[lane], -high[lane]);
  return {high, low};
#else
  // Halves of 26 bits (Dekker, Veltkamp).
  constexpr double splitter = 0x1p27 + 1;
  const Doubles xs = x * splitter, ys = y * splitter;
  const Doubles xh = xs - (xs - x), yh = ys - (ys - y);
  const Doubles xl = x - xh, yl = y - yh;
  return {high, ((xh * yh - high) + xh * yl + xl * yh) + xl * yl};
#endif
}

// Horner's rule, constant term first.
CW_INLINE Doubles polynomial(Doubles, double c) { return splat(c); }
template <class... C> CW_INLINE Doubles polynomial(Doubles x, double c, C... rest) { return polynomial(x, rest...) * x + c; }

// The same with the coefficients in an array, where there are many.
template <int N> CW_INLINE Doubles polynomial(Doubles x, const double (&c)[N]) {
  Doubles sum = splat(c[N - 1]);
  for (int k = N - 2; k >= 0; --k) sum = sum * x + c[k];
  return sum;
}

// x rounded to an integer (|x| < 2^51), as a double and, in the low bits of `bits`, in two's complement.
struct Rounded {
  Doubles value;
  Words bits;
};
CW_INLINE Rounded roundedOf(Doubles x) {
  constexpr double magic = 0x1.8p52;
  const Doubles shifted = x + magic;
  return {shifted - magic, bitsOf(shifted)};
}

// x · 2^k for integral k from -2200 to 2200 (in `k.value`): in two steps, so that results reach down to denormals and up to infinity.
CW_INLINE Doubles scaled(Doubles x, Doubles k) {
#if defined(__AVX512F__) && CW_VECTOR_BYTES == 64
  return _mm512_maskz_scalef_pd(0xff, x, k);
#else
  const Rounded half = roundedOf(k * 0.5);
  const Rounded rest = roundedOf(k - half.value);
  constexpr uint64_t one = 0x3ff0000000000000;
  return x * ofBits((half.bits << 52) + one) * ofBits((rest.bits << 52) + one);
#endif
}

// The same where neither x nor the result is near the edges: |k| ≤ 1022.
CW_INLINE Doubles timesPowerOf2(Doubles x, Doubles k) {
#if defined(__AVX512F__) && CW_VECTOR_BYTES == 64
  return scaled(x, k);
#else
  return ofBits(bitsOf(x) + (roundedOf(k).bits << 52));
#endif
}

// Whether a comparison holds in any lane.
CW_INLINE bool any(Longs mask) {
#if defined(__AVX512DQ__) && CW_VECTOR_BYTES == 64
  return _mm512_movepi64_mask(reinterpret_cast<__m512i>(mask)) != 0;
#elif defined(__AVX__) && CW_VECTOR_BYTES == 32
  return _mm256_movemask_pd(reinterpret_cast<__m256d>(mask)) != 0;
#elif defined(__SSE2__) && CW_VECTOR_BYTES == 16
  return _mm_movemask_pd(reinterpret_cast<__m128d>(mask)) != 0;
#endif
  int64_t bits = 0;
  for (int lane = 0; lane < lanes; ++lane) bits |= mask[lane];
  return bits != 0;
}

// Shapes of rows: F takes vectors of doubles; float32 goes through them and is rounded at the end.
struct UnaryVector {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    return Over<T, T>::run(call, [](T* out, const T* x) {
      for (int64_t j = 0; j < block; j += lanes) store(out + j, F{}(load(x + j)));
    });
  }
};
struct BinaryVector {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    return Over<T, T, T>::run(call, [](T* out, const T* x, const T* y) {
      for (int64_t j = 0; j < block; j += lanes) store(out + j, F{}(load(x + j), load(y + j)));
    });
  }
};

}  // namespace
}  // namespace CW_ISA
