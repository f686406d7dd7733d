// Several aggregations in one walk over rows: what is known of a group stands in a record, words of 8 bytes side by side. Of many groups, each row then fetches a
// cache line or two instead of one for each aggregation. Sums of integers and floats are those of the kernels for one aggregation, to the bit.
#include "records.hpp"

namespace CW_ISA {
namespace {

// in: codes (-1: no group), then values, and bitmap or nothing, of each column. out: records, one more than groups. params: how many groups, words of a record, steps
// (see `Step`). Steps add to what is there.
struct Add {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const auto groups = static_cast<uint32_t>(params.integer());
    const auto words = static_cast<uint32_t>(params.integer());
    const int64_t steps = params.integer();
    const auto* codes = input<int32_t>(call);
    auto* records = output<uint64_t>(call);
    const bool in_cache = static_cast<int64_t>(groups) * words < 1 << 14;
    // The records of a stretch are on their way while the one before is added.
    uint32_t places[2][stretch];
    const auto find = [&](int64_t from, uint32_t* found) {
      const int64_t count = call.n - from < stretch ? call.n - from : stretch;
      for (int64_t j = 0; j < count; j++) {
        const auto code = static_cast<uint32_t>(codes[from + j]);
        found[j] = (code < groups ? code : groups) * words;
      }
      if (in_cache) return;
      for (int64_t j = 0; j < count; j++) __builtin_prefetch(records + found[j], 1);
    };
    find(0, places[0]);
    for (int64_t from = 0, turn = 0; from < call.n; from += stretch, turn ^= 1) {
      if (from + stretch < call.n) find(from + stretch, places[turn ^ 1]);
      const Stretch rows{call, from, call.n - from < stretch ? call.n - from : stretch, places[turn], groups * words};
      Params left(params.rest());
      for (int64_t step = 0; step < steps; step++) run(Step(left), rows, records);
    }
    return Status::ok;
  }

 private:
  static void run(const Step& step, const Stretch& rows, uint64_t* records) {
    uint64_t* words = records + step.word;
    switch (step.what) {
      case What::rows: return rows.each(step, [words](uint32_t at, int64_t) { words[at]++; });
      case What::sum: {
        const Numbers<int64_t> x(rows, step.columns[0]);
        return rows.each(step, [&](uint32_t at, int64_t j) { words[at] += static_cast<uint64_t>(x[j]); });
      }
      case What::total: {
        const Numbers<double> x(rows, step.columns[0]);
        auto* sums = reinterpret_cast<double*>(words);
        return rows.each(step, [&](uint32_t at, int64_t j) { add(sums[at], sums[at + 1], x[j]); });
      }
      case What::least: return best<int64_t>(step, rows, words, Less{});
      case What::greatest: return best<int64_t>(step, rows, words, Greater{});
      case What::least_float: return best<double>(step, rows, words, Less{});
      case What::greatest_float: return best<double>(step, rows, words, Greater{});
      case What::products: {
        const Numbers<int64_t> x(rows, step.columns[0]);
        const Numbers<int64_t> y(rows, step.columns[1]);
        return rows.each(step, [&](uint32_t at, int64_t j) {
          const auto of_x = static_cast<uint64_t>(x[j]);
          const auto of_y = static_cast<uint64_t>(y[j]);
          words[at]++;
          words[at + 1] += of_x;
          words[at + 2] += of_y;
          words[at + 3] += of_x * of_x;
          words[at + 4] += of_y * of_y;
          words[at + 5] += of_x * of_y;
        });
      }
    }
  }

  template <class T, class Better> static void best(const Step& step, const Stretch& rows, uint64_t* words, Better better) {
    const Numbers<T> x(rows, step.columns[0]);
    auto* bests = reinterpret_cast<T*>(words);
    rows.each(step, [&](uint32_t at, int64_t j) { bests[at] = better(x[j], bests[at]) ? x[j] : bests[at]; });
  }
};

// Each record as a new one is. in: a record. out: records.
struct Fill {
  static Status kernel(const Call& call) noexcept {
    const auto* record = input<uint64_t>(call);
    auto* records = output<uint64_t>(call);
    const int64_t words = call.in[0].length;
    for (int64_t i = 0; i < call.n; i++)
      for (int64_t k = 0; k < words; k++) records[i * words + k] = record[k];
    return Status::ok;
  }
};

// Records of which a word is not 0. in: records. out: their numbers. params: words of a record, the word. state: how many.
struct Present {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const int64_t words = params.integer();
    const auto* word = input<uint64_t>(call) + params.integer();
    auto* out = output<int32_t>(call);
    int64_t count = 0;
    for (int64_t i = 0; i < call.n; i++) {
      out[count] = static_cast<int32_t>(i);
      count += word[i * words] != 0;
    }
    *static_cast<double*>(call.state) = static_cast<double>(count);
    return Status::ok;
  }
};

// A word of records as numbers. in: records, which of them (int32; nothing: all). out: numbers. params: words of a record, the word, whether it is an integer (0), a
// float64 (1), or an integer of which is wanted what float64 does not hold (2).
struct Field {
  template <DType D> static Status kernel(const Call& call) noexcept {
    using T = Stored<D>;
    Params params(call);
    const int64_t words = params.integer();
    const auto* word = input<uint64_t>(call) + params.integer();
    const int64_t kind = params.integer();
    const auto* chosen = input<int32_t>(call, 1);
    const bool all = call.in[1].length == 0;
    auto* out = output<T>(call);
    const auto write = [&](auto number) {
      for (int64_t i = 0; i < call.n; i++) out[i] = static_cast<T>(number(word[(all ? i : chosen[i]) * words]));
    };
    if (kind == 0) write([](uint64_t bits) { return static_cast<int64_t>(bits); });
    else if (kind == 1) write([](uint64_t bits) { return bitsAs<double>(bits); });
    else write([](uint64_t bits) { return static_cast<int64_t>(bits) - static_cast<int64_t>(static_cast<double>(static_cast<int64_t>(bits))); });
    return Status::ok;
  }
};

// Sums of products as deviations from means; rows times the greatest value must be 2^31 at most. in: records, which of them. out: counts, means of x and y, sums of dx², dy²
// and dx · dy. params: words of a record, the first word of six.
struct Deviations {
  static Status kernel(const Call& call) noexcept {
    Params params(call);
    const int64_t words = params.integer();
    const auto* first = input<int64_t>(call) + params.integer();
    const auto* chosen = input<int32_t>(call, 1);
    const bool all = call.in[1].length == 0;
    double* out[6];
    for (int k = 0; k < 6; k++) out[k] = output<double>(call, k);
    for (int64_t i = 0; i < call.n; i++) {
      const int64_t* sums = first + (all ? i : chosen[i]) * words;
      const int64_t rows = sums[0];
      const auto n = static_cast<double>(rows);
      const auto over = [n, rows](int64_t x) { return rows == 0 ? 0 : static_cast<double>(x) / n; };
      out[0][i] = n;
      out[1][i] = over(sums[1]);
      out[2][i] = over(sums[2]);
      out[3][i] = over(rows * sums[3] - sums[1] * sums[1]);
      out[4][i] = over(rows * sums[4] - sums[2] * sums[2]);
      out[5][i] = over(rows * sums[5] - sums[1] * sums[2]);
    }
    return Status::ok;
  }
};

constexpr auto table = family(Rows<4>{{
                                  {"addToRecords", DType::none, Add::kernel},
                                  {"fillRecords", DType::none, Fill::kernel},
                                  {"presentRecords", DType::none, Present::kernel},
                                  {"recordDeviations", DType::none, Deviations::kernel},
                              }},
                              each<Field>("recordField", All{}));

}  // namespace

KernelSet aggregate_records_kernels() noexcept { return table; }

}  // namespace CW_ISA
