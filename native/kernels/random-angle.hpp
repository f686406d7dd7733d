// cos and acos for the von Mises distribution; see random-math.hpp. cos has glibc's bits on [0, π], all that is asked for here,
// and follows the IBM Accurate Mathematical Library; acos is our own and rounds right but for one of 10^6.
#pragma once
#include "random-math.hpp"

namespace CW_ISA::portable {

// x + tail near row.angle = i/128: the angle left over, and the row.
struct NearRow {
  const double* row;
  double rest;
};
inline NearRow near_row(double x) {
  constexpr double shift = 0x1.8p45;  // its last bit is 1/128
  const double shifted = shift + x;
  return {sincos_table[bits_of(shifted) & 127], x - (shifted - shift)};
}

inline double sin_poly(double x2) { return fma(x2, 8.33333214285722277379541354343671e-03, -1.66666666666664880952546298448555e-01); }
inline double cos_poly(double x2) {
  return fma(x2, fma(x2, 1.38888874007937613028114285595617e-03, -4.16666666666664434524222570944589e-02), 4.99999999999999999999950396842453e-01);
}

// cos(x + tail), |x| < 0.86
inline double cos_near_zero(double x, double tail) {
  if (x < 0) tail = -tail;
  const NearRow near = near_row(abs(x));
  const double r = near.rest + tail, r2 = r * r;
  const double s = fma(r * r2, sin_poly(r2), r), c = r2 * cos_poly(r2);
  const double* row = near.row;
  return row[2] + fma(-row[0], s, fma(-row[2], c, fma(-s, row[1], row[3])));
}

// sin(x + tail), |x| < 0.86
inline double sin_near_zero(double x, double tail) {
  if (abs(x) < 0.126) {
    const double x2 = x * x;
    const double high = fma(x2, fma(x2, -0x1.addffc2fcdf59p-26, 0x1.71de27b9a7ed9p-19), -0x1.a01a019db08b8p-13);
    const double p = fma(fma(high, x2, 0x1.1111111110ecep-7), x2, -0x1.5555555555555p-3);
    return x + fma(fma(p, x, -0.5 * tail), x2, tail);
  }
  if (x <= 0) tail = -tail;
  const NearRow near = near_row(abs(x));
  const double r = near.rest, r2 = r * r;
  const double s = r + fma(r * r2, sin_poly(r2), tail), c = fma(r, tail, r2 * cos_poly(r2));
  const double* row = near.row;
  const double y = row[0] + fma(row[2], s, fma(-row[0], c, fma(s, row[3], row[1])));
  return x < 0 ? -y : y;
}

// cos(x), 0 <= x <= π
inline double cos(double x) {
  const uint32_t size = high_word(x);
  if (size < 0x3e400000) return 1.0;                       // below 2^-27
  if (size < 0x3feb6000) return cos_near_zero(x, 0.0);     // below 0.855469
  if (size < 0x400368fd) {                                 // below 2.426265
    constexpr double tail_of_half_pi = 0x1.1a62633145c07p-54;
    const double y = 0x1.921fb54442d18p0 - x, angle = y + tail_of_half_pi;
    return sin_near_zero(angle, (y - angle) + tail_of_half_pi);
  }
  const double y = x - 2 * 0x1.921fb58000000p0 + 2 * 0x1.dde973c000000p-27;  // π in four parts
  constexpr double part3 = 2 * -0x1.cb3b398000000p-55, part4 = 2 * -0x1.d747f23e32ed7p-83;
  const double y3 = y - part3, y4 = y3 - part4;
  return -cos_near_zero(y4, ((y - y3) - part3) + ((y3 - y4) - part4));
}

// A number as the sum of two, high the nearest to it.
struct Pair {
  double high, low;
};
inline Pair two_sum(double a, double b) {
  const double sum = a + b, part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}
inline Pair two_product(double a, double b) {
  const double product = a * b;
  return {product, fma(a, b, -product)};
}
inline Pair operator*(Pair a, Pair b) {
  const Pair p = two_product(a.high, b.high);
  return {p.high, p.low + fma(a.high, b.low, a.low * b.high)};
}
inline Pair operator+(Pair a, Pair b) {
  const Pair s = two_sum(a.high, b.high);
  return two_sum(s.high, s.low + (a.low + b.low));
}
inline Pair operator-(Pair a) { return {-a.high, -a.low}; }

// acos(w), -1 <= w <= 1. With c = |w| and s = √(1 - w²), the lesser of the two is the sine of an angle up to π/4; the table has
// an angle α = i/128 near it, and the sine of what is left is s·cos α - c·sin α.
inline double acos(double w) {
  const double size = abs(w);
  if (!(size <= 1.0)) return nan;
  if (size == 1.0) return w > 0 ? 0.0 : pi;
  const Pair square = Pair{1.0 - size, 0} * two_sum(1.0, size);  // inexact 1 - size only below 1/2, where it is made up for:
  const Pair other = two_product(size, size);
  const Pair rest = size < 0.5 ? Pair{1.0, 0} + -other : square;
  const double root = sqrt(rest.high);
  const Pair sine_of_acos = {root, (fma(-root, root, rest.high) + rest.low) / (2 * root)};
  const bool steep = size > 0.70710678118654752;  // acos(size) < π/4
  const Pair s = steep ? sine_of_acos : Pair{size, 0}, c = steep ? Pair{size, 0} : sine_of_acos;

  const double s2 = s.high * s.high;
  const double near = s.high * (1 + s2 * (1.0 / 6 + s2 * (3.0 / 40 + s2 * (15.0 / 336 + s2 * (105.0 / 3456)))));
  const auto i = static_cast<int>(128 * near + 0.5);
  const double* row = sincos_table[i];
  const Pair sine = s * Pair{row[2], row[3]} + -(c * Pair{row[0], row[1]});
  const double x = sine.high, x2 = x * x;
  const double cubic = x * x2 * (1.0 / 6 + x2 * (3.0 / 40 + x2 * (15.0 / 336)));
  Pair angle = Pair{i / 128.0, 0} + two_sum(sine.high, sine.low + cubic);

  constexpr Pair half_pi = {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54}, whole_pi = {0x1.921fb54442d18p1, 0x1.1a62633145c07p-53};
  if (!steep) angle = half_pi + (w < 0 ? angle : -angle);
  else if (w < 0) angle = whole_pi + -angle;
  return angle.high + angle.low;
}

// The remainder of x by y, both positive: exact.
inline double remainder(double x, double y) {
  if (!(x < infinity)) return nan;
  while (x >= y) {
    double part = with_high_word(y, (high_word(x) & 0x7ff00000) | (high_word(y) & 0xfffff));
    if (part > x) part *= 0.5;
    x -= part;
  }
  return x;
}

}  // namespace CW_ISA::portable
