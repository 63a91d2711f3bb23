#include "server/store/sqlite_ticket_store.hpp"

namespace foreshock::store {
namespace {

using triage::DeskTicket;

Result<void> insert_as_newest(Connection& connection, const DeskTicket& ticket,
                              std::string_view actor, TimePoint at) {
    auto gone = connection.execute("DELETE FROM triage_ticket WHERE id = $1", {ticket.id});
    if (!gone) return fail(std::move(gone).error());
    auto done = connection.execute(
        "INSERT INTO triage_ticket (id, words, intent, category, actor, at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        {ticket.id, ticket.labelled.text, ticket.labelled.intent, ticket.labelled.category,
         std::string{actor}, to_unix_ms(at)});
    if (!done) return fail(std::move(done).error());
    return {};
}

Result<void> drop_oldest(Connection& connection) {
    auto done = connection.execute(
        "DELETE FROM triage_ticket WHERE position <= (SELECT position FROM triage_ticket "
        "ORDER BY position DESC LIMIT 1 OFFSET $1)",
        {static_cast<std::int64_t>(triage::TextModel::desk_tickets_max)});
    if (!done) return fail(std::move(done).error());
    return {};
}

}  // namespace

Result<void> SqliteTicketStore::put(const DeskTicket& ticket, std::string_view actor,
                                    TimePoint at) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto done = insert_as_newest(connection, ticket, actor, at); !done) return done;
        return drop_oldest(connection);
    });
}

Result<std::vector<DeskTicket>> SqliteTicketStore::tickets() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT id, words, intent, category FROM triage_ticket ORDER BY position");
    if (!rows) return fail(rows.error());
    std::vector<DeskTicket> tickets;
    tickets.reserve(rows->size());
    for (const Row& row : *rows)
        tickets.push_back({row.text(0), {row.text(1), row.text(2), row.text(3)}});
    return tickets;
}

}  // namespace foreshock::store
