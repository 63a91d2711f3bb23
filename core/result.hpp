#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace foreshock {

/// Why something in the world did not work. A closed set: callers decide by it.
enum class Errc : std::uint8_t {
    no_data,      ///< the thing does not exist here (kernel without PSI): quiet, not a failure
    unreadable,   ///< it exists and could not be read: permission, I/O error, vanished
    malformed,    ///< it was read and is not what it should be
    invalid,      ///< somebody's input breaks a rule: configuration, a request
    not_found,    ///< no such incident, host, route
    conflict,     ///< it changed in between, or is already there
    too_large,    ///< a named bound was exceeded
    refused,      ///< not allowed: wrong token, wrong state
    unavailable,  ///< not now: disk full, queue full, peer away; trying later is right
};

std::string_view to_string(Errc code);

/// A fault of the world, with words a person can act on. Faults of ours are assertions.
struct Error {
    Errc code;
    std::string what;

    /// The same error with "context: " in front, for the next reader up.
    [[nodiscard]] Error with(std::string_view context) &&;
};

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
};

/// `return fail(Errc::malformed, "meminfo: line 3 has no number");`
inline tl::unexpected<Error> fail(Errc code, std::string what) {
    return tl::unexpected<Error>(Error{code, std::move(what)});
}

/// Hands an error on to the caller: `if (!got) return fail(std::move(got).error());`
inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace foreshock
