// Discrete distributions, but for those that draw from urns (distributions-urn.hpp).
#pragma once
#include "distributions-gamma.hpp"

namespace CW_ISA::distributions {

struct Poisson {
  static constexpr int parameters = 1;
  static bool takes(double lam) { return lam >= 0 && lam <= largest_rate; }

  double last = -1;
  double exp_minus_lam, sqrt_lam, log_lam, a, b, log_inverse_alpha, vr;

  int64_t draw(BitGen& bits, double lam) {
    if (lam != last) prepare(lam);
    return lam >= 10 ? transformed_rejection(bits, lam) : lam == 0 ? 0 : multiplication(bits);
  }
  void prepare(double lam) {
    last = lam;
    if (lam < 10) {
      exp_minus_lam = exp(-lam);
      return;
    }
    sqrt_lam = sqrt(lam);
    log_lam = log(lam);
    b = 0.931 + 2.53 * sqrt_lam;
    a = -0.059 + 0.02483 * b;
    log_inverse_alpha = log(1.1239 + 1.1328 / (b - 3.4));
    vr = 0.9277 - 3.6224 / (b - 2);
  }
  int64_t multiplication(BitGen& bits) const {
    double product = bits.next_double();
    int64_t x = 0;
    for (; product > exp_minus_lam; x++) product *= bits.next_double();
    return x;
  }
  // PTRS: Hörmann 1993
  int64_t transformed_rejection(BitGen& bits, double lam) const {
    for (;;) {
      const double u = bits.next_double() - 0.5;
      const double v = bits.next_double();
      const double us = 0.5 - abs(u);
      const int64_t k = to_int64(floor((2 * a / us + b) * u + lam + 0.43));
      if (us >= 0.07 && v <= vr) return k;
      if (k < 0 || (us < 0.013 && v > us)) continue;
      const auto kd = static_cast<double>(k);
      if (log(v) + log_inverse_alpha - log(a / (us * us) + b) <= -lam + kd * log_lam - loggam(static_cast<double>(k + 1))) return k;
    }
  }
};

struct NegativeBinomial {
  static constexpr int parameters = 2;
  static bool takes(double n, double p) { return n > 0 && positive_probability(p) && (1 - p) / p * (n + 10 * sqrt(n)) <= largest_rate; }
  Poisson poisson;
  int64_t draw(BitGen& bits, double n, double p) { return poisson.draw(bits, (1 - p) / p * standard_gamma(bits, n)); }
};

struct NoncentralChisquare {
  static constexpr int parameters = 2;
  static bool takes(double df, double nonc) { return positive_or_nan(df) && non_negative_or_nan(nonc); }
  Poisson poisson;
  double draw(BitGen& bits, double df, double nonc) {
    if (nonc != nonc) return nonc;
    if (nonc == 0) return chisquare(bits, df);
    if (1 < df) {
      const double central = chisquare(bits, df - 1);
      const double n = ziggurat::standard_normal(bits) + sqrt(nonc);
      return central + n * n;
    }
    const auto i = static_cast<uint64_t>(poisson.draw(bits, nonc / 2.0));
    return chisquare(bits, df + static_cast<double>(static_cast<int64_t>(2 * i)));
  }
};

struct NoncentralF {
  static constexpr int parameters = 3;
  static bool takes(double dfnum, double dfden, double nonc) { return positive_or_nan(dfnum) && positive_or_nan(dfden) && non_negative_or_nan(nonc); }
  NoncentralChisquare above;
  double draw(BitGen& bits, double dfnum, double dfden, double nonc) {
    const double t = above.draw(bits, dfnum, nonc) * dfden;
    return t / (chisquare(bits, dfden) * dfnum);
  }
};

struct Geometric {
  static constexpr int parameters = 1;
  static bool takes(double p) { return positive_probability(p); }
  double last = -1, log_q;
  int64_t draw(BitGen& bits, double p) {
    if (p >= 0.333333333333333333333333) return search(bits, p);
    if (p != last) log_q = log1p(-(last = p));
    const double x = ceil(-ziggurat::standard_exponential(bits) / log_q);
    return x < 0x1p63 ? static_cast<int64_t>(x) : static_cast<int64_t>(~0ull >> 1);  // NumPy 1.24 lets it become negative
  }
  static int64_t search(BitGen& bits, double p) {
    const double q = 1.0 - p;
    double sum = p, product = p;
    const double u = bits.next_double();
    int64_t x = 1;
    for (; u > sum; x++) sum += product *= q;
    return x;
  }
};

// Kemp 1981
struct Logseries {
  static constexpr int parameters = 1;
  static bool takes(double p) { return p >= 0 && p < 1; }
  double last = -1, log_q;
  int64_t draw(BitGen& bits, double p) {
    if (p != last) log_q = log1p(-(last = p));
    for (;;) {
      const double v = bits.next_double();
      if (v >= p) return 1;
      const double q = -expm1(log_q * bits.next_double());
      if (v <= q * q) {
        const int64_t x = to_int64(floor(1 + log(v) / log(q)));
        if (x < 1 || v == 0.0) continue;
        return x;
      }
      return v >= q ? 1 : 2;
    }
  }
};

// Devroye 1986, truncated to int64
struct Zipf {
  static constexpr int parameters = 1;
  static bool takes(double a) { return a > 1; }
  Patience patience;
  double last = 0, b;
  int64_t draw(BitGen& bits, double a) {
    if (a >= 1025) return 1;  // 2^(a-1) overflows, and all else is impossible; NumPy 1.24 never returns
    const double am1 = a - 1.0;
    if (a != last) b = pow(2.0, am1), last = a;
    do {
      const double u = 1.0 - bits.next_double();
      const double v = bits.next_double();
      const double x = floor(pow(u, -1.0 / am1));
      if (x > 0x1p63 || x < 1.0) continue;
      const double t = pow(1.0 + 1.0 / x, am1);
      if (v * x * (t - 1.0) / (b - 1.0) <= t / b) return to_int64(x);
    } while (!patience.over());
    return 1;
  }
};

}  // namespace CW_ISA::distributions
