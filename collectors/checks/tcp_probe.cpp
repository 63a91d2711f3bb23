#include "collectors/checks/connection.hpp"
#include "collectors/checks/probe.hpp"

namespace foreshock::collectors {

ProbeOutcome probe_tcp(const TcpTarget& target, const ProbeOrder& order) {
    ProbeOutcome outcome;
    const Deadline deadline{order.timeout};
    const auto connection = connect_tcp(target.host, target.port, deadline);
    if (connection) {
        outcome.duration_seconds = deadline.elapsed_seconds();
        outcome.retransmissions = retransmissions_of(connection->get());
    } else {
        outcome.failure = connection.error().what;
    }
    return outcome;
}

}  // namespace foreshock::collectors
