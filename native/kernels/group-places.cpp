// Keys of few possible values as places: a digit a key, whose base is how many values it may have. A place is a group's number, whether it has rows or not.
#include "hash-words.hpp"

namespace CW_ISA {
namespace {

// How a key is a digit: its least value as two words, how many values there are (null is the last, if it is one), what a digit counts.
struct Digit {
  uint64_t least;
  uint32_t size;
  uint32_t factor;
  explicit Digit(Params& params) {
    const auto low = static_cast<uint64_t>(params.integer());
    least = low | static_cast<uint64_t>(params.integer()) << 32;
    size = static_cast<uint32_t>(params.integer());
    factor = static_cast<uint32_t>(params.integer());
  }
};

// in: values, bitmap or nothing, places by the keys before or nothing. out: places, which may be those before; -1 where a key is null and nulls are dropped. params: digit, whether they are.
struct Places {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call);
    const Valid valid(call.in[1]);
    const auto* before = input<int32_t>(call, 2);
    Params params(call);
    const Digit digit(params);
    const bool drop = params.integer() != 0;
    auto* out = output<int32_t>(call);
    const auto least = static_cast<uint32_t>(digit.least);
    const auto null = static_cast<int32_t>(digit.size - 1);
    const bool fresh = call.in[2].length == 0;
    // Places are below 2^31, so that the lower halves tell the distance.
    const auto digit_of = [=](int64_t i) { return static_cast<int32_t>(static_cast<uint32_t>(x[i]) - least); };
    const auto after = [=](int64_t i, int32_t own) {
      const auto next = static_cast<int32_t>(static_cast<uint32_t>(before[i]) * digit.size + static_cast<uint32_t>(own));
      return before[i] < 0 ? -1 : next;
    };
    if (!valid.all()) {
      for (int64_t i = 0; i < call.n; i++) {
        const int32_t own = valid[i] ? digit_of(i) : null;
        const int32_t place = fresh ? own : after(i, own);
        out[i] = drop && !valid[i] ? -1 : place;
      }
    } else if (fresh) {
      for (int64_t i = 0; i < call.n; i++) out[i] = digit_of(i);
    } else {
      for (int64_t i = 0; i < call.n; i++) out[i] = after(i, digit_of(i));
    }
    return Status::ok;
  }
};

// in: places (int32; nothing: those from 0 on). out: values, a bitmap or nothing. params: digit, whether null is one.
struct Keys {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Stored<D>;
    const auto* places = input<int32_t>(call);
    const bool all = call.in[0].length == 0;
    Params params(call);
    const Digit digit(params);
    const bool with_null = params.integer() != 0;
    auto* out = output<T>(call);
    auto* bits = output<uint8_t>(call, 1);
    const auto digit_of = [&](int64_t i) { return (all ? static_cast<uint32_t>(i) : static_cast<uint32_t>(places[i])) / digit.factor % digit.size; };
    for (int64_t i = 0; i < call.n; i++) out[i] = static_cast<T>(digit.least + digit_of(i));
    if (!with_null) return Status::ok;
    for (int64_t i = 0; i < (call.n + 7) / 8; i++) bits[i] = 0;
    for (int64_t i = 0; i < call.n; i++) bits[i / 8] = static_cast<uint8_t>(bits[i / 8] | (digit_of(i) != digit.size - 1) << i % 8);
    return Status::ok;
  }
};

constexpr auto table = family(each<Places>("placeKeys", BoolsAndIntegers{}), each<Keys>("keysOfPlaces", BoolsAndIntegers{}));

}  // namespace

KernelSet group_places_kernels() noexcept { return table; }

}  // namespace CW_ISA
