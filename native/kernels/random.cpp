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

template <class T, class Fill>
constexpr auto state_bytes =
    static_cast<int32_t>(sizeof(StreamState<T, typename Fill::Position>) > sizeof(DrawState) ? sizeof(StreamState<T, typename Fill::Position>) : sizeof(DrawState));

template <class T, class Fill, T (*Function)(BitGen&)>
Status bulk_or_each(const Call& call) noexcept {
  return read_source(call.params).generator == Generator::pcg64 ? fill_stream<T, Fill>(call) : draw_each<T, Each<T, Function>>(call);
}
template <class T, class Fill, T (*Function)(BitGen&)>
constexpr Entry bulk(const char* name, DType dtype) {
  return {name, dtype, bulk_or_each<T, Fill, Function>, state_bytes<T, Fill>};
}

template <class T, int Bits>
Status integers_bulk_or_each(const Call& call) noexcept {
  const Source source = read_source(call.params);
  const bool bulk = source.generator == Generator::pcg64 && integers::Range(source, Bits).bits == 32;
  return bulk ? fill_stream<T, IntegerFill<T>>(call) : draw_each<T, integers::Integers<T, Bits>>(call);
}
template <class T, int Bits>
constexpr Entry integer(DType dtype) {
  if constexpr (Bits < 32) return draw_entry<T, integers::Integers<T, Bits>>("random/integers", dtype);
  else return {"random/integers", dtype, integers_bulk_or_each<T, Bits>, state_bytes<T, IntegerFill<T>>};
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
