#include <algorithm>

#include "collectors/checks/connection.hpp"
#include "collectors/checks/dns_message.hpp"
#include "collectors/checks/probe.hpp"

namespace foreshock::collectors {
namespace {

constexpr Duration name_server_timeout = std::chrono::seconds{2};

// A server that loses one answer in ten is not found with one question a minute.
constexpr std::size_t questions_of_check = 5;

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

/// What is wrong with an answer of the one server; nothing when it is as expected.
std::string judge_answer(const DnsTarget& target, const std::string& failure,
                         const std::vector<std::string>& addresses) {
    if (!failure.empty()) return failure;
    return addresses.empty() ? describe_dns_code(3) : judge_addresses(target, addresses);
}

/// One server, past the host's own way of looking names up.
ProbeOutcome probe_server(const DnsTarget& target, Duration timeout) {
    const NameServerAnswer answer =
        ask_name_server({target.server, target.port}, target.query, timeout, questions_of_check);
    ProbeOutcome outcome;
    outcome.failure = judge_answer(target, answer.failure, answer.addresses);
    if (answer.failure.empty()) outcome.duration_seconds = answer.duration_seconds;
    bool is_first = true;
    for (const NameServerQuestion& question : answer.questions) {
        outcome.questions_answered.push_back(question.is_answered);
        if (!question.is_answered) continue;
        if (!is_first) {
            outcome.more_answers.push_back(
                judge_answer(target, question.failure, question.addresses).empty());
        }
        is_first = false;
    }
    return outcome;
}

}  // namespace

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
