#include "server/store/sqlite_breaches.hpp"

#include "server/store/breach_codec.hpp"

namespace foreshock::store {
namespace {

using breach::Breach;
using breach::Word;

Result<void> save_row(Connection& connection, const Breach& breach) {
    const auto rows = connection.execute(
        "INSERT INTO breach (id, number, revision, body) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, body = excluded.body "
        "WHERE excluded.revision > breach.revision RETURNING id",
        {breach.id, static_cast<std::int64_t>(breach.number),
         static_cast<std::int64_t>(breach.revision), encode_breach(breach)});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::conflict, "it has changed in between: read it again");
    return {};
}

Result<void> save_word(Connection& connection, const Word& word) {
    auto done = connection.execute(
        "INSERT INTO outbox (id, incident_id, transition, channel, recipient, body, created_at, "
        "due_at, attempts, last_error) VALUES ($1, $2, 'changed', $3, $4, $5, $6, $6, 0, '') "
        "ON CONFLICT (id) DO NOTHING",
        {word.id, word.breach_id, word.channel, word.recipient, word.body, to_unix_ms(word.at)});
    if (!done) return fail(std::move(done).error());
    return {};
}

}  // namespace

Result<std::vector<Breach>> SqliteBreaches::list() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT body FROM breach ORDER BY number DESC");
    if (!rows) return fail(rows.error());
    std::vector<Breach> breaches;
    for (const Row& row : *rows) {
        Result<Breach> breach = decode_breach(row.text(0));
        if (!breach) return fail(std::move(breach).error());
        breaches.push_back(std::move(*breach));
    }
    return breaches;
}

Result<std::uint64_t> SqliteBreaches::next_number() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT coalesce(max(number), 0) + 1 FROM breach");
    if (!rows) return fail(rows.error());
    return static_cast<std::uint64_t>(rows->at(0).integer(0));
}

Result<void> SqliteBreaches::save(const Breach& breach, const std::vector<Word>& words) {
    return save(breach, words, {});
}

Result<void> SqliteBreaches::save(const Breach& breach, const std::vector<Word>& words,
                                  std::string_view incident_record) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto saved = save_row(connection, breach); !saved) return saved;
        for (const Word& word : words) {
            if (auto saved = save_word(connection, word); !saved) return saved;
        }
        if (incident_record.empty()) return {};
        const auto kept =
            connection.execute("INSERT INTO breach_incident (breach_id, body) VALUES ($1, $2)",
                               {breach.id, std::string{incident_record}});
        if (!kept) return fail(kept.error());
        return {};
    });
}

Result<std::string> SqliteBreaches::incident_record(std::string_view breach_id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT body FROM breach_incident WHERE breach_id = $1",
                                         {std::string{breach_id}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "it was no incident");
    return rows->front().text(0);
}

}  // namespace foreshock::store
