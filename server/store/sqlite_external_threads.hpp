#pragma once

#include "server/desk/external_threads.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Both references outlive it.
class SqliteExternalThreads final : public desk::ExternalThreads {
public:
    SqliteExternalThreads(Writer& writer, ConnectionPool& readers)
        : writer_(writer), readers_(readers) {}

    Result<std::optional<std::string>> find(std::string_view channel, std::string_view recipient,
                                            std::string_view incident_id) const override;
    Result<void> keep(const desk::ExternalThread& thread) override;
    Result<std::vector<desk::ExternalThread>> unfinished(std::string_view channel,
                                                         std::size_t limit) const override;
    Result<void> forget_closed() override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
