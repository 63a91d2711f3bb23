#pragma once

#include "server/people/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Both references outlive it.
class SqliteSessions final : public people::Sessions {
public:
    SqliteSessions(Writer& writer, ConnectionPool& readers) : writer_(writer), readers_(readers) {}

    Result<void> open(const people::Session& session, std::size_t per_person_max,
                      const people::AuditEntry& act) override;
    Result<people::Session> find(std::string_view secret_sha256) const override;
    Result<void> note_use(std::string_view secret_sha256, TimePoint at) override;
    Result<void> end(std::string_view secret_sha256, const people::AuditEntry& act) override;
    Result<void> forget(TimePoint opened_before, TimePoint used_before) override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

/// Likewise.
class SqliteApiTokens final : public people::ApiTokens {
public:
    SqliteApiTokens(Writer& writer, ConnectionPool& readers) : writer_(writer), readers_(readers) {}

    Result<void> add(const people::ApiToken& token, const people::AuditEntry& act) override;
    Result<people::ApiToken> find(std::string_view secret_sha256) const override;
    Result<std::vector<people::ApiToken>> list(std::string_view person) const override;
    Result<void> note_use(std::string_view id, TimePoint at) override;
    Result<void> revoke(std::string_view id, TimePoint at, const people::AuditEntry& act) override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

/// Likewise.
class SqliteAuditLog final : public people::AuditLog {
public:
    SqliteAuditLog(Writer& writer, ConnectionPool& readers) : writer_(writer), readers_(readers) {}

    Result<void> append(const people::AuditEntry& entry) override;
    Result<std::vector<people::AuditEntry>> list(const people::AuditQuery& query) const override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
