#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/incidents/ports.hpp"

namespace foreshock::notify {

/// What one recipient is told of an incident: the words, and the facts that channels put into
/// fields of their own. It waits in the outbox as JSON and is the same for every kind of channel,
/// so that another channel can take it over.
struct Notice {
    std::string id;           ///< of the outbox entry: the same over attempts and restarts
    std::string incident_id;  ///< empty for a test
    std::string reference;    ///< "INC-000042"
    std::string event;        ///< "opened", … ; "update", "reminder", "test"
    std::string title;        ///< of the incident, as it was first told
    std::string summary;      ///< one line: how it is now
    std::string text;         ///< the whole message, lines end with \n
    std::string url;          ///< of its page; may be empty
    int priority = 5;         ///< 1 to 5
    int impact = 3;
    int urgency = 3;
    std::string severity = "warning";  ///< "info", "warning", "critical"
    std::string category;
    std::string subcategory;
    std::string host;
    std::string component;
    bool is_open = true;
    bool is_acknowledged = false;
    int times_reopened = 0;
    TimePoint since;  ///< the first sign
    TimePoint at;

    bool operator==(const Notice&) const = default;

    /// "[INC-000042] /var on web-1 will be full": the same for every mail about it.
    [[nodiscard]] std::string subject() const;
};

std::string to_json(const Notice& notice);

/// What an entry says. Takes the JSON above, a MailMessage for a channel that steps in for a mail,
/// and the event that a webhook gets ({"event","at","incident":{…},"page":{"words"}}), for one that
/// steps in for a webhook or calls somebody, and a request of a user ({"event","request":{…}});
/// malformed for anything else. `id` and `incident_id`
/// are the entry's.
Result<Notice> notice_of(const incidents::OutboxEntry& entry);

/// At most so many bytes, cut between characters of UTF-8 with "…" at the end.
std::string cut(std::string_view text, std::size_t bytes_max);

/// A word of a foreign answer that may be shown: letters, digits, `_`, `-`, `.`, at most 60; else
/// empty.
std::string harmless_word(std::string_view text);

}  // namespace foreshock::notify
