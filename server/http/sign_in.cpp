#include "server/http/audit_trail.hpp"
#include "server/http/sign_in_api.hpp"
#include "server/http/token.hpp"
#include "server/people/person_rules.hpp"

namespace foreshock::http {
namespace {

constexpr std::string_view wrong = "the name or the password is wrong";

}  // namespace

/// Unknown, disabled and password-less people take as long as a wrong password, and are told the
/// same: nobody learns who has an account.
Result<void> SignIn::prove(const Request& request, const std::string& name,
                           std::string_view password) {
    const TimePoint now = ports_.clock.now();
    {
        const std::lock_guard lock{mutex_};
        if (const auto wait = throttle_.wait(name, request.peer, now)) {
            return fail(Errc::unavailable,
                        "too many wrong passwords: try again in " + describe_duration(*wait));
        }
        // Counted before the slow hash: many tries at once are many tries.
        throttle_.failed(name, request.peer, now);
    }
    const Result<people::Person> person = ports_.accounts.find(name);
    if (!person && person.error().code != Errc::not_found) return fail(person.error());
    const Result<std::string> hash = ports_.accounts.password_hash(name);
    const bool matches = ports_.passwords.matches(password, hash ? *hash : std::string{});
    if (!matches || !person || person->disabled) return fail(Errc::refused, std::string{wrong});
    const std::lock_guard lock{mutex_};
    throttle_.succeeded(name, request.peer);
    return {};
}

Result<SignedIn> SignIn::open(const Request& request, const std::string& name) {
    Result<std::string> secret = ports_.secrets.new_secret();
    if (!secret) return fail(std::move(secret).error());
    const TimePoint now = ports_.clock.now();
    Request as_person = request;
    as_person.identity = {people::Identity::Proof::session, name};
    const Result<void> opened = ports_.sessions.open(
        {sha256_hex(*secret), name, now, now, request.peer}, settings_.per_person_max,
        audit_entry(as_person, now, "session.open", name));
    if (!opened) return fail(opened.error());
    // What has died of age makes room here: the table is bounded by people and time.
    static_cast<void>(
        ports_.sessions.forget(now - settings_.absolute_max, now - settings_.idle_max));
    return SignedIn{std::move(*secret), name};
}

/// The throttle bounds how many there are.
void SignIn::record_refusal(const Request& request, const std::string& name) {
    people::AuditEntry entry = audit_entry(request, ports_.clock.now(), "session.open", name);
    entry.outcome = "refused";
    static_cast<void>(ports_.audit.append(entry));
}

Result<SignedIn> SignIn::log_in(const Request& request, const std::string& name,
                                std::string_view password) {
    const Result<void> proven = prove(request, name, password);
    if (!proven) {
        if (proven.error().code == Errc::refused) record_refusal(request, name);
        return fail(proven.error());
    }
    return open(request, name);
}

Result<SignedIn> SignIn::accept(const Request& request, std::string_view secret,
                                const std::string& name, const std::string& title,
                                std::string_view password) {
    const TimePoint now = ports_.clock.now();
    const std::string digest = sha256_hex(secret);
    const Result<people::Invitation> invitation = ports_.accounts.invitation(digest, now);
    if (!invitation) return fail(invitation.error());
    if (Result<void> good = people::check_password(password); !good) return fail(good.error());
    people::Person newcomer{name, title.empty() ? name : title, people::Role::admin};
    if (invitation->person.empty()) {
        if (Result<void> good = people::check_person(newcomer); !good) return fail(good.error());
    } else {
        const Result<people::Person> person = ports_.accounts.find(invitation->person);
        if (!person || person->disabled) return fail(Errc::refused, "this account is disabled");
        newcomer.name = invitation->person;
    }
    const Result<std::string> hash = ports_.passwords.hash(password);
    if (!hash) return fail(hash.error());
    Request as_person = request;
    as_person.identity.name = newcomer.name;
    const Result<void> accepted = ports_.accounts.accept(
        digest, now, newcomer, *hash,
        audit_entry(as_person, now, "invitation.accept", newcomer.name,
                    invitation->person.empty() ? "the first admin" : "sets a password"));
    if (!accepted) return fail(accepted.error());
    ports_.people_changed();
    return open(request, newcomer.name);
}

Result<void> SignIn::change_password(const Request& request, std::string_view present,
                                     std::string_view fresh) {
    const std::string& name = request.identity.name;
    if (Result<void> good = people::check_password(fresh); !good) return good;
    if (Result<void> proven = prove(request, name, present); !proven) return proven;
    const Result<std::string> hash = ports_.passwords.hash(fresh);
    if (!hash) return fail(hash.error());
    Result<void> changed = ports_.accounts.set_password(
        name, *hash, audit_entry(request, ports_.clock.now(), "password.change", name));
    if (changed) ports_.people_changed();
    return changed;
}

Result<void> SignIn::log_out(const Request& request) {
    Result<void> ended = ports_.sessions.end(
        request.identity.credential,
        audit_entry(request, ports_.clock.now(), "session.end", request.identity.name));
    if (ended) ports_.people_changed();
    return ended;
}

std::optional<Duration> SignIn::wait(const Request& request, const std::string& name) const {
    const std::lock_guard lock{mutex_};
    return throttle_.wait(name, request.peer, ports_.clock.now());
}

SignIn::Throttled SignIn::throttled() const {
    const std::lock_guard lock{mutex_};
    return {throttle_.size(), throttle_.evicted()};
}

Result<people::Invitation> SignIn::invitation(std::string_view secret) const {
    return ports_.accounts.invitation(sha256_hex(secret), ports_.clock.now());
}

}  // namespace foreshock::http
