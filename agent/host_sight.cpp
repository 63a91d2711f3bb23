#include "agent/host_sight.hpp"

#include <cerrno>

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>

#include "collectors/checks/connection.hpp"
#include "collectors/checks/probe.hpp"

namespace foreshock::agent {
namespace {

constexpr std::uint16_t secure_shell_port = 22;

Sight by_echo(const std::string& address, Duration patience) {
    const collectors::ProbeOrder order{patience, Duration{0}, TimePoint{}, {}};
    const collectors::ProbeOutcome outcome = collectors::probe_icmp({address, 1}, order);
    if (!outcome.was_asked) return Sight::unable;
    return outcome.failure.empty() ? Sight::answered : Sight::silent;
}

Sight verdict_of(int failure) {
    switch (failure) {
        case 0:
        case ECONNREFUSED:
        case ECONNRESET:
            return Sight::answered;
        default:
            return Sight::silent;
    }
}

Sight by_connection(const std::string& address, Duration patience) {
    const auto found = collectors::look_up(address, secure_shell_port, AI_NUMERICHOST);
    if (!found || found->empty()) return Sight::unable;
    const collectors::SocketAddress& to = found->front();
    const UniqueFd fd{
        ::socket(to.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP)};
    if (!fd.valid()) return Sight::unable;
    if (::connect(fd.get(), to.plain(), to.size) == 0) return Sight::answered;
    if (errno != EINPROGRESS) return verdict_of(errno);
    if (!collectors::await_socket(fd.get(), POLLOUT, collectors::Deadline{patience}))
        return Sight::silent;
    int failure = 0;
    socklen_t size = sizeof failure;
    ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &failure, &size);
    return verdict_of(failure);
}

}  // namespace

Sighting look_at_host(const SightingQuestion& question, Duration patience) {
    Sighting seen{question.host_id, Sight::unable, ""};
    for (const std::string& address : question.addresses) {
        const Sight echo = by_echo(address, patience);
        if (echo == Sight::answered) return {question.host_id, echo, "ICMP echo to " + address};
        const Sight connection = by_connection(address, patience);
        if (connection == Sight::answered)
            return {question.host_id, connection, "TCP port 22 of " + address};
        if (echo == Sight::silent || connection == Sight::silent)
            seen = {question.host_id, Sight::silent, "ICMP echo and TCP port 22 of " + address};
    }
    return seen;
}

}  // namespace foreshock::agent
