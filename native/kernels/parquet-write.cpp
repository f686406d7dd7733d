// Values as Parquet's pages have them (parquet.apache.org, "Encodings"): what `parquet.cpp` reads.
#include "hash-words.hpp"

namespace CW_ISA {
namespace {

constexpr uint32_t vacantSlot = UINT32_MAX;

// Numbers values in order of first appearance, by their bits. in: values. out: numbers, a dictionary, slots (a power of two; all ones at first).
// state: float64, the next row and how many values are numbered; those that are go into the slots if these are new. more: the slots are full.
struct NumberValues {
  template <class T> static Status kernel(const Call& call) noexcept {
    const auto* values = input<T>(call);
    auto* numbers = output<uint32_t>(call);
    auto* dictionary = output<T>(call, 1);
    auto* slots = output<uint32_t>(call, 2);
    const int64_t size = call.out[2].length;
    const int shift = 64 - __builtin_ctzll(static_cast<uint64_t>(size));
    const auto mask = static_cast<uint64_t>(size - 1);
    const int64_t limit = call.out[1].length < size / 2 ? call.out[1].length : size / 2;
    auto* state = static_cast<double*>(call.state);
    auto row = static_cast<int64_t>(state[0]);
    auto count = static_cast<uint32_t>(state[1]);
    // The slot that has the value, or is free for it.
    const auto find = [&](T value) {
      uint64_t place = mixed(value) >> shift;
      while (slots[place] != vacantSlot && dictionary[slots[place]] != value) place = (place + 1) & mask;
      return place;
    };
    for (uint32_t i = 0; i < count; i++) slots[find(dictionary[i])] = i;
    Status status = Status::ok;
    for (; row < call.n; row++) {
      const uint64_t place = find(values[row]);
      if (slots[place] == vacantSlot) {
        if (count >= limit) {
          status = Status::more;
          break;
        }
        dictionary[count] = values[row];
        slots[place] = count++;
      }
      numbers[row] = slots[place];
    }
    state[0] = static_cast<double>(row);
    state[1] = static_cast<double>(count);
    return status;
  }
};

// The same for integers of a small range: each has a slot. in: values, the least one. out: numbers, a dictionary, slots. state: float64, how many are numbered.
struct NumberRange {
  template <class T> static Status kernel(const Call& call) noexcept {
    const auto* values = input<T>(call);
    const T least = *input<T>(call, 1);
    auto* numbers = output<uint32_t>(call);
    auto* dictionary = output<T>(call, 1);
    auto* slots = output<uint32_t>(call, 2);
    const auto size = static_cast<uint64_t>(call.out[2].length);
    const auto limit = static_cast<uint32_t>(call.out[1].length);
    uint32_t count = 0;
    for (int64_t i = 0; i < call.n; i++) {
      const auto place = static_cast<uint64_t>(static_cast<T>(values[i] - least));
      if (place >= size) return Status::domain;
      if (slots[place] == vacantSlot) {
        if (count >= limit) return Status::domain;
        dictionary[count] = values[i];
        slots[place] = count++;
      }
      numbers[i] = slots[place];
    }
    *static_cast<double*>(call.state) = static_cast<double>(count);
    return Status::ok;
  }
};

// Writes numbers of `width` bits one after the other.
class Packer {
 public:
  Packer(uint8_t* to, int width) : to_(to), width_(width) {}
  // Eight numbers, which end at a whole byte.
  CW_INLINE void eight(const uint32_t* numbers) {
    if (width_ <= 8) {
      uint64_t word = 0;
      for (int i = 0; i < 8; i++) word |= static_cast<uint64_t>(numbers[i]) << (i * width_);
      __builtin_memcpy(to_, &word, 8);
      to_ += width_;
      return;
    }
    uint64_t word = 0;
    int bits = 0;
    for (int i = 0; i < 8; i++) {
      word |= static_cast<uint64_t>(numbers[i]) << bits;
      bits += width_;
      if (bits < 32) continue;
      const auto low = static_cast<uint32_t>(word);
      __builtin_memcpy(to_, &low, 4);
      to_ += 4;
      word >>= 32;
      bits -= 32;
    }
    __builtin_memcpy(to_, &word, 8);
    to_ += bits / 8;
  }
  uint8_t* at() const { return to_; }

 private:
  uint8_t* to_;
  int width_;
};

CW_INLINE uint8_t* putVarint(uint8_t* to, uint64_t value) {
  for (; value > 127; value >>= 7) *to++ = static_cast<uint8_t>(value | 128);
  *to++ = static_cast<uint8_t>(value);
  return to;
}

CW_INLINE bool allEqual(const uint32_t* numbers) {
  uint32_t difference = 0;
  for (int i = 1; i < 8; i++) difference |= numbers[i] ^ numbers[0];
  return difference == 0;
}

// The most groups of eight in a run of bits: its head has two bytes, whatever their number.
constexpr int64_t mostGroups = 8191;

// Numbers in runs of equal ones and runs of bits. in: numbers. out: bytes, 32 + (n / 8 + 1) * (width + 10). params: width. state: float64, how many bytes.
struct Pack {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* numbers = input<uint32_t>(call);
    const auto width = static_cast<int>(params.integer());
    auto* const start = output<uint8_t>(call);
    if (width < 0 || width > 32 || call.out[0].length < 32 + (call.n / 8 + 1) * (width + 10)) return Status::domain;
    uint8_t* to = start;
    const int64_t whole = call.n / 8 * 8;
    int64_t i = 0;
    while (i < call.n) {
      int64_t end = i;
      if (i < whole && allEqual(numbers + i)) {
        for (end = i + 8; end < call.n && numbers[end] == numbers[i];) end++;
        // What follows in bits begins with a whole group, unless it is the end.
        if (end < call.n) end = i + (end - i) / 8 * 8;
        to = putVarint(to, static_cast<uint64_t>(end - i) << 1);
        for (int byte = 0; byte < (width + 7) / 8; byte++) *to++ = static_cast<uint8_t>(numbers[i] >> (8 * byte));
        i = end;
        continue;
      }
      uint8_t* const head = to;
      Packer packer(to + 2, width);
      int64_t groups = 0;
      for (; i < whole && groups < mostGroups && !(groups > 0 && allEqual(numbers + i)); i += 8, groups++) packer.eight(numbers + i);
      if (i >= whole && i < call.n && groups < mostGroups) {
        uint32_t last[8] = {};
        for (int64_t k = 0; i + k < call.n; k++) last[k] = numbers[i + k];
        packer.eight(last);
        i = call.n;
        groups++;
      }
      const auto header = static_cast<uint32_t>(groups << 1 | 1);
      head[0] = static_cast<uint8_t>(header | 128);
      head[1] = static_cast<uint8_t>(header >> 7);
      to = packer.at();
    }
    *static_cast<double*>(call.state) = static_cast<double>(to - start);
    return Status::ok;
  }
};

// Texts with their length, 32 bits, before them. in: offsets, all bytes. out: bytes. params: nothing.
struct WithLengths {
  static Status kernel(const Call& call) noexcept {
    const auto* offsets = input<int32_t>(call);
    const auto* text = input<uint8_t>(call, 1);
    const uint8_t* const textEnd = text + call.in[1].length;
    auto* to = output<uint8_t>(call);
    const uint8_t* const end = to + call.out[0].length;
    if (call.out[0].length < 4 * call.n + offsets[call.n] - offsets[0]) return Status::domain;
    for (int64_t i = 0; i < call.n; i++) {
      const auto length = static_cast<uint32_t>(offsets[i + 1] - offsets[i]);
      const uint8_t* const from = text + offsets[i];
      __builtin_memcpy(to, &length, 4);
      to += 4;
      // Up to 16 bytes as 16: what follows is overwritten by the next.
      if (length <= 16 && end - to >= 16 && textEnd - from >= 16) __builtin_memcpy(to, from, 16);
      else if (length > 0) __builtin_memcpy(to, from, length);
      to += length;
    }
    return Status::ok;
  }
};

// in: values. out: the least and the greatest of them and of what stands there; NaN counts as neither.
struct Bounds {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    constexpr int lanes = CW_VECTOR_BYTES / sizeof(T);
    typedef T Vector __attribute__((vector_size(CW_VECTOR_BYTES)));
    const auto* values = input<T>(call);
    auto* out = output<T>(call);
    const auto add = [](auto& least, auto& most, auto value) {
      least = value < least ? value : least;
      most = value > most ? value : most;
    };
    Vector least = Vector{} + out[0];
    Vector most = Vector{} + out[1];
    int64_t i = 0;
    for (; i + lanes <= call.n; i += lanes) {
      Vector some;
      __builtin_memcpy(&some, values + i, sizeof some);
      add(least, most, some);
    }
    for (int j = 0; j < lanes; j++) {
      out[0] = least[j] < out[0] ? least[j] : out[0];
      out[1] = most[j] > out[1] ? most[j] : out[1];
    }
    for (; i < call.n; i++) add(out[0], out[1], values[i]);
    return Status::ok;
  }
};

// in: bytes, offsets. out: the rows of the least and the greatest of n texts, which are at least one.
struct TextBounds {
  static Status kernel(const Call& call) noexcept {
    const Texts texts(call.in[0], call.in[1]);
    auto* out = output<int32_t>(call);
    int64_t least = 0;
    int64_t most = 0;
    for (int64_t row = 1; row < call.n; row++) {
      if (compare_texts(texts, row, texts, least) < 0) least = row;
      else if (compare_texts(texts, row, texts, most) > 0) most = row;
    }
    out[0] = static_cast<int32_t>(least);
    out[1] = static_cast<int32_t>(most);
    return Status::ok;
  }
};

using Wide = DTypes<DType::u32, DType::u64>;

constexpr auto table = family(moves<NumberValues>("parquet/numberValues", Wide{}), moves<NumberRange>("parquet/numberRange", Wide{}), each<Bounds>("parquet/bounds", DTypes<DType::i32, DType::i64, DType::u32, DType::u64, DType::f32, DType::f64>{}),
                              Rows<3>{{{"parquet/pack", DType::none, Pack::kernel},
                                       {"parquet/withLengths", DType::none, WithLengths::kernel},
                                       {"parquet/textBounds", DType::none, TextBounds::kernel}}});

}  // namespace

KernelSet parquet_write_kernels() noexcept { return table; }

}  // namespace CW_ISA
