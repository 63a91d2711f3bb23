#pragma once

#include "collectors/socket_table.hpp"

namespace foreshock::collectors {

/// Gives each whole round of the socket table once.
class NewRound {
public:
    explicit NewRound(SocketTable* table) : table_(table) {}

    /// Null when there is none since the last call. no_data where nobody lists sockets; other
    /// errors as SocketTable::read.
    Result<const SocketRound*> read(TimePoint now) {
        if (!table_) return fail(Errc::no_data, "nobody lists the sockets of this host");
        const auto round = table_->read(now);
        if (!round) return fail(round.error());
        const bool is_new = (*round)->number > last_;
        last_ = (*round)->number;
        return is_new ? *round : nullptr;
    }

    [[nodiscard]] std::string unit_of(std::uint64_t cgroup_id) const {
        return table_ ? table_->unit_of(cgroup_id) : std::string{};
    }

private:
    SocketTable* table_;
    std::uint64_t last_ = 0;
};

}  // namespace foreshock::collectors
