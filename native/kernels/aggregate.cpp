// Sums, counts, products and truths of groups.
#include "aggregate-lanes.hpp"
#include "aggregate-single.hpp"

namespace CW_ISA {
namespace {

// The counts are of the kernel's dtype.
struct Count {
  template <DType D> static Status kernel(const Call& call) noexcept {
    auto* out = output<Stored<D>>(call);
    // There are no values: the bitmap is the second input.
    const GroupedRows rows(call, 0);
    if (rows.grouped()) rows.each([out](uint32_t group, int64_t) { out[group] += 1; });
    else out[0] += static_cast<Stored<D>>(rows.valid().count(call.n));
    return Status::ok;
  }
};

// Integers wrap around.
struct Sum {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call, 1);
    auto* out = output<uint64_t>(call);
    const GroupedRows rows(call);
    if (!rows.grouped() && rows.valid().all()) {
      uint64_t sum = 0;
      for (int64_t i = 0; i < call.n; i++) sum += static_cast<uint64_t>(static_cast<int64_t>(x[i]));
      out[0] += sum;
      return Status::ok;
    }
    rows.each([x, out](uint32_t group, int64_t i) { out[group] += static_cast<uint64_t>(static_cast<int64_t>(x[i])); });
    return Status::ok;
  }
};

// Sums as float64. out: sums, what rounding lost.
struct Total {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Stored<D>;
    const T* x = input<T>(call, 1);
    auto* sums = output<double>(call);
    auto* rests = output<double>(call, 1);
    const GroupedRows rows(call);
    if (!rows.grouped()) {
      ungrouped(x, rows, sums[0], rests[0]);
      return Status::ok;
    }
    rows.each([=](uint32_t group, int64_t i) { add(sums[group], rests[group], static_cast<double>(x[i])); });
    return Status::ok;
  }

 private:
  // One group: row i goes to accumulator i % 16, since each waits for the one before.
  template <class T> static void ungrouped(const T* x, const GroupedRows& rows, double& sum, double& rest) {
    constexpr int64_t vectors = one_group_lanes / lanes;
    Doubles sums[vectors] = {};
    Doubles rests[vectors] = {};
    each_stretch(x, rows.valid(), rows.n, [&](const double* stretch, const double*) {
      for (int64_t v = 0; v < vectors; v++) {
        const Doubles value = load(stretch + v * lanes);
        const Twofold next = exactSum(sums[v], value);
        sums[v] = next.high;
        rests[v] += next.high - next.high == 0 ? next.low : Doubles{};
      }
    });
    for (const Doubles& vector : sums)
      for (int lane = 0; lane < lanes; lane++) add(sum, rest, vector[lane]);
    for (const Doubles& vector : rests)
      for (int lane = 0; lane < lanes; lane++) add(sum, rest, vector[lane]);
  }
};

struct Product {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Stored<D>;
    const T* x = input<T>(call, 1);
    if constexpr (isFloat<T>) {
      auto* out = output<double>(call);
      GroupedRows(call).each([=](uint32_t group, int64_t i) { out[group] *= static_cast<double>(x[i]); });
    } else {
      auto* out = output<uint64_t>(call);
      GroupedRows(call).each([=](uint32_t group, int64_t i) { out[group] *= static_cast<uint64_t>(static_cast<int64_t>(x[i])); });
    }
    return Status::ok;
  }
};

struct Any {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call, 1);
    auto* out = output<uint8_t>(call);
    GroupedRows(call).each([=](uint32_t group, int64_t i) { out[group] = out[group] | (x[i] != Stored<D>{0}); });
    return Status::ok;
  }
};

struct Every {
  template <DType D> static Status kernel(const Call& call) noexcept {
    const auto* x = input<Stored<D>>(call, 1);
    auto* out = output<uint8_t>(call);
    GroupedRows(call).each([=](uint32_t group, int64_t i) { out[group] = out[group] & (x[i] != Stored<D>{0}); });
    return Status::ok;
  }
};

constexpr auto table = family(each<Count>("countGroups", DTypes<DType::i64, DType::f64>{}), each<Sum>("sumGroups", BoolsAndIntegers{}), each<Total>("totalGroups", All{}),
                              each<Product>("productGroups", All{}), each<Any>("anyGroups", All{}), each<Every>("everyGroups", All{}));

}  // namespace

KernelSet aggregate_kernels() noexcept { return table; }

}  // namespace CW_ISA
