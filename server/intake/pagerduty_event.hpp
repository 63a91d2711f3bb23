#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/intake/alert_word.hpp"

/// PagerDuty's Events API v2, as its senders speak it. Source: PagerDuty/api-schema,
/// reference/events-v2.
namespace foreshock::intake {

enum class EventAction : std::uint8_t { trigger, acknowledge, resolve };

/// One event of POST /v2/enqueue.
struct PagerDutyEvent {
    std::string routing_key;
    EventAction action = EventAction::trigger;
    std::string dedup_key;  ///< made from the event and its time when a trigger has none
    std::string client;     ///< who monitors; may be empty
    AlertWord word;         ///< of a trigger and a resolve; its key is not set yet
};

/// One event of POST /v2/change/enqueue.
struct PagerDutyChange {
    std::string routing_key;
    std::string source;  ///< of what it was changed; may be empty
    std::string summary;
    std::string client;
    TimePoint at;
};

/// What an event is refused with: all that is wrong with it.
using EventFaults = std::vector<std::string>;

/// Exactly one of the two is meant: an event, or what is wrong with it.
template <class Event>
struct ReadEvent {
    Event event;
    EventFaults faults;
};

ReadEvent<PagerDutyEvent> decode_pagerduty_event(std::string_view body, TimePoint received_at,
                                                 const AlertLimits& limits = {});
ReadEvent<PagerDutyChange> decode_pagerduty_change(std::string_view body, TimePoint received_at,
                                                   const AlertLimits& limits = {});

/// Which alert an event speaks of: the same dedup_key under another integration is another alert.
std::string pagerduty_alert_key(std::string_view integration, std::string_view dedup_key);

}  // namespace foreshock::intake
