#include <algorithm>
#include <array>
#include <cerrno>

#include <netdb.h>
#include <poll.h>

#include "collectors/checks/connection.hpp"
#include "collectors/checks/dns_message.hpp"
#include "collectors/checks/probe.hpp"
#include "core/system_error.hpp"

namespace foreshock::collectors {
namespace {

// Some servers send more than they were asked to.
constexpr std::size_t answer_bytes_max = 4096;
constexpr Duration name_server_timeout = std::chrono::seconds{2};

/// Sorted: name servers like to turn the order each time, and that is no news.
std::string joined(std::vector<std::string> addresses) {
    std::sort(addresses.begin(), addresses.end());
    std::string all;
    for (const std::string& address : addresses)
        all += (all.empty() ? "" : ", ") + address;
    return all;
}

/// What is wrong with these addresses; nothing when one of them, or any, will do.
std::string judge_addresses(const DnsTarget& target, const std::vector<std::string>& addresses) {
    const auto& expect = target.expect;
    const bool is_expected =
        expect.empty() || std::find_first_of(addresses.begin(), addresses.end(), expect.begin(),
                                             expect.end()) != addresses.end();
    if (is_expected) return {};
    return target.query + " is " + joined(addresses) + ", which is not expected";
}

/// A port chosen by the kernel and the time of the question make it hard enough to guess.
std::uint16_t question_id() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint16_t>(std::chrono::nanoseconds{now}.count() / 64);
}

/// What is wrong with the answer; nothing when it is one. Code 3, no such name, is an answer.
std::string judge(const DnsAnswer& answer, bool any_will_do) {
    constexpr int no_such_name = 3;
    if (any_will_do || answer.code == 0 || answer.code == no_such_name) return {};
    return describe_dns_code(answer.code);
}

struct Asked {
    std::uint16_t id;
    bool any_will_do;
    Duration timeout;
};

/// Waits for the answer to that question; others are dropped. What is wrong, or nothing.
std::string await_answer(int fd, const Asked& asked, const Deadline& deadline,
                         std::vector<std::string>& addresses) {
    std::array<char, answer_bytes_max> bytes{};
    while (await_socket(fd, POLLIN, deadline)) {
        const ssize_t got = ::recv(fd, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (got < 0 && errno == EAGAIN) continue;
        if (got < 0) return errno_text(errno);
        auto answer = parse_dns_answer({bytes.data(), static_cast<std::size_t>(got)});
        if (!answer || answer->id != asked.id) continue;
        addresses = std::move(answer->addresses);
        return judge(*answer, asked.any_will_do);
    }
    return "no answer in " + format_duration(asked.timeout);
}

std::string ask(const SocketAddress& server, const std::string& name, const Deadline& deadline,
                Duration timeout, std::vector<std::string>& addresses) {
    const std::uint16_t id = question_id();
    const bool is_root = name == ".";
    const auto query = make_dns_query(id, name, is_root ? DnsType::ns : DnsType::a);
    if (!query) return query.error().what;
    const UniqueFd fd{::socket(server.family(), SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!fd.valid() || ::connect(fd.get(), server.plain(), server.size) != 0 ||
        ::send(fd.get(), query->data(), query->size(), MSG_NOSIGNAL) < 0) {
        return errno_text(errno);
    }
    return await_answer(fd.get(), {id, is_root, timeout}, deadline, addresses);
}

/// One server, past the host's own way of looking names up.
ProbeOutcome probe_server(const DnsTarget& target, Duration timeout) {
    const NameServerAnswer answer =
        ask_name_server({target.server, target.port}, target.query, timeout);
    ProbeOutcome outcome;
    outcome.failure = answer.failure;
    if (outcome.failure.empty() && answer.addresses.empty()) outcome.failure = describe_dns_code(3);
    if (outcome.failure.empty()) outcome.failure = judge_addresses(target, answer.addresses);
    if (answer.failure.empty()) outcome.duration_seconds = answer.duration_seconds;
    return outcome;
}

}  // namespace

NameServerAnswer ask_name_server(const NameServer& server, const std::string& name,
                                 Duration timeout) {
    NameServerAnswer answer{server.address, {}, 0, {}};
    const Deadline deadline{timeout};
    const auto addresses = look_up(server.address, server.port, AI_NUMERICHOST);
    if (!addresses || addresses->empty()) {
        answer.failure = "not an address";
        return answer;
    }
    answer.failure = ask(addresses->front(), name, deadline, timeout, answer.addresses);
    answer.duration_seconds = deadline.elapsed_seconds();
    return answer;
}

ProbeOutcome probe_dns(const DnsTarget& target, const ProbeOrder& order) {
    if (!target.server.empty()) return probe_server(target, order.timeout);
    ProbeOutcome outcome;
    const Deadline deadline{order.timeout};
    const auto addresses = look_up(target.query, 0);
    if (!addresses) {
        outcome.failure = addresses.error().what;
    } else {
        std::vector<std::string> texts;
        for (const SocketAddress& address : *addresses)
            texts.push_back(address.text());
        outcome.failure = judge_addresses(target, texts);
        if (outcome.failure.empty() && deadline.has_passed())
            outcome.failure = "answered later than in " + format_duration(order.timeout);
    }
    if (addresses) outcome.duration_seconds = deadline.elapsed_seconds();
    for (const std::string& server : order.name_servers) {
        outcome.name_servers.push_back(
            ask_name_server({server}, target.query, std::min(order.timeout, name_server_timeout)));
    }
    return outcome;
}

}  // namespace foreshock::collectors
