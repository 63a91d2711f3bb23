#include "server/store/forecast_rows.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"
#include "server/store/symptom_codec.hpp"

namespace foreshock::store {
namespace {

std::int64_t ms_or_zero(const std::optional<TimePoint>& at) {
    return at ? to_unix_ms(*at) : 0;
}

std::string body_of(const ScoredForecast& announcement) {
    return write_json({{"first", forecast_to_json(announcement.first)},
                       {"newest", forecast_to_json(announcement.newest)},
                       {"if_over", to_string(announcement.if_over)},
                       {"taken_back_at", time_to_json(announcement.taken_back_at)}});
}

ForecastVerdict verdict_from(std::string_view text) {
    return parse_forecast_verdict(text).value_or(ForecastVerdict::withdrawn);
}

void read_body(const std::string& text, ScoredForecast& announcement) {
    const Json body = Json::parse(text);
    announcement.first = forecast_from_json(body.at("first")).value_or(Forecast{});
    announcement.newest = forecast_from_json(body.at("newest")).value_or(Forecast{});
    announcement.if_over = verdict_from(body.at("if_over").get<std::string>());
    announcement.taken_back_at = optional_time(body.at("taken_back_at"));
}

Result<ScoredForecast> announcement_from(const Row& row) {
    ScoredForecast announcement;
    announcement.id = row.text(0);
    announcement.kind = row.text(1);
    announcement.subject = {row.text(2), row.text(3)};
    announcement.raised_at = from_unix_ms(row.integer(4));
    try {
        read_body(row.text(5), announcement);
    } catch (const std::exception& error) {
        return fail(Errc::unreadable, "forecast " + announcement.id + ": " + error.what());
    }
    return announcement;
}

constexpr std::string_view matching =
    "settled_at > 0 AND settled_at >= $1 AND ($2 = '' OR host = $2) AND ($3 = '' OR kind = $3) AND "
    "verdict IN ('prevented', 'unannounced', 'never')";

std::vector<Value> values_of(const incidents::NearMissQuery& query) {
    return {to_unix_ms(query.since), query.host, query.kind};
}

Result<void> count(Connection& connection, const incidents::NearMissQuery& query,
                   incidents::NearMissLedger& ledger) {
    const auto rows = connection.execute("SELECT verdict, count(*) FROM forecast WHERE " +
                                             std::string{matching} + " GROUP BY verdict",
                                         values_of(query));
    if (!rows) return fail(rows.error());
    for (const Row& row : *rows) {
        const auto times = static_cast<std::size_t>(row.integer(1));
        const ForecastVerdict verdict = verdict_from(row.text(0));
        if (verdict == ForecastVerdict::prevented) ledger.prevented = times;
        if (verdict == ForecastVerdict::unannounced) ledger.unannounced = times;
        if (verdict == ForecastVerdict::never) ledger.never = times;
    }
    return {};
}

}  // namespace

Result<void> save_forecast(Connection& connection, const ScoredForecast& announcement) {
    auto saved = connection.execute(
        "INSERT INTO forecast (id, kind, host, component, verdict, raised_at, happened_at, "
        "settled_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (id) DO UPDATE SET verdict = excluded.verdict, "
        "happened_at = excluded.happened_at, settled_at = excluded.settled_at, "
        "body = excluded.body WHERE forecast.settled_at = 0",
        {announcement.id, announcement.kind, announcement.subject.host,
         announcement.subject.component, std::string{to_string(announcement.verdict)},
         to_unix_ms(announcement.raised_at), ms_or_zero(announcement.happened_at),
         ms_or_zero(announcement.settled_at), body_of(announcement)});
    if (!saved) return fail(std::move(saved).error());
    auto trimmed = connection.execute(
        "DELETE FROM forecast WHERE position <= (SELECT max(position) FROM forecast) - $1",
        {forecasts_kept_max});
    if (!trimmed) return fail(std::move(trimmed).error());
    return {};
}

Result<std::vector<ScoredForecast>> pending_forecasts(Connection& connection) {
    const auto rows = connection.execute(
        "SELECT id, kind, host, component, raised_at, body FROM forecast WHERE settled_at = 0 "
        "ORDER BY position");
    if (!rows) return fail(rows.error());
    std::vector<ScoredForecast> pending;
    for (const Row& row : *rows) {
        auto announcement = announcement_from(row);
        if (!announcement) return fail(std::move(announcement).error());
        pending.push_back(std::move(*announcement));
    }
    return pending;
}

Result<std::vector<incidents::ForecastOutcome>> forecast_outcomes(Connection& connection,
                                                                  TimePoint since) {
    const auto rows = connection.execute(
        "SELECT kind, host, verdict, raised_at, happened_at, settled_at FROM forecast "
        "WHERE settled_at > 0 AND settled_at >= $1 ORDER BY settled_at, position",
        {to_unix_ms(since)});
    if (!rows) return fail(rows.error());
    std::vector<incidents::ForecastOutcome> outcomes;
    for (const Row& row : *rows) {
        incidents::ForecastOutcome outcome;
        outcome.kind = row.text(0);
        outcome.host = row.text(1);
        outcome.verdict = verdict_from(row.text(2));
        if (came_true(outcome.verdict))
            outcome.lead = std::max(Duration{0}, Duration{row.integer(4) - row.integer(3)});
        outcome.settled_at = from_unix_ms(row.integer(5));
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

Result<incidents::NearMissLedger> near_misses(Connection& connection,
                                              const incidents::NearMissQuery& query) {
    incidents::NearMissLedger ledger;
    if (auto done = count(connection, query, ledger); !done) return fail(std::move(done).error());
    std::vector<Value> values = values_of(query);
    values.emplace_back(static_cast<std::int64_t>(query.limit));
    const auto rows = connection.execute(
        "SELECT id, kind, host, component, raised_at, body, verdict, happened_at, settled_at "
        "FROM forecast WHERE " +
            std::string{matching} + " ORDER BY settled_at DESC, position DESC LIMIT $4",
        values);
    if (!rows) return fail(rows.error());
    for (const Row& row : *rows) {
        auto one = announcement_from(row);
        if (!one) return fail(std::move(one).error());
        one->verdict = verdict_from(row.text(6));
        if (row.integer(7) != 0) one->happened_at = from_unix_ms(row.integer(7));
        one->settled_at = from_unix_ms(row.integer(8));
        ledger.entries.push_back(std::move(*one));
    }
    return ledger;
}

}  // namespace foreshock::store
