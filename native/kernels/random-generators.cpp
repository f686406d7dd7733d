// NumPy's bit generators. Each starts from the words of a source and refills the buffer of a BitGen. src/random/ has their
// seeding, jumps and advances.
#include "random-fma.hpp"
#include "random-pcg64.hpp"

namespace CW_ISA {
namespace {

using portable::multiply;

void set(BitGen& g, const Pcg& pcg) {
  g.pcg = {pcg.state.low, pcg.state.high, pcg.inc.low, pcg.inc.high};
}
Pcg pcg_of(const BitGen& g) {
  return {{g.pcg.state_low, g.pcg.state_high}, {g.pcg.inc_low, g.pcg.inc_high}};
}

void refill_pcg64(BitGen& g) {
  Pcg pcg = pcg_of(g);
  for (uint64_t& raw : g.raw) raw = pcg.next64();
  set(g, pcg);
  g.next = 0;
}

// PCG64DXSM (M. O'Neill 2019): a cheaper multiplier, a stronger output function, taken before the step.
constexpr uint64_t dxsm_multiplier = 0xda942042e4dd58b5;

constexpr Skip power(Skip step, U128 n) {
  Skip total = {{1, 0}, {0, 0}};
  for (int bit = 0; bit < 128; bit++) {
    if ((bit < 64 ? n.low : n.high) >> (bit & 63) & 1) total = then(total, step);
    step = then(step, step);
  }
  return total;
}
constexpr Skips<53> dxsm_jumps = powers_of<53>(power({{dxsm_multiplier, 0}, {1, 0}}, jump_steps));

void refill_pcg64dxsm(BitGen& g) {
  Pcg pcg = pcg_of(g);
  for (uint64_t& raw : g.raw) {
    uint64_t high = pcg.state.high;
    high ^= high >> 32;
    high *= dxsm_multiplier;
    high ^= high >> 48;
    raw = high * (pcg.state.low | 1);
    pcg.state = pcg.state * U128{dxsm_multiplier, 0} + pcg.inc;
  }
  set(g, pcg);
  g.next = 0;
}

// MT19937 (Matsumoto and Nishimura 1998).
constexpr int mt_length = 624, mt_middle = 397;

constexpr uint32_t mt_twist(uint32_t high, uint32_t low, uint32_t middle) {
  const uint32_t y = (high & 0x80000000) | (low & 0x7fffffff);
  return middle ^ y >> 1 ^ (y & 1 ? 0x9908b0df : 0);
}

void mt_generate(Mt19937State& mt) {
  uint32_t* key = mt.key;
  int i = 0;
  for (; i < mt_length - mt_middle; i++) key[i] = mt_twist(key[i], key[i + 1], key[i + mt_middle]);
  for (; i < mt_length - 1; i++) key[i] = mt_twist(key[i], key[i + 1], key[i + mt_middle - mt_length]);
  key[i] = mt_twist(key[i], key[0], key[mt_middle - 1]);
  mt.position = 0;
}

void refill_mt19937(BitGen& g) {
  for (uint64_t& raw : g.raw) {
    if (g.mt.position == mt_length) mt_generate(g.mt);
    uint32_t y = g.mt.key[g.mt.position++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    raw = y ^ y >> 18;
  }
  g.next = 0;
}

// Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011): a block of four outputs is a cipher of the counter.
void refill_philox(BitGen& g) {
  uint64_t* counter = g.philox.counter;
  for (int32_t i = 0; i < BitGen::capacity; i += 4) {
    for (int k = 0; k < 4 && ++counter[k] == 0; k++) {}
    uint64_t x[4] = {counter[0], counter[1], counter[2], counter[3]};
    uint64_t key[2] = {g.philox.key[0], g.philox.key[1]};
    for (int round = 0; round < 10; round++) {
      const portable::Wide a = multiply(0xd2e7470ee14c6c93, x[0]);
      const portable::Wide b = multiply(0xca5a826395121157, x[2]);
      x[0] = b.high ^ x[1] ^ key[0];
      x[1] = b.low;
      x[2] = a.high ^ x[3] ^ key[1];
      x[3] = a.low;
      key[0] += 0x9e3779b97f4a7c15;
      key[1] += 0xbb67ae8584caa73b;
    }
    for (int k = 0; k < 4; k++) g.raw[i + k] = x[k];
  }
  g.next = 0;
}

// SFC64 (C. Doty-Humphrey 2010).
uint64_t sfc64_next(uint64_t* s) {
  const uint64_t out = s[0] + s[1] + s[3]++;
  s[0] = s[1] ^ s[1] >> 11;
  s[1] = s[2] + (s[2] << 3);
  s[2] = (s[2] << 24 | s[2] >> 40) + out;
  return out;
}

void refill_sfc64(BitGen& g) {
  for (uint64_t& raw : g.raw) raw = sfc64_next(g.sfc.word);
  g.next = 0;
}

}  // namespace

void start_pcg64(BitGen& g, const Source& source, int64_t block) {
  Pcg pcg = read_pcg(source);
  pcg.jump(block);
  set(g, pcg);
  g.refill = refill_pcg64;
}

void start_pcg64dxsm(BitGen& g, const Source& source, int64_t block) {
  Pcg pcg = read_pcg(source);
  pcg.skip(block, dxsm_jumps);
  set(g, pcg);
  g.refill = refill_pcg64dxsm;
}

void start_mt19937(BitGen& g, const Source& source, int64_t block) {
  if (source.stream == Stream::seeded) {
    seed_block(source, block, g.mt.key, mt_length);
    g.mt.key[0] = 0x80000000;
    g.mt.position = mt_length - 1;  // as NumPy leaves it
  } else {
    for (int i = 0; i < mt_length; i++) g.mt.key[i] = static_cast<uint32_t>(source.word[i]);
    g.mt.position = static_cast<int32_t>(source.word[mt_length]);
  }
  g.words = 1;
  g.refill = refill_mt19937;
}

void start_philox(BitGen& g, const Source& source, int64_t block) {
  for (int i = 0; i < 4; i++) g.philox.counter[i] = word64(source.word + 2 * i);
  for (int i = 0; i < 2; i++) g.philox.key[i] = word64(source.word + 8 + 2 * i);
  // A jump is 2^128 steps of the counter.
  const auto jumps_ahead = static_cast<uint64_t>(block);
  g.philox.counter[2] += jumps_ahead;
  g.philox.counter[3] += g.philox.counter[2] < jumps_ahead;
  g.refill = refill_philox;
}

void start_sfc64(BitGen& g, const Source& source, int64_t block) {
  if (source.stream == Stream::seeded) {
    uint32_t seed[6];
    seed_block(source, block, seed, 6);
    for (int i = 0; i < 3; i++) g.sfc.word[i] = seed[2 * i] | static_cast<uint64_t>(seed[2 * i + 1]) << 32;
    g.sfc.word[3] = 1;
    for (int i = 0; i < 12; i++) (void)sfc64_next(g.sfc.word);
  } else {
    for (int i = 0; i < 4; i++) g.sfc.word[i] = word64(source.word + 2 * i);
  }
  g.refill = refill_sfc64;
}

}  // namespace CW_ISA
