#include "server/app/rota_book.hpp"

namespace foreshock::app {

// Called with the mutex held.
Result<void> KeptRota::read_anew(std::vector<oncall::Schedule> schedules) {
    auto overrides = store_.overrides();
    if (!overrides) return fail(std::move(overrides).error());
    const auto revision = store_.revision();
    if (!revision) return fail(revision.error());
    rota_ = std::make_shared<const oncall::Rota>(
        oncall::Rota{std::move(schedules), std::move(*overrides), *revision});
    return {};
}

Result<void> KeptRota::load(std::vector<oncall::Schedule> schedules) {
    const std::lock_guard lock{mutex_};
    return read_anew(std::move(schedules));
}

std::shared_ptr<const oncall::Rota> KeptRota::rota() const {
    const std::lock_guard lock{mutex_};
    return rota_;
}

Result<void> KeptRota::add(const oncall::Override& one) {
    const std::lock_guard lock{mutex_};
    if (auto added = store_.add(one); !added) return added;
    return read_anew(rota_->schedules);
}

Result<void> KeptRota::remove(std::string_view id) {
    const std::lock_guard lock{mutex_};
    if (auto removed = store_.remove(id); !removed) return removed;
    return read_anew(rota_->schedules);
}

}  // namespace foreshock::app
