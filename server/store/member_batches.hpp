#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/store/database.hpp"
#include "server/store/member_log.hpp"

namespace foreshock::store {

/// What is said of an incident's members in one go.
struct MemberBatch {
    std::string body;
    std::int64_t fresh = 0;  ///< records of new members
    std::int64_t stale = 0;  ///< records that supersede others

    void add(const incidents::MemberEntered& entered);
    void add(const incidents::MemberChanged& changed);
};

constexpr std::size_t batch_bytes_full = 64 << 10;  ///< a larger row is left alone
constexpr std::int64_t batches_gathered = 16;       ///< so many small rows become one
constexpr std::int64_t batch_stale_slack = 1000;    ///< superseded ones that may always wait

/// After all that was said before. Tidies up when it is time to.
Result<void> append_batch(Connection& connection, std::int64_t incident, const MemberBatch& batch);

/// What was said of the incident's members, in its order, as far as it is still kept.
Result<void> each_record_of(Connection& connection, std::int64_t incident,
                            const std::function<void(const MemberRecord&)>& take);

/// Each member of the incident once, as it is now, in no order.
Result<void> each_member(Connection& connection, std::int64_t incident,
                         const std::function<void(const MemberRecord&)>& take);

/// All members of the one are members of the other from now on; whom both have stays as the other
/// has it. Calls `moved` for the rest.
Result<void> pass_members(Connection& connection, std::int64_t from, std::int64_t to,
                          const std::function<void(const MemberRecord&)>& moved);

}  // namespace foreshock::store
