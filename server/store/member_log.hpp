#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/result.hpp"
#include "server/incidents/member.hpp"
#include "server/incidents/print.hpp"

/// What was said of members, as text: a record for each entry and for each news, one after the
/// other. Thousands of symptoms that come at once cost one row, not thousands. Pure.
namespace foreshock::store {

void append_record(std::string& log, const incidents::MemberEntered& entered);
void append_record(std::string& log, const incidents::MemberChanged& changed);

/// One record; its texts point into the log. `has_words`: it is an entry.
struct MemberRecord {
    bool has_words = false;
    std::string_view fingerprint;
    incidents::MemberState state;
    std::string_view episode;
    std::string_view past_episode;
    std::string_view host;
    std::string_view kind;
    std::string_view component;
    std::string_view because;
};

/// As a member of the incident.
incidents::Member member_of(const MemberRecord& record, std::uint64_t incident);

/// Calls `take` for each record in order; unreadable when the log is none.
Result<void> each_record(std::string_view log,
                         const std::function<void(const MemberRecord&)>& take);

/// What logs come to: each member once, with its newest words and state. All logs are read twice in
/// their order, so that only states are held: about 150 bytes for each member.
class MemberFold {
public:
    /// The first time.
    Result<void> read(std::string_view log);
    /// The second time: gives members when their newest entry comes by.
    Result<void> give(std::string_view log, const std::function<void(const MemberRecord&)>& take);

    [[nodiscard]] bool contains(std::string_view fingerprint) const;

private:
    struct Known {
        incidents::MemberState state;
        std::uint32_t entries = 0;  ///< read
        std::uint32_t given = 0;    ///< of these, the second time
        std::string episode;        ///< the one before, the second time
    };

    std::unordered_map<incidents::Print, Known, incidents::PrintHash> known_;
};

}  // namespace foreshock::store
