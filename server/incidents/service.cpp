#include "server/incidents/service.hpp"

#include <algorithm>

#include "core/number.hpp"

namespace foreshock::incidents {
namespace {

/// What follows `prefix`, or nothing.
std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return std::nullopt;
    return text.substr(prefix.size());
}

std::optional<LearnedConnection> connection_of(const LearnedDependency& learned) {
    const std::string_view peer = learned.peer;
    const std::size_t colon = peer.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const Result<std::uint64_t> port = parse_uint(peer.substr(colon + 1));
    if (!port || *port > 65535) return std::nullopt;
    std::string_view address = peer.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) {
        address = address.substr(1, address.size() - 2);
    }
    return LearnedConnection{std::string{address}, static_cast<std::uint16_t>(*port), learned.unit,
                             learned.since, learned.last_seen};
}

}  // namespace

std::size_t HostsNeeded::of(std::size_t hosts) const {
    if (rule == Rule::all || hosts == 0) return hosts;
    return rule == Rule::quorum ? hosts / 2 + 1 : std::min(count, hosts);
}

bool is_seen_by_services(std::string_view fact_name) {
    return after(fact_name, "label.") || after(fact_name, "address.") ||
           after(fact_name, "dependency.");
}

ServiceHost service_host(const Host& host) {
    ServiceHost known;
    known.name = host.name;
    for (const Fact& fact : host.facts) {
        if (const auto label = after(fact.name, "label.")) {
            known.labels.push_back(std::string{*label} + "=" + fact.value);
        } else if (const auto address = after(fact.name, "address.")) {
            known.addresses.emplace_back(*address);
        }
    }
    for (const LearnedDependency& learned : host.dependencies) {
        auto connection = connection_of(learned);
        if (connection) known.connections.push_back(std::move(*connection));
    }
    return known;
}

bool is_in_hours(const Service& service, TimePoint at) {
    if (!service.has_hours || !service.hours_known) return true;
    if (at < service.hours_known->begin || at >= service.hours_known->end) return true;
    return std::any_of(service.hours.begin(), service.hours.end(),
                       [at](const TimeSpan& span) { return span.begin <= at && at < span.end; });
}

std::optional<TimePoint> next_hours_change(const Service& service, TimePoint at) {
    if (!service.has_hours || !service.hours_known) return std::nullopt;
    for (const TimeSpan& span : service.hours) {
        if (span.begin > at) return span.begin;
        if (span.end > at && span.end < service.hours_known->end) return span.end;
    }
    if (service.hours_known->end > at) return service.hours_known->end;
    return std::nullopt;
}

}  // namespace foreshock::incidents
