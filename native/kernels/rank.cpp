// Elements of given ranks along the middle axis of `[outer, n, inner]`: selection, quantiles, the greatest and the least. -0 comes out as 0.
#include "sort-select.hpp"

namespace CW_ISA {
namespace {

// params: outer, n, inner, how many ranks, ranks.
struct Select {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    using K = Key<T>;
    Params params(call);
    const Extents extents(params);
    const int64_t n = extents.n;
    const int64_t count = params.integer();
    Workspace workspace(call);
    auto* ranks = workspace.take<int64_t>(count);
    auto* sorted = workspace.take<int64_t>(count);
    auto* keys = workspace.take<K>(n);
    auto* gather = workspace.take<K>(gathered<K>(extents));
    if (gather == nullptr) return Status::scratch;
    for (int64_t i = 0; i < count; i++) ranks[i] = params.integer();
    K* out = output<K>(call);
    return each_row(call, extents, input<K>(call), gather, [&](const K* row, int64_t index) {
      for (int64_t i = 0; i < n; i++) keys[i] = key_of<T>(row[i]);
      select_ranks(keys, n, ranks, count, sorted);
      K* to = out + row_start(extents, index, count);
      for (int64_t i = 0; i < count; i++) to[i * extents.inner] = bits_of_key<T>(keys[ranks[i]]);
    });
  }
};

// The order is that of `QuantileMethod` in src/kernels/whole/.
enum class Method : int32_t {
  linear, lower, higher, nearest, midpoint, median,
  inverted_cdf, averaged_inverted_cdf, closest_observation,
  interpolated_inverted_cdf, hazen, weibull, median_unbiased, normal_unbiased,
};

// Where a quantile lies: `weight` of the way from one rank to the next.
struct Between {
  int64_t low;
  int64_t high;
  double weight;
};

// Among which ranks a quantile lies by `method`, counted from 0; outside of 0 ... n - 1 near the ends. The rules of Hyndman and Fan (1996), in
// NumPy's order of operations.
double position(Method method, double q, int64_t count) {
  const auto n = static_cast<double>(count);
  const auto plotted = [&](double alpha, double beta) { return n * q + (alpha + q * (1 - alpha - beta)) - 1; };
  switch (method) {
    case Method::inverted_cdf:
    case Method::averaged_inverted_cdf: return n * q - 1;
    case Method::closest_observation: return n * q - 1 - 0.5;
    case Method::interpolated_inverted_cdf: return plotted(0, 1);
    case Method::hazen: return plotted(0.5, 0.5);
    case Method::weibull: return plotted(0, 0);
    case Method::median_unbiased: return plotted(1.0 / 3.0, 1.0 / 3.0);
    case Method::normal_unbiased: return plotted(3.0 / 8.0, 3.0 / 8.0);
    default: return q * (n - 1);
  }
}

Between between(Method method, double q, int64_t n) {
  if (method == Method::median) return {(n - 1) / 2, n / 2, 0.5};
  const double at = position(method, q, n);
  if (at < 0) return {0, 0, 0};
  if (at >= static_cast<double>(n - 1)) return {n - 1, n - 1, 0};
  const double floor = __builtin_floor(at);
  const double part = at - floor;
  const auto low = static_cast<int64_t>(floor);
  const int64_t high = low + 1;
  const auto rank = [](int64_t one) { return Between{one, one, 0}; };
  switch (method) {
    case Method::lower: return rank(low);
    case Method::higher:
    case Method::inverted_cdf: return rank(part > 0 ? high : low);
    // Half way goes to the even rank.
    case Method::nearest: return rank(part > 0.5 || (part == 0.5 && low % 2 == 1) ? high : low);
    // The even one as statisticians count, from 1.
    case Method::closest_observation: return rank(part == 0 && low % 2 == 1 ? low : high);
    case Method::midpoint: return {low, high, part > 0 ? 0.5 : 0};
    case Method::averaged_inverted_cdf: return part > 0 ? rank(high) : Between{low, high, 0.5};
    default: return {low, high, part};
  }
}

// As NumPy does it: from the nearer end, so that neither end is missed.
CW_INLINE double lerp(double a, double b, double weight) {
  const double step = b - a;
  return weight >= 0.5 ? b - step * (1 - weight) : a + step * weight;
}

// params: outer, n, inner, whether NaN is left out, method, how many, quantiles.
struct Quantile {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    using K = Key<T>;
    Params params(call);
    const Extents extents(params);
    const int64_t n = extents.n;
    const bool omit = params.integer() != 0;
    const auto method = static_cast<Method>(params.integer());
    const int64_t count = params.integer();
    const double* q = params.rest();
    Workspace workspace(call);
    auto* ranks = workspace.take<int64_t>(2 * count);
    auto* sorted = workspace.take<int64_t>(2 * count);
    auto* keys = workspace.take<K>(n);
    auto* gather = workspace.take<K>(gathered<K>(extents));
    if (gather == nullptr) return Status::scratch;
    T* out = output<T>(call);
    return each_row(call, extents, input<K>(call), gather, [&](const K* row, int64_t index) {
      int64_t nans = 0;
      for (int64_t i = 0; i < n; i++) {
        keys[i] = key_of<T>(row[i]);
        nans += keys[i] == greatest<K>;
      }
      const int64_t left = n - nans;
      T* to = out + row_start(extents, index, count);
      if (left == 0 || (nans > 0 && !omit)) {
        for (int64_t i = 0; i < count; i++) to[i * extents.inner] = bitsAs<T>(bits_of_key<T>(greatest<K>));
        return;
      }
      for (int64_t i = 0; i < count; i++) {
        const Between place = between(method, q[i], left);
        ranks[2 * i] = place.low;
        ranks[2 * i + 1] = place.high;
      }
      select_ranks(keys, n, ranks, 2 * count, sorted);
      for (int64_t i = 0; i < count; i++) {
        const Between place = between(method, q[i], left);
        const T low = bitsAs<T>(bits_of_key<T>(keys[place.low]));
        const T high = bitsAs<T>(bits_of_key<T>(keys[place.high]));
        // At a rank: what is next to it may be infinite, and no weight makes that nothing.
        if (place.low == place.high || place.weight == 0) to[i * extents.inner] = low;
        else if (method == Method::median) to[i * extents.inner] = (low + high) / 2;
        else to[i * extents.inner] = static_cast<T>(lerp(low, high, place.weight));
      }
    });
  }
};

// Positions of the k greatest in descending order, or with a negative k of the least in ascending order; the first of equal ones first.
// params: outer, n, inner, k (at most n either way), what to add to positions. `Values`: gives the elements instead.
template <bool Values> struct Topk {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    using K = Key<T>;
    Params params(call);
    const Extents extents(params);
    const int64_t n = extents.n;
    const int64_t wanted = params.integer();
    const double offset = params.number();
    const int64_t k = wanted < 0 ? -wanted : wanted;
    // With all bits inverted the greatest are the least.
    const K invert = wanted < 0 ? K{0} : greatest<K>;
    if (n > UINT32_MAX) return Status::domain;
    Workspace workspace(call);
    auto* keys = workspace.take<K>(n);
    auto* found = workspace.take<Placed<K>>(k);
    auto* spare = workspace.take<Placed<K>>(k);
    auto* gather = workspace.take<K>(gathered<K>(extents));
    if (gather == nullptr) return Status::scratch;
    if (k == 0) return Status::ok;
    return each_row(call, extents, input<K>(call), gather, [&](const K* row, int64_t index) {
      for (int64_t i = 0; i < n; i++) keys[i] = key_of<T>(row[i]) ^ invert;
      const int64_t rank = k - 1;
      select(keys, n, 0, &rank, 1, depth_of(n));
      const K last = keys[rank];
      int64_t equal = 0;
      for (int64_t i = 0; i < k; i++) equal += keys[i] == last;
      for (int64_t i = 0, count = 0; count < k; i++) {
        const K key = key_of<T>(row[i]) ^ invert;
        if (key > last || (key == last && equal == 0)) continue;
        equal -= key == last;
        found[count++] = {key, static_cast<uint32_t>(i)};
      }
      radix_sort(found, k, spare);
      const int64_t start = row_start(extents, index, k);
      for (int64_t i = 0; i < k; i++) {
        if constexpr (Values) output<K>(call)[start + i * extents.inner] = row[found[i].position];
        else output<double>(call)[start + i * extents.inner] = offset + found[i].position;
      }
    });
  }
};

template <class T> CW_INLINE uint32_t digit_of(Key<T> bits) {
  const Key<T> key = key_of<T>(bits);
  if constexpr (bits_of<T> > 16) return static_cast<uint32_t>(key >> (bits_of<T> - 16));
  else return key;
}

// state: float64 counts of elements by the first 16 bits of their keys, added to.
struct DigitCounts {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    auto* counts = static_cast<double*>(call.state);
    const auto* x = input<Key<T>>(call);
    for (int64_t i = 0; i < call.n; i++) counts[digit_of<T>(x[i])]++;
    return Status::ok;
  }
};

// in: x, a flag for each digit. Appends the elements whose digit is flagged, in order; state: how many elements there are.
struct DigitSelect {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    const auto* x = input<Key<T>>(call);
    const auto* flags = input<uint8_t>(call, 1);
    auto* out = output<Key<T>>(call);
    auto& count = *static_cast<double*>(call.state);
    auto at = static_cast<int64_t>(count);
    // Stores whatever comes, and moves on if it is wanted: the output has room for one element more than came so far.
    for (int64_t i = 0; i < call.n; i++) {
      out[at] = x[i];
      at += flags[digit_of<T>(x[i])];
    }
    count = static_cast<double>(at);
    return Status::ok;
  }
};

constexpr auto table = family(each<Select>("select", All{}), each<Quantile>("quantile", Floats{}), each<Topk<true>>("topk", All{}),
                              each<Topk<false>>("argtopk", All{}), each<DigitCounts>("digitCounts", All{}), each<DigitSelect>("digitSelect", All{}));

}  // namespace

KernelSet rank_kernels() noexcept { return table; }

}  // namespace CW_ISA
