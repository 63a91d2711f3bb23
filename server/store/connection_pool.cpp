#include "server/store/connection_pool.hpp"

namespace foreshock::store {

ConnectionPool::Lease::~Lease() {
    if (connection_) pool_->take_back(std::move(connection_));
}

Result<ConnectionPool::Lease> ConnectionPool::lease() {
    {
        const std::lock_guard lock{mutex_};
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return Lease{*this, std::move(connection)};
        }
    }
    auto opened = Connection::open(path_, Connection::Mode::read_only);
    if (!opened) return fail(std::move(opened).error());
    return Lease{*this, std::move(*opened)};
}

void ConnectionPool::take_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock{mutex_};
    if (idle_.size() < idle_max) idle_.push_back(std::move(connection));
}

}  // namespace foreshock::store
