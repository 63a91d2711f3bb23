#pragma once

#include <string_view>

namespace foreshock {

/// Would `Labels::from_pairs` take it as the name of a label? [a-zA-Z_][a-zA-Z0-9_]*, not longer
/// than Labels::name_bytes_max.
bool is_label_name(std::string_view name);

}  // namespace foreshock
