// Groups of rows by keys from a small range: a key is its own place. Keys of several columns as one word.
#include "hash-words.hpp"

namespace CW_ISA {
namespace {

// The least and the greatest value of those that are not missing. in: values, bitmap or nothing. out: the two. state: whether there is one.
struct Range {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Stored<D>;
    using U = Moved<T>;
    constexpr T top = static_cast<T>(isSigned<T> ? static_cast<U>(~U{0}) >> 1 : static_cast<U>(~U{0}));
    constexpr T bottom = isSigned<T> ? static_cast<T>(-top - 1) : T{0};
    const T* x = input<T>(call);
    const Valid valid(call.in[1]);
    T least = top;
    T greatest = bottom;
    if (valid.all()) {
      for (int64_t i = 0; i < call.n; i++) {
        least = x[i] < least ? x[i] : least;
        greatest = x[i] > greatest ? x[i] : greatest;
      }
    } else {
      for (int64_t i = 0; i < call.n; i++) {
        const T low = valid[i] ? x[i] : top;
        const T high = valid[i] ? x[i] : bottom;
        least = low < least ? low : least;
        greatest = high > greatest ? high : greatest;
      }
    }
    output<T>(call)[0] = least;
    output<T>(call)[1] = greatest;
    *static_cast<double*>(call.state) = least <= greatest;
    return Status::ok;
  }
};

// Parameters of a range: its least value as two words, how many values it has.
struct Origin {
  uint64_t least;
  uint64_t size;
  explicit Origin(Params& params) {
    const auto low = static_cast<uint64_t>(params.integer());
    least = low | static_cast<uint64_t>(params.integer()) << 32;
    size = static_cast<uint64_t>(params.integer());
  }
  // At least `size` for what is outside.
  template <class T> CW_INLINE uint64_t place(T x) const { return static_cast<uint64_t>(static_cast<int64_t>(x)) - least; }
};

// A table has the codes of a range's values, then that of null, then -1 for whatever is outside.
// in: values, bitmap or nothing. out: codes, first rows, the table: before all -1, null's -2 if it is to have no code. params: range. state: how many groups.
struct Group {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call);
    const Valid valid(call.in[1]);
    Params params(call);
    const Origin origin(params);
    auto* codes = output<int32_t>(call);
    auto* firsts = output<int32_t>(call, 1);
    auto* table = output<int32_t>(call, 2);
    int32_t groups = 0;
    for (int64_t i = 0; i < call.n; i++) {
      int32_t& known = table[valid[i] ? origin.place(x[i]) : origin.size];
      if (known == -1) {
        firsts[groups] = static_cast<int32_t>(i);
        known = groups++;
      }
      codes[i] = known < 0 ? -1 : known;
    }
    *static_cast<double*>(call.state) = groups;
    return Status::ok;
  }
};

// in: values, bitmap or nothing, table. out: codes. params: range.
struct Find {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call);
    const Valid valid(call.in[1]);
    const auto* table = input<int32_t>(call, 2);
    Params params(call);
    const Origin origin(params);
    auto* codes = output<int32_t>(call);
    for (int64_t i = 0; i < call.n; i++) {
      const uint64_t place = origin.place(x[i]);
      codes[i] = table[!valid[i] ? origin.size : place < origin.size ? place : origin.size + 1];
    }
    return Status::ok;
  }
};

// Values as their distance from the least of a range, -1 outside. in: values, bitmap or nothing. out: codes. params: range, the code of null.
struct Codes {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call);
    const Valid valid(call.in[1]);
    Params params(call);
    const Origin origin(params);
    const auto null = static_cast<int32_t>(params.integer());
    auto* codes = output<int32_t>(call);
    for (int64_t i = 0; i < call.n; i++) {
      const uint64_t place = origin.place(x[i]);
      codes[i] = !valid[i] ? null : place < origin.size ? static_cast<int32_t>(place) : -1;
    }
    return Status::ok;
  }
};

// Appends a code to words: word · params[0] + code. A word of all bits has no key: nor does what a code of -1 is appended to. in: words or nothing, codes.
// out: words; may be in place.
struct Append {
  static Status kernel(const Call& call) noexcept {
    const auto* words = input<uint64_t>(call);
    const auto* codes = input<int32_t>(call, 1);
    const bool fresh = call.in[0].length == 0;
    const auto factor = static_cast<uint64_t>(call.params[0]);
    auto* out = output<uint64_t>(call);
    constexpr uint64_t none = ~uint64_t{0};
    for (int64_t i = 0; i < call.n; i++) {
      const uint64_t word = fresh ? 0 : words[i];
      out[i] = codes[i] < 0 || word == none ? none : word * factor + static_cast<uint32_t>(codes[i]);
    }
    return Status::ok;
  }
};

constexpr auto table = family(each<Range>("keyRange", BoolsAndIntegers{}), each<Group>("groupDirect", BoolsAndIntegers{}), each<Find>("findDirect", BoolsAndIntegers{}),
                              each<Codes>("rangeCodes", BoolsAndIntegers{}), Rows<1>{{{"appendCode", DType::none, Append::kernel}}});

}  // namespace

KernelSet group_direct_kernels() noexcept { return table; }

}  // namespace CW_ISA
