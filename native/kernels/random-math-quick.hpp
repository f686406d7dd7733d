// exp, log and pow of random-math.hpp from plain sums and products, for machines on which an fma takes forty of them. The steps
// are the same; where fma would have rounded once, a bound says how far off the result can be, and only if that leaves the last
// rounding in doubt (one call of twenty) the fmas are done. So the bits are the same.
#pragma once
#include "random-fma.hpp"
#include "random-math-tables.hpp"

namespace CW_ISA::portable {

// The product as the sum of two numbers (Dekker); for factors that are neither huge nor tiny.
struct Product {
  double high, low;
};
inline Product exact_product(double a, double b) {
  const double product = a * b;
  const double scaled_a = a * 134217729.0, scaled_b = b * 134217729.0;  // 2^27 + 1
  const double a1 = scaled_a - (scaled_a - a), a2 = a - a1;
  const double b1 = scaled_b - (scaled_b - b), b2 = b - b1;
  return {product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2};
}

// Whether y + rest rounds to y whatever rest is within `doubt`.
inline bool is_sure(double y, double rest, double doubt) {
  return y + (rest + doubt) == y && y + (rest - doubt) == y;
}

// exp(x + tail) for 2^-54 <= |x| < 512; `doubt` is that of x.
inline bool quick_exp(double x, double tail, double doubt, double& y) {
  const double z = 0x1.71547652b82fep7 * x;
  constexpr double shift = 0x1.8p52;
  const double shifted = z + shift;
  const uint64_t k = bits_of(shifted);
  const double kd = shifted - shift;
  if (!(__builtin_fabs(z - kd) < 0.499)) return false;  // another k could have been taken
  const double r = (x + kd * -0x1.62e42fefa0000p-8) + kd * -0x1.cf79abc9e3b3ap-47 + tail;  // the first product is exact
  const uint64_t* row = exp_table[k % 128];
  const double scale = from_bits(row[1] + (k << 45));
  const double r2 = r * r;
  const double low = (from_bits(row[0]) + r) + r2 * (0x1.ffffffffffdbdp-2 + r * 0x1.555555555543cp-3);
  const double t = low + r2 * r2 * (0x1.55555cf172b91p-5 + r * 0x1.1111167a4d017p-7);
  const double part = scale * t;
  y = scale + part;
  // r and what follows are off by a few times 2^-62, half the last bit of numbers up to 2^-8.
  return is_sure(y, (scale - y) + part, scale * (0x1p-58 + doubt));
}

// log(x) for normal x.
inline bool quick_log(uint64_t bits, double& y) {
  if (bits - bits_of(0x1.ep-1) < bits_of(0x1.109p0) - bits_of(0x1.ep-1)) {
    const double r = from_bits(bits) - 1.0, r2 = r * r, r3 = r * r2;
    const double p3 = 0x1.c7184282ad6cap-4 + r * -0x1.999eb43b068ffp-4 + r2 * 0x1.78182f7afd085p-4 + r3 * -0x1.5521375d145cdp-4;
    const double p2 = -0x1.55555556745a7p-3 + r * 0x1.24924a344de3p-3 + r2 * -0x1.fffffa4423d65p-4 + r3 * p3;
    const double p1 = 0x1.5555555555577p-2 + r * -0x1.ffffffffffdcbp-3 + r2 * 0x1.999999995dd0cp-3 + r3 * p2;
    const double w = r * 0x1p27;
    const double high_half = r + w - w, low_half = r - high_half;
    const double square = high_half * high_half * -0.5;
    const double high = r + square;
    const double low = (r - high + square) + -0.5 * low_half * (high_half + r) + r3 * p1;
    y = high + low;
    // p1 and its product with r3 are rounded, and so are sums below 2^-51·r.
    return is_sure(y, (high - y) + low, __builtin_fabs(r3) * 0x1p-51 + __builtin_fabs(r) * 0x1p-103);
  }
  const uint64_t offset = bits - 0x3fe6000000000000;
  const LogRow& row = log_table[offset >> 45 & 127];
  const double k = static_cast<double>(static_cast<int32_t>(static_cast<int64_t>(offset) >> 52));
  const Product near_one = exact_product(from_bits(bits - (offset & 0xfffull << 52)), row.inverse);
  const double r = (near_one.high - 1.0) + near_one.low;  // as fma has it: the difference is exact
  const double w = k * 0x1.62e42fefa3800p-1 + row.log;    // exact
  const double high = w + r;
  const double r2 = r * r;
  const double p = 0x1.555555551305bp-2 + r * -0x1.fffffffeb459p-3 + r2 * (0x1.999b324f10111p-3 + r * -0x1.55575e506c89fp-3);
  const double low = (w - high + r + k * 0x1.ef35793c76730p-45) + r2 * -0x1.0000000000001p-1 + r * r2 * p;
  y = high + low;
  return is_sure(y, (high - y) + low, 0x1p-68);  // r2/2 is below 2^-17
}

// x^y for normal x > 0, while the result is neither huge nor tiny.
inline bool quick_pow(uint64_t bits, double exponent, double& y) {
  const uint64_t offset = bits - 0x3fe6955500000000;
  const PowRow& row = pow_table[offset >> 45 & 127];
  const double k = static_cast<double>(static_cast<int32_t>(static_cast<int64_t>(offset) >> 52));
  const Product near_one = exact_product(from_bits(bits - (offset & 0xfffull << 52)), row.inverse);
  const double r = (near_one.high - 1.0) + near_one.low;  // exact
  const double t1 = k * 0x1.62e42fefa3800p-1 + row.log, t2 = t1 + r;  // t1 exact
  const double half = -0.5 * r;
  if (!((bits_of(half) >> 52 & 0x7ff) > 823 && (bits_of(exponent) >> 52 & 0x7ff) - 823 < 400)) return false;  // 2^-200
  const Product square = exact_product(half, r);
  const double sum = t2 + square.high;
  const double p2 = 0x1.999999959554ep-1 + r * -0x1.555555529a47ap-1 + square.high * (-0x1.2495b9b4845e9p0 + r * 0x1.0002b8b263fc3p0);
  const double p = -0x1.555555555556p-1 + r * 0x1.0000000000006p-1 + square.high * p2;
  const double lows = (row.tail + k * 0x1.ef35793c76730p-45) + (t1 - t2 + r) + square.low + (t2 - sum + square.high) + r * square.high * p;
  const double high = sum + lows;
  const Product product = exact_product(exponent, high);
  const double size = __builtin_fabs(product.high);
  if (!(size >= 0x1p-54 && size < 512)) return false;
  // lows are off by 2^-75, or 2^-52·r³ where x is near 1: 2^-66 of the logarithm.
  return quick_exp(product.high, exponent * (sum - high + lows) + product.low, size * 0x1p-66, y);
}

}  // namespace CW_ISA::portable
