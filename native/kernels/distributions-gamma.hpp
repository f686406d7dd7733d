// The gamma distribution and what is made of it.
#pragma once
#include "distributions.hpp"
#include "random-log32.hpp"

namespace CW_ISA::distributions {

// The functions that a gamma draw in one precision calls.
struct Double {
  using Real = double;
  static Real uniform(BitGen& bits) { return bits.next_double(); }
  static Real normal(BitGen& bits) { return ziggurat::standard_normal(bits); }
  static Real exponential(BitGen& bits) { return ziggurat::standard_exponential(bits); }
  static Real log_of(Real x) { return log(x); }
  static Real pow_of(Real x, Real y) { return pow(x, y); }
  static Real sqrt_of(Real x) { return sqrt(x); }
};
struct Single {
  using Real = float;
  static Real uniform(BitGen& bits) { return bits.next_float(); }
  static Real normal(BitGen& bits) { return ziggurat::standard_normal32(bits); }
  static Real exponential(BitGen& bits) { return ziggurat::standard_exponential32(bits); }
  static Real log_of(Real x) { return portable::log32(x); }
  static Real pow_of(Real x, Real y) { return portable::pow32(x, y); }
  static Real sqrt_of(Real x) { return __builtin_sqrtf(x); }
};

template <class Precision>
struct StandardGamma {
  using P = Precision;
  using Real = typename P::Real;
  static constexpr int parameters = 1;
  static bool takes(double shape) { return non_negative_or_nan(shape); }

  Real draw(BitGen& bits, double shape) { return of(bits, static_cast<Real>(shape)); }

  static Real of(BitGen& bits, Real shape) {
    if (shape != shape) return shape;  // NumPy never returns
    if (shape == 1) return P::exponential(bits);
    if (shape == 0) return 0;
    return shape < 1 ? below_one(bits, shape) : above_one(bits, shape);
  }

  // Ahrens and Dieter 1974
  static Real below_one(BitGen& bits, Real shape) {
    const Real one = 1;
    for (;;) {
      const Real u = P::uniform(bits);
      const Real v = P::exponential(bits);
      if (u <= one - shape) {
        const Real x = P::pow_of(u, one / shape);
        if (x <= v) return x;
      } else {
        const Real y = -P::log_of((one - u) / shape);
        const Real x = P::pow_of(one - shape + shape * y, one / shape);
        if (x <= v + y) return x;
      }
    }
  }

  // Marsaglia and Tsang 2000
  static Real above_one(BitGen& bits, Real shape) {
    const Real one = 1, half = static_cast<Real>(0.5);
    const Real b = shape - one / 3;
    const Real c = one / P::sqrt_of(9 * b);
    for (;;) {
      Real x, v;
      do {
        x = P::normal(bits);
        v = one + c * x;
      } while (v <= 0);
      v = v * v * v;
      const Real u = P::uniform(bits);
      if (u < one - static_cast<Real>(0.0331) * (x * x) * (x * x)) return b * v;
      if (P::log_of(u) < half * x * x + b * (one - v + P::log_of(v))) return b * v;
    }
  }
};

inline double standard_gamma(BitGen& bits, double shape) { return StandardGamma<Double>::of(bits, shape); }
inline double chisquare(BitGen& bits, double df) { return 2.0 * standard_gamma(bits, df / 2.0); }

struct Gamma {
  static constexpr int parameters = 2;
  static bool takes(double shape, double scale) { return non_negative_or_nan(shape) && non_negative_or_nan(scale); }
  double draw(BitGen& bits, double shape, double scale) { return scale * standard_gamma(bits, shape); }
};

struct Chisquare {
  static constexpr int parameters = 1;
  static bool takes(double df) { return positive_or_nan(df); }
  double draw(BitGen& bits, double df) { return chisquare(bits, df); }
};

struct F {
  static constexpr int parameters = 2;
  static bool takes(double dfnum, double dfden) { return positive_or_nan(dfnum) && positive_or_nan(dfden); }
  double draw(BitGen& bits, double dfnum, double dfden) {
    const double above = chisquare(bits, dfnum) * dfden;
    return above / (chisquare(bits, dfden) * dfnum);
  }
};

struct StandardT {
  static constexpr int parameters = 1;
  static bool takes(double df) { return positive_or_nan(df); }
  double draw(BitGen& bits, double df) {
    const double above = ziggurat::standard_normal(bits);
    return sqrt(df / 2) * above / sqrt(standard_gamma(bits, df / 2));
  }
};

struct Beta {
  static constexpr int parameters = 2;
  static bool takes(double a, double b) { return positive_or_nan(a) && positive_or_nan(b); }
  Patience patience;
  double draw(BitGen& bits, double a, double b) {
    if (a <= 1.0 && b <= 1.0) return johnk(bits, a, b);
    const double x = standard_gamma(bits, a);
    const double y = standard_gamma(bits, b);
    return x / (x + y);
  }
  double johnk(BitGen& bits, double a, double b) {
    do {
      const double u = bits.next_double();
      const double v = bits.next_double();
      const double x = pow(u, 1.0 / a);
      const double sum = x + pow(v, 1.0 / b);
      if (sum <= 1.0 && sum > 0.0) return x / sum;
    } while (!patience.over());
    return 0;
  }
};

}  // namespace CW_ISA::distributions
