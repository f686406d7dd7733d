// The kernels of distributions-vectors.cpp and distributions-serial.cpp, for the family's table.
#pragma once
#include "../kernel.hpp"

namespace CW_ISA::distributions {

Status standard_normal_vectors(const Call& call) noexcept;
Status multinomial(const Call& call) noexcept;
Status dirichlet(const Call& call) noexcept;
Status multivariate_hypergeometric(const Call& call) noexcept;

Status permutation(const Call& call) noexcept;
Status choice(const Call& call) noexcept;
Status weighted_choice(const Call& call) noexcept;

}  // namespace CW_ISA::distributions
