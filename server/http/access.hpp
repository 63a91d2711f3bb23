#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/clock.hpp"
#include "server/http/message.hpp"
#include "server/people/ports.hpp"

namespace foreshock::http {

constexpr std::string_view session_cookie = "foreshock_session";

/// Says who asks.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// Proof::none without a role when nothing is shown; refused, with words for the asker, when
    /// what is shown as a token is worth nothing (any more). From any thread.
    virtual Result<people::Identity> identify(const Request& request) const = 0;
};

/// What programs on this host may do that show nothing else. A loopback address is not private:
/// every user of the host can connect from it.
enum class LoopbackTrust : std::uint8_t {
    nobody,  ///< nothing
    owner,   ///< everything, where the socket belongs to the server's own user or to root
    viewer,  ///< read
    admin,   ///< everything: for a host with one user
};

struct AccessSettings {
    LoopbackTrust loopback = LoopbackTrust::owner;
    people::SessionSettings sessions;
    /// SHA-256 of the shared token that makes its bearer an admin, and of the one of senders.
    std::optional<std::string> operator_token_sha256;
    std::optional<std::string> sender_token_sha256;
};

/// All must outlive the Access.
struct AccessPorts {
    const people::Accounts& accounts;
    people::Sessions& sessions;
    people::ApiTokens& tokens;
    const Clock& clock;
    /// Does the socket at the other end, on this host, belong to the server's user or to root?
    std::function<bool(const Request&)> is_of_owner;
};

/// A token, else a session's cookie, else the address. Safe from any thread.
class Access final : public Authenticator {
public:
    Access(AccessSettings settings, AccessPorts ports)
        : settings_(std::move(settings)), ports_(std::move(ports)) {}

    Result<people::Identity> identify(const Request& request) const override;

    [[nodiscard]] const people::SessionSettings& sessions() const { return settings_.sessions; }

private:
    [[nodiscard]] Result<people::Identity> by_token(std::string_view secret) const;
    [[nodiscard]] std::optional<people::Identity> by_session(std::string_view secret) const;
    [[nodiscard]] people::Identity by_address(const Request& request) const;

    AccessSettings settings_;
    AccessPorts ports_;
};

/// The value of a cookie, or an empty text.
std::string_view cookie(const Request& request, std::string_view name);

/// Straight from this host: a proxy on it says that it speaks for somebody else.
bool comes_from_loopback(const Request& request);

}  // namespace foreshock::http
