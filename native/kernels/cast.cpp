// From one dtype to another: params[0] is the code of the dtype that comes in.
#include "convert.hpp"

namespace CW_ISA {
namespace {

template <class To, class From> Status castFrom(const Call& call) noexcept {
  return Over<To, From>::map(call, [](From x) { return converted<To>(x); });
}

// What stands where a column has no value may be any byte.
template <class To> Status castFromBool(const Call& call) noexcept {
  return Over<To, uint8_t>::map(call, [](uint8_t x) { return converted<To>(x != 0); });
}

struct Cast {
  template <DType D, class F> static Status kernel(const Call& call) noexcept {
    using To = Element<D>;
    // In the order of the codes.
    constexpr Kernel from[] = {castFromBool<To>,       castFrom<To, int8_t>,   castFrom<To, int16_t>,  castFrom<To, int32_t>,
                               castFrom<To, int64_t>,  castFrom<To, uint8_t>,  castFrom<To, uint16_t>, castFrom<To, uint32_t>,
                               castFrom<To, uint64_t>, castFrom<To, float>,    castFrom<To, double>};
    return from[static_cast<int>(call.params[0])](call);
  }
};

constexpr auto table = family(rows<Cast>("cast", All{}, 0));

}  // namespace

KernelSet cast_kernels() noexcept { return table; }

}  // namespace CW_ISA
