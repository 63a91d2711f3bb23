#pragma once

#include "server/people/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

/// Both references outlive it.
class SqliteAccounts final : public people::Accounts {
public:
    SqliteAccounts(Writer& writer, ConnectionPool& readers) : writer_(writer), readers_(readers) {}

    Result<people::Directory> directory() const override;
    Result<people::Person> find(std::string_view name) const override;
    Result<std::uint64_t> revision() const override;
    Result<void> add(const people::Person& person, const people::AuditEntry& act) override;
    Result<void> change(const people::Person& person, const people::AuditEntry& act) override;
    Result<void> put_team(const people::Team& team, const people::AuditEntry& act) override;
    Result<void> remove_team(std::string_view name, const people::AuditEntry& act) override;
    Result<std::string> password_hash(std::string_view person) const override;
    Result<void> set_password(std::string_view person, std::string_view hash,
                              const people::AuditEntry& act) override;
    Result<void> invite(const people::Invitation& invitation,
                        const people::AuditEntry& act) override;
    Result<people::Invitation> invitation(std::string_view secret_sha256,
                                          TimePoint now) const override;
    Result<void> accept(std::string_view secret_sha256, TimePoint now,
                        const people::Person& newcomer, std::string_view password_hash,
                        const people::AuditEntry& act) override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
