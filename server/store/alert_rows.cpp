#include "server/store/alert_rows.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

using incidents::AlertTexts;
using incidents::ForeignAlert;

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

/// As the library writes it; most texts need none of its care.
void append_text(std::string& json, std::string_view text) {
    if (!is_plain(text)) {
        json += write_json(text);
        return;
    }
    json += '"';
    json += text;
    json += '"';
}

/// Writes an object's members one after the other: a tree for each of thousands of alerts costs
/// more than the rest of their way.
class ObjectText {
public:
    void put(std::string_view name, std::string_view text) {
        begin(name);
        append_text(json_, text);
    }

    void put(std::string_view name, TimePoint at) {
        begin(name);
        json_ += std::to_string(to_unix_ms(at));
    }

    void put(std::string_view name, const std::optional<TimePoint>& at) {
        if (at) return put(name, *at);
        begin(name);
        json_ += "null";
    }

    void put(std::string_view name, bool flag) {
        begin(name);
        json_ += flag ? "true" : "false";
    }

    void put(std::string_view name, const AlertTexts& texts) {
        ObjectText inner;
        for (const auto& [key, value] : texts)
            inner.put(key, std::string_view{value});
        begin(name);
        json_ += std::move(inner).text();
    }

    [[nodiscard]] std::string text() && { return std::move(json_) + "}"; }

private:
    void begin(std::string_view name) {
        if (json_.size() > 1) json_ += ',';
        append_text(json_, name);
        json_ += ':';
    }

    std::string json_ = "{";
};

std::string body_of(const ForeignAlert& foreign) {
    ObjectText body;
    body.put("sender", foreign.sender);
    body.put("labels", foreign.alert.labels);
    body.put("annotations", foreign.alert.annotations);
    body.put("starts_at", foreign.alert.starts_at);
    body.put("ends_at", foreign.alert.ends_at);
    body.put("updated_at", foreign.alert.updated_at);
    body.put("generator_url", foreign.alert.generator_url);
    body.put("ends_by_silence", foreign.ends_by_silence);
    body.put("episode", foreign.episode);
    body.put("kind", foreign.kind);
    body.put("host", foreign.subject.host);
    body.put("component", foreign.subject.component);
    return std::move(body).text();
}

AlertTexts texts_from(const Json& json) {
    AlertTexts texts;
    for (const auto& [name, value] : json.items())
        texts.emplace(name, value.get<std::string>());
    return texts;
}

Result<ForeignAlert> alert_from(const Row& row) {
    ForeignAlert foreign;
    foreign.number = static_cast<std::uint64_t>(row.integer(0));
    foreign.key = row.text(1);
    try {
        const Json body = Json::parse(row.text(2));
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

}  // namespace

Result<void> save_alert(Connection& connection, const ForeignAlert& alert) {
    return run(connection,
               "INSERT INTO foreign_alert (number, key, body) VALUES ($1, $2, $3) "
               "ON CONFLICT (number) DO UPDATE SET body = excluded.body",
               {static_cast<std::int64_t>(alert.number), alert.key, body_of(alert)});
}

Result<void> remove_alert(Connection& connection, std::uint64_t number) {
    return run(connection, "DELETE FROM foreign_alert WHERE number = $1",
               {static_cast<std::int64_t>(number)});
}

Result<std::vector<ForeignAlert>> firing_alerts(Connection& connection) {
    const auto rows =
        connection.execute("SELECT number, key, body FROM foreign_alert ORDER BY number");
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
