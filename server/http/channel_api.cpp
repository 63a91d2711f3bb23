#include "server/http/channel_api.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "core/number.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"

namespace foreshock::http {
namespace {

using desk::Subscription;

constexpr std::size_t name_bytes_max = 200;

constexpr TextField test_fields[] = {{"actor", true, name_bytes_max},
                                     {"recipient", false, name_bytes_max}};
constexpr TextField subscribe_fields[] = {{"actor", true, name_bytes_max},
                                          {"service", true, name_bytes_max},
                                          {"person", false, name_bytes_max},
                                          {"channel", false, name_bytes_max},
                                          {"address", false, name_bytes_max},
                                          {"audience", false, 20},
                                          {"language", false, 20},
                                          {"priority", false, 2}};

std::string text_of(const TextFields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string member(std::string_view key, std::string_view value) {
    return json_string(key) + ":" + json_string(value);
}

std::string channel_json(const ChannelView& channel) {
    std::string recipients;
    for (const std::string& one : channel.recipients)
        recipients += (recipients.empty() ? "" : ",") + json_string(one);
    return "{" + member("name", channel.name) + "," + member("kind", channel.kind) +
           ",\"recipients\":[" + recipients + "]," + member("fallback", channel.fallback) + "}";
}

std::string subscription_json(const Subscription& one) {
    return "{" + member("id", one.id) + "," + member("service", one.service) + "," +
           member("person", one.person) + "," + member("channel", one.channel) + "," +
           member("address", one.address) + "," + member("audience", to_string(one.audience)) +
           "," + member("language", one.language) + "," +
           member("priority", "P" + std::to_string(one.priority_level)) + "," +
           member("created_by", one.created_by) + "," +
           member("created_at", format_rfc3339(one.created_at)) + "}";
}

/// "P2" or "2"; 5 for an empty text.
Result<int> priority_of(const std::string& text) {
    if (text.empty()) return 5;
    const std::string_view digits = std::string_view{text}.substr(text.starts_with('P') ? 1 : 0);
    const Result<std::uint64_t> level = parse_uint(digits);
    if (!level || *level < 1 || *level > 5) {
        return fail(Errc::invalid, "field 'priority' takes P1 to P5");
    }
    return static_cast<int>(*level);
}

Route get_route(std::string_view pattern, Handler handler) {
    return {"GET", pattern, Audience::people, at_once(std::move(handler))};
}

Route with_body(Route route) {
    route.content_type = "application/json";
    route.body_bytes_max = ChannelApi::body_bytes_max;
    return route;
}

}  // namespace

std::vector<Route> ChannelApi::routes() {
    constexpr std::string_view subscriptions = "/api/v1/subscriptions";
    std::vector<Route> table;
    table.push_back(get_route("/api/v1/channels", [this](const Request&, const PathArguments&) {
        return list_channels();
    }));
    Route test_route{"POST", "/api/v1/channels/{name}/test"};
    test_route.handler = [this](const Request& request, const PathArguments& arguments,
                                const Responder& respond) { test(request, arguments[0], respond); };
    table.push_back(with_body(std::move(test_route)));
    table.push_back(get_route(subscriptions, [this](const Request&, const PathArguments&) {
        return list_subscriptions();
    }));
    Route subscribe_route{"POST", subscriptions};
    subscribe_route.handler = at_once(
        [this](const Request& request, const PathArguments&) { return subscribe(request); });
    table.push_back(with_body(std::move(subscribe_route)));
    table.push_back({"DELETE", "/api/v1/subscriptions/{id}", Audience::people,
                     at_once([this](const Request&, const PathArguments& arguments) {
                         return unsubscribe(arguments[0]);
                     })});
    return table;
}

Response ChannelApi::list_channels() const {
    std::string list;
    for (const ChannelView& channel : from_.channels.channels())
        list += (list.empty() ? "" : ",") + channel_json(channel);
    return json_response(200, "[" + list + "]");
}

void ChannelApi::test(const Request& request, const std::string& name,
                      const Responder& respond) const {
    const Result<TextFields> fields = parse_text_fields(request.body, test_fields);
    if (!fields) return respond(problem_response(fields.error()));
    const Result<void> begun = from_.channels.test(
        name, text_of(*fields, "recipient"), [respond](const ChannelTestResult& result) {
            respond(json_response(200, std::string{"{\"delivered\":"} +
                                           (result.is_delivered ? "true" : "false") + "," +
                                           member("detail", result.detail) + "}"));
        });
    if (!begun) respond(problem_response(begun.error()));
}

Response ChannelApi::list_subscriptions() const {
    const auto all = from_.subscriptions.list();
    if (!all) return problem_response(all.error());
    std::string list;
    for (const Subscription& one : *all)
        list += (list.empty() ? "" : ",") + subscription_json(one);
    return json_response(200, "[" + list + "]");
}

Result<Subscription> ChannelApi::read_subscription(const Request& request) const {
    const Result<TextFields> fields = parse_text_fields(request.body, subscribe_fields);
    if (!fields) return fail(fields.error());
    Subscription read;
    read.service = text_of(*fields, "service");
    read.person = text_of(*fields, "person");
    read.channel = text_of(*fields, "channel");
    read.address = text_of(*fields, "address");
    read.language = text_of(*fields, "language");
    read.created_by = text_of(*fields, "actor");
    read.created_at = from_.clock.now();
    if (read.person.empty() == (read.channel.empty() || read.address.empty())) {
        return fail(Errc::invalid, "give either 'person', or 'channel' and 'address'");
    }
    if (std::ranges::any_of(read.address, is_control)) {
        return fail(Errc::invalid, "'address' must be one line");
    }
    if (fields->contains("audience")) {
        const auto audience = desk::parse_tell_audience(text_of(*fields, "audience"));
        if (!audience) return fail(audience.error());
        read.audience = *audience;
    }
    const Result<int> level = priority_of(text_of(*fields, "priority"));
    if (!level) return fail(level.error());
    read.priority_level = *level;
    const auto known = from_.channels.channels();
    const bool is_known = read.channel.empty() ||
                          std::any_of(known.begin(), known.end(), [&](const ChannelView& one) {
                              return one.name == read.channel;
                          });
    if (!is_known) return fail(Errc::invalid, "there is no channel '" + read.channel + "'");
    read.id = "sub-" + stable_id({read.service, read.person, read.channel, read.address,
                                  to_string(read.audience)})
                           .substr(0, 16);
    return read;
}

Response ChannelApi::subscribe(const Request& request) const {
    const Result<Subscription> read = read_subscription(request);
    if (!read) return problem_response(read.error());
    const Result<void> added = from_.subscriptions.add(*read);
    if (!added) return problem_response(added.error());
    from_.channels.subscriptions_changed();
    return json_response(201, subscription_json(*read));
}

Response ChannelApi::unsubscribe(const std::string& id) const {
    const Result<void> removed = from_.subscriptions.remove(id);
    if (!removed) return problem_response(removed.error());
    from_.channels.subscriptions_changed();
    return list_subscriptions();
}

}  // namespace foreshock::http
