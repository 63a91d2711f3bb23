#include "server/http/route.hpp"

#include <optional>

namespace foreshock::http {
namespace {

std::string_view take_segment(std::string_view& path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

/// What stands before the first name of a pattern stands so in every path that it matches.
bool may_match(std::string_view pattern, std::string_view path) {
    return path.starts_with(pattern.substr(0, pattern.find('{')));
}

std::optional<PathArguments> match(std::string_view pattern, std::string_view path) {
    if (!may_match(pattern, path)) return std::nullopt;
    PathArguments arguments;
    while (!pattern.empty()) {
        if (path.empty()) return std::nullopt;
        const std::string_view wanted = take_segment(pattern);
        const bool takes_rest = wanted.ends_with("*}");
        if (takes_rest) path.remove_prefix(1);
        const std::string_view given = takes_rest ? path : take_segment(path);
        if (takes_rest) path = {};
        if (!wanted.starts_with('{')) {
            if (wanted != given) return std::nullopt;
            continue;
        }
        Result<std::string> value = percent_decode(given, false);
        if (!value || value->empty()) return std::nullopt;
        arguments.push_back(std::move(*value));
    }
    if (!path.empty()) return std::nullopt;
    return arguments;
}

void allow(std::string& methods, std::string_view method) {
    if (!methods.empty()) methods += ", ";
    methods += method;
    if (method == "GET") methods += ", HEAD";
}

}  // namespace

bool only_reads(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

std::optional<people::Role> needed_role(const Route& route) {
    switch (route.audience) {
        case Audience::people:
            return only_reads(route.method) ? people::Role::viewer : people::Role::responder;
        case Audience::viewers:
            return people::Role::viewer;
        case Audience::admins:
            return people::Role::admin;
        default:
            return std::nullopt;
    }
}

DeferredHandler at_once(Handler handler) {
    return [handler = std::move(handler)](const Request& request, const PathArguments& arguments,
                                          const Responder& respond) {
        respond(handler(request, arguments));
    };
}

RouteTable::Found RouteTable::find(std::string_view method, std::string_view path) const {
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    Found found;
    for (const Route& route : routes_) {
        std::optional<PathArguments> arguments = match(route.pattern, path);
        if (!arguments) continue;
        if (route.method == wanted) return {&route, std::move(*arguments), {}};
        allow(found.allow, route.method);
    }
    return found;
}

}  // namespace foreshock::http
