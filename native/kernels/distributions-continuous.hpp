// Continuous distributions that are functions of a few uniform, normal or exponential draws.
#pragma once
#include "distributions.hpp"
#include "random-angle.hpp"

namespace CW_ISA::distributions {

struct Raw {
  static constexpr int parameters = 0;
  uint64_t draw(BitGen& bits) { return bits.take(); }
};

struct Uniform {
  static constexpr int parameters = 2;
  static bool takes(double low, double high) { return high - low >= 0 && high - low < portable::infinity; }
  double draw(BitGen& bits, double low, double high) { return low + (high - low) * bits.next_double(); }
};

// NumPy's method "inv" of standard_exponential.
template <class Real>
struct StandardExponentialInverse {
  static constexpr int parameters = 0;
  Real draw(BitGen& bits) {
    if constexpr (sizeof(Real) == 4) return static_cast<Real>(-log1p(-static_cast<double>(bits.next_float())));
    else return -log1p(-bits.next_double());
  }
};

struct StandardCauchy {
  static constexpr int parameters = 0;
  double draw(BitGen& bits) {
    const double x = ziggurat::standard_normal(bits);
    return x / ziggurat::standard_normal(bits);
  }
};

struct Located {
  static constexpr int parameters = 2;
  static bool takes(double, double scale) { return non_negative_or_nan(scale); }
};

struct Normal : Located {
  double draw(BitGen& bits, double loc, double scale) { return loc + scale * ziggurat::standard_normal(bits); }
};

struct Lognormal : Located {
  double draw(BitGen& bits, double mean, double sigma) { return exp(mean + sigma * ziggurat::standard_normal(bits)); }
};

struct Laplace : Located {
  double draw(BitGen& bits, double loc, double scale) {
    double u;
    do u = bits.next_double();
    while (u == 0.0);
    return u >= 0.5 ? loc - scale * log(2.0 - u - u) : loc + scale * log(u + u);
  }
};

struct Gumbel : Located {
  double draw(BitGen& bits, double loc, double scale) {
    double u;
    do u = 1.0 - bits.next_double();
    while (u == 1.0);
    return loc - scale * log(-log(u));
  }
};

struct Logistic : Located {
  double draw(BitGen& bits, double loc, double scale) {
    double u;
    do u = bits.next_double();
    while (u == 0.0);
    return loc + scale * log(u / (1.0 - u));
  }
};

struct Scaled {
  static constexpr int parameters = 1;
  static bool takes(double scale) { return non_negative_or_nan(scale); }
};

struct Exponential : Scaled {
  double draw(BitGen& bits, double scale) { return scale * ziggurat::standard_exponential(bits); }
};

struct Rayleigh : Scaled {
  double draw(BitGen& bits, double scale) { return scale * sqrt(2.0 * ziggurat::standard_exponential(bits)); }
};

struct Weibull : Scaled {
  double draw(BitGen& bits, double a) { return a == 0.0 ? 0.0 : pow(ziggurat::standard_exponential(bits), 1. / a); }
};

struct Shaped {
  static constexpr int parameters = 1;
  static bool takes(double a) { return positive_or_nan(a); }
};

struct Pareto : Shaped {
  double draw(BitGen& bits, double a) { return expm1(ziggurat::standard_exponential(bits) / a); }
};

struct Power : Shaped {
  double draw(BitGen& bits, double a) { return pow(-expm1(-ziggurat::standard_exponential(bits)), 1. / a); }
};

struct Triangular {
  static constexpr int parameters = 3;
  static bool takes(double left, double mode, double right) { return !(left > mode || mode > right || left == right); }
  double draw(BitGen& bits, double left, double mode, double right) {
    const double base = right - left, left_base = mode - left;
    const double u = bits.next_double();
    if (u <= left_base / base) return left + sqrt(u * (left_base * base));
    return right - sqrt((1.0 - u) * ((right - mode) * base));
  }
};

// Michael, Schucany and Haas 1976
struct Wald {
  static constexpr int parameters = 2;
  static bool takes(double mean, double scale) { return positive_or_nan(mean) && positive_or_nan(scale); }
  double draw(BitGen& bits, double mean, double scale) {
    const double mu_2l = mean / (2 * scale);
    double y = ziggurat::standard_normal(bits);
    y = mean * y * y;
    const double x = mean + mu_2l * (y - sqrt(4 * scale * y + y * y));
    const double u = bits.next_double();
    return u <= mean / (mean + x) ? x : mean * mean / x;
  }
};

// Best and Fisher 1979
struct Vonmises {
  static constexpr int parameters = 2;
  static bool takes(double, double kappa) { return non_negative_or_nan(kappa); }
  double draw(BitGen& bits, double mu, double kappa) {
    constexpr double pi = portable::pi;
    if (kappa != kappa) return kappa;
    if (kappa < 1e-8) return pi * (2 * bits.next_double() - 1);
    if (kappa > 1e6) {  // a wrapped normal
      const double x = mu + sqrt(1. / kappa) * ziggurat::standard_normal(bits);
      return x < -pi ? x + 2 * pi : x > pi ? x - 2 * pi : x;
    }
    const double s = concentration(kappa);
    double w;
    for (;;) {
      const double z = portable::cos(pi * bits.next_double());
      w = (1 + s * z) / (s + z);
      const double y = kappa * (s - w);
      const double v = bits.next_double();
      if (y * (2 - y) - v >= 0 || log(y / v) + 1 - y >= 0) break;
    }
    const double u = bits.next_double();
    double angle = portable::acos(w);
    if (u < 0.5) angle = -angle;
    angle += mu;
    const double size = portable::remainder(abs(angle) + pi, 2 * pi) - pi;
    return angle < 0 ? -size : size;
  }
  static double concentration(double kappa) {
    if (kappa < 1e-5) return 1. / kappa + kappa;
    const double r = 1 + sqrt(1 + 4 * kappa * kappa);
    const double rho = (r - sqrt(2 * r)) / (2 * kappa);
    return (1 + rho * rho) / (2 * rho);
  }
};

}  // namespace CW_ISA::distributions
