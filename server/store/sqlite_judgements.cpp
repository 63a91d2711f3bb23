#include "server/store/sqlite_judgements.hpp"

#include "server/store/judgement_codec.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

using incidents::PackOfHost;

Result<std::vector<PackOfHost>> packs_in(Connection& connection, std::string_view where,
                                         const std::vector<Value>& parameters) {
    const auto rows = connection.execute(
        "SELECT host, told_at, body FROM host_pack" + std::string{where} + " ORDER BY host",
        parameters);
    if (!rows) return fail(rows.error());
    std::vector<PackOfHost> packs;
    packs.reserve(rows->size());
    for (const Row& row : *rows) {
        auto pack = decode_pack(row.text(2));
        if (!pack) return fail(std::move(pack).error());
        packs.push_back({row.text(0), from_unix_ms(row.integer(1)), std::move(*pack)});
    }
    return packs;
}

}  // namespace

Result<void> save_limits(Connection& connection, const incidents::LimitsOfHost& told) {
    return run(connection,
               "INSERT INTO host_limits (host, body) VALUES ($1, $2) "
               "ON CONFLICT (host) DO UPDATE SET body = excluded.body",
               {told.host, encode_limits(told.limits)});
}

Result<void> save_pack(Connection& connection, const PackOfHost& told) {
    return run(connection,
               "INSERT INTO host_pack (host, told_at, body) VALUES ($1, $2, $3) ON CONFLICT (host) "
               "DO UPDATE SET told_at = excluded.told_at, body = excluded.body",
               {told.host, to_unix_ms(told.told_at), encode_pack(told.pack)});
}

Result<std::optional<LearnedLimits>> SqliteJudgements::limits_of(std::string_view host_id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows =
        (*reader)->execute("SELECT body FROM host_limits WHERE host = $1", {std::string{host_id}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<LearnedLimits>{};
    auto limits = decode_limits(rows->at(0).text(0));
    if (!limits) return fail(std::move(limits).error());
    return std::optional{std::move(*limits)};
}

Result<std::optional<PackOfHost>> SqliteJudgements::pack_of(std::string_view host_id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    auto packs = packs_in(*reader->operator->(), " WHERE host = $1", {std::string{host_id}});
    if (!packs) return fail(std::move(packs).error());
    if (packs->empty()) return std::optional<PackOfHost>{};
    return std::optional{std::move(packs->front())};
}

Result<std::vector<PackOfHost>> SqliteJudgements::packs() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return packs_in(*reader->operator->(), "", {});
}

}  // namespace foreshock::store
