#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/store/database.hpp"

namespace foreshock::store {

/// Connections that only read, handed to one caller at a time. From any thread.
class ConnectionPool {
public:
    static constexpr std::size_t idle_max = 8;

    explicit ConnectionPool(std::string path) : path_(std::move(path)) {}

    /// A connection for the caller alone; it goes back by itself.
    class Lease {
    public:
        Lease(ConnectionPool& pool, std::unique_ptr<Connection> connection)
            : pool_(&pool), connection_(std::move(connection)) {}

        Lease(Lease&&) = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();

        Connection* operator->() const { return connection_.get(); }

    private:
        ConnectionPool* pool_;
        std::unique_ptr<Connection> connection_;
    };

    Result<Lease> lease();

private:
    void take_back(std::unique_ptr<Connection> connection);

    std::string path_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace foreshock::store
