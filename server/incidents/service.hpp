#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "server/incidents/host.hpp"

namespace foreshock::incidents {

/// From `begin` until just before `end`.
struct TimeSpan {
    TimePoint begin;
    TimePoint end;

    bool operator==(const TimeSpan&) const = default;
};

/// How many hosts of a service must be up for it to serve.
struct HostsNeeded {
    enum class Rule : std::uint8_t { quorum, all, count };

    Rule rule = Rule::quorum;  ///< more than half
    std::size_t count = 0;     ///< of the rule `count`; more than there are means all

    /// Of `hosts` hosts; 0 when there are none.
    [[nodiscard]] std::size_t of(std::size_t hosts) const;

    bool operator==(const HostsNeeded&) const = default;
};

/// What people use: an entry of the catalogue. Globs know * and ?.
struct Service {
    std::string name;
    std::string title;  ///< for people; the name where none was given
    std::string team;
    std::vector<std::string> hosts;       ///< globs of host names, any of them
    std::vector<std::string> labels;      ///< "role=web", the value a glob; all of them
    std::vector<std::string> components;  ///< globs: "process shop*"; empty: any
    std::vector<std::string> kinds;       ///< globs of symptom kinds; empty: any
    std::vector<std::uint16_t> ports;     ///< at which others call it; empty: any
    std::vector<std::string> depends_on;  ///< names of services
    int weight = 3;                       ///< to the business: 1 (little) to 5 (most)
    std::uint64_t users = 0;              ///< 0: not said
    bool is_public = false;               ///< stands on the public status page
    HostsNeeded needed;
    bool has_hours = false;       ///< else it is always in service
    std::vector<TimeSpan> hours;  ///< resolved from its zone, ascending, apart; `hours_known`
    std::optional<TimeSpan> hours_known;  ///< the time that `hours` speaks of

    bool operator==(const Service&) const = default;
};

/// To whom programs on a host are connected, as its sockets tell.
struct LearnedConnection {
    std::string address;  ///< "10.0.0.5", "2001:db8::5"
    std::uint16_t port = 0;
    std::string unit;     ///< "shop.service"; empty when the agent did not know
    TimePoint since;      ///< when this server first heard of it
    TimePoint last_seen;  ///< the host's last report that held it

    bool operator==(const LearnedConnection&) const = default;
};

/// A host as the services see it.
struct ServiceHost {
    std::string name;
    std::vector<std::string> labels;  ///< "role=web"
    std::vector<std::string> addresses;
    std::vector<LearnedConnection> connections;

    bool operator==(const ServiceHost&) const = default;
};

/// Does the fact say anything to services: a label, an address, a dependency?
bool is_seen_by_services(std::string_view fact_name);

/// Reads its facts label.NAME and address.ADDRESS, and its learned dependencies.
ServiceHost service_host(const Host& host);

/// Is the service in its hours? True without hours, and when they are not known for that moment.
bool is_in_hours(const Service& service, TimePoint at);
/// The next moment after `at` at which that changes, or at which it is not known any more; none
/// without hours.
std::optional<TimePoint> next_hours_change(const Service& service, TimePoint at);

}  // namespace foreshock::incidents
