#pragma once

#include <vector>

#include "recordings/expression.hpp"

namespace foreshock::recordings {

/// The nodes of an expression, parts before the whole. malformed: "column 7: what"; too_large.
Result<std::vector<Expression::Node>> parse_expression(std::string_view text);

}  // namespace foreshock::recordings
