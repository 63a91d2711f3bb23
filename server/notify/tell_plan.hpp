#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/desk/subscription.hpp"
#include "server/incidents/engine.hpp"
#include "server/people/person.hpp"

namespace foreshock::notify {

/// A channel as far as decisions go.
struct PlannedChannel {
    std::string name;
    std::vector<std::string> recipients =
        {};                         ///< told where a route names none; at least one, maybe ""
    std::string language = {};      ///< empty: the default
    bool tells_every_word = false;  ///< a webhook's log: rendered for machines
    bool needs_no_route = false;    ///< a [[webhook]]: it is told of everything
};

/// Who hears of which incidents. Every list that is empty asks for nothing; the others all have to
/// fit. Globs know * and ?.
struct TellRoute {
    std::string name;
    std::vector<std::string> services;    ///< globs: one of those that it touches
    std::vector<std::string> teams;       ///< globs: the team of one of those
    std::vector<std::string> categories;  ///< globs of "category" or "category/subcategory"
    std::vector<int> priorities;          ///< 1 to 5
    std::vector<std::string> channels;    ///< names
    std::vector<std::string> recipients;  ///< instead of the channels' own
    desk::TellAudience audience = desk::TellAudience::responders;
    std::string language;
    bool is_page = false;  ///< calls to work: void once it is acknowledged or over
    bool is_last = false;  ///< routes below are not looked at
};

/// How often those who follow an incident are told how it stands, by priority; 0: no promise.
using Cadence = std::array<Duration, 5>;

struct TellPlan {
    std::vector<PlannedChannel> channels;
    std::vector<TellRoute> routes;  ///< none: everything goes to every channel
    std::string language = "en";
    Cadence update_every{};

    [[nodiscard]] const PlannedChannel* channel(std::string_view name) const;
};

/// One place where one announcement goes.
struct Told {
    std::string channel;
    std::string recipient;
    desk::TellAudience audience = desk::TellAudience::responders;
    std::string language;
    bool is_page = false;

    bool operator==(const Told&) const = default;
};

/// What is known beside the incident when it is decided who is told.
struct TellSurroundings {
    const incidents::ServiceMap& services;
    const std::vector<desk::Subscription>& subscriptions;
    const people::Directory& directory;
};

/// Each channel and recipient once: the first that names it says in which words. Subscribers come
/// last, and hear of what concerns them: not of who took it, nor of its filing.
std::vector<Told> who_is_told(const incidents::Incident& incident,
                              const incidents::Announcement& announcement, const TellPlan& plan,
                              const TellSurroundings& around);

/// The services that its symptoms touch, each once, by name.
std::vector<const incidents::Service*> touched_services(const incidents::Incident& incident,
                                                        const incidents::ServiceMap& services);

}  // namespace foreshock::notify
