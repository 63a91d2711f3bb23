#pragma once

#include <compare>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace foreshock {

/// What tells series of one signal apart: {mount="/var"}. A value: sorted by name, names unique.
class Labels {
public:
    using Pair = std::pair<std::string, std::string>;

    static constexpr std::size_t count_max = 16;
    static constexpr std::size_t name_bytes_max = 64;
    static constexpr std::size_t value_bytes_max = 512;

    Labels() = default;
    /// For literals: the bounds above are the caller's to keep.
    Labels(std::initializer_list<Pair> pairs);

    /// From foreign input: invalid when a bound is exceeded, a name repeats or is not
    /// [a-zA-Z_][a-zA-Z0-9_]*, or a value is not UTF-8-clean of control characters.
    static Result<Labels> from_pairs(std::vector<Pair> pairs);

    /// Reads what `text()` writes: `mount="/var",type="ext4"`, with or without braces.
    static Result<Labels> parse(std::string_view text);

    /// The value, or an empty text.
    [[nodiscard]] std::string_view get(std::string_view name) const;

    [[nodiscard]] const std::vector<Pair>& pairs() const { return pairs_; }

    [[nodiscard]] bool empty() const { return pairs_.empty(); }

    /// `{mount="/var",type="ext4"}` with \" \\ \n escaped; empty labels are an empty text.
    [[nodiscard]] std::string text() const;

    auto operator<=>(const Labels&) const = default;

private:
    std::vector<Pair> pairs_;
};

}  // namespace foreshock
