#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.hpp"
#include "core/symptom.hpp"
#include "server/incidents/service.hpp"

namespace foreshock::incidents {

enum class DependencySource : std::uint8_t { declared, learned };

/// `from` needs `to`: two services, or two hosts.
struct Dependency {
    std::string from;
    std::string to;
    DependencySource source = DependencySource::declared;
    std::string learned_by;  ///< the host whose sockets told
    std::string detail;      ///< "shop.service is connected to 10.0.0.5:5432"
    TimePoint since;         ///< of a learned one, also last_seen
    TimePoint last_seen;

    bool operator==(const Dependency&) const = default;
};

/// Steps from the one that needs to the one that is needed, each of which somebody declared or
/// sockets showed. `words()`: "shop needs database (declared)".
struct DependencyPath {
    std::vector<Dependency> steps;

    [[nodiscard]] std::string words() const;
};

/// How many hosts a service has left.
struct Redundancy {
    std::size_t hosts = 0;    ///< that are known to belong to it
    std::size_t touched = 0;  ///< of these
    std::size_t needed = 0;

    /// How many more may fail; negative: that many too few.
    [[nodiscard]] int spare() const {
        return static_cast<int>(hosts) - static_cast<int>(touched) - static_cast<int>(needed);
    }

    [[nodiscard]] bool is_enough() const { return spare() >= 0; }
};

/// The services, their hosts, and who depends on whom: declared, and learned from the hosts' live
/// sockets. A value that never changes once it is built, so it may be shared between threads.
/// Pointers into it live as long as it does.
///
/// A learned connection is resolved by the called host's own addresses (one that several hosts
/// have, such as a bridge's, says nothing) and then to the services of that host that are called
/// at that port. Between two services a declared dependency beats learned ones.
class ServiceMap {
public:
    static constexpr std::size_t services_max = 1000;
    static constexpr std::size_t learned_max = 100'000;  ///< dependencies between hosts
    static constexpr std::size_t depth_max = 8;          ///< steps of a path that is looked for

    ServiceMap() = default;
    /// Names of services must differ; what is beyond a bound is left out and counted.
    ServiceMap(std::vector<Service> services, const std::vector<ServiceHost>& hosts);

    [[nodiscard]] const std::vector<Service>& services() const { return services_; }  ///< by name

    [[nodiscard]] const Service* find(std::string_view name) const;

    /// Names, sorted.
    [[nodiscard]] const std::vector<std::string>& hosts_of(const Service& service) const;
    /// By name; also those that the host belongs to through one component only.
    [[nodiscard]] std::vector<const Service*> services_on(std::string_view host) const;

    /// Those whose host, component and kind the symptom is about, by name. One that touches the
    /// whole host (impact 1, or no component) touches every service of the host whose `kinds` it
    /// is among.
    [[nodiscard]] std::vector<const Service*> touched_by(const Symptom& symptom) const;

    /// What it needs itself, by name: declared ones, and learned ones that nobody declared.
    [[nodiscard]] const std::vector<Dependency>& dependencies_of(std::string_view service) const;
    /// Who needs it, by name.
    [[nodiscard]] std::vector<Dependency> dependents_of(std::string_view service) const;
    /// All that it needs, through others too; each once, itself never.
    [[nodiscard]] std::vector<const Service*> needs(const Service& service) const;
    /// All that need it, likewise.
    [[nodiscard]] std::vector<const Service*> needed_by(const Service& service) const;

    /// Whom the programs of a host call, by name of the called host. Learned.
    [[nodiscard]] const std::vector<Dependency>& host_dependencies(std::string_view host) const;

    /// Does the first need the second? The shortest path between services that the two symptoms
    /// touch; else a learned connection from host to host. None within one service.
    [[nodiscard]] std::optional<DependencyPath> path(const Symptom& needing,
                                                     const Symptom& needed) const;

    /// `touched` are names of hosts; those that are not the service's do not count.
    [[nodiscard]] Redundancy redundancy(const Service& service,
                                        const std::set<std::string>& touched) const;

    /// The next moment after `at` at which some service's hours begin or end.
    [[nodiscard]] std::optional<TimePoint> next_hours_change(TimePoint at) const;

    /// Rings in declared dependencies, each as "a needs b needs a": a fault of the catalogue that
    /// is reported, and does no harm here.
    [[nodiscard]] const std::vector<std::string>& cycles() const { return cycles_; }

    [[nodiscard]] std::size_t left_out() const { return left_out_; }

    bool empty() const { return services_.empty() && host_needs_.empty(); }

private:
    struct Hash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    template <class Value>
    using ByName = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;
    using Place = std::uint32_t;  // in services_

    struct Called {
        const ServiceHost* by;
        const LearnedConnection* connection;
        const ServiceHost* host;
    };

    void place_hosts(const std::vector<ServiceHost>& hosts);
    void declare();
    void learn(const std::vector<ServiceHost>& hosts);
    void learn_one(const Called& call);
    void add_need(Place from, Place to, Dependency dependency);
    void find_cycles();
    [[nodiscard]] std::vector<Place> callers(const Called& call) const;
    [[nodiscard]] std::vector<Place> callees(const Called& call) const;
    [[nodiscard]] std::optional<Place> place_of(std::string_view name) const;
    [[nodiscard]] std::vector<const Service*> reach(
        const Service& from, const std::vector<std::vector<Place>>& by) const;
    [[nodiscard]] std::optional<DependencyPath> service_path(
        const std::vector<const Service*>& from, const std::vector<const Service*>& to) const;

    std::vector<Service> services_;
    std::vector<std::vector<std::string>> hosts_of_;    // like services_
    std::vector<std::vector<Dependency>> needs_;        // like services_, by `to`
    std::vector<std::vector<Place>> needs_places_;      // like needs_
    std::vector<std::vector<Place>> needed_by_places_;  // like services_
    ByName<std::vector<Place>> on_host_;
    ByName<std::vector<Dependency>> host_needs_;
    std::vector<std::string> cycles_;
    std::size_t learned_ = 0;
    std::size_t left_out_ = 0;
};

using SharedServiceMap = std::shared_ptr<const ServiceMap>;

}  // namespace foreshock::incidents
