#pragma once

#include "server/desk/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// How many lines of the history of silences and windows are kept; the oldest go first.
constexpr std::int64_t suppression_events_kept_max = 100'000;

/// Both references outlive it.
class SqliteSuppressionStore final : public desk::SuppressionStore {
public:
    SqliteSuppressionStore(Writer& writer, ConnectionPool& readers)
        : writer_(writer), readers_(readers) {}

    Result<void> commit(incidents::Commit& commit,
                        const desk::SuppressionChanges& changes) override;
    Result<std::vector<desk::Silence>> silences() const override;
    Result<std::vector<desk::MaintenanceWindow>> windows() const override;
    Result<desk::Silence> find_silence(std::string_view id) const override;
    Result<desk::MaintenanceWindow> find_window(std::string_view id) const override;
    Result<std::vector<desk::SuppressionEvent>> history(std::string_view id) const override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
