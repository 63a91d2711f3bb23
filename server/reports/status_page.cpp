#include "server/reports/status_page.hpp"

#include <algorithm>

#include "server/desk/standing.hpp"
#include "server/reports/publicity.hpp"

namespace foreshock::reports {
namespace {

using incidents::Incident;
using incidents::Service;

constexpr std::array<std::string_view, 5> component_states{"operational", "maintenance", "degraded",
                                                           "partial_outage", "major_outage"};
constexpr std::array<std::string_view, 3> public_states{"investigating", "in_progress", "resolved"};
constexpr Duration maintenance_ahead = std::chrono::hours{24 * 7};
constexpr std::size_t spans_per_window = 5;

ComponentState gravity_of(const Incident& incident) {
    if (!incident.occurred) return ComponentState::degraded;
    if (incident.priority.level == 1) return ComponentState::major_outage;
    return incident.priority.level == 2 ? ComponentState::partial_outage : ComponentState::degraded;
}

std::string reference_of(std::uint64_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
    return "INC-" + digits;
}

PublicIncident public_incident(const Incident& incident,
                               const std::vector<const Service*>& services) {
    PublicIncident shown;
    shown.reference = reference_of(incident.number);
    for (const Service* service : services)
        shown.services.push_back(service->title);
    shown.gravity = gravity_of(incident);
    shown.state = !incident.is_open()      ? PublicState::resolved
                  : incident.owner.empty() ? PublicState::investigating
                                           : PublicState::in_progress;
    shown.impends = incident.is_open() && !incident.occurred;
    shown.started_at = incident.opened_at;
    shown.updated_at = incident.updated_at;
    shown.resolved_at = incident.resolved_at;
    shown.words = incident.reporting.public_words;
    return shown;
}

class Drawing {
public:
    explicit Drawing(const StatusSources& from) : from_(from) {
        page_.at = from.now;
        for (const Service& service : from.services.services()) {
            if (!service.is_public) continue;
            page_.components.push_back(
                {service.name, service.title, ComponentState::operational, {}});
        }
    }

    StatusPage draw() {
        for (const Incident& incident : from_.incidents)
            draw(incident);
        for (const desk::MaintenanceWindow& window : from_.windows)
            draw(window);
        put_in_order();
        return std::move(page_);
    }

private:
    PublicComponent* component(std::string_view name) {
        const auto found =
            std::find_if(page_.components.begin(), page_.components.end(),
                         [&](const PublicComponent& one) { return one.name == name; });
        return found == page_.components.end() ? nullptr : &*found;
    }

    void draw(const Incident& incident) {
        const auto touched = public_services_of(incident, from_.services);
        if (touched.empty()) return;
        PublicIncident shown = public_incident(incident, touched);
        for (const Service* service : touched) {
            PublicComponent* one = component(service->name);
            if (!one) continue;
            if (incident.occurred) colour_days(*one, incident, shown.gravity);
            if (incident.is_open() && incident.occurred)
                one->state = std::max(one->state, shown.gravity);
        }
        (incident.is_open() ? page_.current : page_.past).push_back(std::move(shown));
    }

    void colour_days(PublicComponent& one, const Incident& incident, ComponentState gravity) {
        const auto today = std::chrono::floor<std::chrono::days>(from_.now);
        const auto ended =
            std::chrono::floor<std::chrono::days>(incident.resolved_at.value_or(from_.now));
        auto at = std::chrono::floor<std::chrono::days>(incident.opened_at);
        at = std::max(at, today - std::chrono::days{history_days - 1});
        for (; at <= std::min(ended, today); at += std::chrono::days{1}) {
            const auto ago = static_cast<std::size_t>((today - at).count());
            ComponentState& of_day = one.days[history_days - 1 - ago];
            of_day = std::max(of_day, gravity);
        }
    }

    /// Windows that are drawn by hosts or services; what else they match is inside.
    std::vector<const Service*> services_in(const desk::MaintenanceWindow& window,
                                            const desk::ReadyWindow& ready) {
        std::vector<const Service*> found;
        const bool is_drawn = std::all_of(
            window.matchers.begin(), window.matchers.end(), [](const desk::Matcher& matcher) {
                return matcher.name == "host" || matcher.name == "service";
            });
        if (!is_drawn) return found;
        for (const Service& service : from_.services.services()) {
            const auto& hosts = from_.services.hosts_of(service);
            const bool is_meant = std::any_of(hosts.begin(), hosts.end(), [&](const auto& host) {
                return ready.matchers.matches({{"host", host}, {"service", service.name}});
            });
            if (service.is_public && is_meant) found.push_back(&service);
        }
        return found;
    }

    void draw(const desk::MaintenanceWindow& window) {
        const auto ready = desk::ReadyWindow::make(window);
        if (!ready) return;
        const std::vector<const Service*> services = services_in(window, *ready);
        if (services.empty()) return;
        std::vector<std::string> titles;
        for (const Service* service : services)
            titles.push_back(service->title);
        for (const desk::WindowSpan& span :
             desk::spans_after(window, ready->recurrence, from_.now, spans_per_window)) {
            if (span.starts_at > from_.now + maintenance_ahead) break;
            page_.maintenance.push_back({titles, span.starts_at, span.ends_at});
            if (!span.covers(from_.now)) continue;
            for (const Service* service : services) {
                PublicComponent* one = component(service->name);
                if (one) one->state = std::max(one->state, ComponentState::maintenance);
            }
        }
    }

    void put_in_order() {
        const auto newest_first = [](std::vector<PublicIncident>& all) {
            std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
                return std::tie(a.started_at, a.reference) > std::tie(b.started_at, b.reference);
            });
            if (all.size() > StatusPage::incidents_max) all.resize(StatusPage::incidents_max);
        };
        newest_first(page_.current);
        newest_first(page_.past);
        std::sort(page_.components.begin(), page_.components.end(),
                  [](const auto& a, const auto& b) { return a.title < b.title; });
        auto& planned = page_.maintenance;
        std::sort(planned.begin(), planned.end(), [](const auto& a, const auto& b) {
            return std::tie(a.starts_at, a.services) < std::tie(b.starts_at, b.services);
        });
        if (planned.size() > StatusPage::maintenance_max)
            planned.resize(StatusPage::maintenance_max);
        for (const PublicComponent& one : page_.components)
            page_.overall = std::max(page_.overall, one.state);
    }

    const StatusSources& from_;
    StatusPage page_;
};

}  // namespace

StatusPage make_status_page(const StatusSources& from) {
    return Drawing{from}.draw();
}

std::string_view to_string(ComponentState state) {
    return component_states[static_cast<std::size_t>(state)];
}

std::string_view to_string(PublicState state) {
    return public_states[static_cast<std::size_t>(state)];
}

}  // namespace foreshock::reports
