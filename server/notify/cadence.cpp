#include "server/notify/cadence.hpp"

#include <algorithm>

namespace foreshock::notify {

std::optional<UpdateDue> update_due(const incidents::Incident& incident, const Cadence& every,
                                    TimePoint now) {
    const bool is_silent_on_purpose = !incident.is_open() || incident.is_muted() ||
                                      incident.handling.waiting || !incident.last_word;
    if (is_silent_on_purpose) return std::nullopt;
    const int level = std::clamp(incident.priority.level, 1, 5);
    const Duration span = every.at(static_cast<std::size_t>(level - 1));
    if (span <= Duration{0} || now - incident.last_word->at < span) return std::nullopt;
    const auto times = (now - incident.last_word->at) / span;
    return UpdateDue{incident.last_word->at,
                     static_cast<int>(std::min<std::int64_t>(times, reminders_max))};
}

std::vector<Told> who_is_reminded(const incidents::Incident& incident, const TellPlan& plan,
                                  const TellSurroundings& around) {
    const people::Person* owner = around.directory.person(incident.owner);
    if (owner && !owner->disabled && !owner->contacts.empty() &&
        plan.channel(owner->contacts.front().channel)) {
        const people::Contact& contact = owner->contacts.front();
        return {{contact.channel, contact.address, desk::TellAudience::responders, owner->language,
                 false}};
    }
    incidents::Announcement announcement;
    announcement.transition = incidents::Transition::changed;
    std::vector<Told> told = who_is_told(incident, announcement, plan, around);
    std::erase_if(told, [&](const Told& one) {
        return one.audience != desk::TellAudience::responders || one.is_page ||
               plan.channel(one.channel)->tells_every_word;
    });
    return told;
}

}  // namespace foreshock::notify
