// Aggregations of windows that slide over a column.
//
// Two stacks: what the rows of a window come to is what those before a turning point come to, from each on, and what those after it come to, up to each. Where
// the window has left the turning point behind, it becomes the window's end. Every row is seen twice at most, and nothing is ever taken away again, so nothing is
// lost to cancellation (K. Tangwongsan, M. Hirzel, S. Schneider, "Low-latency sliding-window aggregation", 2017).
#include "whole.hpp"

namespace CW_ISA {
namespace {

// Which rows have a value: all of them where there is no bitmap.
template <bool All> struct Present {
  const uint8_t* bits;
  CW_INLINE bool operator()(int64_t row) const { return All || (bits[row >> 3] >> (row & 7) & 1) != 0; }
};

// What a window comes to, and how many of its rows have a value.
struct Found {
  double value;
  int64_t count;
};

// Numbers joined one by one; `back[i]` is what the rows from the i-th before the turning point on come to.
template <class Join, bool All> struct Joined {
  static constexpr int64_t fields = 1;
  const double* x;
  Present<All> present;
  double* back;
  double front = Join::nothing;
  int64_t base = 0;

  Joined(const double* values, Present<All> which, double* room) : x(values), present(which), back(room) {}
  CW_INLINE double at(int64_t row) const { return present(row) ? x[row] : Join::nothing; }
  CW_INLINE void turn(int64_t from, int64_t until) {
    base = from;
    double total = back[until - from] = front = Join::nothing;
    for (int64_t i = until - 1; i >= from; i--) back[i - from] = total = Join::join(at(i), total);
  }
  CW_INLINE void push(int64_t row) { front = Join::join(front, at(row)); }
  CW_INLINE double value(int64_t from, int64_t middle) const { return from < middle ? Join::join(back[from - base], front) : front; }
};

struct Sum {
  static constexpr double nothing = 0;
  static CW_INLINE double join(double a, double b) { return a + b; }
};
// NaN stays.
struct Least {
  static constexpr double nothing = __builtin_inf();
  static CW_INLINE double join(double a, double b) { return a < b || a != a ? a : b; }
};
struct Greatest {
  static constexpr double nothing = -__builtin_inf();
  static CW_INLINE double join(double a, double b) { return a > b || a != a ? a : b; }
};

// Sums of squares of what is between values and their mean (B. P. Welford; T. F. Chan et al.): counts, means and sums of the rows from each on.
template <bool All> struct Moments {
  static constexpr int64_t fields = 3;
  struct State {
    double count, mean, rest;
    CW_INLINE void add(double x) {
      const double away = x - mean;
      count += 1;
      mean += away / count;
      rest += away * (x - mean);
    }
  };
  const double* x;
  Present<All> present;
  State* back;
  State front{};
  int64_t base = 0;

  Moments(const double* values, Present<All> which, double* room) : x(values), present(which), back(reinterpret_cast<State*>(room)) {}
  CW_INLINE void turn(int64_t from, int64_t until) {
    base = from;
    front = {};
    State state = back[until - from] = {};
    for (int64_t i = until - 1; i >= from; i--) {
      if (present(i)) state.add(x[i]);
      back[i - from] = state;
    }
  }
  CW_INLINE void push(int64_t row) {
    if (present(row)) front.add(x[row]);
  }
  CW_INLINE double value(int64_t from, int64_t middle) const {
    const State before = from < middle ? back[from - base] : State{};
    if (before.count == 0) return front.rest;
    if (front.count == 0) return before.rest;
    const double away = front.mean - before.mean;
    return before.rest + front.rest + away * away * (before.count * front.count / (before.count + front.count));
  }
};

// What becomes of the value of a window in the end.
struct Itself {
  static CW_INLINE double finish(double value, double, double) { return value; }
};
struct PerRow {
  static CW_INLINE double finish(double value, double count, double) { return value / count; }
};
struct PerFreedom {
  static CW_INLINE double finish(double value, double count, double ddof) { return value / (count - ddof); }
};
struct RootPerFreedom {
  static CW_INLINE double finish(double value, double count, double ddof) { return __builtin_sqrt(value / (count - ddof)); }
};

// Counts the values of a window whose ends only go forward.
template <bool All> struct Counter {
  Present<All> present;
  int64_t from = 0, to = 0, count = 0;
  CW_INLINE int64_t operator()(int64_t low, int64_t high) {
    if (All) return high - low;
    for (; to < high; to++) count += present(to);
    for (; from < low; from++)
      if (from < to) count -= present(from);
    if (to < from) to = from;
    return count;
  }
};

// A bit for each row, one after the other.
struct Bits {
  uint8_t* out;
  uint8_t byte = 0;
  CW_INLINE void put(int64_t row, bool bit) {
    byte = static_cast<uint8_t>(byte | (bit ? 1 : 0) << (row & 7));
    if ((row & 7) == 7) {
      out[row >> 3] = byte;
      byte = 0;
    }
  }
  void end(int64_t rows) {
    if ((rows & 7) != 0) out[rows >> 3] = byte;
  }
};

// Results of rows one after the other, and whether they have enough values.
template <class Finish> struct Results {
  double* values;
  Bits bits;
  double needed, ddof;
  CW_INLINE void put(int64_t row, double value, int64_t count) {
    const auto rows = static_cast<double>(count);
    const bool enough = rows >= needed;
    values[row] = enough ? Finish::finish(value, rows, ddof) : 0;
    bits.put(row, enough);
  }
  void end(int64_t rows) { bits.end(rows); }
};

struct Window {
  int64_t from, to;
};

// in: values, bitmap (empty: all have one), int32 borders of groups, and for windows of time int32 first rows and ends of all windows (empty otherwise).
// params: where the window of a row begins and ends from it; then how many rows or values it must have, and ddof.
// Calls `none` with the number of rows before the first group, and `visit(begin, end, at)` with groups and what tells the window of a row.
template <class None, class Visit> CW_INLINE void each_group(const Call& call, None none, Visit visit) {
  const auto* borders = input<int32_t>(call, 2);
  if (call.in[3].length > 0) {
    const auto* lows = input<int32_t>(call, 3);
    const auto* highs = input<int32_t>(call, 4);
    visit(int64_t{0}, call.n, [=](int64_t row) { return Window{lows[row], highs[row]}; });
    return;
  }
  const auto low = static_cast<int64_t>(call.params[0]), high = static_cast<int64_t>(call.params[1]);
  none(borders[0]);
  for (int64_t group = 0; group + 1 < call.in[2].length; group++) {
    const int64_t begin = borders[group], end = borders[group + 1];
    visit(begin, end, [=](int64_t row) {
      const int64_t first = row + low, past = row + high;
      const int64_t from = first < begin ? begin : first > end ? end : first, to = past < end ? past : end;
      return Window{from, to < from ? from : to};
    });
  }
}

// out: values (0 where too few rows of a window have one), bitmap. Scratch: the fields of each row of the longest window, and one more.
template <template <bool> class Stack, class Finish> struct Rolling {
  template <DType> static Status kernel(const Call& call) noexcept {
    call.in[1].length == 0 ? run<true>(call) : run<false>(call);
    return Status::ok;
  }

  template <bool All> static void run(const Call& call) {
    const Present<All> present{input<uint8_t>(call, 1)};
    Results<Finish> results{output<double>(call), {static_cast<uint8_t*>(call.out[1].data)}, call.params[2], call.params[3]};
    const auto none = [&](int64_t rows) {
      for (int64_t row = 0; row < rows; row++) results.put(row, 0, 0);
    };
    each_group(call, none, [&](int64_t begin, int64_t end, auto at) {
      Stack<All> stack(input<double>(call), present, reinterpret_cast<double*>(call.scratch.data));
      Counter<All> count{present, begin, begin, 0};
      // In registers rather than behind a pointer.
      Results<Finish> out = results;
      int64_t middle = begin, pushed = begin;
      for (int64_t row = begin; row < end; row++) {
        const Window window = at(row);
        const int64_t from = window.from, to = window.to;
        if (from > middle || from >= pushed) {
          // Rows that no window has seen yet are passed over.
          middle = pushed = from > pushed ? from : pushed;
          stack.turn(from, middle);
        }
        for (; pushed < to; pushed++) stack.push(pushed);
        out.put(row, from < to ? stack.value(from, middle) : 0, count(from, to));
      }
      results = out;
    });
    results.end(call.n);
  }
};

// out: how many rows of each window have a value, bitmap of windows with enough rows, with a value or without.
struct RollingCount {
  template <DType> static Status kernel(const Call& call) noexcept {
    call.in[1].length == 0 ? run<true>(call) : run<false>(call);
    return Status::ok;
  }

  template <bool All> static void run(const Call& call) {
    const Present<All> present{input<uint8_t>(call, 1)};
    auto* counts = output<int64_t>(call);
    Bits valid{static_cast<uint8_t*>(call.out[1].data)};
    const double needed = call.params[2];
    const auto put = [&](int64_t row, int64_t rows, int64_t count) {
      counts[row] = count;
      valid.put(row, static_cast<double>(rows) >= needed);
    };
    const auto none = [&](int64_t rows) {
      for (int64_t row = 0; row < rows; row++) put(row, 0, 0);
    };
    each_group(call, none, [&](int64_t begin, int64_t end, auto at) {
      Counter<All> count{present, begin, begin, 0};
      for (int64_t row = begin; row < end; row++) {
        const Window window = at(row);
        put(row, window.to - window.from, count(window.from, window.to));
      }
    });
    valid.end(call.n);
  }
};

template <bool All> using Sums = Joined<Sum, All>;
template <bool All> using Leasts = Joined<Least, All>;
template <bool All> using Greatests = Joined<Greatest, All>;

constexpr auto table = family(each<Rolling<Sums, Itself>>("rollingSum", Float64{}), each<Rolling<Sums, PerRow>>("rollingMean", Float64{}),
                              each<Rolling<Leasts, Itself>>("rollingMin", Float64{}), each<Rolling<Greatests, Itself>>("rollingMax", Float64{}),
                              each<Rolling<Moments, PerFreedom>>("rollingVar", Float64{}),
                              each<Rolling<Moments, RootPerFreedom>>("rollingStd", Float64{}), each<RollingCount>("rollingCount", Float64{}));

}  // namespace

KernelSet rolling_kernels() noexcept { return table; }

}  // namespace CW_ISA
