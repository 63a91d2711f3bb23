#include "server/store/sqlite_subscriptions.hpp"

namespace foreshock::store {
namespace {

using desk::Subscription;

Result<Subscription> subscription_from(const Row& row) {
    const auto audience = desk::parse_tell_audience(row.text(5));
    if (!audience) return fail(audience.error());
    return Subscription{row.text(0), row.text(1),
                        row.text(2), row.text(3),
                        row.text(4), *audience,
                        row.text(6), static_cast<int>(row.integer(7)),
                        row.text(8), from_unix_ms(row.integer(9))};
}

}  // namespace

Result<std::vector<Subscription>> SqliteSubscriptions::list() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT id, service, person, channel, address, audience, language, priority, created_by, "
        "created_at FROM subscription ORDER BY service, position");
    if (!rows) return fail(rows.error());
    std::vector<Subscription> all;
    for (const Row& row : *rows) {
        auto one = subscription_from(row);
        if (!one) return fail(std::move(one).error());
        all.push_back(std::move(*one));
    }
    return all;
}

Result<void> SqliteSubscriptions::add(const Subscription& one) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto count = connection.execute("SELECT count(*) FROM subscription");
        if (!count) return fail(count.error());
        if (count->at(0).integer(0) >= static_cast<std::int64_t>(Subscription::count_max)) {
            return fail(Errc::too_large, "there are 20000 subscriptions, which is the most");
        }
        const auto added = connection.execute(
            "INSERT INTO subscription (id, service, person, channel, address, audience, language, "
            "priority, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
            "ON CONFLICT DO NOTHING RETURNING id",
            {one.id, one.service, one.person, one.channel, one.address,
             std::string{to_string(one.audience)}, one.language, std::int64_t{one.priority_level},
             one.created_by, to_unix_ms(one.created_at)});
        if (!added) return fail(added.error());
        if (added->empty()) {
            return fail(Errc::conflict, "they are subscribed to " + one.service + " already");
        }
        return {};
    });
}

Result<void> SqliteSubscriptions::remove(std::string_view id) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto removed = connection.execute(
            "DELETE FROM subscription WHERE id = $1 RETURNING id", {std::string{id}});
        if (!removed) return fail(removed.error());
        if (removed->empty()) return fail(Errc::not_found, "subscription " + std::string{id});
        return {};
    });
}

}  // namespace foreshock::store
