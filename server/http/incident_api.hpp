#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/http/idempotency.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"
#include "server/incidents/diagnosis_ports.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// /api/v1/incidents: the list, one, and what people do to one. Borrows its collaborators for the
/// life of its routes; safe from any thread.
class IncidentApi {
public:
    IncidentApi(const incidents::IncidentReader& reader,
                const incidents::DiagnosisReader& diagnosis, CommandSink& commands,
                const Clock& clock)
        : reader_(reader), diagnosis_(diagnosis), commands_(commands), clock_(clock) {}

    static constexpr std::size_t body_bytes_max = 64 << 10;
    static constexpr std::size_t limit_default = 50;
    static constexpr std::size_t limit_max = 500;

    std::vector<Route> routes();

private:
    enum class Act : std::uint8_t { acknowledge, note, resolve, propose, merge, split, undo };

    Route act_route(std::string_view pattern, Act act);
    [[nodiscard]] Response list(const Request& request) const;
    [[nodiscard]] Response show(const Request& request, std::string_view id) const;
    void judge(const Request& request, const PathArguments& arguments, const Responder& respond);
    void act(Act act, const Request& request, const std::string& id, const Responder& respond);
    void regroup(Act act, const Request& request, const std::string& id, const Responder& respond);
    [[nodiscard]] Result<std::vector<std::string>> ids_of(std::string_view list) const;
    void offer(incidents::Input command, const Responder& respond);

    const incidents::IncidentReader& reader_;
    const incidents::DiagnosisReader& diagnosis_;
    CommandSink& commands_;
    const Clock& clock_;
    IdempotencyMemory idempotency_;
};

/// "42", "INC-000042" and "inc-…" as the reader takes them: a number or an id.
std::string_view incident_key(std::string_view text);

/// 200 with the incident, its timeline and diagnosis, and an ETag; a problem when it cannot be
/// read.
Response whole_incident(const incidents::IncidentReader& reader,
                        const incidents::DiagnosisReader& diagnosis,
                        const incidents::Incident& incident);

}  // namespace foreshock::http
