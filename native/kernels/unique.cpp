// What follows sorting when each value counts once. Values are the same if their keys are: NaN equals NaN, -0 equals 0.
#include "sort-keys.hpp"

namespace CW_ISA {
namespace {

// in: sorted (may be the output). state: how many values there are.
struct Dedupe {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    const auto* x = input<Key<T>>(call);
    auto* out = output<Key<T>>(call);
    int64_t count = 0;
    Key<T> last{};
    for (int64_t i = 0; i < call.n; i++) {
      const Key<T> bits = x[i];
      const Key<T> key = key_of<T>(bits);
      const bool fresh = i == 0 || key != last;
      last = key;
      // The first of equal ones stays.
      if (fresh) out[count++] = bits;
    }
    *static_cast<double*>(call.state) = static_cast<double>(count);
    return Status::ok;
  }
};

// in: sorted. out: float64, how often each value is there. state: how many values there are.
struct RunLengths {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    const auto* x = input<Key<T>>(call);
    auto* out = output<double>(call);
    int64_t count = 0;
    for (int64_t start = 0, i = 1; i <= call.n; i++) {
      if (i < call.n && key_of<T>(x[i]) == key_of<T>(x[start])) continue;
      out[count++] = static_cast<double>(i - start);
      start = i;
    }
    *static_cast<double*>(call.state) = static_cast<double>(count);
    return Status::ok;
  }
};

// in: x, the positions that sort it, and what stands beside each element (float64). out: for each value the sum, or the least, of what stands beside it.
template <class Join> struct Beside {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Element<D>;
    const auto* x = input<Key<T>>(call);
    const auto* order = input<double>(call, 1);
    const auto* beside = input<double>(call, 2);
    auto* out = output<double>(call);
    int64_t count = 0;
    Key<T> last{};
    for (int64_t i = 0; i < call.n; i++) {
      const auto at = static_cast<int64_t>(order[i]);
      const Key<T> key = key_of<T>(x[at]);
      if (i == 0 || key != last) out[count++] = beside[at];
      else out[count - 1] = Join{}(out[count - 1], beside[at]);
      last = key;
    }
    *static_cast<double*>(call.state) = static_cast<double>(count);
    return Status::ok;
  }
};
struct Sum {
  double operator()(double a, double b) const { return a + b; }
};
struct Least {
  double operator()(double a, double b) const { return b < a ? b : a; }
};

constexpr auto table = family(each<Dedupe>("dedupe", All{}), each<RunLengths>("runLengths", All{}), each<Beside<Sum>>("sumBeside", All{}),
                              each<Beside<Least>>("leastBeside", All{}));

}  // namespace

KernelSet unique_kernels() noexcept { return table; }

}  // namespace CW_ISA
