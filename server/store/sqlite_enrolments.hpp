#pragma once

#include "server/enrolment/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Both references outlive it.
class SqliteEnrolments final : public enrolment::Enrolments {
public:
    SqliteEnrolments(Writer& writer, ConnectionPool& readers)
        : writer_(writer), readers_(readers) {}

    Result<void> add_token(const enrolment::Token& token, const people::AuditEntry& act) override;
    Result<enrolment::Token> token(std::string_view id) const override;
    Result<std::vector<enrolment::Token>> tokens() const override;
    Result<void> revoke_token(std::string_view id, TimePoint at,
                              const people::AuditEntry& act) override;
    Result<void> enrol(const enrolment::Certificate& certificate, bool replaces,
                       const people::AuditEntry& act) override;
    Result<void> renew(const enrolment::Certificate& certificate) override;
    Result<enrolment::Certificate> certificate(std::string_view serial) const override;
    Result<std::optional<enrolment::Certificate>> answered(
        std::string_view request_sha256) const override;
    Result<std::vector<enrolment::Certificate>> certificates(
        std::string_view agent_id) const override;
    Result<std::vector<enrolment::Certificate>> unrenewed(TimePoint now,
                                                          std::size_t limit) const override;
    Result<void> revoke_agent(std::string_view agent_id, TimePoint at,
                              const people::AuditEntry& act) override;
    Result<void> forget_host(const enrolment::HostForgetting& what,
                             const people::AuditEntry& act) override;
    Result<std::optional<TimePoint>> revoked(std::string_view agent_id) const override;

private:
    [[nodiscard]] Result<std::vector<enrolment::Certificate>> select(std::string_view condition,
                                                                     const std::string& value,
                                                                     std::int64_t count_max) const;

    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
