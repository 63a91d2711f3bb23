#pragma once

#include <utility>

#include "collectors/socket_table.hpp"

namespace foreshock::collectors {

/// Gives each whole round of the socket table once: each in which there is news of those sockets
/// that are asked about.
class NewRound {
public:
    enum class Of : std::uint8_t { listening, connections };

    NewRound(SocketTable* table, Of part) : table_(table), part_(part) {}

    /// Null when there is no news since the last call. no_data where nobody lists sockets; other
    /// errors as SocketTable::read.
    Result<const SocketRound*> read(TimePoint now) {
        if (!table_) return fail(Errc::no_data, "nobody lists the sockets of this host");
        const auto round = table_->read(now);
        if (!round) return fail(round.error());
        const bool listens = part_ == Of::listening;
        const std::uint64_t number = listens ? (*round)->number : (*round)->number_connections;
        return std::exchange(last_, number) < number ? *round : nullptr;
    }

    [[nodiscard]] std::string unit_of(std::uint64_t cgroup_id) const {
        return table_ ? table_->unit_of(cgroup_id) : std::string{};
    }

private:
    SocketTable* table_;
    Of part_;
    std::uint64_t last_ = 0;
};

}  // namespace foreshock::collectors
