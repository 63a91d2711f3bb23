#pragma once

#include "server/oncall/ports.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/writer.hpp"

namespace foreshock::store {

class SqliteOncallStore final : public oncall::OncallStore {
public:
    SqliteOncallStore(Writer& writer, ConnectionPool& readers)
        : writer_(writer), readers_(readers) {}

    Result<std::vector<oncall::Override>> overrides() const override;
    Result<std::uint64_t> revision() const override;
    Result<void> add(const oncall::Override& one) override;
    Result<void> remove(std::string_view id) override;
    Result<std::string> secret(std::string_view fresh) override;

private:
    Writer& writer_;
    ConnectionPool& readers_;
};

}  // namespace foreshock::store
