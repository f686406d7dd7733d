// Elements as unsigned integers that sort as the elements do.
//
// Signed integers get their sign bit flipped. Floats compare as integers once the bits of negative ones are inverted; -0 equals 0, and every NaN is
// the greatest key. All of them come back as one NaN; the signs of zeros are put back in the order in which they came (`Zeros`), so that
// sorting is stable even there.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

template <class T> using Key = Moved<T>;
template <class T> constexpr int bits_of = 8 * static_cast<int>(sizeof(T));
template <class T> constexpr Key<T> sign_bit = static_cast<Key<T>>(Key<T>{1} << (bits_of<T> - 1));
template <class K> constexpr K greatest = static_cast<K>(~K{0});

// Elements are read and written as the unsigned integers that have their bits: keys often stand in their place.
template <class T> CW_INLINE Key<T> key_of(Key<T> bits) {
  if constexpr (isFloat<T>) {
    const Key<T> negative = static_cast<Key<T>>(Key<T>{0} - (bits >> (bits_of<T> - 1)));
    const Key<T> key = static_cast<Key<T>>(bits << 1) == 0 ? sign_bit<T> : bits ^ (negative | sign_bit<T>);
    const T x = bitsAs<T>(bits);
    return x != x ? greatest<Key<T>> : key;
  } else if constexpr (isSigned<T>) {
    return static_cast<Key<T>>(bits ^ sign_bit<T>);
  } else {
    return bits;
  }
}

template <class T> CW_INLINE Key<T> bits_of_key(Key<T> key) {
  if constexpr (isFloat<T>) {
    constexpr Key<T> nan = sizeof(T) == 8 ? static_cast<Key<T>>(0x7ff8000000000000) : static_cast<Key<T>>(0x7fc00000);
    const Key<T> positive = static_cast<Key<T>>(Key<T>{0} - (key >> (bits_of<T> - 1)));
    return key == greatest<Key<T>> ? nan : key ^ (~positive | sign_bit<T>);
  } else if constexpr (isSigned<T>) {
    return static_cast<Key<T>>(key ^ sign_bit<T>);
  } else {
    return key;
  }
}

template <class K> CW_INLINE int64_t lower_bound(const K* sorted, int64_t n, K key) {
  const K* base = sorted;
  for (; n > 1; n -= n / 2) base += base[n / 2 - 1] < key ? n / 2 : 0;
  return base - sorted + (n == 1 && *base < key);
}

template <class K> CW_INLINE int64_t upper_bound(const K* sorted, int64_t n, K key) {
  const K* base = sorted;
  for (; n > 1; n -= n / 2) base += base[n / 2 - 1] <= key ? n / 2 : 0;
  return base - sorted + (n == 1 && *base <= key);
}

// The signs of the zeros of a row of floats, in order; recorded only from the stretch on in which the first -0 stands.
template <class T> class Zeros {
 public:
  // One bit an element.
  static int64_t words(int64_t n) { return isFloat<T> ? n / 64 + 1 : 0; }
  explicit Zeros(uint64_t* memory) : negative_(memory) {}

  // Keys of elements; may be in place.
  void keys(Key<T>* out, const Key<T>* x, int64_t n) {
    constexpr int64_t stretch = 512;
    count_ = 0;
    bool any = false;
    for (int64_t at = 0; at < n; at += stretch) {
      const int64_t length = n - at < stretch ? n - at : stretch;
      if constexpr (isFloat<T>) {
        Key<T> found = 0;
        for (int64_t i = 0; i < length; i++) found |= static_cast<Key<T>>(x[at + i] == sign_bit<T>);
        any = any || found != 0;
        if (any) record(x + at, length);
      }
      CW_INDEPENDENT
      for (int64_t i = 0; i < length; i++) out[at + i] = key_of<T>(x[at + i]);
    }
  }

  // Elements of sorted keys; may be in place.
  void elements(Key<T>* out, const Key<T>* keys, int64_t n) const {
    const int64_t end = count_ > 0 ? upper_bound(keys, n, sign_bit<T>) : 0;
    CW_INDEPENDENT
    for (int64_t i = 0; i < n; i++) out[i] = bits_of_key<T>(keys[i]);
    for (int64_t i = 0; i < count_; i++) {
      const bool negative = (negative_[i / 64] >> (i % 64) & 1) != 0;
      out[end - count_ + i] = negative ? sign_bit<T> : Key<T>{0};
    }
  }

 private:
  __attribute__((noinline)) void record(const Key<T>* x, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
      if (key_of<T>(x[i]) != sign_bit<T>) continue;
      const uint64_t bit = uint64_t{1} << (count_ % 64);
      uint64_t& word = negative_[count_ / 64];
      word = x[i] == sign_bit<T> ? word | bit : word & ~bit;
      count_++;
    }
  }

  uint64_t* negative_;
  int64_t count_ = 0;
};

}  // namespace
}  // namespace CW_ISA
