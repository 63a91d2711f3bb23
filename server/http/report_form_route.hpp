#pragma once

#include <vector>

#include "server/http/report_desk.hpp"
#include "server/http/route.hpp"
#include "server/http/status_board.hpp"

namespace foreshock::http {

/// /report: a form for users, where reports are open to all. GET shows it, POST tells the desk;
/// without script. Borrows its collaborators for the life of its routes; safe from any thread.
class ReportFormRoute {
public:
    static constexpr std::size_t body_bytes_max = 128 << 10;

    ReportFormRoute(ReportDesk& desk, const StatusBoard& board, bool open_to_all)
        : desk_(desk), board_(board), open_to_all_(open_to_all) {}

    std::vector<Route> routes();

private:
    [[nodiscard]] Response show(const Request& request) const;
    void take(const Request& request, const Responder& respond);

    ReportDesk& desk_;
    const StatusBoard& board_;
    bool open_to_all_;
};

}  // namespace foreshock::http
