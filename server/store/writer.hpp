#pragma once

#include <memory>
#include <mutex>

#include "server/store/database.hpp"

namespace foreshock::store {

/// The one connection that writes, for one caller at a time. From any thread.
class Writer {
public:
    explicit Writer(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}

    /// Runs `work(Connection&)`, which gives a Result<void>, inside a transaction, and commits it
    /// when it succeeds. Durable when this returns success; otherwise nothing was written.
    template <class Work>
    Result<void> transact(Work work) {
        const std::lock_guard lock{mutex_};
        auto transaction = Transaction::begin(*connection_);
        if (!transaction) return fail(std::move(transaction).error());
        if (Result<void> done = work(*connection_); !done) return done;
        return transaction->commit();
    }

private:
    std::mutex mutex_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace foreshock::store
