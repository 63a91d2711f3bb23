#pragma once

#include "core/clock.hpp"
#include "server/enrolment/desk.hpp"
#include "server/http/agent_certificates.hpp"
#include "server/http/route.hpp"
#include "server/http/server_counters.hpp"

namespace foreshock::http {

/// Where hosts become agents. All must outlive the API.
struct EnrolmentSources {
    const enrolment::Desk* desk = nullptr;            ///< null where TLS is off
    const AgentCertificates* certificates = nullptr;  ///< likewise
    std::string authority;                            ///< PEM: by which agents know the server
};

/// POST /api/v1/enroll (by token) and /api/v1/renew (by the certificate of the connection). Safe
/// from any thread.
class EnrolmentApi {
public:
    EnrolmentApi(EnrolmentSources from, const Clock& clock, ServerCounters& counters)
        : from_(std::move(from)), clock_(clock), counters_(counters) {}

    static constexpr std::size_t body_bytes_max = 32 << 10;

    std::vector<Route> routes();

private:
    Response enrol(const Request& request);
    Response renew(const Request& request);
    Response answer(const tl::expected<enrolment::Enrolled, enrolment::Refused>& done);

    EnrolmentSources from_;
    const Clock& clock_;
    ServerCounters& counters_;
};

}  // namespace foreshock::http
