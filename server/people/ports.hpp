#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/people/audit.hpp"
#include "server/people/credentials.hpp"
#include "server/people/person.hpp"

// What accounts need of the world. All may be called from any thread; unavailable when the disk is
// full or broken. Whatever changes something takes the audit entry of the act and writes it in the
// same transaction: there is no change without its entry, and no entry of a change that failed.

namespace foreshock::people {

class Accounts {
public:
    virtual ~Accounts() = default;

    /// Sorted by name.
    virtual Result<Directory> directory() const = 0;
    /// not_found.
    virtual Result<Person> find(std::string_view name) const = 0;
    /// Grows with every change of people and teams, and whenever a password, session or token is
    /// taken from somebody, whoever did it.
    virtual Result<std::uint64_t> revision() const = 0;

    /// conflict when the name is taken, or at people_max.
    virtual Result<void> add(const Person& person, const AuditEntry& act) = 0;
    /// not_found; conflict when no enabled admin would be left. Disabling ends all sessions.
    virtual Result<void> change(const Person& person, const AuditEntry& act) = 0;
    /// Adds or replaces; conflict at teams_max.
    virtual Result<void> put_team(const Team& team, const AuditEntry& act) = 0;
    virtual Result<void> remove_team(std::string_view name, const AuditEntry& act) = 0;

    /// As a PasswordHasher made it; empty: the person has none. not_found.
    virtual Result<std::string> password_hash(std::string_view person) const = 0;
    /// Ends all sessions of the person, and takes back invitations. not_found.
    virtual Result<void> set_password(std::string_view person, std::string_view hash,
                                      const AuditEntry& act) = 0;

    /// Replaces the one of the same person.
    virtual Result<void> invite(const Invitation& invitation, const AuditEntry& act) = 0;
    /// refused when there is none, it was used, or it has expired at `now`.
    virtual Result<Invitation> invitation(std::string_view secret_sha256, TimePoint now) const = 0;
    /// Uses the invitation up, with all that follows at once: `newcomer` is added when it is for
    /// nobody yet. refused as above, conflict as add.
    virtual Result<void> accept(std::string_view secret_sha256, TimePoint now,
                                const Person& newcomer, std::string_view password_hash,
                                const AuditEntry& act) = 0;
};

/// Everybody as of now. From any thread.
class Directories {
public:
    virtual ~Directories() = default;
    /// Never null; shared by all who look at the moment, and replaced, never changed.
    [[nodiscard]] virtual std::shared_ptr<const Directory> current() const = 0;
};

class Sessions {
public:
    virtual ~Sessions() = default;
    /// Beyond `per_person_max` the oldest of that person ends.
    virtual Result<void> open(const Session& session, std::size_t per_person_max,
                              const AuditEntry& act) = 0;
    /// not_found. Dead ones are found too: the caller judges.
    virtual Result<Session> find(std::string_view secret_sha256) const = 0;
    virtual Result<void> note_use(std::string_view secret_sha256, TimePoint at) = 0;
    virtual Result<void> end(std::string_view secret_sha256, const AuditEntry& act) = 0;
    /// Forgets those opened or used before; the clock alone ends them, so nothing is audited.
    virtual Result<void> forget(TimePoint opened_before, TimePoint used_before) = 0;
};

class ApiTokens {
public:
    virtual ~ApiTokens() = default;
    /// conflict at tokens_per_person_max live ones; not_found for an unknown person.
    virtual Result<void> add(const ApiToken& token, const AuditEntry& act) = 0;
    virtual Result<ApiToken> find(std::string_view secret_sha256) const = 0;
    /// Of one person, or of all when `person` is empty; newest first, at most 1000.
    virtual Result<std::vector<ApiToken>> list(std::string_view person) const = 0;
    virtual Result<void> note_use(std::string_view id, TimePoint at) = 0;
    /// not_found; revoking twice keeps the first time.
    virtual Result<void> revoke(std::string_view id, TimePoint at, const AuditEntry& act) = 0;
};

/// Only ever grows.
class AuditLog {
public:
    virtual ~AuditLog() = default;
    virtual Result<void> append(const AuditEntry& entry) = 0;
    /// Newest first.
    virtual Result<std::vector<AuditEntry>> list(const AuditQuery& query) const = 0;
};

/// Slow on purpose: some 100 ms and 64 MiB each.
class PasswordHasher {
public:
    virtual ~PasswordHasher() = default;
    /// Salted; says in itself how it was made.
    virtual Result<std::string> hash(std::string_view password) const = 0;
    /// False too for what is no hash; then it takes as long as for one.
    [[nodiscard]] virtual bool matches(std::string_view password, std::string_view hash) const = 0;
};

/// Where secrets come from.
class SecretSource {
public:
    virtual ~SecretSource() = default;
    /// 256 random bits as 64 hex digits.
    virtual Result<std::string> new_secret() const = 0;
};

}  // namespace foreshock::people
