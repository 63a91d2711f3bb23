#pragma once

#include "server/notify/channel_catalog.hpp"
#include "server/notify/notice.hpp"

namespace foreshock::test {

inline const TimePoint noticed_at = from_unix_ms(1'790'000'000'500);

/// What an incident of priority 2 says when it opens.
inline notify::Notice sample_notice() {
    notify::Notice notice;
    notice.reference = "INC-000042";
    notice.event = "opened";
    notice.title = "/var on web-1 will be full";
    notice.summary = "P2 about to happen: /var on web-1 will be full";
    notice.text = "P2 about to happen: /var on web-1 will be full\n\nNow: 97 % <of> 1 GiB & more\n";
    notice.url = "https://foreshock.test/incidents/42";
    notice.priority = 2;
    notice.impact = 2;
    notice.urgency = 1;
    notice.severity = "critical";
    notice.category = "storage";
    notice.subcategory = "space";
    notice.host = "web-1";
    notice.component = "filesystem /var";
    notice.since = from_unix_ms(1'789'999'200'000);
    notice.at = noticed_at;
    return notice;
}

inline incidents::OutboxEntry notice_entry(const notify::Notice& notice, const std::string& id,
                                           const std::string& recipient = "") {
    incidents::OutboxEntry entry;
    entry.id = id;
    entry.incident_id = "inc-00000000000000aa";
    entry.channel = "ops";
    entry.recipient = recipient;
    entry.body = to_json(notice);
    entry.created_at = entry.due_at = noticed_at;
    return entry;
}

inline notify::ChannelSpec channel_spec(const std::string& kind, const std::string& url) {
    notify::ChannelSpec spec;
    spec.name = "ops";
    spec.kind = kind;
    spec.url = url;
    spec.times.connect_within = std::chrono::seconds{2};
    spec.times.answer_within = std::chrono::seconds{2};
    return spec;
}

}  // namespace foreshock::test
