#pragma once

#include "server/incidents/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Both references outlive it.
class SqliteAgentRegistry final : public incidents::AgentRegistry {
public:
    SqliteAgentRegistry(Writer& writer, ConnectionPool& readers)
        : writer_(writer), readers_(readers) {}

    Result<void> put(std::string_view agent_id, std::string_view token_sha256) override;
    Result<std::string> agent_of(std::string_view token_sha256) const override;
    Result<void> remove(std::string_view agent_id, TimePoint at) override;
    Result<std::vector<std::string>> list() const override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
