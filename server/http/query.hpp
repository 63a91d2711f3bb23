#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::http {

/// "a%20b" → "a b"; malformed on a '%' without two hex digits. `plus_is_space` as in queries.
Result<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// For links that we write: everything but unreserved characters (RFC 3986 §2.3) is encoded.
std::string percent_encode(std::string_view text);

/// The parameters of a request, decoded, in their order.
class Query {
public:
    static constexpr std::size_t parameters_max = 64;

    Query() = default;
    /// malformed, or too_large beyond `parameters_max`.
    static Result<Query> parse(std::string_view text);

    /// The value of the first one of that name.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
    /// The values of all of that name, whole.
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    /// All values: repeated parameters, each split at commas; empty parts are left out.
    [[nodiscard]] std::vector<std::string_view> list(std::string_view name) const;

    /// Encoded again for a link, with `name` set to `value` instead of what it was.
    [[nodiscard]] std::string with(std::string_view name, std::string_view value) const;

    /// "true" or "false", or `otherwise` when absent; invalid else.
    [[nodiscard]] Result<bool> flag(std::string_view name, bool otherwise) const;

    /// A whole number from `least` to `most`, or `otherwise` when absent; invalid else.
    [[nodiscard]] Result<std::size_t> number(std::string_view name, std::size_t otherwise,
                                             std::size_t least, std::size_t most) const;

    /// RFC 3339 or Unix seconds; nothing when absent.
    [[nodiscard]] Result<std::optional<TimePoint>> time(std::string_view name) const;

    /// invalid, naming the first parameter that is not in `known`, and those that are.
    [[nodiscard]] Result<void> only(std::span<const std::string_view> known) const;

private:
    std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace foreshock::http
