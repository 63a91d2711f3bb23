#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::desk {

/// Who words are written for. Each audience has its own templates.
enum class TellAudience : std::uint8_t { reporter, subscribers, responders, management };

/// Somebody outside the team wants to hear of a service. Either a person of the directory, who is
/// reached by their first contact, or a channel with an address.
struct Subscription {
    static constexpr std::size_t count_max = 20'000;

    std::string id;       ///< "sub-" and 16 hex digits
    std::string service;  ///< its name; "*" for any incident
    std::string person;   ///< empty: `channel` and `address` say it
    std::string channel;
    std::string address;
    TellAudience audience = TellAudience::subscribers;
    std::string language;    ///< empty: the person's own, else the default
    int priority_level = 5;  ///< tells incidents of this priority or graver
    std::string created_by;
    TimePoint created_at;

    bool operator==(const Subscription&) const = default;
};

/// From any thread.
class Subscriptions {
public:
    virtual ~Subscriptions() = default;
    /// All of them, by service, then oldest first.
    virtual Result<std::vector<Subscription>> list() const = 0;
    /// too_large at `count_max`, conflict when the same one wants to hear of the same already.
    virtual Result<void> add(const Subscription& subscription) = 0;
    virtual Result<void> remove(std::string_view id) = 0;  ///< not_found
};

std::string_view to_string(TellAudience audience);
Result<TellAudience> parse_tell_audience(std::string_view text);

}  // namespace foreshock::desk
