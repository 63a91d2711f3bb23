#pragma once

#include <optional>
#include <string>

#include "server/people/person.hpp"

namespace foreshock::people {

/// Who asks, once that is proven.
struct Identity {
    /// How it was proven.
    enum class Proof : std::uint8_t {
        none,            ///< nobody in particular
        session,         ///< a cookie: a browser sends it along by itself
        api_token,       ///< of a person
        operator_token,  ///< the one of the configuration: shared, so without a name
        loopback,        ///< comes from this host, as the configuration allows
        sender_token,    ///< another system that sends alerts
    };

    Proof proof = Proof::none;
    std::string name = {};  ///< a person's; of shared proofs "operator", "local", "senders"
    std::optional<Role> role = std::nullopt;  ///< none: may do what anybody may
    std::string credential = {};              ///< the session's or token's SHA-256, or empty

    /// It stands for one person: whatever is done is done by `name`.
    [[nodiscard]] bool is_personal() const {
        return proof == Proof::session || proof == Proof::api_token;
    }

    /// A browser may show it without its user knowing.
    [[nodiscard]] bool is_ambient() const {
        return proof == Proof::session || proof == Proof::loopback;
    }

    [[nodiscard]] bool may(Role needed) const { return role && *role >= needed; }
};

std::string_view to_string(Identity::Proof proof);

}  // namespace foreshock::people
