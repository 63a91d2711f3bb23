#include <nlohmann/json.hpp>

#include "server/notify/post_channel.hpp"

// Alertmanager's webhook, version 4 (prometheus/alertmanager, notify/webhook): for what listens to
// an Alertmanager already.

namespace foreshock::notify {
namespace {

using nlohmann::ordered_json;

/// Alertmanager's way of writing "not over".
constexpr const char* no_end = "0001-01-01T00:00:00Z";

/// The severity may change; the fingerprint says that it is the same alert.
ordered_json labels_of(const Notice& notice) {
    ordered_json labels;
    labels["alertname"] = notice.category.empty()      ? "foreshock"
                          : notice.subcategory.empty() ? notice.category
                                                       : notice.category + "." + notice.subcategory;
    labels["incident"] = notice.reference;
    if (!notice.host.empty()) labels["host"] = notice.host;
    labels["severity"] = notice.severity.empty() ? "warning" : notice.severity;
    return labels;
}

ordered_json alert_of(const Notice& notice) {
    ordered_json alert;
    alert["status"] = notice.is_open ? "firing" : "resolved";
    alert["labels"] = labels_of(notice);
    alert["annotations"] = {{"summary", notice.summary}, {"description", notice.text}};
    alert["startsAt"] = format_rfc3339(notice.since);
    alert["endsAt"] = notice.is_open ? no_end : format_rfc3339(notice.at);
    alert["generatorURL"] = notice.url;
    alert["fingerprint"] =
        notice.incident_id.starts_with("inc-") ? notice.incident_id.substr(4) : notice.incident_id;
    return alert;
}

HttpRequest request_of(const ChannelSpec& to, const Notice& notice, const std::string&) {
    ordered_json message;
    message["version"] = "4";
    message["groupKey"] = "foreshock/" + notice.incident_id;
    message["truncatedAlerts"] = 0;
    message["status"] = notice.is_open ? "firing" : "resolved";
    message["receiver"] = to.name;
    message["groupLabels"] = {{"incident", notice.reference}};
    const ordered_json alert = alert_of(notice);
    message["commonLabels"] = alert["labels"];
    message["commonAnnotations"] = alert["annotations"];
    message["externalURL"] = notice.url;
    message["alerts"] = ordered_json::array();
    message["alerts"].push_back(alert);
    HttpRequest request;
    request.url = to.url;
    request.headers = {"Content-Type: application/json"};
    if (!to.secret.empty()) request.headers.push_back("Authorization: Bearer " + to.secret);
    request.body = message.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    return request;
}

}  // namespace

Result<std::unique_ptr<Channel>> make_alertmanager_channel(ChannelSpec spec) {
    return make_post_channel(std::move(spec), {request_of});
}

}  // namespace foreshock::notify
