#pragma once

#include <vector>

#include "server/http/idempotency.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/report_desk.hpp"
#include "server/http/route.hpp"
#include "server/incidents/ports.hpp"
#include "server/reports/ports.hpp"

namespace foreshock::http {

struct UserReportSources {
    const reports::ReportStore& store;
    const incidents::IncidentReader& reader;
    ReportDesk& desk;
    MailSink& mail;
};

/// /api/v1/reports, /api/v1/requests and /api/v1/mail: what users tell the desk, and what the first
/// line does with it. Borrows its sources for the life of its routes; safe from any thread.
class UserReportApi {
public:
    static constexpr std::size_t body_bytes_max = 128 << 10;
    static constexpr std::size_t mail_body_bytes_max = 10 << 20;

    /// `open_to_all`: anybody may send a report, without a token, within the desk's rates. The
    /// answer then names the report and the number of its incident, and nothing else.
    UserReportApi(UserReportSources from, bool open_to_all)
        : from_(from), open_to_all_(open_to_all) {}

    std::vector<Route> routes();

private:
    using Deferred = void (UserReportApi::*)(const Request&, const std::string& id,
                                             const Responder&);

    Route post_route(std::string_view pattern, Deferred act);
    void take(const Request& request, const std::string& none, const Responder& respond);
    void decide(const Request& request, const std::string& id, const Responder& respond);
    void say(const Request& request, const std::string& id, const Responder& respond);
    void assign(const Request& request, const std::string& id, const Responder& respond);
    void finish(const Request& request, const std::string& id, const Responder& respond);
    void take_mail(const Request& request, const std::string& none, const Responder& respond);
    [[nodiscard]] Response list(const Request& request, bool requests_only) const;
    /// not_found for one whose incident became a breach as well: nobody here sees those.
    [[nodiscard]] Result<reports::Report> shown(const std::string& id) const;
    [[nodiscard]] Response show(const std::string& id) const;
    [[nodiscard]] Response messages(const std::string& id) const;

    UserReportSources from_;
    bool open_to_all_;
    IdempotencyMemory idempotency_;
};

/// What passed about a report, oldest first: its own messages and what its incident's timeline has
/// that its reporter may see.
Result<std::vector<reports::Message>> conversation_of(const reports::Report& report,
                                                      const reports::ReportStore& store,
                                                      const incidents::IncidentReader& reader);

}  // namespace foreshock::http
