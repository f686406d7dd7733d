// Pages of Parquet's column chunks (parquet.apache.org, "Encodings"), as columns have them. Where rows have no value, pages have none: what is decoded here stands close together, and is spread afterwards.
#include "parquet-integers.hpp"
#include "parquet-levels.hpp"
#include "parquet-numbers.hpp"
#include "parquet-texts.hpp"

namespace CW_ISA {
namespace {

using ToMove = DTypes<DType::u8, DType::u16, DType::u32, DType::u64>;
using Wide = DTypes<DType::u32, DType::u64>;

constexpr auto table = family(moves<LookUp>("parquet/lookUp", ToMove{}), moves<Spread>("parquet/spread", ToMove{}), moves<JoinBytes>("parquet/joinBytes", Wide{}),
                              each<Narrow>("parquet/narrow", DTypes<DType::u8, DType::u16>{}), each<Differences>("parquet/differences", Wide{}),
                              Rows<6>{{{"parquet/codes", DType::none, Codes::kernel},
                                       {"parquet/textsOf", DType::none, TextsOf::kernel},
                                       {"parquet/plainTexts", DType::none, PlainTexts::kernel},
                                       {"parquet/offsetsOf", DType::none, OffsetsOf::kernel},
                                       {"parquet/levels", DType::none, Levels::kernel},
                                       {"parquet/spreadOffsets", DType::none, SpreadOffsets::kernel}}});

}  // namespace

KernelSet parquet_kernels() noexcept { return table; }

}  // namespace CW_ISA
