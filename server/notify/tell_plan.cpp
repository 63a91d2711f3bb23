#include "server/notify/tell_plan.hpp"

#include <algorithm>
#include <map>

#include "core/glob.hpp"

namespace foreshock::notify {
namespace {

using desk::Subscription;
using incidents::Incident;
using incidents::Service;
using incidents::Transition;
using Services = std::vector<const Service*>;

bool fits_any(const std::vector<std::string>& globs, std::string_view text) {
    return std::any_of(globs.begin(), globs.end(),
                       [&](const std::string& glob) { return matches_glob(text, glob); });
}

bool fits_services(const TellRoute& route, const Services& services) {
    const bool by_name = route.services.empty() ||
                         std::any_of(services.begin(), services.end(), [&](const Service* one) {
                             return fits_any(route.services, one->name);
                         });
    const bool by_team = route.teams.empty() ||
                         std::any_of(services.begin(), services.end(), [&](const Service* one) {
                             return !one->team.empty() && fits_any(route.teams, one->team);
                         });
    return by_name && by_team;
}

bool fits(const TellRoute& route, const Incident& incident, const Services& services) {
    const bool by_priority =
        route.priorities.empty() || std::find(route.priorities.begin(), route.priorities.end(),
                                              incident.priority.level) != route.priorities.end();
    const bool by_category =
        route.categories.empty() || fits_any(route.categories, incident.category) ||
        fits_any(route.categories, incident.category + "/" + incident.subcategory);
    return by_priority && by_category && fits_services(route, services);
}

/// A page for what somebody works on already, or for what is over, calls nobody.
bool is_call(const Incident& incident, const incidents::Announcement& announcement) {
    const bool is_news = announcement.transition == Transition::opened ||
                         announcement.transition == Transition::changed ||
                         announcement.transition == Transition::reopened;
    return is_news && incident.is_open() && announcement.told_by.empty() &&
           (!incident.acknowledged_at || announcement.transition == Transition::reopened);
}

bool interests_subscribers(Transition transition) {
    return transition == Transition::opened || transition == Transition::changed ||
           transition == Transition::resolved || transition == Transition::reopened;
}

class Telling {
public:
    Telling(const Incident& incident, const incidents::Announcement& announcement,
            const TellPlan& plan, const TellSurroundings& around)
        : incident_(incident),
          announcement_(announcement),
          plan_(plan),
          around_(around),
          services_(touched_services(incident, around.services)) {}

    std::vector<Told> all() {
        for (const PlannedChannel& channel : plan_.channels) {
            if (plan_.routes.empty() || channel.needs_no_route) add_channel(channel, {});
        }
        for (const TellRoute& route : plan_.routes) {
            if (!fits(route, incident_, services_)) continue;
            add_route(route);
            if (route.is_last) break;
        }
        if (interests_subscribers(announcement_.transition)) {
            for (const Subscription& one : around_.subscriptions)
                add_subscriber(one);
        }
        return std::move(told_);
    }

private:
    void add(Told one) {
        const bool is_there = std::any_of(told_.begin(), told_.end(), [&](const Told& known) {
            return known.channel == one.channel && known.recipient == one.recipient;
        });
        if (one.language.empty()) one.language = plan_.language;
        if (!is_there) told_.push_back(std::move(one));
    }

    void add_channel(const PlannedChannel& channel, const TellRoute& route) {
        const auto& recipients = route.recipients.empty() ? channel.recipients : route.recipients;
        for (const std::string& recipient : recipients) {
            add({channel.name, recipient, route.audience,
                 route.language.empty() ? channel.language : route.language, route.is_page});
        }
    }

    void add_route(const TellRoute& route) {
        if (route.is_page && !is_call(incident_, announcement_)) return;
        for (const std::string& name : route.channels) {
            const PlannedChannel* channel = plan_.channel(name);
            if (channel) add_channel(*channel, route);
        }
    }

    [[nodiscard]] bool concerns(const Subscription& one) const {
        if (incident_.priority.level > one.priority_level) return false;
        return one.service == "*" ||
               std::any_of(services_.begin(), services_.end(),
                           [&](const Service* service) { return service->name == one.service; });
    }

    void add_subscriber(const Subscription& one) {
        if (!concerns(one)) return;
        Told told{one.channel, one.address, one.audience, one.language, false};
        if (!one.person.empty()) {
            const people::Person* person = around_.directory.person(one.person);
            if (!person || person->disabled || person->contacts.empty()) return;
            told.channel = person->contacts.front().channel;
            told.recipient = person->contacts.front().address;
            if (told.language.empty()) told.language = person->language;
        }
        if (plan_.channel(told.channel)) add(std::move(told));
    }

    const Incident& incident_;
    const incidents::Announcement& announcement_;
    const TellPlan& plan_;
    const TellSurroundings& around_;
    Services services_;
    std::vector<Told> told_;
};

}  // namespace

const PlannedChannel* TellPlan::channel(std::string_view name) const {
    const auto found = std::find_if(channels.begin(), channels.end(),
                                    [&](const PlannedChannel& one) { return one.name == name; });
    return found == channels.end() ? nullptr : &*found;
}

std::vector<Told> who_is_told(const Incident& incident, const incidents::Announcement& announcement,
                              const TellPlan& plan, const TellSurroundings& around) {
    return Telling{incident, announcement, plan, around}.all();
}

std::vector<const Service*> touched_services(const Incident& incident,
                                             const incidents::ServiceMap& services) {
    std::map<std::string_view, const Service*> by_name;
    for (const incidents::IncidentSymptom& known : incident.symptoms) {
        for (const Service* one : services.touched_by(known.symptom))
            by_name.emplace(one->name, one);
    }
    std::vector<const Service*> all;
    for (const auto& [name, service] : by_name)
        all.push_back(service);
    return all;
}

}  // namespace foreshock::notify
