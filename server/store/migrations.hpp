#pragma once

#include <span>
#include <string_view>

namespace foreshock::store {

/// The texts of migrations/NNNN_*.sql in their order: the first one makes version 1. A migration
/// that was released never changes.
std::span<const std::string_view> migrations();

}  // namespace foreshock::store
