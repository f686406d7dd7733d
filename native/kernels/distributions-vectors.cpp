// Draws that are vectors: of normals, multinomial, dirichlet, multivariate_hypergeometric. The shape of the source is that of the grid of
// vectors; call.n counts vectors, out holds n × length numbers. Without state, one call draws all there is.
#include "distributions-vectors.hpp"

#include "distributions-binomial.hpp"
#include "distributions-gamma.hpp"
#include "distributions-urn.hpp"

namespace CW_ISA::distributions {
namespace {

// Calls draw(bits, out, i, first) for each vector i; `first` tells that it is the first of its stream.
template <class T, class Draw>
Status draw_vectors(const Call& call, int64_t length, Draw& draw) {
  struct Each {
    Draw* draw;
    const DrawState* state;
    int64_t length;
    T* unwanted;
  };
  DrawState own{};
  Call piece = call;
  if (!piece.state) piece.state = &own;
  if (call.scratch.bytes < length * 8) return Status::scratch;
  Each each = {&draw, static_cast<DrawState*>(piece.state), length, reinterpret_cast<T*>(call.scratch.data)};
  const Status status = draw_runs(piece, read_source(call.params), &each, [](void* self, BitGen& bits, void* out, int64_t i, int64_t count, bool wanted) {
    const Each& e = *static_cast<Each*>(self);
    for (int64_t k = 0; k < count; k++) {
      T* to = wanted ? static_cast<T*>(out) + (i + k) * e.length : e.unwanted;
      (*e.draw)(bits, to, wanted ? i + k : i, k == 0 && e.state->offset == 0);
    }
  });
  return status == Status::ok && call.stop && *call.stop ? Status::stopped : status;
}

}  // namespace

// Argument: length. What multivariate_normal is made of.
Status standard_normal_vectors(const Call& call) noexcept {
  const auto length = static_cast<int64_t>(read_source(call.params).argument[0]);
  const auto draw = [length](BitGen& bits, double* out, int64_t, bool) {
    for (int64_t k = 0; k < length; k++) out[k] = ziggurat::standard_normal(bits);
  };
  return draw_vectors<double>(call, length, draw);
}

// Arguments: n, length, then the probabilities. n may be an array.
Status multinomial(const Call& call) noexcept {
  const Source source = read_source(call.params);
  const Argument n = argument(call, source, 0);
  const auto length = static_cast<int64_t>(source.argument[1]);
  const double* p = source.argument + 2;
  for (int64_t i = 0; i < (n.step ? call.n : 1); i++) {
    if (!count(n[i])) return Status::domain;
  }
  Binomial binomial;
  const auto draw = [&](BitGen& bits, int64_t* out, int64_t i, bool) {
    for (int64_t k = 0; k < length; k++) out[k] = 0;
    auto left = static_cast<int64_t>(n[i]);
    double p_left = 1.0;
    for (int64_t k = 0; k < length - 1; k++) {
      out[k] = binomial.of(bits, p[k] / p_left, left);
      left -= out[k];
      if (left <= 0) break;
      p_left -= p[k];
    }
    if (left > 0) out[length - 1] = left;
  };
  return draw_vectors<int64_t>(call, length, draw);
}

// Arguments: length, then alpha. Small alphas break a stick with beta draws, since all gamma draws could be zero.
Status dirichlet(const Call& call) noexcept {
  const Source source = read_source(call.params);
  const auto length = static_cast<int64_t>(source.argument[0]);
  const double* alpha = source.argument + 1;
  double largest = 0;
  for (int64_t k = 0; k < length; k++) {
    if (!positive_or_nan(alpha[k])) return Status::domain;
    if (!(alpha[k] <= largest)) largest = alpha[k];
  }
  if (!(largest < 0.1)) {
    const auto draw = [&](BitGen& bits, double* out, int64_t, bool) {
      double sum = 0;
      for (int64_t k = 0; k < length; k++) sum = sum + (out[k] = standard_gamma(bits, alpha[k]));
      const double inverse = 1. / sum;
      for (int64_t k = 0; k < length; k++) out[k] = out[k] * inverse;
    };
    return draw_vectors<double>(call, length, draw);
  }
  // Behind the slot for unwanted vectors: the sums of alpha from k on.
  if (call.scratch.bytes < 2 * length * 8) return Status::scratch;
  double* sums = reinterpret_cast<double*>(call.scratch.data) + length;
  double sum = 0;
  for (int64_t k = length - 1; k >= 0; k--) sums[k] = sum += alpha[k];
  Beta beta;
  beta.patience.stop = call.stop;
  const auto draw = [&](BitGen& bits, double* out, int64_t, bool) {
    double stick = 1.;
    for (int64_t k = 0; k < length - 1; k++) {
      const double part = beta.draw(bits, alpha[k], sums[k + 1]);
      out[k] = stick * part;
      stick *= 1. - part;
    }
    out[length - 1] = stick;
  };
  return draw_vectors<double>(call, length, draw);
}

namespace {

struct Urn {
  int64_t total, sample;  // at most half of the total
  bool most;              // what stays is drawn
  int64_t length;
  const double* colors;

  int64_t color(int64_t k) const { return static_cast<int64_t>(colors[k]); }
  void finish(int64_t* out) const {
    if (!most) return;
    for (int64_t k = 0; k < length; k++) out[k] = color(k) - out[k];
  }
};

// Color by color, each against all that follow.
Status marginals(const Call& call, const Urn& urn) {
  Hypergeometric hypergeometric;
  const auto draw = [&](BitGen& bits, int64_t* out, int64_t, bool) {
    for (int64_t k = 0; k < urn.length; k++) out[k] = 0;
    int64_t to_draw = urn.sample, left = urn.total;
    for (int64_t k = 0; to_draw > 0 && k + 1 < urn.length; k++) {
      left -= urn.color(k);
      out[k] = hypergeometric.of(bits, urn.color(k), left, to_draw);
      to_draw -= out[k];
    }
    if (to_draw > 0) out[urn.length - 1] = to_draw;
    urn.finish(out);
  };
  return draw_vectors<int64_t>(call, urn.length, draw);
}

// One by one from a list of all, which NumPy goes on shuffling from vector to vector of a stream.
Status counts(const Call& call, const Urn& urn) {
  if (call.scratch.bytes < (urn.length + urn.total) * 8) return Status::scratch;
  int64_t* all = reinterpret_cast<int64_t*>(call.scratch.data) + urn.length;
  const auto draw = [&](BitGen& bits, int64_t* out, int64_t, bool first) {
    for (int64_t k = 0, at = 0; first && k < urn.length; k++) {
      for (int64_t one = 0; one < urn.color(k); one++) all[at++] = k;
    }
    for (int64_t k = 0; k < urn.length; k++) out[k] = 0;
    for (int64_t i = 0; i < urn.sample; i++) {
      const int64_t j = i + static_cast<int64_t>(interval(bits, static_cast<uint64_t>(urn.total - i - 1)));
      const int64_t picked = all[j];
      all[j] = all[i];
      all[i] = picked;
      out[picked]++;
    }
    urn.finish(out);
  };
  return draw_vectors<int64_t>(call, urn.length, draw);
}

}  // namespace

// Arguments: whether to count, the sample, length, then the colors.
Status multivariate_hypergeometric(const Call& call) noexcept {
  const double* a = read_source(call.params).argument;
  Urn urn = {0, static_cast<int64_t>(a[1]), false, static_cast<int64_t>(a[2]), a + 3};
  for (int64_t k = 0; k < urn.length; k++) urn.total += urn.color(k);
  urn.most = urn.sample > urn.total / 2;
  if (urn.sample < 0 || urn.sample > urn.total) return Status::domain;
  if (urn.total == 0 || urn.sample == 0) {
    auto* out = static_cast<int64_t*>(call.out[0].data);
    for (int64_t i = 0; i < call.n * urn.length; i++) out[i] = 0;
    return Status::ok;
  }
  if (urn.most) urn.sample = urn.total - urn.sample;
  return a[0] != 0 ? counts(call, urn) : marginals(call, urn);
}

}  // namespace CW_ISA::distributions
