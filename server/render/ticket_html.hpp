#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/reports/ports.hpp"

/// The small pages behind the links in mails. A page only shows; its buttons send a form (POST), so
/// that a scanner that opens links does nothing.
namespace foreshock::render {

/// What stands in their <style>: for the hash that their policy names.
std::string_view ticket_style();

/// What a reporter sees of a report.
struct TicketView {
    std::string reference;
    std::string title;
    std::string state;  ///< a key: "new", "in_progress", "resolved", "closed", "open_request" …
    std::vector<reports::Message> messages;

    struct Other {
        std::string reference;
        std::string title;
        std::string link;
    };

    std::vector<Other> others = {};  ///< of the same reporter
    bool asks_whether_well = false;  ///< show confirm and not-fixed
    bool takes_words = true;         ///< show the field for another message
};

std::string ticket_page(const TicketView& view, std::string_view language);

/// The form of /report; `services` are names and titles to choose from.
std::string report_form_page(const std::vector<std::pair<std::string, std::string>>& services,
                             std::string_view language);

/// Take it, or say that it is over: what a responder is asked. `act` is "acknowledge" or "resolve".
std::string act_page(std::string_view reference, std::string_view title, std::string_view act,
                     std::string_view language);

/// One sentence, after a form was sent or where a link is good no more. `key` is one of "thanks",
/// "reopened", "acknowledged", "resolved", "sent", "used", "bad_link", "too_often", "failed".
std::string notice_page(std::string_view key, std::string_view detail, std::string_view language);

}  // namespace foreshock::render
