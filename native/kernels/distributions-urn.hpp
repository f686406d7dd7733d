// Drawing without replacement from an urn: the hypergeometric distribution.
#pragma once
#include "distributions.hpp"

namespace CW_ISA::distributions {

// log k! for k < 126 (from the definition).
constexpr double log_factorials[126] = {
    0, 0, 0.6931471805599453, 1.791759469228055, 3.1780538303479458, 4.787491742782046, 6.579251212010101, 8.525161361065415,
    10.60460290274525, 12.801827480081469, 15.104412573075516, 17.502307845873887, 19.987214495661885, 22.552163853123425,
    25.19122118273868, 27.89927138384089, 30.671860106080672, 33.50507345013689, 36.39544520803305, 39.339884187199495, 42.335616460753485,
    45.38013889847691, 48.47118135183523, 51.60667556776438, 54.78472939811232, 58.00360522298052, 61.261701761002, 64.55753862700634,
    67.88974313718154, 71.25703896716801, 74.65823634883016, 78.0922235533153, 81.55795945611504, 85.05446701758152, 88.58082754219768,
    92.1361756036871, 95.7196945421432, 99.33061245478743, 102.96819861451381, 106.63176026064346, 110.32063971475739, 114.0342117814617,
    117.77188139974507, 121.53308151543864, 125.3172711493569, 129.12393363912722, 132.95257503561632, 136.80272263732635,
    140.67392364823425, 144.5657439463449, 148.47776695177302, 152.40959258449735, 156.3608363030788, 160.3311282166309, 164.32011226319517,
    168.32744544842765, 172.3527971391628, 176.39584840699735, 180.45629141754378, 184.53382886144948, 188.6281734236716, 192.7390472878449,
    196.86618167289, 201.00931639928152, 205.1681994826412, 209.34258675253685, 213.53224149456327, 217.73693411395422, 221.95644181913033,
    226.1905483237276, 230.43904356577696, 234.70172344281826, 238.97838956183432, 243.2688490029827, 247.57291409618688, 251.8904022097232,
    256.22113555000954, 260.5649409718632, 264.9216497985528, 269.2910976510198, 273.6731242856937, 278.0675734403661, 282.4742926876304,
    286.893133295427, 291.3239500942703, 295.76660135076065, 300.22094864701415, 304.6868567656687, 309.1641935801469, 313.65282994987905,
    318.1526396202093, 322.66349912672615, 327.1852877037752, 331.7178871969285, 336.26118197919845, 340.815058870799, 345.37940706226686,
    349.95411804077025, 354.5390855194408, 359.1342053695754, 363.73937555556347, 368.35449607240474, 372.979468885689, 377.61419787391867,
    382.25858877306, 386.91254912321756, 391.5759882173296, 396.24881705179155, 400.93094827891576, 405.6222961611449, 410.32277652693733,
    415.03230672824964, 419.7508055995447, 424.4781934182571, 429.21439186665157, 433.9593239950148, 438.71291418612117, 443.47508812091894,
    448.2457727453846, 453.0248962384961, 457.81238798127816, 462.6081785268749, 467.4121995716082, 472.2243839269806, 477.04466549258564,
    481.87297922988796,
};

inline double log_factorial(int64_t k) {
  if (k < 126) return log_factorials[k];
  const auto x = static_cast<double>(k);  // Stirling's series
  return (x + 0.5) * log(x) - x + (0.9189385332046728 + 1.0 / x * (1 / 12.0 - 1 / (360.0 * x * x)));
}

struct Hypergeometric {
  static constexpr int parameters = 3;
  static bool takes(double good, double bad, double sample) {
    return good >= 0 && good < 1e9 && bad >= 0 && bad < 1e9 && sample >= 0 && sample <= good + bad;
  }

  int64_t last_good = -1, last_bad = -1, last_sample = -1;
  int64_t sampled, lesser, greater;  // of good and bad; `sampled` is at most half of both
  double a, b, g, h;

  int64_t draw(BitGen& bits, double good, double bad, double sample) {
    return of(bits, static_cast<int64_t>(good), static_cast<int64_t>(bad), static_cast<int64_t>(sample));
  }
  int64_t of(BitGen& bits, int64_t good, int64_t bad, int64_t sample) {
    return sample >= 10 && sample <= good + bad - 10 ? ratio_of_uniforms(bits, good, bad, sample) : one_by_one(bits, good, bad, sample);
  }

  static int64_t one_by_one(BitGen& bits, int64_t good, int64_t bad, int64_t sample) {
    int64_t left = good + bad, good_left = good;
    const bool most = sample > left / 2;  // what stays is fewer
    int64_t to_draw = most ? left - sample : sample;
    while (to_draw > 0 && good_left > 0 && left > good_left) {
      left--;
      if (static_cast<int64_t>(interval(bits, static_cast<uint64_t>(left))) < good_left) good_left--;
      to_draw--;
    }
    if (left == good_left) good_left -= to_draw;
    return most ? good_left : good - good_left;
  }

  // HRUA: Stadlober 1989
  void prepare(int64_t good, int64_t bad, int64_t sample) {
    last_good = good, last_bad = bad, last_sample = sample;
    const int64_t all = good + bad;
    sampled = sample < all - sample ? sample : all - sample;
    lesser = good < bad ? good : bad;
    greater = good < bad ? bad : good;
    const auto alld = static_cast<double>(all), drawn = static_cast<double>(sampled);
    const double p = static_cast<double>(lesser) / alld, q = static_cast<double>(greater) / alld;
    const double mu = drawn * p;
    a = mu + 0.5;
    const double var = static_cast<double>(all - sampled) * drawn * p * q / static_cast<double>(all - 1);
    const double c = sqrt(var + 0.5);
    h = 1.7155277699214135 * c + 0.8989161620588988;
    g = log_terms(static_cast<int64_t>(floor(static_cast<double>(sampled + 1) * static_cast<double>(lesser + 1) / static_cast<double>(all + 2))));
    const auto most = static_cast<double>((sampled < lesser ? sampled : lesser) + 1);
    const double far = floor(a + 16 * c);
    b = most < far ? most : far;
  }
  double log_terms(int64_t k) const {
    return log_factorial(k) + log_factorial(lesser - k) + log_factorial(sampled - k) + log_factorial(greater - sampled + k);
  }
  int64_t ratio_of_uniforms(BitGen& bits, int64_t good, int64_t bad, int64_t sample) {
    if (good != last_good || bad != last_bad || sample != last_sample) prepare(good, bad, sample);
    int64_t k;
    for (;;) {
      const double u = bits.next_double();
      const double v = bits.next_double();
      const double x = a + h * (v - 0.5) / u;
      if (!(x >= 0.0 && x < b)) continue;
      k = static_cast<int64_t>(floor(x));
      const double t = g - log_terms(k);
      if (u * (4.0 - u) - 3.0 <= t) break;
      if (u * (u - t) >= 1) continue;
      if (2.0 * log(u) <= t) break;
    }
    if (good > bad) k = sampled - k;
    return sampled < sample ? good - k : k;
  }
};

}  // namespace CW_ISA::distributions
