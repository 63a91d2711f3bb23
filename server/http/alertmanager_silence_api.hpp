#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "server/desk/ports.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"

namespace foreshock::http {

/// The desk's silences as Alertmanager's clients read and write them: /api/v2/silences and
/// /api/v2/silence/{id}. Borrows its collaborators; safe from any thread.
class AlertmanagerSilenceApi {
public:
    struct Collaborators {
        const desk::SuppressionStore& store;
        SuppressionSink& sink;
        const Clock& clock;
    };

    static constexpr std::size_t body_bytes_max = 64 << 10;
    /// Who ends a silence by DELETE is not said there.
    static constexpr std::string_view unnamed_actor = "Alertmanager API";

    explicit AlertmanagerSilenceApi(Collaborators with) : with_(with) {}

    std::vector<Route> routes();

private:
    using Done = std::function<void(Result<desk::Silence>)>;

    [[nodiscard]] Response list(const Request& request) const;
    [[nodiscard]] Response show(const std::string& id) const;
    void put(const Request& request, const Responder& respond) const;
    void change(desk::Silence wanted, Done done) const;
    void expire(const std::string& id, const std::string& actor, Done done) const;
    void offer(desk::SuppressionCommand command, Done done) const;

    Collaborators with_;
};

}  // namespace foreshock::http
