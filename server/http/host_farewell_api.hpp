#pragma once

#include "core/clock.hpp"
#include "server/enrolment/ports.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// DELETE /api/v1/hosts/{id} and POST /api/v1/hosts/{id}/revoke: admins send a host away. Written
/// down with its line in the audit log before anything is done, so that it is done even if the
/// server ends meanwhile. Borrows its collaborators for the life of its routes; any thread.
class HostFarewellApi {
public:
    struct Sources {
        const incidents::IncidentReader& reader;
        enrolment::Enrolments& enrolments;
        FarewellSink& engine;
        const Clock& clock;
    };

    explicit HostFarewellApi(Sources sources) : sources_(sources) {}

    static constexpr std::size_t body_bytes_max = 4 << 10;

    std::vector<Route> routes();

private:
    void forget(const Request& request, const std::string& id_or_name,
                const Responder& respond) const;
    void revoke(const Request& request, const std::string& id_or_name,
                const Responder& respond) const;
    void see_to_it(const Responder& respond) const;

    Sources sources_;
};

}  // namespace foreshock::http
