#include "server/people/credentials.hpp"

namespace foreshock::people {

bool is_live(const Session& session, const SessionSettings& settings, TimePoint now) {
    return now < session.used_at + settings.idle_max &&
           now < session.opened_at + settings.absolute_max;
}

bool is_live(const ApiToken& token, TimePoint now) {
    return !token.revoked_at && (!token.expires_at || now < *token.expires_at);
}

Result<void> check_password(std::string_view password) {
    if (password.size() >= password_bytes_min && password.size() <= password_bytes_max) return {};
    return fail(Errc::invalid, "a password needs " + std::to_string(password_bytes_min) + " to " +
                                   std::to_string(password_bytes_max) +
                                   " bytes; several words make a good one");
}

}  // namespace foreshock::people
