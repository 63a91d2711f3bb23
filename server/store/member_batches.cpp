#include "server/store/member_batches.hpp"

#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

constexpr std::int64_t level_full = 9;

Result<std::vector<std::int64_t>> batch_ids(Connection& connection, std::int64_t incident) {
    const auto rows = connection.execute(
        "SELECT id FROM member_batch WHERE incident = $1 ORDER BY id", {incident});
    if (!rows) return fail(rows.error());
    std::vector<std::int64_t> ids;
    for (const Row& row : *rows)
        ids.push_back(row.integer(0));
    return ids;
}

/// One body in memory at a time.
Result<void> each_body(Connection& connection, const std::vector<std::int64_t>& ids,
                       const std::function<Result<void>(std::string_view)>& take) {
    for (const std::int64_t id : ids) {
        const auto rows = connection.execute("SELECT body FROM member_batch WHERE id = $1", {id});
        if (!rows) return fail(rows.error());
        if (auto taken = take(rows->at(0).text(0)); !taken) return taken;
    }
    return {};
}

Result<void> read_all(Connection& connection, const std::vector<std::int64_t>& ids,
                      MemberFold& fold) {
    return each_body(connection, ids, [&](std::string_view body) { return fold.read(body); });
}

Result<void> give_all(Connection& connection, const std::vector<std::int64_t>& ids,
                      MemberFold& fold, const std::function<void(const MemberRecord&)>& take) {
    return each_body(connection, ids, [&](std::string_view body) { return fold.give(body, take); });
}

Result<void> insert(Connection& connection, std::int64_t incident, std::int64_t level,
                    const MemberBatch& batch) {
    return run(connection,
               "INSERT INTO member_batch (incident, level, fresh, stale, body) "
               "VALUES ($1, $2, $3, $4, $5)",
               {incident, level, batch.fresh, batch.stale, batch.body});
}

/// A full row is never moved, so smaller ones before it must not be gathered behind it any more.
Result<void> insert_full(Connection& connection, std::int64_t incident, const MemberBatch& batch) {
    auto done =
        run(connection, "UPDATE member_batch SET level = $2 WHERE incident = $1 AND level < $2",
            {incident, level_full});
    if (!done) return done;
    return insert(connection, incident, level_full, batch);
}

Result<MemberBatch> take_level(Connection& connection, std::int64_t incident, std::int64_t level) {
    const auto rows = connection.execute(
        "SELECT body, fresh, stale FROM member_batch WHERE incident = $1 AND level = $2 "
        "ORDER BY id",
        {incident, level});
    if (!rows) return fail(rows.error());
    MemberBatch all;
    for (const Row& row : *rows) {
        all.body += row.text(0);
        all.fresh += row.integer(1);
        all.stale += row.integer(2);
    }
    auto gone = run(connection, "DELETE FROM member_batch WHERE incident = $1 AND level = $2",
                    {incident, level});
    if (!gone) return fail(std::move(gone).error());
    return all;
}

/// Rows of one level are newer than those of all higher ones, as long as none is full between.
Result<void> insert_small(Connection& connection, std::int64_t incident, MemberBatch batch) {
    for (std::int64_t level = 0; level < level_full; ++level) {
        if (batch.body.size() >= batch_bytes_full) break;
        if (auto done = insert(connection, incident, level, batch); !done) return done;
        const auto rows = connection.execute(
            "SELECT count(*) FROM member_batch WHERE incident = $1 AND level = $2",
            {incident, level});
        if (!rows) return fail(rows.error());
        if (rows->at(0).integer(0) < batches_gathered) return {};
        auto gathered = take_level(connection, incident, level);
        if (!gathered) return fail(std::move(gathered).error());
        batch = std::move(*gathered);
    }
    return insert_full(connection, incident, batch);
}

Result<void> remove(Connection& connection, const std::vector<std::int64_t>& ids) {
    for (const std::int64_t id : ids) {
        auto gone = run(connection, "DELETE FROM member_batch WHERE id = $1", {id});
        if (!gone) return gone;
    }
    return {};
}

/// Collects members into rows of the incident, full ones as they come.
class Rewriting {
public:
    Rewriting(Connection& connection, std::int64_t incident)
        : connection_(connection), incident_(incident) {}

    void take(const MemberRecord& record) {
        append_record(batch_.body, incidents::MemberEntered{member_of(record, 0)});
        ++batch_.fresh;
        if (batch_.body.size() >= batch_bytes_full) write();
    }

    Result<void> finish() {
        if (batch_.fresh > 0) write();
        return std::move(done_);
    }

private:
    void write() {
        if (done_) done_ = insert_full(connection_, incident_, batch_);
        batch_ = {};
    }

    Connection& connection_;
    std::int64_t incident_;
    MemberBatch batch_;
    Result<void> done_;
};

Result<void> drop_superseded(Connection& connection, std::int64_t incident) {
    const auto ids = batch_ids(connection, incident);
    if (!ids) return fail(ids.error());
    MemberFold fold;
    if (auto read = read_all(connection, *ids, fold); !read) return read;
    Rewriting rewriting{connection, incident};
    auto given = give_all(connection, *ids, fold,
                          [&](const MemberRecord& record) { rewriting.take(record); });
    if (!given) return given;
    if (auto written = rewriting.finish(); !written) return written;
    return remove(connection, *ids);
}

Result<bool> is_mostly_superseded(Connection& connection, std::int64_t incident) {
    const auto rows = connection.execute(
        "SELECT sum(stale) > sum(fresh) + $2 FROM member_batch WHERE incident = $1",
        {incident, batch_stale_slack});
    if (!rows) return fail(rows.error());
    return rows->at(0).integer(0) != 0;
}

}  // namespace

void MemberBatch::add(const incidents::MemberEntered& entered) {
    append_record(body, entered);
    ++(entered.member.state.times_raised == 1 ? fresh : stale);
}

void MemberBatch::add(const incidents::MemberChanged& changed) {
    append_record(body, changed);
    ++stale;
}

Result<void> append_batch(Connection& connection, std::int64_t incident, const MemberBatch& batch) {
    if (auto done = insert_small(connection, incident, batch); !done) return done;
    const auto is_due = is_mostly_superseded(connection, incident);
    if (!is_due) return fail(is_due.error());
    return *is_due ? drop_superseded(connection, incident) : Result<void>{};
}

Result<void> each_record_of(Connection& connection, std::int64_t incident,
                            const std::function<void(const MemberRecord&)>& take) {
    const auto ids = batch_ids(connection, incident);
    if (!ids) return fail(ids.error());
    return each_body(connection, *ids,
                     [&](std::string_view body) { return each_record(body, take); });
}

Result<void> each_member(Connection& connection, std::int64_t incident,
                         const std::function<void(const MemberRecord&)>& take) {
    const auto ids = batch_ids(connection, incident);
    if (!ids) return fail(ids.error());
    MemberFold fold;
    if (auto read = read_all(connection, *ids, fold); !read) return read;
    return give_all(connection, *ids, fold, take);
}

Result<void> pass_members(Connection& connection, std::int64_t from, std::int64_t to,
                          const std::function<void(const MemberRecord&)>& moved) {
    const auto leaving = batch_ids(connection, from);
    if (!leaving) return fail(leaving.error());
    const auto staying = batch_ids(connection, to);
    if (!staying) return fail(staying.error());
    MemberFold there;
    if (auto read = read_all(connection, *staying, there); !read) return read;
    Rewriting rewriting{connection, to};
    auto given = each_member(connection, from, [&](const MemberRecord& record) {
        if (there.contains(record.fingerprint)) return;
        rewriting.take(record);
        moved(record);
    });
    if (!given) return given;
    if (auto written = rewriting.finish(); !written) return written;
    return remove(connection, *leaving);
}

}  // namespace foreshock::store
