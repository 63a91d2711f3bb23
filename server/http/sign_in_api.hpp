#pragma once

#include <mutex>

#include "core/clock.hpp"
#include "server/http/route.hpp"
#include "server/people/login_throttle.hpp"
#include "server/people/ports.hpp"

namespace foreshock::http {

/// All must outlive who uses them.
struct SignInPorts {
    people::Accounts& accounts;
    people::Sessions& sessions;
    const people::PasswordHasher& passwords;
    const people::SecretSource& secrets;
    people::AuditLog& audit;
    const Clock& clock;
    /// Somebody was added or changed.
    std::function<void()> people_changed;
};

/// What a successful sign-in gives.
struct SignedIn {
    std::string secret;  ///< for the cookie
    std::string person;
};

/// Passwords and one-time links become sessions; the one place where guessing is slowed down.
/// Safe from any thread.
class SignIn {
public:
    SignIn(SignInPorts ports, people::SessionSettings settings,
           people::ThrottleSettings throttle = {})
        : ports_(std::move(ports)), settings_(settings), throttle_(throttle) {}

    /// refused for a wrong name or password, always in the same words; unavailable, with the time
    /// to wait, for too many of those.
    Result<SignedIn> log_in(const Request& request, const std::string& name,
                            std::string_view password);

    /// A one-time link is used: `name` and `title` are needed when it makes the first admin.
    Result<SignedIn> accept(const Request& request, std::string_view secret,
                            const std::string& name, const std::string& title,
                            std::string_view password);

    /// refused when `present` is not the password; ends all sessions of the person.
    Result<void> change_password(const Request& request, std::string_view present,
                                 std::string_view fresh);

    Result<void> log_out(const Request& request);

    /// Whom a link is for, empty for the first admin; refused when it is worth nothing.
    [[nodiscard]] Result<people::Invitation> invitation(std::string_view secret) const;

    [[nodiscard]] const people::SessionSettings& sessions() const { return settings_; }

    /// How long this person must wait for the next try from there; nothing: not at all.
    [[nodiscard]] std::optional<Duration> wait(const Request& request,
                                               const std::string& name) const;

    struct Throttled {
        std::size_t entries;
        std::uint64_t evicted;
    };

    [[nodiscard]] Throttled throttled() const;

private:
    Result<void> prove(const Request& request, const std::string& name, std::string_view password);
    Result<SignedIn> open(const Request& request, const std::string& name);
    void record_refusal(const Request& request, const std::string& name);

    SignInPorts ports_;
    people::SessionSettings settings_;
    mutable std::mutex mutex_;
    people::LoginThrottle throttle_;
};

/// /api/v1/session, /api/v1/me and /api/v1/invitations. Borrows its sign-in; safe from any thread.
class SignInApi {
public:
    SignInApi(SignIn& sign_in, people::Accounts& accounts, const Clock& clock)
        : sign_in_(sign_in), accounts_(accounts), clock_(clock) {}

    static constexpr std::size_t body_bytes_max = 8 << 10;

    std::vector<Route> routes();

private:
    Response log_in(const Request& request);
    Response log_out(const Request& request);
    [[nodiscard]] Response me(const Request& request) const;
    Response change_password(const Request& request);
    Response accept(const Request& request);
    [[nodiscard]] Response signed_in(const Request& request, const Result<SignedIn>& done) const;

    SignIn& sign_in_;
    people::Accounts& accounts_;
    const Clock& clock_;
};

/// The Set-Cookie field that opens a session; an empty secret ends it.
Field session_field(const Request& request, std::string_view secret, Duration valid_for);

/// A refusal to sign in: 401, or 429 with the time to wait.
Response sign_in_refused(const Error& error, std::optional<Duration> wait = std::nullopt);

}  // namespace foreshock::http
