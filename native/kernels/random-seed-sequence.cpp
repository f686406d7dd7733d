// NumPy's SeedSequence for the blocks of invariant streams that are seeded one by one. src/random/seed-sequence.ts is the other.
#include "random.hpp"

namespace CW_ISA {
namespace {

// The constants of M. E. O'Neill's seed_seq_fe (randutils), which NumPy fixed as part of its streams.
constexpr uint32_t init_a = 0x43b0d7e5, mult_a = 0x931e8875;
constexpr uint32_t init_b = 0x8b51f9dd, mult_b = 0x58f38ded;
constexpr uint32_t mix_left = 0xca01f9dd, mix_right = 0x4973f715;

struct Hash {
  uint32_t constant;
  uint32_t multiplier;
  uint32_t operator()(uint32_t value) {
    value ^= constant;
    constant *= multiplier;
    value *= constant;
    return value ^ value >> 16;
  }
};

uint32_t mix(uint32_t x, uint32_t y) {
  const uint32_t sum = mix_left * x - mix_right * y;
  return sum ^ sum >> 16;
}

}  // namespace

void seed_block(const Source& source, int64_t block, uint32_t* out, int64_t count) {
  constexpr int32_t largest_pool = 64;
  const auto size = static_cast<int32_t>(source.word[0]);
  const int32_t given = source.words - 1;
  const int32_t length = given + (block >> 32 != 0 ? 2 : 1);
  const auto entropy = [&](int32_t i) {
    if (i < given) return static_cast<uint32_t>(source.word[1 + i]);
    return i < length ? static_cast<uint32_t>(block >> (32 * (i - given))) : 0u;
  };
  uint32_t pool[largest_pool];
  Hash hash{init_a, mult_a};
  for (int32_t i = 0; i < size; i++) pool[i] = hash(entropy(i));
  for (int32_t from = 0; from < size; from++) {
    for (int32_t to = 0; to < size; to++) {
      if (from != to) pool[to] = mix(pool[to], hash(pool[from]));
    }
  }
  for (int32_t from = size; from < length; from++) {
    for (int32_t to = 0; to < size; to++) pool[to] = mix(pool[to], hash(entropy(from)));
  }
  Hash draw{init_b, mult_b};
  for (int64_t i = 0; i < count; i++) out[i] = draw(pool[i % size]);
}

}  // namespace CW_ISA
