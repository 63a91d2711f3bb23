#include "server/incidents/service_map.hpp"

#include <algorithm>
#include <deque>

#include "core/glob.hpp"

namespace foreshock::incidents {
namespace {

bool matches_any(std::string_view text, const std::vector<std::string>& globs) {
    return std::any_of(globs.begin(), globs.end(),
                       [&](const std::string& glob) { return matches_glob(text, glob); });
}

bool has_label(const ServiceHost& host, std::string_view selector) {
    return std::any_of(host.labels.begin(), host.labels.end(),
                       [&](const std::string& label) { return matches_glob(label, selector); });
}

bool runs_on(const Service& service, const ServiceHost& host) {
    if (service.hosts.empty() && service.labels.empty()) return false;
    if (!service.hosts.empty() && !matches_any(host.name, service.hosts)) return false;
    return std::all_of(service.labels.begin(), service.labels.end(),
                       [&](const std::string& selector) { return has_label(host, selector); });
}

bool touches(const Symptom& symptom, const Service& service) {
    if (!service.kinds.empty() && !matches_any(symptom.kind, service.kinds)) return false;
    const bool whole_host = symptom.impact <= 1 || symptom.subject.component.empty();
    return whole_host || service.components.empty() ||
           matches_any(symptom.subject.component, service.components);
}

bool is_loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

// "shop.service" is what "unit shop.service", "service shop.service" and "process shop" are about.
bool may_be_of(const std::string& unit, const Service& service) {
    if (service.components.empty() || unit.empty()) return true;
    const std::string bare = unit.substr(0, unit.rfind('.'));
    for (const std::string& word :
         {"unit " + unit, "service " + unit, "service " + bare, "process " + bare, unit}) {
        if (matches_any(word, service.components)) return true;
    }
    return false;
}

std::string endpoint_words(const LearnedConnection& connection) {
    const bool is_v6 = connection.address.find(':') != std::string::npos;
    return (is_v6 ? "[" + connection.address + "]" : connection.address) + ":" +
           std::to_string(connection.port);
}

}  // namespace

std::string DependencyPath::words() const {
    std::string text;
    for (const Dependency& step : steps) {
        if (text.empty()) text = step.from;
        text += " needs " + step.to;
        text += step.source == DependencySource::declared
                    ? " (declared)"
                    : " (learned on " + step.learned_by + ": " + step.detail + ")";
    }
    return text;
}

ServiceMap::ServiceMap(std::vector<Service> services, const std::vector<ServiceHost>& hosts)
    : services_(std::move(services)) {
    std::sort(services_.begin(), services_.end(),
              [](const Service& a, const Service& b) { return a.name < b.name; });
    if (services_.size() > services_max) {
        left_out_ += services_.size() - services_max;
        services_.resize(services_max);
    }
    hosts_of_.resize(services_.size());
    needs_.resize(services_.size());
    needs_places_.resize(services_.size());
    needed_by_places_.resize(services_.size());
    place_hosts(hosts);
    declare();
    find_cycles();
    learn(hosts);
}

void ServiceMap::place_hosts(const std::vector<ServiceHost>& hosts) {
    for (const ServiceHost& host : hosts) {
        for (Place place = 0; place < services_.size(); ++place) {
            if (!runs_on(services_[place], host)) continue;
            hosts_of_[place].push_back(host.name);
            on_host_[host.name].push_back(place);
        }
    }
    for (std::vector<std::string>& names : hosts_of_) {
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
    }
    for (auto& [name, places] : on_host_) {
        std::sort(places.begin(), places.end());
        places.erase(std::unique(places.begin(), places.end()), places.end());
    }
}

void ServiceMap::declare() {
    for (Place from = 0; from < services_.size(); ++from) {
        for (const std::string& name : services_[from].depends_on) {
            const auto to = place_of(name);
            if (!to || *to == from) continue;
            add_need(from, *to,
                     {services_[from].name, name, DependencySource::declared, "", "", {}, {}});
        }
    }
}

void ServiceMap::learn(const std::vector<ServiceHost>& hosts) {
    ByName<const ServiceHost*> by_address;
    for (const ServiceHost& host : hosts) {
        for (const std::string& address : host.addresses) {
            const auto [found, is_new] = by_address.emplace(address, &host);
            if (!is_new && found->second != &host) found->second = nullptr;
        }
    }
    for (const ServiceHost& host : hosts) {
        for (const LearnedConnection& connection : host.connections) {
            const auto found = by_address.find(connection.address);
            const bool is_own = is_loopback(connection.address);
            if (!is_own && (found == by_address.end() || !found->second)) continue;
            learn_one({&host, &connection, is_own ? &host : found->second});
        }
    }
    for (auto& [name, needs] : host_needs_) {
        std::sort(needs.begin(), needs.end(), [](const Dependency& a, const Dependency& b) {
            return std::tie(a.to, a.detail) < std::tie(b.to, b.detail);
        });
    }
}

void ServiceMap::learn_one(const Called& call) {
    if (learned_ >= learned_max) {
        ++left_out_;
        return;
    }
    ++learned_;
    const std::string who = call.connection->unit.empty() ? "a program" : call.connection->unit;
    Dependency learned{call.by->name,
                       call.host->name,
                       DependencySource::learned,
                       call.by->name,
                       who + " is connected to " + endpoint_words(*call.connection),
                       call.connection->since,
                       call.connection->last_seen};
    if (call.by != call.host) host_needs_[call.by->name].push_back(learned);
    for (const Place from : callers(call)) {
        for (const Place to : callees(call)) {
            if (from == to) continue;
            learned.from = services_[from].name;
            learned.to = services_[to].name;
            add_need(from, to, learned);
        }
    }
}

std::vector<ServiceMap::Place> ServiceMap::callers(const Called& call) const {
    std::vector<Place> found;
    const auto on_host = on_host_.find(call.by->name);
    if (on_host == on_host_.end()) return found;
    for (const Place place : on_host->second) {
        if (may_be_of(call.connection->unit, services_[place])) found.push_back(place);
    }
    return found;
}

std::vector<ServiceMap::Place> ServiceMap::callees(const Called& call) const {
    std::vector<Place> found;
    const auto on_host = on_host_.find(call.host->name);
    if (on_host == on_host_.end()) return found;
    std::vector<Place> by_port;
    for (const Place place : on_host->second) {
        const auto& ports = services_[place].ports;
        if (ports.empty()) {
            found.push_back(place);
        } else if (std::find(ports.begin(), ports.end(), call.connection->port) != ports.end()) {
            by_port.push_back(place);
        }
    }
    return by_port.empty() ? found : by_port;
}

void ServiceMap::add_need(Place from, Place to, Dependency dependency) {
    for (std::size_t i = 0; i < needs_[from].size(); ++i) {
        if (needs_places_[from][i] != to) continue;
        Dependency& known = needs_[from][i];
        if (known.source == DependencySource::declared) return;
        known.since = std::min(known.since, dependency.since);
        if (dependency.last_seen <= known.last_seen) return;
        dependency.since = known.since;
        known = std::move(dependency);
        return;
    }
    const auto at = std::lower_bound(needs_places_[from].begin(), needs_places_[from].end(), to);
    const auto index = at - needs_places_[from].begin();
    needs_places_[from].insert(at, to);
    needs_[from].insert(needs_[from].begin() + index, std::move(dependency));
    needed_by_places_[to].push_back(from);
}

// Each ring is told once, by the service of it that comes first.
void ServiceMap::find_cycles() {
    for (Place start = 0; start < services_.size(); ++start) {
        for (const Place next : needs_places_[start]) {
            const auto back = service_path({&services_[next]}, {&services_[start]});
            if (!back) continue;
            const bool is_told = std::any_of(
                back->steps.begin(), back->steps.end(),
                [&](const Dependency& step) { return step.from < services_[start].name; });
            if (is_told) continue;
            std::string ring = services_[start].name + " needs " + services_[next].name;
            for (const Dependency& step : back->steps)
                ring += " needs " + step.to;
            cycles_.push_back(std::move(ring));
        }
    }
}

std::optional<ServiceMap::Place> ServiceMap::place_of(std::string_view name) const {
    const auto at = std::lower_bound(
        services_.begin(), services_.end(), name,
        [](const Service& service, std::string_view wanted) { return service.name < wanted; });
    if (at == services_.end() || at->name != name) return std::nullopt;
    return static_cast<Place>(at - services_.begin());
}

const Service* ServiceMap::find(std::string_view name) const {
    const auto place = place_of(name);
    return place ? &services_[*place] : nullptr;
}

const std::vector<std::string>& ServiceMap::hosts_of(const Service& service) const {
    static const std::vector<std::string> none;
    const auto place = place_of(service.name);
    return place ? hosts_of_[*place] : none;
}

std::vector<const Service*> ServiceMap::services_on(std::string_view host) const {
    std::vector<const Service*> found;
    const auto on_host = on_host_.find(host);
    if (on_host == on_host_.end()) return found;
    for (const Place place : on_host->second)
        found.push_back(&services_[place]);
    return found;
}

std::vector<const Service*> ServiceMap::touched_by(const Symptom& symptom) const {
    std::vector<const Service*> found = services_on(symptom.subject.host);
    std::erase_if(found, [&](const Service* service) { return !touches(symptom, *service); });
    return found;
}

const std::vector<Dependency>& ServiceMap::dependencies_of(std::string_view service) const {
    static const std::vector<Dependency> none;
    const auto place = place_of(service);
    return place ? needs_[*place] : none;
}

std::vector<Dependency> ServiceMap::dependents_of(std::string_view service) const {
    std::vector<Dependency> found;
    const auto to = place_of(service);
    if (!to) return found;
    for (const Place from : needed_by_places_[*to]) {
        for (const Dependency& one : needs_[from]) {
            if (one.to == service) found.push_back(one);
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Dependency& a, const Dependency& b) { return a.from < b.from; });
    return found;
}

std::vector<const Service*> ServiceMap::reach(const Service& from,
                                              const std::vector<std::vector<Place>>& by) const {
    std::vector<const Service*> found;
    const auto start = place_of(from.name);
    if (!start) return found;
    std::vector<bool> seen(services_.size());
    seen[*start] = true;
    std::deque<Place> next{*start};
    while (!next.empty()) {
        const Place at = next.front();
        next.pop_front();
        for (const Place other : by[at]) {
            if (seen[other]) continue;
            seen[other] = true;
            next.push_back(other);
            found.push_back(&services_[other]);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<const Service*> ServiceMap::needs(const Service& service) const {
    return reach(service, needs_places_);
}

std::vector<const Service*> ServiceMap::needed_by(const Service& service) const {
    return reach(service, needed_by_places_);
}

const std::vector<Dependency>& ServiceMap::host_dependencies(std::string_view host) const {
    static const std::vector<Dependency> none;
    const auto found = host_needs_.find(host);
    return found == host_needs_.end() ? none : found->second;
}

std::optional<DependencyPath> ServiceMap::service_path(
    const std::vector<const Service*>& from, const std::vector<const Service*>& to) const {
    struct Step {
        Place from;
        std::size_t index;
        std::size_t depth;
    };

    std::unordered_map<Place, Step> came_by;
    std::deque<std::pair<Place, std::size_t>> next;
    std::set<Place> starts;
    for (const Service* service : from) {
        starts.insert(*place_of(service->name));
        next.emplace_back(*place_of(service->name), 0);
    }
    std::set<Place> goals;
    for (const Service* service : to)
        goals.insert(*place_of(service->name));
    const auto path_to = [&](Place goal) {
        DependencyPath path;
        for (Place at = goal; !starts.contains(at); at = came_by.at(at).from) {
            const Step& step = came_by.at(at);
            path.steps.insert(path.steps.begin(), needs_[step.from][step.index]);
        }
        return path;
    };
    while (!next.empty()) {
        const auto [at, depth] = next.front();
        next.pop_front();
        if (depth >= depth_max) continue;
        for (std::size_t i = 0; i < needs_places_[at].size(); ++i) {
            const Place other = needs_places_[at][i];
            if (starts.contains(other) || came_by.contains(other)) continue;
            came_by.emplace(other, Step{at, i, depth + 1});
            if (goals.contains(other)) return path_to(other);
            next.emplace_back(other, depth + 1);
        }
    }
    return std::nullopt;
}

std::optional<DependencyPath> ServiceMap::path(const Symptom& needing,
                                               const Symptom& needed) const {
    auto found = service_path(touched_by(needing), touched_by(needed));
    if (found) return found;
    if (needing.subject.host == needed.subject.host) return std::nullopt;
    const std::vector<Dependency>& calls = host_dependencies(needing.subject.host);
    const auto call = std::lower_bound(
        calls.begin(), calls.end(), needed.subject.host,
        [](const Dependency& one, const std::string& host) { return one.to < host; });
    if (call == calls.end() || call->to != needed.subject.host) return std::nullopt;
    return DependencyPath{{*call}};
}

std::optional<TimePoint> ServiceMap::next_hours_change(TimePoint at) const {
    std::optional<TimePoint> next;
    for (const Service& service : services_) {
        const auto one = incidents::next_hours_change(service, at);
        if (one && (!next || *one < *next)) next = one;
    }
    return next;
}

Redundancy ServiceMap::redundancy(const Service& service,
                                  const std::set<std::string>& touched) const {
    const std::vector<std::string>& hosts = hosts_of(service);
    const auto count = std::count_if(hosts.begin(), hosts.end(), [&](const std::string& host) {
        return touched.contains(host);
    });
    return {hosts.size(), static_cast<std::size_t>(count), service.needed.of(hosts.size())};
}

}  // namespace foreshock::incidents
