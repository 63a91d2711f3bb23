#include "server/app/enrolment_admin.hpp"

#include <ostream>

#include "certificates/certificate.hpp"
#include "server/enrolment/new_token.hpp"

namespace foreshock::app {
namespace {

using enrolment::Token;
using Verb = EnrolmentOrder::Verb;

people::AuditEntry entry(const EnrolmentAdminPorts& ports, std::string action, std::string object,
                         std::string detail = {}) {
    return {0,
            ports.clock.now(),
            "local",
            "command_line",
            "",
            std::move(action),
            std::move(object),
            "done",
            std::move(detail)};
}

std::string labels_text(const enrolment::Labels& labels) {
    std::string all;
    for (const auto& [name, value] : labels)
        all += (all.empty() ? "" : ",") + name + "=" + value;
    return all.empty() ? "-" : all;
}

Result<void> create_token(const EnrolmentOrder& order, const EnrolmentAdminPorts& ports) {
    const Result<std::string> random = ports.secrets.new_secret();
    if (!random) return fail(random.error());
    const auto made = enrolment::new_token({order.ttl, order.uses, order.labels, order.may_replace},
                                           *random, ports.authority_sha256, ports.clock.now());
    // "--uses: must be …": what is named is an option here.
    if (!made) return fail(made.error().code, "--" + made.error().what);
    const Token& token = made->token;
    auto added = ports.enrolments.add_token(
        token, entry(ports, "enrolment_token.add", token.id,
                     "for " + std::to_string(token.uses_max) + " hosts until " +
                         format_rfc3339(token.expires_at)));
    if (!added) return added;
    ports.out << made->shown << '\n';
    ports.err << "This token (" << token.id << ") is shown only now. Until "
              << format_rfc3339(token.expires_at) << " it lets "
              << (token.uses_max == 1 ? "one host" : std::to_string(token.uses_max) + " hosts")
              << " in; on each, as root: foreshock-agent enroll https://THIS-SERVER:8420 "
                 "--token-file FILE\n";
    return {};
}

Result<void> list_tokens(const EnrolmentAdminPorts& ports) {
    const auto tokens = ports.enrolments.tokens();
    if (!tokens) return fail(tokens.error());
    for (const Token& token : *tokens) {
        ports.out << token.id << '\t' << enrolment::state_of(token, ports.clock.now()) << '\t'
                  << token.uses << "/" << token.uses_max << '\t' << format_rfc3339(token.expires_at)
                  << '\t' << labels_text(token.labels) << '\t'
                  << (token.may_replace ? "may replace" : "-") << '\n';
    }
    return {};
}

Result<void> list_certificates(const EnrolmentOrder& order, const EnrolmentAdminPorts& ports) {
    const auto all = ports.enrolments.certificates(order.name);
    if (!all) return fail(all.error());
    for (const enrolment::Certificate& one : *all) {
        const bool is_live = enrolment::is_live(one, ports.clock.now());
        ports.out << one.agent_id << '\t' << one.serial << '\t'
                  << (is_live          ? "good"
                      : one.revoked_at ? "revoked"
                                       : "expired")
                  << '\t' << format_rfc3339(one.made_at) << '\t' << format_rfc3339(one.expires_at)
                  << '\t' << one.token_id << '\n';
    }
    return {};
}

Result<void> revoke_agent(const EnrolmentOrder& order, const EnrolmentAdminPorts& ports) {
    if (!certificates::is_agent_id(order.name)) {
        return fail(Errc::invalid, "'" + order.name + "' is no agent's name");
    }
    auto revoked = ports.enrolments.revoke_agent(order.name, ports.clock.now(),
                                                 entry(ports, "agent.revoke", order.name));
    if (!revoked) return revoked;
    ports.err << "From now on nothing is taken from " << order.name
              << ". It comes in again only with a token made from now on.\n";
    return {};
}

}  // namespace

Result<void> carry_out(const EnrolmentOrder& order, const EnrolmentAdminPorts& ports) {
    switch (order.verb) {
        case Verb::token_create:
            return create_token(order, ports);
        case Verb::token_list:
            return list_tokens(ports);
        case Verb::token_revoke:
            return ports.enrolments.revoke_token(
                order.name, ports.clock.now(), entry(ports, "enrolment_token.revoke", order.name));
        case Verb::agent_revoke:
            return revoke_agent(order, ports);
        case Verb::agent_certificates:
            return list_certificates(order, ports);
    }
    return {};
}

}  // namespace foreshock::app
