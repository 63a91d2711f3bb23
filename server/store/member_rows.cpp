#include "server/store/member_rows.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "server/store/member_batches.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

using incidents::MemberChange;
using incidents::MemberChanged;
using incidents::MemberCount;
using incidents::MemberEntered;
using incidents::MembersPassed;

std::int64_t number_of(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

/// The changes of one commit on their way into rows.
class MemberWriting {
public:
    explicit MemberWriting(Connection& connection) : connection_(connection) {}

    Result<void> take(const MemberEntered& entered) {
        const std::int64_t incident = number_of(entered.member.incident);
        batches_[incident].add(entered);
        return note_host(incident, entered.member.words.host);
    }

    Result<void> take(const MemberChanged& changed) {
        batches_[number_of(changed.incident)].add(changed);
        return {};
    }

    Result<void> take(const MembersPassed& passed) {
        if (auto done = finish(); !done) return done;
        const std::int64_t to = number_of(passed.to);
        Result<void> noted;
        auto done =
            pass_members(connection_, number_of(passed.from), to, [&](const MemberRecord& record) {
                if (noted) noted = note_host(to, record.host);
            });
        return done ? std::move(noted) : std::move(done);
    }

    Result<void> finish() {
        for (const auto& [incident, batch] : batches_) {
            if (auto done = append_batch(connection_, incident, batch); !done) return done;
        }
        batches_.clear();
        return {};
    }

private:
    /// Incidents are found by their hosts.
    Result<void> note_host(std::int64_t incident, std::string_view host) {
        if (!hosts_.emplace(incident, host).second) return {};
        const auto id = id_of(incident);
        if (!id) return fail(id.error());
        if (id->empty()) return {};
        return run(connection_,
                   "INSERT INTO incident_host (host, incident_id) VALUES ($1, $2) "
                   "ON CONFLICT DO NOTHING",
                   {std::string{host}, *id});
    }

    /// Empty: there is no such incident.
    Result<std::string> id_of(std::int64_t incident) {
        const auto known = ids_.find(incident);
        if (known != ids_.end()) return known->second;
        const auto rows =
            connection_.execute("SELECT id FROM incident WHERE number = $1", {incident});
        if (!rows) return fail(rows.error());
        return ids_[incident] = rows->empty() ? std::string{} : rows->front().text(0);
    }

    Connection& connection_;
    std::map<std::int64_t, std::string> ids_;
    std::map<std::int64_t, MemberBatch> batches_;
    std::set<std::pair<std::int64_t, std::string>> hosts_;
};

using Counts = std::map<std::string, MemberCount, std::less<>>;

void count(Counts& counts, std::string_view name, bool is_active) {
    auto found = counts.find(name);
    if (found == counts.end())
        found = counts.emplace(name, MemberCount{std::string{name}, 0, 0}).first;
    ++found->second.symptoms;
    if (is_active) ++found->second.active;
}

/// The most first, then by name.
std::vector<MemberCount> largest(const Counts& counts) {
    std::vector<MemberCount> all;
    for (const auto& [name, one] : counts)
        all.push_back(one);
    std::stable_sort(all.begin(), all.end(), [](const MemberCount& a, const MemberCount& b) {
        return a.symptoms > b.symptoms;
    });
    if (all.size() > incidents::MemberSummary::rows_max) {
        all.resize(incidents::MemberSummary::rows_max);
    }
    return all;
}

}  // namespace

Result<void> save_member_changes(Connection& connection, const std::vector<MemberChange>& changes) {
    MemberWriting writing{connection};
    for (const MemberChange& change : changes) {
        auto done = std::visit([&](const auto& one) { return writing.take(one); }, change);
        if (!done) return done;
    }
    return writing.finish();
}

Result<void> tell_members_of_unfinished(Connection& connection,
                                        const std::function<void(const MemberChange&)>& take) {
    const auto rows = connection.execute(
        "SELECT number FROM incident WHERE state <> 'closed' AND number IN "
        "(SELECT incident FROM member_batch) ORDER BY number");
    if (!rows) return fail(rows.error());
    for (const Row& row : *rows) {
        const auto number = static_cast<std::uint64_t>(row.integer(0));
        auto read = each_record_of(connection, row.integer(0), [&](const MemberRecord& record) {
            if (record.has_words) return take(MemberEntered{member_of(record, number)});
            take(MemberChanged{number, std::string{record.fingerprint}, record.state});
        });
        if (!read) return read;
    }
    return {};
}

Result<incidents::MemberSummary> member_summary(Connection& connection, std::uint64_t incident) {
    Counts hosts;
    Counts kinds;
    auto read = each_member(connection, number_of(incident), [&](const MemberRecord& record) {
        count(hosts, record.host, record.state.is_active());
        count(kinds, record.kind, record.state.is_active());
    });
    if (!read) return fail(std::move(read).error());
    return incidents::MemberSummary{largest(hosts), largest(kinds)};
}

}  // namespace foreshock::store
