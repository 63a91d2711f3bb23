#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/check_settings.hpp"

namespace foreshock::collectors {

/// What came of one question to a name server.
struct NameServerQuestion {
    bool is_answered = false;
    std::string failure{};                 ///< that the server says of itself; empty: none
    std::vector<std::string> addresses{};  ///< of the name, where it was asked for
};

/// The first answer, and what came of all questions.
struct NameServerAnswer {
    std::string server{};                         ///< its address
    std::string failure{};                        ///< for people; empty: it answered
    double duration_seconds = 0;                  ///< from the first question to the first answer
    std::vector<std::string> addresses{};         ///< of the name, where it was asked for
    std::vector<NameServerQuestion> questions{};  ///< as asked; without those it may still answer
};

/// What one question brought. What does not belong to its type is absent.
struct ProbeOutcome {
    bool was_asked = true;  ///< false: this host could not ask at all, and `failure` says why
    std::string failure;    ///< for people, "connection refused"; empty: it is up
    std::optional<double> duration_seconds;
    std::optional<double> first_byte_seconds;
    std::optional<double> body_bytes;
    std::optional<double> certificate_remaining_seconds;  ///< negative: it is over
    std::optional<bool> certificate_is_trusted;
    std::optional<double> loss_ratio;
    std::optional<std::uint32_t> retransmissions;  ///< segments of its TCP connections sent again
    std::optional<bool> file_exists;
    std::optional<double> file_age_seconds;
    std::optional<double> file_bytes;
    std::vector<NameServerAnswer> name_servers;
    std::vector<bool> questions_answered;  ///< of each question to the one name server, as asked
    std::vector<bool> more_answers;        ///< whether its answers after the first are as expected
};

/// What a probe must know beside its target.
struct ProbeOrder {
    Duration timeout;
    Duration certificate_min{0};
    TimePoint now;
    std::vector<std::string> name_servers;  ///< addresses
};

// One question each. They block up to the timeout, a name lookup or a hung filesystem longer: for
// background threads. They touch nothing but their arguments.

ProbeOutcome probe_http(const HttpTarget& target, const ProbeOrder& order);
ProbeOutcome probe_tcp(const TcpTarget& target, const ProbeOrder& order);
ProbeOutcome probe_dns(const DnsTarget& target, const ProbeOrder& order);
ProbeOutcome probe_tls(const TlsTarget& target, const ProbeOrder& order);
ProbeOutcome probe_icmp(const IcmpTarget& target, const ProbeOrder& order);
ProbeOutcome probe_file(const FileTarget& target, const ProbeOrder& order);

struct NameServer {
    std::string address;
    std::uint16_t port = 53;
};

/// At most so many questions are asked of a name server in one go.
inline constexpr std::size_t name_questions_max = 16;

/// Asks one name server over UDP for the addresses of a name, as often as told (at most
/// name_questions_max), and on until it answers: the next question follows the answer to the last,
/// or a second of waiting (half of a timeout below 2 s). An answer that says that the server failed
/// or refused is a failure. For "." it asks for the root's name servers, and any answer shows that
/// it lives.
NameServerAnswer ask_name_server(const NameServer& server, const std::string& name,
                                 Duration timeout, std::size_t questions = 1);

}  // namespace foreshock::collectors
