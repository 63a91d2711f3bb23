#pragma once

#include "core/clock.hpp"
#include "server/breach/ports.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"
#include "server/incidents/ports.hpp"
#include "server/people/ports.hpp"

namespace foreshock::http {

/// /api/v1/breaches: for those who may see each, whatever their role; an admin is nobody special
/// here. Every look is on record. Borrows its collaborators for the life of its routes; safe from
/// any thread.
class BreachApi {
public:
    BreachApi(breach::Desk& desk, const people::AuditLog& audit, const Clock& clock,
              const incidents::IncidentReader& incidents, BreachSink& sink)
        : desk_(desk), audit_(audit), clock_(clock), incidents_(incidents), sink_(sink) {}

    static constexpr std::size_t body_bytes_max = 64 << 10;
    static constexpr std::size_t accesses_max = 1000;

    std::vector<Route> routes();

private:
    /// One act: what its body may carry, and what it comes to.
    struct Verb {
        std::string_view pattern;
        std::span<const TextField> fields;
        Result<breach::Act> (*act_of)(const TextFields& fields);
    };

    static std::span<const Verb> verbs();
    [[nodiscard]] Response list(const Request& request) const;
    [[nodiscard]] Response show(const Request& request, const std::string& key) const;
    [[nodiscard]] Response evidence(const Request& request, const std::string& key,
                                    const std::string& id) const;
    [[nodiscard]] Response accesses(const Request& request, const std::string& key) const;
    [[nodiscard]] Response incident(const Request& request, const std::string& key) const;
    void raise(const Request& request, const Responder& respond);
    void raise_from(const std::string& incident_key, breach::Raising raising,
                    const Responder& respond);
    Response act(const Verb& verb, const Request& request, const std::string& key);

    breach::Desk& desk_;
    const people::AuditLog& audit_;
    const Clock& clock_;
    const incidents::IncidentReader& incidents_;
    BreachSink& sink_;
};

}  // namespace foreshock::http
