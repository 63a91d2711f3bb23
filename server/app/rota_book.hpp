#pragma once

#include <mutex>

#include "server/oncall/ports.hpp"

namespace foreshock::app {

/// The schedules of the configuration with the overrides of the store. Safe from any thread.
class KeptRota final : public oncall::RotaBook {
public:
    /// The store must outlive it.
    explicit KeptRota(oncall::OncallStore& store) : store_(store) {}

    /// Reads the overrides. An error changes nothing.
    Result<void> load(std::vector<oncall::Schedule> schedules);

    [[nodiscard]] std::shared_ptr<const oncall::Rota> rota() const override;
    Result<void> add(const oncall::Override& one) override;
    Result<void> remove(std::string_view id) override;

private:
    Result<void> read_anew(std::vector<oncall::Schedule> schedules);

    oncall::OncallStore& store_;
    mutable std::mutex mutex_;
    std::shared_ptr<const oncall::Rota> rota_ = std::make_shared<const oncall::Rota>();
};

}  // namespace foreshock::app
