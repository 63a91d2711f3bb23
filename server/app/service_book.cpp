#include "server/app/service_book.hpp"

namespace foreshock::app {

bool ServiceBook::refresh(const Hosts& hosts, TimePoint now) {
    const Duration age = now - built_at_;
    const bool went_back = age < Duration{0};
    const bool is_due = is_replaced_ || age >= (is_stale_ ? rebuild_every : rebuild_always_every);
    if (!is_due && !went_back) return false;
    rebuild(hosts, now);
    return true;
}

void ServiceBook::replace(std::vector<ServiceConfiguration> catalogue) {
    catalogue_ = std::move(catalogue);
    is_replaced_ = true;
}

void ServiceBook::rebuild(const Hosts& hosts, TimePoint now) {
    const bool is_long_ago = now - resolved_at_ >= hours_again_every || now < resolved_at_;
    if (is_replaced_ || is_long_ago) resolve(now);
    is_replaced_ = false;
    std::vector<incidents::Service> services;
    services.reserve(catalogue_.size());
    for (const ServiceConfiguration& one : catalogue_)
        services.push_back(one.service);
    hosts_.clear();
    hosts_.reserve(hosts.size());
    for (const auto& [id, host] : hosts)
        hosts_.push_back(incidents::service_host(host));
    map_ = std::make_shared<const incidents::ServiceMap>(std::move(services), hosts_);
    built_at_ = now;
    is_stale_ = false;
}

void ServiceBook::resolve(TimePoint now) {
    resolved_at_ = now;
    for (ServiceConfiguration& one : catalogue_) {
        if (!one.service.has_hours) continue;
        const incidents::TimeSpan ahead{now - std::chrono::hours{24}, now + hours_ahead};
        Result<std::vector<incidents::TimeSpan>> hours = desk::resolve_hours(one.hours, ahead);
        one.service.hours_known.reset();
        if (!hours) {
            complaint_ = "hours of service " + one.service.name + ": " + hours.error().what;
            continue;
        }
        one.service.hours = std::move(*hours);
        one.service.hours_known = ahead;
    }
}

}  // namespace foreshock::app
