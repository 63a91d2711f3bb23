#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/symptom.hpp"

/// Symptoms that an incident keeps without their words, because it has so many: enough to
/// understand what is said of them later, not enough to show them one by one.
namespace foreshock::incidents {

/// How things stand with a member. Changes with nearly every word about it.
struct MemberState {
    Phase phase = Phase::impending;
    Severity severity = Severity::info;
    Phase worst_phase = Phase::impending;      ///< that the newest episode has had
    Severity worst_severity = Severity::info;  ///< likewise
    int times_raised = 1;
    TimePoint observed_at;
    TimePoint received_at;  ///< when the first word of the newest episode came
    std::optional<TimePoint> cleared_at;
    std::optional<TimePoint> orphaned_since;  ///< its agent began anew and is silent about it

    [[nodiscard]] bool is_active() const { return !cleared_at; }

    bool operator==(const MemberState&) const = default;
};

/// What does not change within an episode.
struct MemberWords {
    std::string episode;  ///< Symptom::id
    std::string host;
    std::string kind;
    std::string component;
    std::string because;  ///< why it belongs here: codes of reasons

    bool operator==(const MemberWords&) const = default;
};

/// As a store keeps it: one for each incident (its number) and fingerprint.
struct Member {
    std::uint64_t incident = 0;
    std::string fingerprint;
    MemberWords words;
    MemberState state;
    std::string past_episode;  ///< the one before: the store keeps what a new one replaces
};

/// To be made durable, in the order in which they were decided: a new member or a new episode of
/// one; news of a known one; all members of one incident passing to another.
struct MemberEntered {
    Member member;
};

struct MemberChanged {
    std::uint64_t incident = 0;
    std::string fingerprint;
    MemberState state;
};

struct MembersPassed {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
};

using MemberChange = std::variant<MemberEntered, MemberChanged, MembersPassed>;

struct MemberCount {
    std::string name;  ///< of a host or a kind
    std::uint64_t symptoms = 0;
    std::uint64_t active = 0;
};

/// Where the members of an incident are and what they are: the most first.
struct MemberSummary {
    static constexpr std::size_t rows_max = 10;

    std::vector<MemberCount> hosts;
    std::vector<MemberCount> kinds;
};

/// What an incident counts of its members.
struct Beyond {
    std::uint64_t active = 0;
    std::uint64_t occurring = 0;         ///< of the active ones
    std::uint64_t critical = 0;          ///< likewise
    std::uint64_t hosts = 0;             ///< that no kept symptom of the incident names
    std::optional<TimePoint> newest_at;  ///< when the newest episode of any came
    std::optional<TimePoint> last_cleared_at;

    /// Are the numbers those of `told`? The times are not compared.
    [[nodiscard]] bool counts_as(const Beyond& told) const {
        return active == told.active && occurring == told.occurring && critical == told.critical &&
               hosts == told.hosts;
    }
};

}  // namespace foreshock::incidents
