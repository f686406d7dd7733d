// Keys as words: equal keys, equal words. NaN equals NaN and -0 equals 0, whatever their bits.
#pragma once
#include "whole.hpp"

namespace CW_ISA {
namespace {

// What stands in a column: booleans are bytes, of which any may stand where a value is missing.
template <DType D> struct StoredOf { using type = Element<D>; };
template <> struct StoredOf<DType::b1> { using type = uint8_t; };
template <DType D> using Stored = typename StoredOf<D>::type;

// Each bit of the result depends on each bit of x (two rounds of the finalizer of MurmurHash3, A. Appleby): plain multiplication meets patterns that it does not spread.
CW_INLINE uint64_t mixed(uint64_t x) {
  x ^= x >> 32;
  x *= 0x9e3779b97f4a7c15;
  x ^= x >> 29;
  x *= 0xbf58476d1ce4e5b9;
  return x ^ x >> 32;
}

template <class T> CW_INLINE uint64_t word_of(T x) {
  if constexpr (isFloat<T>) {
    constexpr Moved<T> nan = sizeof(T) == 8 ? static_cast<Moved<T>>(0x7ff8000000000000) : static_cast<Moved<T>>(0x7fc00000);
    // Adding 0 makes -0 to 0.
    return x != x ? nan : bitsAs<Moved<T>>(x + T{0});
  } else {
    return static_cast<uint64_t>(static_cast<int64_t>(x));
  }
}

// A bitmap that may be missing.
class Valid {
 public:
  explicit Valid(const Span& span) : bits_(static_cast<const uint8_t*>(span.data)), all_(span.length == 0) {}
  CW_INLINE bool operator[](int64_t row) const { return all_ || (bits_[row / 8] >> row % 8 & 1) != 0; }
  bool all() const { return all_; }
  // Of 16 rows from one that is a multiple of 8, where not all have a value: a bit each.
  CW_INLINE uint32_t sixteen(int64_t row) const {
    uint16_t bits;
    __builtin_memcpy(&bits, bits_ + row / 8, sizeof bits);
    return bits;
  }
  // How many of the first rows have a value.
  int64_t count(int64_t n) const {
    if (all_) return n;
    int64_t count = 0;
    int64_t row = 0;
    for (; row + 64 <= n; row += 64) {
      uint64_t word;
      __builtin_memcpy(&word, bits_ + row / 8, sizeof word);
      count += __builtin_popcountll(word);
    }
    for (; row < n; row++) count += bits_[row / 8] >> row % 8 & 1;
    return count;
  }

 private:
  const uint8_t* bits_;
  bool all_;
};

// A text by which it can mostly be told from others without looking at its bytes: up to 24 bytes are all there, of a longer one a hash and the first 16.
constexpr int64_t short_text = 24;
struct TextKey {
  uint64_t words[3];
  uint32_t length;
  CW_INLINE bool operator==(const TextKey& other) const {
    return ((words[0] ^ other.words[0]) | (words[1] ^ other.words[1]) | (words[2] ^ other.words[2]) | (length ^ other.length)) == 0;
  }
  bool is_short() const { return length <= short_text; }
};

CW_INLINE uint64_t hash_of(const TextKey& key) {
  if (!key.is_short()) return key.words[0];
  uint64_t hash = mixed(key.words[0] + key.length * uint64_t{0xff51afd7ed558ccd});
  if (key.length > 8) hash = mixed(hash ^ key.words[1]);
  if (key.length > 16) hash = mixed(hash ^ key.words[2]);
  return hash;
}

// The texts of a column.
class Texts {
 public:
  Texts(const Span& bytes, const Span& offsets)
      : bytes_(static_cast<const uint8_t*>(bytes.data)), length_(bytes.length), offsets_(static_cast<const int32_t*>(offsets.data)) {}
  CW_INLINE int64_t size(int64_t row) const { return offsets_[row + 1] - offsets_[row]; }
  CW_INLINE const uint8_t* at(int64_t row) const { return bytes_ + offsets_[row]; }

  CW_INLINE TextKey key(int64_t row) const {
    const int64_t from = offsets_[row];
    const int64_t length = size(row);
    if (length > short_text) return long_key(row);
    const uint8_t* text = bytes_ + from;
    if (from + short_text <= length_) {
      // Each word by itself: what is put together in memory and read as a whole waits for the writes.
      return {{word(text) & kept(length), word(text + 8) & kept(length - 8), word(text + 16) & kept(length - 16)}, static_cast<uint32_t>(length)};
    }
    return last_key(text, length);
  }

 private:
  static CW_INLINE uint64_t word(const uint8_t* from) {
    uint64_t word;
    __builtin_memcpy(&word, from, sizeof word);
    return word;
  }
  // The bits of a word's first `bytes` bytes.
  static CW_INLINE uint64_t kept(int64_t bytes) {
    const uint64_t some = (uint64_t{1} << (8 * (bytes & 7))) - 1;
    return bytes >= 8 ? ~uint64_t{0} : bytes <= 0 ? 0 : some;
  }
  // Where there are no 24 bytes to read.
  __attribute__((noinline)) static TextKey last_key(const uint8_t* text, int64_t length) {
    TextKey key{{0, 0, 0}, static_cast<uint32_t>(length)};
    for (int64_t i = 0; i < length; i++) key.words[i / 8] |= static_cast<uint64_t>(text[i]) << 8 * (i % 8);
    return key;
  }
  __attribute__((noinline)) TextKey long_key(int64_t row) const {
    const uint8_t* from = at(row);
    const int64_t length = size(row);
    TextKey key{{0, 0, 0}, static_cast<uint32_t>(length)};
    uint64_t hash = static_cast<uint64_t>(length);
    uint64_t word = 0;
    for (int64_t i = 0; i + 8 <= length; i += 8) {
      __builtin_memcpy(&word, from + i, sizeof word);
      hash = mixed(hash ^ word) * 0x9e3779b97f4a7c15;
    }
    // The last eight bytes, which may overlap those before.
    __builtin_memcpy(&word, from + length - 8, sizeof word);
    key.words[0] = mixed(hash ^ word);
    __builtin_memcpy(key.words + 1, from, 16);
    return key;
  }

  const uint8_t* bytes_;
  int64_t length_;
  const int32_t* offsets_;
};

CW_INLINE bool same_text(const Texts& a, int64_t row_a, const Texts& b, int64_t row_b) {
  const int64_t length = a.size(row_a);
  return length == b.size(row_b) && __builtin_memcmp(a.at(row_a), b.at(row_b), static_cast<size_t>(length)) == 0;
}

// Less than 0, 0 or more, by their bytes: that is by code points.
CW_INLINE int compare_texts(const Texts& a, int64_t row_a, const Texts& b, int64_t row_b) {
  const int64_t size_a = a.size(row_a);
  const int64_t size_b = b.size(row_b);
  const int64_t both = size_a < size_b ? size_a : size_b;
  const int order = both == 0 ? 0 : __builtin_memcmp(a.at(row_a), b.at(row_b), static_cast<size_t>(both));
  return order != 0 ? order : size_a < size_b ? -1 : size_a > size_b;
}

}  // namespace
}  // namespace CW_ISA
