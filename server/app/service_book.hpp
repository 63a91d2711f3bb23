#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "server/app/service_configuration.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::app {

/// Keeps the map of services true: made anew when hosts or their connections are not what they
/// were, at most every `rebuild_every`, and when hours of service must be worked out further. For
/// one thread.
class ServiceBook {
public:
    using Hosts = std::map<std::string, incidents::Host, std::less<>>;

    static constexpr Duration rebuild_every = std::chrono::seconds{10};
    /// Also without news, so that "last seen" is not older than that.
    static constexpr Duration rebuild_always_every = std::chrono::minutes{5};
    static constexpr Duration hours_ahead = std::chrono::hours{8 * 24};
    static constexpr Duration hours_again_every = std::chrono::hours{24};

    explicit ServiceBook(std::vector<ServiceConfiguration> catalogue)
        : catalogue_(std::move(catalogue)) {}

    /// Another catalogue, checked already; the next `refresh` makes the map of it.
    void replace(std::vector<ServiceConfiguration> catalogue);

    /// Something that services see of a host has changed.
    void note_change() { is_stale_ = true; }

    /// Makes the map anew if it is time; true when it did. Errors of zones leave hours unknown and
    /// are told once by `complaint()`.
    bool refresh(const Hosts& hosts, TimePoint now);

    /// Makes it anew at once.
    void rebuild(const Hosts& hosts, TimePoint now);

    [[nodiscard]] const incidents::SharedServiceMap& map() const { return map_; }

    /// The hosts that the map was just made of: once, as they are as many as the fleet.
    std::vector<incidents::ServiceHost> take_hosts() { return std::exchange(hosts_, {}); }

    /// What went wrong since the last call; empty: nothing.
    std::string complaint() { return std::exchange(complaint_, {}); }

private:
    void resolve(TimePoint now);

    std::vector<ServiceConfiguration> catalogue_;
    incidents::SharedServiceMap map_ = std::make_shared<const incidents::ServiceMap>();
    std::vector<incidents::ServiceHost> hosts_;
    std::string complaint_;
    bool is_stale_ = true;
    bool is_replaced_ = false;
    TimePoint built_at_;
    TimePoint resolved_at_;
};

}  // namespace foreshock::app
