#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "server/people/person.hpp"

/// What the desk keeps of an incident: who has it, what was promised, who was called, where people
/// meet. Decided by server/oncall, which alone knows schedules, policies and calendars.
namespace foreshock::incidents {

/// Whose it is. The person, when there is one, is `Incident::owner`; otherwise the team is.
struct Assignment {
    people::Tier tier = people::Tier::l1;
    std::string team;     ///< of that tier; empty: nobody arranged who has what
    TimePoint since;      ///< that this tier has it
    std::string because;  ///< the code of the reason for which it came there
    std::string route;    ///< the rule of the configuration that sent it there; may be empty
    int by_hand_at = 0;   ///< the priority at which a person sent it there; 0: a rule did

    bool operator==(const Assignment&) const = default;
};

/// One promise: how much of it is used, counted in the hours of its calendar.
struct ServiceClock {
    Duration promised{0};  ///< 0: nothing was promised
    TimePoint started_at;
    Duration used{0};                        ///< until `counted_since`
    std::optional<TimePoint> counted_since;  ///< while it runs
    std::optional<TimePoint> due_at;         ///< while it runs: when the promise will be broken
    std::optional<TimePoint> risk_at;        ///< while it runs: when little of it is left
    std::optional<TimePoint> stopped_at;     ///< kept, or at least done
    std::optional<TimePoint> breached_at;
    bool at_risk = false;        ///< that was said
    std::string paused_because;  ///< while it neither runs nor is stopped

    [[nodiscard]] bool is_running() const { return counted_since.has_value(); }

    bool operator==(const ServiceClock&) const = default;
};

enum class ClockState : std::uint8_t { none, running, paused, at_risk, breached, met, missed };

ClockState state_of(const ServiceClock& clock);

struct Clocks {
    ServiceClock response;    ///< until a person says something with content
    ServiceClock resolution;  ///< until it is resolved; goes on when it is reopened
    std::string calendar;     ///< by whose hours both count; empty: around the clock

    bool operator==(const Clocks&) const = default;
};

enum class PageState : std::uint8_t { waiting, delivered, failed, withdrawn };

/// One call to one person by one contact.
struct Page {
    std::string id;  ///< of the outbox entry, and the same for the same decision for ever
    std::string person;
    people::Contact contact;
    std::size_t place = 0;  ///< of the contact among those of the person
    std::string why;        ///< step, assigned, fallback, reminder, informed, at_risk, bridge
    TimePoint at;
    TimePoint due_at;  ///< later than `at` in quiet hours
    PageState state = PageState::waiting;
    std::string detail;
    bool fell_back = false;  ///< the next contact was tried

    bool operator==(const Page&) const = default;
};

/// How far the calling of people has come.
struct Paging {
    static constexpr std::size_t pages_kept_max = 60;

    std::string policy;      ///< empty: nobody is called
    std::string called_for;  ///< what it was begun for; another: it begins anew
    int round = 0;           ///< 0 is the first
    std::size_t step = 0;
    std::uint64_t series = 0;          ///< grows whenever it begins anew
    std::optional<TimePoint> next_at;  ///< of `step`; none: all is called, or somebody has it
    bool exhausted = false;            ///< every round is over, and nobody answered
    std::optional<TimePoint> acknowledgement_ends_at;
    bool reminded = false;
    std::vector<Page> pages;  ///< the newest, oldest first

    bool operator==(const Paging&) const = default;
};

struct BridgeVisit {
    std::string person;
    TimePoint at;

    bool operator==(const BridgeVisit&) const = default;
};

/// Where those concerned talk: a conference, a call.
struct Bridge {
    static constexpr std::size_t visits_max = 200;
    static constexpr std::size_t invited_max = 100;

    std::string url;  ///< empty: asked for, and not there yet
    std::string opened_by;
    std::string reason;
    TimePoint opened_at;
    std::optional<TimePoint> ended_at;
    bool invites_sent = false;
    bool invites_reporters = false;
    std::vector<std::string> invited;
    std::vector<BridgeVisit> visits;

    bool operator==(const Bridge&) const = default;
};

struct Care {
    static constexpr std::size_t services_max = 20;

    Assignment assignment;
    Clocks clocks;
    Paging paging;
    std::optional<Bridge> bridge;
    std::vector<std::string> services;  ///< that it has touched, in the order of their names

    bool operator==(const Care&) const = default;
};

/// Where the time went, up to `counted_at`. Of tiers only while it was open.
struct TimeSpent {
    std::array<Duration, 6> in_state{};  ///< by IncidentState
    std::array<Duration, 3> in_tier{};   ///< L1, L2, L3
    std::optional<TimePoint> counted_at;
    std::uint8_t state = 0;  ///< in which it was since then
    people::Tier tier = people::Tier::l1;

    /// From `at` on it is in that state and tier.
    void count(std::uint8_t next_state, people::Tier next_tier, bool was_open, TimePoint at);

    bool operator==(const TimeSpent&) const = default;
};

std::string_view to_string(PageState state);
std::string_view to_string(ClockState state);
Result<PageState> parse_page_state(std::string_view text);

}  // namespace foreshock::incidents
