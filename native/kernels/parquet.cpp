// Pages of Parquet's column chunks (parquet.apache.org, "Encodings"), as columns have them. Where rows have no value, pages have none: what is decoded here stands close together, and is spread afterwards.
#include "parquet-hybrid.hpp"

namespace CW_ISA {
namespace {

// So many values are in numbers before they are looked up.
constexpr int64_t numbers = 1024;

// The greatest of the numbers.
CW_INLINE uint32_t greatest(const uint32_t* values, int64_t count) {
  uint32_t most = 0;
  for (int64_t i = 0; i < count; i++) most = values[i] > most ? values[i] : most;
  return most;
}

// Calls `take(ids, from, count)` with numbers below `size`, piece by piece.
template <class Take> CW_INLINE Status eachNumber(const Call& call, int64_t size, Take take) {
  Params params(call);
  const int64_t width = params.integer();
  if (width < 0 || width > 32) return Status::domain;
  Hybrid hybrid(input<uint8_t>(call), call.in[0].length, static_cast<int>(width));
  uint32_t ids[numbers];
  for (int64_t from = 0; from < call.n; from += numbers) {
    const int64_t count = call.n - from < numbers ? call.n - from : numbers;
    if (!hybrid.read(ids, count) || greatest(ids, count) >= size) return Status::domain;
    take(ids, from, count);
  }
  return Status::ok;
}

// in: numbers, dictionary. out: n values. params: bits of a number.
struct LookUp {
  template <class T> static Status kernel(const Call& call) noexcept {
    const auto* dictionary = input<T>(call, 1);
    auto* out = output<T>(call);
    return eachNumber(call, call.in[1].length, [&](const uint32_t* ids, int64_t from, int64_t count) {
      for (int64_t i = 0; i < count; i++) out[from + i] = dictionary[ids[i]];
    });
  }
};

// in: numbers, offsets of the dictionary's texts. out: n numbers. params: bits of a number. state: float64, the bytes of all their texts.
struct Codes {
  static Status kernel(const Call& call) noexcept {
    const auto* offsets = input<int32_t>(call, 1);
    auto* out = output<int32_t>(call);
    int64_t bytes = 0;
    const Status status = eachNumber(call, call.in[1].length - 1, [&](const uint32_t* ids, int64_t from, int64_t count) {
      for (int64_t i = 0; i < count; i++) {
        out[from + i] = static_cast<int32_t>(ids[i]);
        bytes += offsets[ids[i] + 1] - offsets[ids[i]];
      }
    });
    *static_cast<double*>(call.state) = static_cast<double>(bytes);
    return status;
  }
};

constexpr int64_t shortBytes = 16;

// Up to 16 bytes as 16 where both sides have so many: what follows is overwritten by the next.
CW_INLINE void copyText(uint8_t* to, const uint8_t* from, int64_t bytes, const uint8_t* toEnd, const uint8_t* fromEnd) {
  if (bytes <= shortBytes && toEnd - to >= shortBytes && fromEnd - from >= shortBytes) __builtin_memcpy(to, from, shortBytes);
  else if (bytes > 0) __builtin_memcpy(to, from, static_cast<size_t>(bytes));
}

// in: codes, offsets and bytes of the dictionary. out: n + 1 offsets, bytes, as many as `Codes` counted or more. params: what the first offset is.
struct TextsOf {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* codes = input<int32_t>(call);
    const auto* offsets = input<int32_t>(call, 1);
    const auto* bytes = input<uint8_t>(call, 2);
    const uint8_t* const end = bytes + call.in[2].length;
    auto* out = output<int32_t>(call);
    auto* const text = output<uint8_t>(call, 1);
    const uint8_t* const textEnd = text + call.out[1].length;
    const int64_t first = params.integer();
    int64_t at = 0;
    out[0] = static_cast<int32_t>(first);
    for (int64_t i = 0; i < call.n; i++) {
      const int32_t from = offsets[codes[i]];
      const int64_t length = offsets[codes[i] + 1] - from;
      copyText(text + at, bytes + from, length, textEnd, end);
      at += length;
      out[i + 1] = static_cast<int32_t>(first + at);
    }
    return Status::ok;
  }
};

CW_INLINE bool isWithinCharacter(uint8_t byte) { return (byte & 0xc0) == 0x80; }

// Texts that have their length, 32 bits, before them.
// in: page. out: n + 1 offsets, bytes, as many as the page has. params: what the first offset is. state: float64, where the bytes end, and how many texts begin within a character.
struct PlainTexts {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* from = input<uint8_t>(call);
    const uint8_t* const end = from + call.in[0].length;
    auto* out = output<int32_t>(call);
    auto* const text = output<uint8_t>(call, 1);
    const uint8_t* const textEnd = text + call.out[1].length;
    const int64_t first = params.integer();
    int64_t at = 0;
    int64_t wrong = 0;
    out[0] = static_cast<int32_t>(first);
    for (int64_t i = 0; i < call.n; i++) {
      if (end - from < 4) return Status::domain;
      uint32_t length;
      __builtin_memcpy(&length, from, 4);
      from += 4;
      if (static_cast<int64_t>(length) > end - from || static_cast<int64_t>(length) > textEnd - text - at) return Status::domain;
      copyText(text + at, from, length, textEnd, end);
      wrong += length > 0 && isWithinCharacter(*from);
      from += length;
      at += length;
      out[i + 1] = static_cast<int32_t>(first + at);
    }
    auto* state = static_cast<double*>(call.state);
    state[0] = static_cast<double>(at);
    state[1] = static_cast<double>(wrong);
    return Status::ok;
  }
};

// in: lengths, the bytes of all texts. out: n + 1 offsets. params: what the first offset is. state: float64, the sum of lengths, and how many texts begin within a character.
struct OffsetsOf {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* lengths = input<int32_t>(call);
    const auto* text = input<uint8_t>(call, 1);
    auto* out = output<int32_t>(call);
    const int64_t first = params.integer();
    int64_t at = 0;
    int64_t wrong = 0;
    out[0] = static_cast<int32_t>(first);
    for (int64_t i = 0; i < call.n; i++) {
      if (lengths[i] < 0 || lengths[i] > call.in[1].length - at) return Status::domain;
      wrong += lengths[i] > 0 && isWithinCharacter(text[at]);
      at += lengths[i];
      out[i + 1] = static_cast<int32_t>(first + at);
    }
    auto* state = static_cast<double*>(call.state);
    state[0] = static_cast<double>(at);
    state[1] = static_cast<double>(wrong);
    return Status::ok;
  }
};

CW_INLINE void setBits(uint8_t* bits, int64_t from, int64_t count) {
  for (; count > 0 && from % 8 != 0; from++, count--) bits[from / 8] |= static_cast<uint8_t>(1 << from % 8);
  for (; count >= 8; from += 8, count -= 8) bits[from / 8] = 0xff;
  for (; count > 0; from++, count--) bits[from / 8] |= static_cast<uint8_t>(1 << from % 8);
}

// Which rows have a value: levels of one bit. in: levels. out: a bitmap, 0 from the first bit on. params: the first bit. state: float64, how many have one.
struct Levels {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    auto* bits = output<uint8_t>(call);
    int64_t at = params.integer();
    const int64_t last = at + call.n;
    if (last > call.out[0].length * 8) return Status::domain;
    Hybrid hybrid(input<uint8_t>(call), call.in[0].length, 1);
    int64_t present = 0;
    while (at < last) {
      if (!hybrid.next()) return Status::domain;
      const int64_t count = hybrid.left() < last - at ? hybrid.left() : last - at;
      if (hybrid.packed()) {
        const uint8_t* from = hybrid.bits();
        for (int64_t done = 0; done < count; done += 8, from++) {
          const uint32_t byte = count - done >= 8 ? *from : *from & ((1u << (count - done)) - 1);
          const uint32_t placed = byte << ((at + done) % 8);
          uint8_t* const to = bits + (at + done) / 8;
          to[0] |= static_cast<uint8_t>(placed);
          if (placed > 0xff) to[1] |= static_cast<uint8_t>(placed >> 8);
          present += __builtin_popcount(byte);
        }
      } else if (hybrid.value() > 1) {
        return Status::domain;
      } else if (hybrid.value() == 1) {
        setBits(bits, at, count);
        present += count;
      }
      at += count;
      hybrid.skip(hybrid.left());
    }
    *static_cast<double*>(call.state) = static_cast<double>(present);
    return Status::ok;
  }
};

CW_INLINE bool hasBit(const uint8_t* bits, int64_t at) { return (bits[at >> 3] >> (at & 7) & 1) != 0; }

// in: bitmap. out: values, the first of which stand close together; they go to the rows that have one, and the others are 0. params: the first bit, how many there are.
struct Spread {
  template <class T> static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* bits = input<uint8_t>(call);
    auto* values = output<T>(call);
    const int64_t first = params.integer();
    int64_t left = params.integer();
    for (int64_t row = call.n - 1; row >= 0; row--) {
      const bool has = hasBit(bits, first + row);
      if (has && left == 0) return Status::domain;
      values[row] = has ? values[--left] : T{0};
    }
    return Status::ok;
  }
};

// The same for n + 1 offsets: a text that is missing takes no bytes.
struct SpreadOffsets {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto* bits = input<uint8_t>(call);
    auto* offsets = output<int32_t>(call);
    const int64_t first = params.integer();
    int64_t left = params.integer();
    for (int64_t row = call.n - 1; row >= 0; row--) {
      offsets[row + 1] = offsets[left];
      if (!hasBit(bits, first + row)) continue;
      if (left == 0) return Status::domain;
      left--;
    }
    return Status::ok;
  }
};

// Integers that are stored in 32 bits. in: bytes. out: n narrower ones.
struct Narrow {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* from = input<uint8_t>(call);
    auto* out = output<Element<D>>(call);
    if (call.in[0].length / 4 < call.n) return Status::domain;
    for (int64_t i = 0; i < call.n; i++) {
      uint32_t value;
      __builtin_memcpy(&value, from + 4 * i, 4);
      out[i] = static_cast<Element<D>>(value);
    }
    return Status::ok;
  }
};

// Numbers whose bytes stand apart: first the lowest of all, then the second … in: bytes. out: n numbers.
struct JoinBytes {
  template <class T> static Status kernel(const Call& call) noexcept {
    const auto* from = input<uint8_t>(call);
    auto* out = output<T>(call);
    if (call.in[0].length / static_cast<int64_t>(sizeof(T)) < call.n) return Status::domain;
    for (int64_t i = 0; i < call.n; i++) {
      T value = 0;
      for (size_t byte = 0; byte < sizeof(T); byte++) value |= static_cast<T>(from[static_cast<int64_t>(byte) * call.n + i]) << (8 * byte);
      out[i] = value;
    }
    return Status::ok;
  }
};

// Value `index` of those of up to 64 bits that begin at `bits`.
CW_INLINE uint64_t unpackWide(const uint8_t* bits, const uint8_t* end, int width, int64_t index) {
  const int64_t bit = index * width;
  const uint8_t* const from = bits + (bit >> 3);
  const int shift = static_cast<int>(bit & 7);
  uint64_t word = (end - from >= 8 ? load8(from) : loadLast(from, end)) >> shift;
  if (shift + width > 64) word |= static_cast<uint64_t>(from[8]) << (64 - shift);
  return word & bitsOf(width);
}

// Integers as differences (parquet.apache.org, "Delta Encoding"; D. Lemire and L. Boytsov, "Decoding billions of integers per second"). in: page. out: n integers. state: float64, where they end.
struct Differences {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using Word = Moved<Element<D>>;
    const uint8_t* const start = input<uint8_t>(call);
    const uint8_t* at = start;
    const uint8_t* const end = at + call.in[0].length;
    auto* out = output<Word>(call);
    uint64_t blockValues, blockParts, total, coded;
    if (!readVarint(at, end, blockValues) || !readVarint(at, end, blockParts) || !readVarint(at, end, total) || !readVarint(at, end, coded)) return Status::domain;
    if (blockParts == 0 || blockParts > 512 || blockValues > 1u << 20 || blockValues % (8 * blockParts) != 0 || blockValues == 0) return Status::domain;
    if (total != static_cast<uint64_t>(call.n)) return Status::domain;
    const auto partValues = static_cast<int64_t>(blockValues / blockParts);
    const auto unzigzag = [](uint64_t value) { return (value >> 1) ^ (0 - (value & 1)); };
    auto last = static_cast<Word>(unzigzag(coded));
    int64_t filled = 0;
    if (call.n > 0) out[filled++] = last;
    while (filled < call.n) {
      if (!readVarint(at, end, coded)) return Status::domain;
      const auto least = static_cast<Word>(unzigzag(coded));
      const uint8_t* const widths = at;
      if (end - at < static_cast<int64_t>(blockParts)) return Status::domain;
      at += blockParts;
      for (uint64_t part = 0; part < blockParts && filled < call.n; part++) {
        const int width = widths[part];
        if (width > static_cast<int>(8 * sizeof(Word)) || end - at < partValues / 8 * width) return Status::domain;
        const uint8_t* const partEnd = at + partValues / 8 * width;
        const int64_t count = call.n - filled < partValues ? call.n - filled : partValues;
        for (int64_t i = 0; i < count; i++) {
          last = static_cast<Word>(last + least + static_cast<Word>(unpackWide(at, partEnd, width, i)));
          out[filled++] = last;
        }
        at = partEnd;
      }
    }
    *static_cast<double*>(call.state) = static_cast<double>(at - start);
    return Status::ok;
  }
};

using ToMove = DTypes<DType::u8, DType::u16, DType::u32, DType::u64>;
using Wide = DTypes<DType::u32, DType::u64>;

constexpr auto table = family(moves<LookUp>("parquet/lookUp", ToMove{}), moves<Spread>("parquet/spread", ToMove{}), moves<JoinBytes>("parquet/joinBytes", Wide{}),
                              each<Narrow>("parquet/narrow", DTypes<DType::u8, DType::u16>{}), each<Differences>("parquet/differences", Wide{}),
                              Rows<6>{{{"parquet/codes", DType::none, Codes::kernel},
                                       {"parquet/textsOf", DType::none, TextsOf::kernel},
                                       {"parquet/plainTexts", DType::none, PlainTexts::kernel},
                                       {"parquet/offsetsOf", DType::none, OffsetsOf::kernel},
                                       {"parquet/levels", DType::none, Levels::kernel},
                                       {"parquet/spreadOffsets", DType::none, SpreadOffsets::kernel}}});

}  // namespace

KernelSet parquet_kernels() noexcept { return table; }

}  // namespace CW_ISA
