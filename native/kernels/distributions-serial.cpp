// Draws without replacement: permutation and choice. Each is one draw from one stream, by one call that fills all of out with
// indices.
#include "distributions-vectors.hpp"

#include "distributions.hpp"

namespace CW_ISA::distributions {
namespace {

bool stopped(const Call& call, int64_t i) {
  return (i & 0xffff) == 0 && call.stop && *call.stop;
}

// Fisher and Yates from the end down to `first`, with pick(bits, i) from 0 to i.
template <class Pick>
Status shuffle(const Call& call, BitGen& bits, int64_t* x, int64_t n, int64_t first, Pick pick) {
  for (int64_t i = n - 1; i >= first; i--) {
    if (stopped(call, i)) return Status::stopped;
    const auto j = static_cast<int64_t>(pick(bits, static_cast<uint64_t>(i)));
    const int64_t moved = x[j];
    x[j] = x[i];
    x[i] = moved;
  }
  return Status::ok;
}

void count_up(int64_t* x, int64_t n) {
  for (int64_t i = 0; i < n; i++) x[i] = i;
}

}  // namespace

// permutation(n) and shuffle of n, as indices.
Status permutation(const Call& call) noexcept {
  BitGen bits;
  start(bits, read_source(call.params), 0);
  auto* out = static_cast<int64_t*>(call.out[0].data);
  count_up(out, call.n);
  return shuffle(call, bits, out, call.n, 1, interval);
}

namespace {

// A set of indices by open addressing in 2^k slots; -1 is free.
struct IndexSet {
  int64_t* slots;
  uint64_t mask;
  bool insert(int64_t index) {
    uint64_t at = static_cast<uint64_t>(index) & mask;
    while (slots[at] != -1) {
      if (slots[at] == index) return false;
      at = (at + 1) & mask;
    }
    slots[at] = index;
    return true;
  }
};

}  // namespace

// choice(population, n, replace=False). Arguments: population, whether the order matters. A large part of a large population is
// the tail of a partial shuffle, a small one comes from Floyd's algorithm. Scratch: 8 bytes for each of the population, or for
// each of the power of two above 1.2·n.
Status choice(const Call& call) noexcept {
  const Source source = read_source(call.params);
  const auto population = static_cast<int64_t>(source.argument[0]);
  const bool shuffled = source.argument[1] != 0;
  const int64_t n = call.n;
  if (n > population) return Status::domain;
  auto* out = static_cast<int64_t*>(call.out[0].data);
  auto* scratch = reinterpret_cast<int64_t*>(call.scratch.data);
  BitGen bits;
  start(bits, source, 0);

  if (population > 10000 && n > population / (shuffled ? 50 : 20)) {
    if (call.scratch.bytes < population * 8) return Status::scratch;
    count_up(scratch, population);
    const int64_t first = population - n > 1 ? population - n : 1;
    const Status status = shuffle(call, bits, scratch, population, first, bounded);
    for (int64_t i = 0; i < n; i++) out[i] = scratch[population - n + i];
    return status;
  }
  const auto enough = static_cast<uint64_t>(1.2 * static_cast<double>(n));
  const uint64_t mask = enough ? ~0ull >> __builtin_clzll(enough) : 0;
  if (call.scratch.bytes < static_cast<int64_t>(mask + 1) * 8) return Status::scratch;
  IndexSet set = {scratch, mask};
  for (uint64_t i = 0; i <= mask; i++) scratch[i] = -1;
  for (int64_t i = 0; i < n; i++) {
    if (stopped(call, i)) return Status::stopped;
    const int64_t last = population - n + i;
    const auto index = static_cast<int64_t>(bounded(bits, static_cast<uint64_t>(last)));
    const bool added = set.insert(index);
    if (!added) (void)set.insert(last);
    out[i] = added ? index : last;
  }
  return shuffled ? shuffle(call, bits, out, n, 1, bounded) : Status::ok;
}

namespace {

// The first position of the cdf that is above x.
int64_t position(const double* cdf, int64_t length, double x) {
  int64_t from = 0;
  while (length > 0) {
    const int64_t half = length / 2;
    if (cdf[from + half] <= x) {
      from += half + 1;
      length -= half + 1;
    } else {
      length = half;
    }
  }
  return from;
}

}  // namespace

// choice(len(p), n, replace=False, p=p), p in in[0]: as many draws as are missing, those that repeat each other are dropped, and
// again with the probability of what is drawn set to zero. Scratch: 24 bytes for each of the population, 8 for each of n.
Status weighted_choice(const Call& call) noexcept {
  const Span& given = call.in[0];
  const int64_t population = given.length, n = call.n;
  if (call.scratch.bytes < population * 24 + n * 8) return Status::scratch;
  auto* p = reinterpret_cast<double*>(call.scratch.data);
  double* cdf = p + population;
  auto* seen_in = reinterpret_cast<int64_t*>(cdf + population);  // the round that last drew it
  auto* x = reinterpret_cast<double*>(seen_in + population);
  auto* out = static_cast<int64_t*>(call.out[0].data);
  int64_t possible = 0;
  for (int64_t i = 0; i < population; i++) {
    p[i] = static_cast<const double*>(given.data)[i * given.step];
    if (!(p[i] >= 0)) return Status::domain;
    possible += p[i] > 0;
    seen_in[i] = 0;
  }
  if (possible < n) return Status::domain;
  BitGen bits;
  start(bits, read_source(call.params), 0);
  int64_t found = 0;
  for (int64_t round = 1; found < n; round++) {
    if (call.stop && *call.stop) return Status::stopped;
    const int64_t missing = n - found;
    for (int64_t i = 0; i < missing; i++) x[i] = bits.next_double();
    for (int64_t i = 0; i < found; i++) p[out[i]] = 0;
    double sum = 0;
    for (int64_t i = 0; i < population; i++) cdf[i] = i == 0 ? sum = p[0] : sum += p[i];
    for (int64_t i = 0; i < population; i++) cdf[i] /= sum;
    for (int64_t i = 0; i < missing; i++) {
      const int64_t index = position(cdf, population, x[i]);
      if (index >= population || seen_in[index] == round) continue;
      seen_in[index] = round;
      out[found++] = index;
    }
  }
  return Status::ok;
}

}  // namespace CW_ISA::distributions
