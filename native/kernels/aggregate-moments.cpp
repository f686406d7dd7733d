// Sums of powers of deviations from means that are known: a second look at rows that are still in cache costs less than a division a row (B. Welford).
#include "aggregate-lanes.hpp"

namespace CW_ISA {
namespace {

// in: codes, values, bitmap or nothing, a mean a group (and one more). out: for each power from 1 on the sums of the deviations to it.
struct Deviations {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call, 1);
    const auto* means = input<double>(call, 3);
    auto* first = output<double>(call);
    auto* second = output<double>(call, 1);
    const GroupedRows rows(call);
    if (call.params[2] == 2 && !rows.grouped()) {
      constexpr int64_t vectors = one_group_lanes / lanes;
      Doubles sums[vectors] = {};
      Doubles squares[vectors] = {};
      each_stretch(x, rows.valid(), call.n, [&](const double* values, const double* present) {
        for (int64_t v = 0; v < vectors; v++) {
          const Doubles there = load(present + v * lanes);
          const Doubles d = there == 1 ? load(values + v * lanes) - means[0] : Doubles{};
          sums[v] += d;
          squares[v] += d * d;
        }
      });
      for (int64_t i = 0; i < one_group_lanes; i++) {
        first[0] += sums[i / lanes][i % lanes];
        second[0] += squares[i / lanes][i % lanes];
      }
      return Status::ok;
    }
    if (call.params[2] == 2) {
      rows.each([=](uint32_t group, int64_t i) {
        const double d = static_cast<double>(x[i]) - means[group];
        first[group] += d;
        second[group] += d * d;
      });
      return Status::ok;
    }
    auto* third = output<double>(call, 2);
    auto* fourth = output<double>(call, 3);
    rows.each([=](uint32_t group, int64_t i) {
      const double d = static_cast<double>(x[i]) - means[group];
      const double squared = d * d;
      first[group] += d;
      second[group] += squared;
      third[group] += squared * d;
      fourth[group] += squared * squared;
    });
    return Status::ok;
  }
};

// in: codes, x, bitmap or nothing, y, means of x, means of y. out: sums of dx, dy, dx², dy², dx · dy.
struct Cross {
  static Status kernel(const Call& call) noexcept {
    const auto* x = input<double>(call, 1);
    const auto* y = input<double>(call, 3);
    const auto* x_means = input<double>(call, 4);
    const auto* y_means = input<double>(call, 5);
    double* sums[5];
    for (int k = 0; k < 5; k++) sums[k] = output<double>(call, k);
    GroupedRows(call).each([&](uint32_t group, int64_t i) {
      const double dx = x[i] - x_means[group];
      const double dy = y[i] - y_means[group];
      sums[0][group] += dx;
      sums[1][group] += dy;
      sums[2][group] += dx * dx;
      sums[3][group] += dy * dy;
      sums[4][group] += dx * dy;
    });
    return Status::ok;
  }
};

// in: values. out: the same as float64.
struct AsDoubles {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call);
    auto* out = output<double>(call);
    for (int64_t i = 0; i < call.n; i++) out[i] = static_cast<double>(x[i]);
    return Status::ok;
  }
};

constexpr auto table = family(each<Deviations>("deviationGroups", All{}), Rows<1>{{{"crossGroups", DType::none, Cross::kernel}}}, each<AsDoubles>("asDoubles", All{}));

}  // namespace

KernelSet aggregate_moments_kernels() noexcept { return table; }

}  // namespace CW_ISA
