#include "server/store/sqlite_suppression_store.hpp"

#include "server/store/sqlite_ledger.hpp"
#include "server/store/suppression_codec.hpp"

namespace foreshock::store {
namespace {

using desk::MaintenanceWindow;
using desk::Silence;
using desk::SuppressionEvent;

constexpr const char* silence_kind = "silence";
constexpr const char* window_kind = "window";

Result<void> run(Connection& connection, std::string_view sql, const std::vector<Value>& values) {
    auto done = connection.execute(sql, values);
    if (!done) return fail(std::move(done).error());
    return {};
}

Result<void> save(Connection& connection, const std::string& id, const char* kind,
                  TimePoint created_at, std::string body) {
    return run(connection,
               "INSERT INTO suppression (id, kind, created_at, body) VALUES ($1, $2, $3, $4) "
               "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
               {id, std::string{kind}, to_unix_ms(created_at), std::move(body)});
}

Result<void> append(Connection& connection, const SuppressionEvent& event) {
    auto done = run(connection,
                    "INSERT INTO suppression_event (suppression_id, at, actor, what, words) "
                    "VALUES ($1, $2, $3, $4, $5)",
                    {event.id, to_unix_ms(event.at), event.actor, event.what, event.text});
    if (!done) return done;
    return run(connection, "DELETE FROM suppression_event WHERE sequence <= $1",
               {connection.last_rowid() - suppression_events_kept_max});
}

Result<void> write(Connection& connection, const desk::SuppressionChanges& changes) {
    for (const Silence& one : changes.silences) {
        auto done = save(connection, one.id, silence_kind, one.created_at, encode_silence(one));
        if (!done) return done;
    }
    for (const MaintenanceWindow& one : changes.windows) {
        auto done = save(connection, one.id, window_kind, one.created_at, encode_window(one));
        if (!done) return done;
    }
    for (const std::string& id : changes.forgotten) {
        auto done = run(connection, "DELETE FROM suppression WHERE id = $1", {id});
        if (!done) return done;
    }
    for (const SuppressionEvent& event : changes.events) {
        if (auto done = append(connection, event); !done) return done;
    }
    return {};
}

template <class Item>
using Decode = Result<Item> (*)(std::string_view);

template <class Item>
Result<std::vector<Item>> load(ConnectionPool& readers, const char* kind, Decode<Item> decode) {
    auto reader = readers.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT body FROM suppression WHERE kind = $1 ORDER BY created_at DESC, id",
        {std::string{kind}});
    if (!rows) return fail(rows.error());
    std::vector<Item> items;
    for (const Row& row : *rows) {
        auto item = decode(row.text(0));
        if (!item) return fail(std::move(item).error());
        items.push_back(std::move(*item));
    }
    return items;
}

template <class Item>
Result<Item> find(ConnectionPool& readers, const char* kind, std::string_view id,
                  Decode<Item> decode) {
    auto reader = readers.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT body FROM suppression WHERE kind = $1 AND id = $2",
                                         {std::string{kind}, std::string{id}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(Errc::not_found, std::string{"there is no "} + kind + " " + std::string{id});
    }
    return decode(rows->front().text(0));
}

}  // namespace

Result<void> SqliteSuppressionStore::commit(incidents::Commit& commit,
                                            const desk::SuppressionChanges& changes) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto done = write_commit(connection, commit); !done) return done;
        return write(connection, changes);
    });
}

Result<std::vector<Silence>> SqliteSuppressionStore::silences() const {
    return load<Silence>(readers_, silence_kind, decode_silence);
}

Result<std::vector<MaintenanceWindow>> SqliteSuppressionStore::windows() const {
    return load<MaintenanceWindow>(readers_, window_kind, decode_window);
}

Result<Silence> SqliteSuppressionStore::find_silence(std::string_view id) const {
    return find<Silence>(readers_, silence_kind, id, decode_silence);
}

Result<MaintenanceWindow> SqliteSuppressionStore::find_window(std::string_view id) const {
    return find<MaintenanceWindow>(readers_, window_kind, id, decode_window);
}

Result<std::vector<SuppressionEvent>> SqliteSuppressionStore::history(std::string_view id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT sequence, suppression_id, at, actor, what, words FROM suppression_event "
        "WHERE suppression_id = $1 ORDER BY sequence",
        {std::string{id}});
    if (!rows) return fail(rows.error());
    std::vector<SuppressionEvent> events;
    for (const Row& row : *rows) {
        events.push_back({static_cast<std::uint64_t>(row.integer(0)), row.text(1),
                          from_unix_ms(row.integer(2)), row.text(3), row.text(4), row.text(5)});
    }
    return events;
}

}  // namespace foreshock::store
