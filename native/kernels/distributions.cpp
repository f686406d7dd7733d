// Every distribution of NumPy's Generator that src/random/distributions.ts lists, from any bit generator. Those of `random` and the
// other standard draws, which have kernels of their own, are in random*.cpp.
#include "distributions-binomial.hpp"
#include "distributions-continuous.hpp"
#include "distributions-discrete.hpp"
#include "distributions-integers.hpp"
#include "distributions-urn.hpp"
#include "distributions-vectors.hpp"

namespace CW_ISA {
namespace {

using namespace distributions;

template <class D>
constexpr Entry real(const char* name) {
  return entry<double, D>(name, DType::f64);
}
template <class D>
constexpr Entry integer(const char* name) {
  return entry<int64_t, D>(name, DType::i64);
}

template <class T, int Bits>
constexpr Entry between(DType dtype) {
  return entry<T, IntegersBetween<T, Bits>>("random/integers_between", dtype);
}

// `drawStateBytes` of src/kernels/whole/draws.ts.
static_assert(sizeof(DrawState) <= 4096);
constexpr Entry vectors(const char* name, DType dtype, Kernel run) {
  return {name, dtype, run, static_cast<int32_t>(sizeof(DrawState))};
}

constexpr Entry table[] = {
    entry<uint64_t, Raw>("random/raw", DType::u64),
    real<StandardExponentialInverse<double>>("random/standard_exponential_inv"),
    entry<float, StandardExponentialInverse<float>>("random/standard_exponential_inv", DType::f32),
    real<StandardGamma<Double>>("random/standard_gamma"),
    entry<float, StandardGamma<Single>>("random/standard_gamma", DType::f32),
    real<StandardCauchy>("random/standard_cauchy"),
    real<StandardT>("random/standard_t"),
    real<Uniform>("random/uniform"),
    real<Normal>("random/normal"),
    real<Exponential>("random/exponential"),
    real<Gamma>("random/gamma"),
    real<Beta>("random/beta"),
    real<Chisquare>("random/chisquare"),
    real<NoncentralChisquare>("random/noncentral_chisquare"),
    real<F>("random/f"),
    real<NoncentralF>("random/noncentral_f"),
    real<Gumbel>("random/gumbel"),
    real<Laplace>("random/laplace"),
    real<Logistic>("random/logistic"),
    real<Lognormal>("random/lognormal"),
    real<Pareto>("random/pareto"),
    real<Power>("random/power"),
    real<Rayleigh>("random/rayleigh"),
    real<Triangular>("random/triangular"),
    real<Vonmises>("random/vonmises"),
    real<Wald>("random/wald"),
    real<Weibull>("random/weibull"),
    integer<Binomial>("random/binomial"),
    integer<Geometric>("random/geometric"),
    integer<Hypergeometric>("random/hypergeometric"),
    integer<Logseries>("random/logseries"),
    integer<NegativeBinomial>("random/negative_binomial"),
    integer<Poisson>("random/poisson"),
    integer<Zipf>("random/zipf"),
    between<uint8_t, 1>(DType::b1),
    between<int8_t, 8>(DType::i8),
    between<int16_t, 16>(DType::i16),
    between<int32_t, 32>(DType::i32),
    between<int64_t, 64>(DType::i64),
    between<uint8_t, 8>(DType::u8),
    between<uint16_t, 16>(DType::u16),
    between<uint32_t, 32>(DType::u32),
    between<uint64_t, 64>(DType::u64),
    vectors("random/standard_normal_vectors", DType::f64, standard_normal_vectors),
    vectors("random/multinomial", DType::i64, multinomial),
    vectors("random/dirichlet", DType::f64, dirichlet),
    vectors("random/multivariate_hypergeometric", DType::i64, multivariate_hypergeometric),
    {"random/permutation", DType::i64, permutation},
    {"random/choice", DType::i64, choice},
    {"random/weighted_choice", DType::i64, weighted_choice},
};

}  // namespace

KernelSet distributions_kernels() noexcept {
  return {table, sizeof table / sizeof *table};
}

}  // namespace CW_ISA
