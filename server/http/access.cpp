#include "server/http/access.hpp"

#include <algorithm>

#include "server/digest/digest.hpp"
#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

using people::Identity;
using Proof = people::Identity::Proof;

bool is_loopback(std::string_view address) {
    constexpr std::string_view mapped = "::ffff:";
    if (address.starts_with(mapped)) address.remove_prefix(mapped.size());
    return address == "::1" || address.starts_with("127.");
}

}  // namespace

std::string_view cookie(const Request& request, std::string_view name) {
    std::string_view rest = request.field("cookie");
    while (!rest.empty()) {
        std::string_view pair = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        while (pair.starts_with(' '))
            pair.remove_prefix(1);
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
            return pair.substr(equals + 1);
        }
    }
    return {};
}

bool comes_from_loopback(const Request& request) {
    if (!is_loopback(request.peer)) return false;
    return std::ranges::all_of(
        std::initializer_list<std::string_view>{"forwarded", "x-forwarded-for", "x-real-ip", "via"},
        [&](std::string_view name) { return request.field(name).empty(); });
}

Result<Identity> Access::identify(const Request& request) const {
    const std::string_view token = bearer_token(request);
    if (!token.empty()) return by_token(token);
    const std::string_view secret = cookie(request, session_cookie);
    if (!secret.empty()) {
        if (std::optional<Identity> found = by_session(secret)) return *found;
    }
    return by_address(request);
}

Result<Identity> Access::by_token(std::string_view secret) const {
    const std::string digest = sha256_hex(secret);
    if (settings_.operator_token_sha256 &&
        digest::is_equal(digest, *settings_.operator_token_sha256)) {
        return Identity{Proof::operator_token, "operator", people::Role::admin, digest};
    }
    if (settings_.sender_token_sha256 && digest::is_equal(digest, *settings_.sender_token_sha256)) {
        return Identity{Proof::sender_token, "senders", std::nullopt, digest};
    }
    const Result<people::ApiToken> token = ports_.tokens.find(digest);
    if (!token && token.error().code != Errc::not_found) return fail(token.error());
    const TimePoint now = ports_.clock.now();
    if (!token || !people::is_live(*token, now)) {
        return fail(Errc::refused, "this token is unknown, revoked or has expired");
    }
    const Result<people::Person> person = ports_.accounts.find(token->person);
    if (!person || person->disabled) {
        return fail(Errc::refused, "the person of this token may not come in");
    }
    if (!token->used_at || now - *token->used_at >= people::use_noted_every) {
        // Lost on a full disk, which must not shut people out.
        static_cast<void>(ports_.tokens.note_use(token->id, now));
    }
    return Identity{Proof::api_token, person->name, std::min(token->role, person->role), digest};
}

std::optional<Identity> Access::by_session(std::string_view secret) const {
    const std::string digest = sha256_hex(secret);
    const Result<people::Session> session = ports_.sessions.find(digest);
    const TimePoint now = ports_.clock.now();
    if (!session || !people::is_live(*session, settings_.sessions, now)) return std::nullopt;
    const Result<people::Person> person = ports_.accounts.find(session->person);
    if (!person || person->disabled) return std::nullopt;
    if (now - session->used_at >= people::use_noted_every) {
        static_cast<void>(ports_.sessions.note_use(digest, now));
    }
    return Identity{Proof::session, person->name, person->role, digest};
}

Identity Access::by_address(const Request& request) const {
    const Identity stranger;
    if (!comes_from_loopback(request)) return stranger;
    switch (settings_.loopback) {
        case LoopbackTrust::nobody:
            return stranger;
        case LoopbackTrust::owner:
            if (!ports_.is_of_owner(request)) return stranger;
            break;
        case LoopbackTrust::viewer:
            return {Proof::loopback, "local", people::Role::viewer};
        case LoopbackTrust::admin:
            break;
    }
    return {Proof::loopback, "local", people::Role::admin};
}

}  // namespace foreshock::http
