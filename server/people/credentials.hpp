#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "server/people/person.hpp"

// How people prove themselves. Of every secret only the SHA-256 is kept, as 64 hex digits: whoever
// reads the database cannot act as somebody. Passwords are few and weak: those get a slow hash.

namespace foreshock::people {

struct SessionSettings {
    Duration idle_max = std::chrono::hours{12};       ///< without any request
    Duration absolute_max = std::chrono::hours{168};  ///< since logging in, whatever happens
    std::size_t per_person_max = 20;                  ///< one more ends the oldest
};

constexpr std::size_t password_bytes_min = 10;
constexpr std::size_t password_bytes_max = 1024;
constexpr std::size_t tokens_per_person_max = 50;
constexpr Duration invitation_valid_for = std::chrono::hours{72};
/// A use is written down when the last one is older: reading must not become writing.
constexpr Duration use_noted_every = std::chrono::minutes{1};

/// Somebody logged in, in one browser.
struct Session {
    std::string secret_sha256;
    std::string person;
    TimePoint opened_at;
    TimePoint used_at;
    std::string address;  ///< from where it was opened

    bool operator==(const Session&) const = default;
};

/// Neither idle nor old.
bool is_live(const Session& session, const SessionSettings& settings, TimePoint now);

/// For programs that act for somebody. May do what its role and its person's role both allow.
struct ApiToken {
    std::string id;  ///< "tok-" and 16 hex digits: may be shown
    std::string secret_sha256;
    std::string person;
    std::string label;  ///< what it is for: "deploy job"
    Role role = Role::viewer;
    TimePoint made_at;
    std::optional<TimePoint> expires_at = std::nullopt;
    std::optional<TimePoint> used_at = std::nullopt;
    std::optional<TimePoint> revoked_at = std::nullopt;

    bool operator==(const ApiToken&) const = default;
};

bool is_live(const ApiToken& token, TimePoint now);

/// A one-time link by which somebody sets a password.
struct Invitation {
    std::string secret_sha256;
    std::string person;  ///< empty: makes the first admin, who says a name
    TimePoint expires_at;

    bool operator==(const Invitation&) const = default;
};

/// invalid, saying what a password needs: length is all that is asked.
Result<void> check_password(std::string_view password);

}  // namespace foreshock::people
