#pragma once

#include "server/incidents/diagnosis_ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Both references outlive it.
class SqliteKnownErrors final : public incidents::KnownErrors {
public:
    SqliteKnownErrors(Writer& writer, ConnectionPool& readers)
        : writer_(writer), readers_(readers) {}

    Result<std::vector<incidents::KnownError>> list() const override;
    Result<void> put(const incidents::KnownError& known_error) override;
    Result<void> remove(std::string_view id) override;
    Result<void> record(const incidents::FixOutcome& outcome) override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
