#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/desk/ports.hpp"
#include "server/http/idempotency.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"
#include "server/http/status_board.hpp"
#include "server/http/suppression_preview.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// What silences and windows are answered from; all must outlive the API.
struct SuppressionSources {
    const desk::SuppressionStore& store;
    const incidents::IncidentReader& incidents;
    SuppressionSink& commands;
    const Clock& clock;
    const StatusBoard* board = nullptr;  ///< knows the services; none: a preview does without
};

/// /api/v1/silences and /api/v1/maintenance-windows: what is not told, by whose word and until
/// when. Safe from any thread.
class SuppressionApi {
public:
    static constexpr std::size_t body_bytes_max = 64 << 10;
    static constexpr std::size_t occurrences_shown = 5;

    explicit SuppressionApi(SuppressionSources from) : from_(from) {}

    std::vector<Route> routes();

private:
    /// The command that a request asks for.
    using Read = Result<desk::SuppressionCommand> (*)(const Request&, const PathArguments&,
                                                      TimePoint);

    Route command_route(std::string_view method, std::string_view pattern, Read read);
    void add_silence_routes(std::vector<Route>& table);
    void add_window_routes(std::vector<Route>& table);
    [[nodiscard]] Response list_silences(const Request& request) const;
    [[nodiscard]] Response list_windows(const Request& request) const;
    [[nodiscard]] Response preview_silence(const Request& request) const;
    [[nodiscard]] Response preview_window(const Request& request) const;
    [[nodiscard]] Result<render::SuppressionPreview> preview(
        const desk::MatcherSet& matchers) const;
    void offer(desk::SuppressionCommand command, bool is_new, const Responder& respond) const;
    [[nodiscard]] Response answer(const Result<desk::SuppressionAnswer>& done, bool is_new) const;

    SuppressionSources from_;
    IdempotencyMemory idempotency_;
};

}  // namespace foreshock::http
