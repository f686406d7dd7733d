// The standard draws and integers. From PCG64 in bulk where that is faster; every other bit generator draws one by one.
#include "random-fill.hpp"
#include "random-integers.hpp"

namespace CW_ISA {
namespace {

template <class T, T (*Function)(BitGen&)>
struct Each {
  Each(const Call&, const Source&) {}
  T operator()(BitGen& bits, int64_t) const { return Function(bits); }
};
double uniform(BitGen& bits) { return bits.next_double(); }
float uniform32(BitGen& bits) { return bits.next_float(); }

template <class T, class Fill, T (*Function)(BitGen&)>
Status bulk_or_each(const Call& call) noexcept {
  return read_source(call.params).generator == Generator::pcg64 ? fill_stream<T, Fill>(call) : draw_each<T, Each<T, Function>>(call);
}
template <class T, class Fill, T (*Function)(BitGen&)>
constexpr Entry bulk(const char* name, DType dtype) {
  constexpr auto state = sizeof(StreamState<T>) > sizeof(DrawState) ? sizeof(StreamState<T>) : sizeof(DrawState);
  return {name, dtype, bulk_or_each<T, Fill, Function>, static_cast<int32_t>(state)};
}
template <class T, int Bits>
constexpr Entry integer(DType dtype) {
  return draw_entry<T, integers::Integers<T, Bits>>("random/integers", dtype);
}

constexpr Entry table[] = {
    bulk<double, UniformFill, uniform>("random/random", DType::f64),
    bulk<float, UniformFill32, uniform32>("random/random", DType::f32),
    bulk<double, ZigguratFill<ziggurat::Normal>, ziggurat::standard_normal<BitGen>>("random/standard_normal", DType::f64),
    draw_entry<float, Each<float, ziggurat::standard_normal32<BitGen>>>("random/standard_normal", DType::f32),
    bulk<double, ZigguratFill<ziggurat::Exponential>, ziggurat::standard_exponential<BitGen>>("random/standard_exponential", DType::f64),
    draw_entry<float, Each<float, ziggurat::standard_exponential32<BitGen>>>("random/standard_exponential", DType::f32),
    integer<uint8_t, 1>(DType::b1),
    integer<int8_t, 8>(DType::i8),
    integer<int16_t, 16>(DType::i16),
    integer<int32_t, 32>(DType::i32),
    integer<int64_t, 64>(DType::i64),
    integer<uint8_t, 8>(DType::u8),
    integer<uint16_t, 16>(DType::u16),
    integer<uint32_t, 32>(DType::u32),
    integer<uint64_t, 64>(DType::u64),
};

}  // namespace

KernelSet random_kernels() noexcept {
  return {table, sizeof table / sizeof *table};
}

}  // namespace CW_ISA
