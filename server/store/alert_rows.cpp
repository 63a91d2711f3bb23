#include "server/store/alert_rows.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

using incidents::AlertTexts;
using incidents::ForeignAlert;

std::string body_of(const ForeignAlert& foreign) {
    return write_json({{"sender", foreign.sender},
                       {"labels", foreign.alert.labels},
                       {"annotations", foreign.alert.annotations},
                       {"starts_at", time_to_json(foreign.alert.starts_at)},
                       {"ends_at", time_to_json(foreign.alert.ends_at)},
                       {"updated_at", time_to_json(foreign.alert.updated_at)},
                       {"generator_url", foreign.alert.generator_url},
                       {"ends_by_silence", foreign.ends_by_silence},
                       {"episode", foreign.episode},
                       {"kind", foreign.kind},
                       {"host", foreign.subject.host},
                       {"component", foreign.subject.component}});
}

AlertTexts texts_from(const Json& json) {
    AlertTexts texts;
    for (const auto& [name, value] : json.items())
        texts.emplace(name, value.get<std::string>());
    return texts;
}

Result<ForeignAlert> alert_from(const Row& row) {
    ForeignAlert foreign;
    foreign.key = row.text(0);
    try {
        const Json body = Json::parse(row.text(1));
        foreign.sender = body.at("sender").get<std::string>();
        foreign.alert.labels = texts_from(body.at("labels"));
        foreign.alert.annotations = texts_from(body.at("annotations"));
        foreign.alert.starts_at = time_from_json(body.at("starts_at"));
        foreign.alert.ends_at = optional_time(body.at("ends_at"));
        foreign.alert.updated_at = time_from_json(body.at("updated_at"));
        foreign.alert.generator_url = body.at("generator_url").get<std::string>();
        foreign.ends_by_silence = body.at("ends_by_silence").get<bool>();
        foreign.episode = body.at("episode").get<std::string>();
        foreign.kind = body.at("kind").get<std::string>();
        foreign.subject = {body.at("host").get<std::string>(),
                           body.at("component").get<std::string>()};
    } catch (const Json::exception& fault) {
        return fail(Errc::unreadable, "alert " + foreign.key + ": " + fault.what());
    }
    return foreign;
}

Result<void> done_or_error(Result<std::vector<Row>> rows) {
    if (!rows) return fail(std::move(rows).error());
    return {};
}

}  // namespace

Result<void> save_alert(Connection& connection, const ForeignAlert& alert) {
    return done_or_error(
        connection.execute("INSERT INTO foreign_alert (key, body) VALUES ($1, $2) "
                           "ON CONFLICT (key) DO UPDATE SET body = excluded.body",
                           {alert.key, body_of(alert)}));
}

Result<void> remove_alert(Connection& connection, const std::string& key) {
    return done_or_error(connection.execute("DELETE FROM foreign_alert WHERE key = $1", {key}));
}

Result<std::vector<ForeignAlert>> firing_alerts(Connection& connection) {
    const auto rows = connection.execute("SELECT key, body FROM foreign_alert ORDER BY key");
    if (!rows) return fail(rows.error());
    std::vector<ForeignAlert> alerts;
    for (const Row& row : *rows) {
        auto alert = alert_from(row);
        if (!alert) return fail(std::move(alert).error());
        alerts.push_back(std::move(*alert));
    }
    return alerts;
}

}  // namespace foreshock::store
