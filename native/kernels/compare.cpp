// Order, truth, and the greater or smaller of two.
#include "table.hpp"

namespace CW_ISA {
namespace {

// int64 against uint64: no dtype holds both, so the sign decides first. The other way round is the mirrored comparison.
struct MixedPredicate {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    return Over<bool, int64_t, uint64_t>::map(call, F{});
  }
};
using Int64 = DTypes<DType::i64>;
CW_INLINE bool sameMixed(int64_t x, uint64_t y) { return (x >= 0) & (static_cast<uint64_t>(x) == y); }
CW_INLINE bool lessMixed(int64_t x, uint64_t y) { return (x < 0) | (static_cast<uint64_t>(x) < y); }

constexpr auto less = [](auto x, auto y) { return x < y; };
constexpr auto lessEqual = [](auto x, auto y) { return x <= y; };
// x > y is y < x: the same loop with its arguments the other way round.
struct Mirrored {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    const Span in[] = {call.in[1], call.in[0]};
    Call mirrored = call;
    mirrored.in = in;
    return BinaryPredicate::kernel<D, F>(mirrored);
  }
};
constexpr auto larger = [](auto x, auto y) { return x > y ? x : y; };
constexpr auto smaller = [](auto x, auto y) { return x < y ? x : y; };

constexpr auto table = family(
    rows<BinaryPredicate>("equal", All{}, [](auto x, auto y) { return x == y; }),
    rows<BinaryPredicate>("notEqual", All{}, [](auto x, auto y) { return x != y; }),
    rows<BinaryPredicate>("less", All{}, less),
    rows<BinaryPredicate>("lessEqual", All{}, lessEqual),
    rows<Mirrored>("greater", All{}, less),
    rows<Mirrored>("greaterEqual", All{}, lessEqual),

    rows<MixedPredicate>("equalMixed", Int64{}, [](int64_t x, uint64_t y) { return sameMixed(x, y); }),
    rows<MixedPredicate>("notEqualMixed", Int64{}, [](int64_t x, uint64_t y) { return !sameMixed(x, y); }),
    rows<MixedPredicate>("lessMixed", Int64{}, [](int64_t x, uint64_t y) { return lessMixed(x, y); }),
    rows<MixedPredicate>("lessEqualMixed", Int64{}, [](int64_t x, uint64_t y) { return lessMixed(x, y) | sameMixed(x, y); }),
    rows<MixedPredicate>("greaterMixed", Int64{}, [](int64_t x, uint64_t y) { return !(lessMixed(x, y) | sameMixed(x, y)); }),
    rows<MixedPredicate>("greaterEqualMixed", Int64{}, [](int64_t x, uint64_t y) { return !lessMixed(x, y); }),

    rows<BinaryPredicate>("logicalAnd", All{}, [](auto x, auto y) { return (x != 0) & (y != 0); }),
    rows<BinaryPredicate>("logicalOr", All{}, [](auto x, auto y) { return (x != 0) | (y != 0); }),
    rows<BinaryPredicate>("logicalXor", All{}, [](auto x, auto y) { return (x != 0) ^ (y != 0); }),
    rows<UnaryPredicate>("logicalNot", All{}, [](auto x) { return x == 0; }),

    rows<Binary>("maximum", BoolsAndIntegers{}, larger),
    rows<Binary>("minimum", BoolsAndIntegers{}, smaller),
    // A NaN wins on either side; of a zero and a negative zero it is the second, as the machine's own maximum does.
    rows<Binary>("maximum", Floats{}, [](auto x, auto y) { return (x > y) | (x != x) ? x : y; }),
    rows<Binary>("minimum", Floats{}, [](auto x, auto y) { return (x < y) | (x != x) ? x : y; }),
    // A NaN loses.
    rows<Binary>("fmax", BoolsAndIntegers{}, larger),
    rows<Binary>("fmin", BoolsAndIntegers{}, smaller),
    rows<Binary>("fmax", Floats{}, [](auto x, auto y) { return (x > y) | (y != y) ? x : y; }),
    rows<Binary>("fmin", Floats{}, [](auto x, auto y) { return (x < y) | (y != y) ? x : y; }));

}  // namespace

KernelSet compare_kernels() noexcept { return table; }

}  // namespace CW_ISA
