#pragma once

#include <string>
#include <vector>

#include "core/clock.hpp"
#include "server/http/ports.hpp"
#include "server/http/report_desk.hpp"
#include "server/http/route.hpp"
#include "server/incidents/ports.hpp"
#include "server/render/ticket_html.hpp"
#include "server/reports/ports.hpp"
#include "server/reports/token.hpp"

namespace foreshock::http {

struct LinkSources {
    reports::ReportStore& store;
    const incidents::IncidentReader& reader;
    ReportDesk& desk;
    CommandSink& commands;
    const Clock& clock;
};

/// /l/{token}: the links in mails. GET shows a page with buttons and changes nothing, so that a
/// scanner that opens links does no harm; POST acts. A link to confirm, reject, acknowledge or
/// resolve is good once. Borrows its sources for the life of its routes; safe from any thread.
class LinkRoute {
public:
    static constexpr std::size_t body_bytes_max = 32 << 10;
    static constexpr std::size_t words_bytes_max = 5000;
    static constexpr std::size_t others_max = 20;  ///< of a reporter's reports that are listed
    static constexpr Duration other_links_for = std::chrono::hours{24 * 30};

    /// `key` signed the tokens; reports::unseal says more.
    LinkRoute(LinkSources from, std::string key) : from_(from), key_(std::move(key)) {}

    std::vector<Route> routes();

private:
    struct Form {
        std::string act;
        std::string text;
        int satisfaction = 0;
    };

    [[nodiscard]] Response show(const Request& request, const std::string& token) const;
    [[nodiscard]] Response show_ticket(const reports::Grant& grant,
                                       std::string_view language) const;
    [[nodiscard]] Response show_act(const reports::Grant& grant, std::string_view language) const;
    [[nodiscard]] std::vector<render::TicketView::Other> others_of(
        const reports::Report& report) const;
    void act(const Request& request, const std::string& token, const Responder& respond);
    void act_once(const reports::Grant& grant, const Form& form, const std::string& token,
                  std::string_view language, const Responder& respond);
    void act_as_reporter(const reports::Grant& grant, const Form& form, ToldDone done);
    void act_as_responder(const reports::Grant& grant, const Form& form, ToldDone done);
    [[nodiscard]] static Result<Form> form_of(std::string_view body);

    LinkSources from_;
    std::string key_;
};

}  // namespace foreshock::http
