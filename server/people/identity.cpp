#include "server/people/identity.hpp"

#include <array>

namespace foreshock::people {

std::string_view to_string(Identity::Proof proof) {
    constexpr std::array<std::string_view, 6> names{"none",           "session",  "api_token",
                                                    "operator_token", "loopback", "sender_token"};
    return names[static_cast<std::size_t>(proof)];
}

}  // namespace foreshock::people
