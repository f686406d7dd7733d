// The binomial distribution: inversion while n·p is small, else BTPE (Kachitvichyanukul and Schmeiser 1988).
#pragma once
#include "distributions.hpp"

namespace CW_ISA::distributions {

struct Binomial {
  static constexpr int parameters = 2;
  static bool takes(double n, double p) { return count(n) && probability(p); }

  int64_t last_n = -1;
  double last_p = -1;
  double r, q, p1, xm, xl, xr, c, left, right, p2, p3, p4;  // BTPE's; `left` and `right` are its λL and λR
  double qn;                                                // q^n, inversion's
  int64_t m;                                                // the mode; inversion: where it starts over

  int64_t draw(BitGen& bits, double n, double p) { return of(bits, p, static_cast<int64_t>(n)); }

  int64_t of(BitGen& bits, double p, int64_t n) {
    if (n == 0 || p == 0) return 0;
    const auto nd = static_cast<double>(n);
    if (p <= 0.5) return p * nd <= 30.0 ? inversion(bits, n, p) : btpe(bits, n, p);
    const double other = 1.0 - p;
    const int64_t failures = other * nd <= 30.0 ? inversion(bits, n, other) : btpe(bits, n, other);
    return static_cast<int64_t>(static_cast<uint64_t>(n) - static_cast<uint64_t>(failures));
  }

  int64_t inversion(BitGen& bits, int64_t n, double p) {
    const auto nd = static_cast<double>(n);
    if (last_n != n || last_p != p) {
      last_n = n;
      last_p = p;
      q = 1.0 - p;
      qn = exp(nd * log(q));
      const double np = nd * p;
      const double bound = np + 10.0 * sqrt(np * q + 1);
      m = to_int64(nd < bound ? nd : bound);
    }
    int64_t x = 0;
    double px = qn;
    double u = bits.next_double();
    while (u > px) {
      x++;
      if (x > m) {
        x = 0;
        px = qn;
        u = bits.next_double();
      } else {
        u -= px;
        px = static_cast<double>(n - x + 1) * p * px / (static_cast<double>(x) * q);
      }
    }
    return x;
  }

  void prepare(int64_t n, double p) {
    last_n = n;
    last_p = p;
    const auto nd = static_cast<double>(n);
    r = p < 1.0 - p ? p : 1.0 - p;
    q = 1.0 - r;
    const double fm = nd * r + r;
    m = to_int64(floor(fm));
    const auto md = static_cast<double>(m);
    p1 = floor(2.195 * sqrt(nd * r * q) - 4.6 * q) + 0.5;
    xm = md + 0.5;
    xl = xm - p1;
    xr = xm + p1;
    c = 0.134 + 20.5 / (15.3 + md);
    double a = (fm - xl) / (fm - xl * r);
    left = a * (1.0 + a / 2.0);
    a = (xr - fm) / (xr * q);
    right = a * (1.0 + a / 2.0);
    p2 = p1 * (1.0 + 2.0 * c);
    p3 = p2 + c / left;
    p4 = p3 + c / right;
  }

  int64_t btpe(BitGen& bits, int64_t n, double p) {
    if (last_n != n || last_p != p) prepare(n, p);
    for (;;) {
      const double u = bits.next_double() * p4;
      double v = bits.next_double();
      if (!(u > p1)) return to_int64(floor(xm - p1 * v + u));  // the triangle
      int64_t y;
      if (!(u > p2)) {  // the parallelograms
        const double x = xl + (u - p1) / c;
        v = v * c + 1.0 - abs(static_cast<double>(m) - x + 0.5) / p1;
        if (v > 1.0) continue;
        y = to_int64(floor(x));
      } else if (!(u > p3)) {  // the left tail
        y = to_int64(floor(xl + log(v) / left));
        if (y < 0 || v == 0.0) continue;
        v = v * (u - p2) * left;
      } else {  // the right tail
        y = to_int64(floor(xr - log(v) / right));
        if (y > n || v == 0.0) continue;
        v = v * (u - p3) * right;
      }
      if (accepts(n, y, v)) return y;
    }
  }

  bool accepts(int64_t n, int64_t y, double v) const {
    const auto nd = static_cast<double>(n), yd = static_cast<double>(y), md = static_cast<double>(m);
    const double nrq = nd * r * q;
    const int64_t k = y > m ? y - m : m - y;
    const auto kd = static_cast<double>(k);
    if (!(k > 20 && kd < nrq / 2.0 - 1)) {
      const double s = r / q, a = s * (nd + 1);
      double f = 1.0;
      for (int64_t i = m + 1; i <= y; i++) f *= a / static_cast<double>(i) - s;
      for (int64_t i = y + 1; i <= m; i++) f /= a / static_cast<double>(i) - s;
      return !(v > f);
    }
    const double rho = kd / nrq * ((kd * (kd / 3.0 + 0.625) + 0.16666666666666666) / nrq + 0.5);
    const double t = static_cast<double>(-k * k) / (2 * nrq);
    const double a = log(v);
    if (a < t - rho) return true;
    if (a > t + rho) return false;
    const double x1 = yd + 1, f1 = md + 1, z = nd + 1 - md, w = nd - yd + 1;
    return !(a > xm * log(f1 / x1) + (nd - md + 0.5) * log(z / w) + (yd - md) * log(w * r / (x1 * q)) + stirling(f1) + stirling(z) + stirling(x1) +
                     stirling(w));
  }
  static double stirling(double x) {
    const double x2 = x * x;
    return (13680. - (462. - (132. - (99. - 140. / x2) / x2) / x2) / x2) / x / 166320.;
  }
};

}  // namespace CW_ISA::distributions
