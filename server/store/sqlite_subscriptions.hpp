#pragma once

#include "server/desk/subscription.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Both references outlive it.
class SqliteSubscriptions final : public desk::Subscriptions {
public:
    SqliteSubscriptions(Writer& writer, ConnectionPool& readers)
        : writer_(writer), readers_(readers) {}

    Result<std::vector<desk::Subscription>> list() const override;
    Result<void> add(const desk::Subscription& subscription) override;
    Result<void> remove(std::string_view id) override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
