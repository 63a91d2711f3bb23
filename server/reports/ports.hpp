#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/reports/report.hpp"

namespace foreshock::reports {

/// Words between the desk and a reporter whose report is no incident (yet). What passes about an
/// incident stands on its timeline.
struct Message {
    static constexpr std::size_t per_report_max = 500;

    std::string report_id;
    TimePoint at;
    bool is_from_desk = false;
    std::string author;
    std::string text;

    bool operator==(const Message&) const = default;
};

struct ReportQuery {
    std::optional<Intent> intent;
    std::optional<RequestState> request_state;
    std::string contact;     ///< of the reporter; empty: any
    std::size_t limit = 50;  ///< 1 to 500
    std::string cursor;      ///< from the page before; opaque
};

struct ReportPage {
    std::vector<Report> reports;  ///< newest first
    std::string next_cursor;      ///< empty: that was all
};

struct Added {
    std::string id;  ///< of the report that is known under the same `once` now
    bool is_new = true;
};

/// Where reports outlive the server. From any thread. What was written is durable on return; which
/// incident a report joined is written by the ledger, with the incident.
class ReportStore {
public:
    virtual ~ReportStore() = default;

    /// Keeps the report, unless one with its `once` is there: then that one is named.
    virtual Result<Added> add(const Report& report) = 0;
    /// Replaces what is kept of it, but for `incident_id`. not_found.
    virtual Result<void> save(const Report& report) = 0;
    virtual Result<Report> find(std::string_view id) const = 0;
    /// invalid for a cursor that is none.
    virtual Result<ReportPage> list(const ReportQuery& query) const = 0;
    /// Incidents by their triage that joined none: the server stopped in between. Oldest first.
    virtual Result<std::vector<Report>> unplaced(std::size_t limit) const = 0;

    /// Beyond Message::per_report_max: too_large.
    virtual Result<void> append(const Message& message) = 0;
    virtual Result<std::vector<Message>> messages(std::string_view report_id) const = 0;

    /// A mail belongs to the thread of a report; the second finds it again. False: it is known.
    virtual Result<bool> note_mail(std::string_view message_id, std::string_view report_id) = 0;
    virtual Result<std::optional<std::string>> report_of_mail(
        const std::vector<std::string>& message_ids) const = 0;

    /// A link is good once: false when it was used. The second takes a use back.
    virtual Result<bool> use_link(std::string_view digest, TimePoint at) = 0;
    virtual Result<void> forgive_link(std::string_view digest) = 0;
};

}  // namespace foreshock::reports
