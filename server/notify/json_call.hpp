#pragma once

#include <initializer_list>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "server/notify/ticket_system.hpp"

// For the sources of this room only: REST with JSON, as ticket systems speak it.

namespace foreshock::notify {

/// Calls below the channel's URL, as its user with Basic authentication, or with its secret as a
/// bearer token where no user is named.
class JsonCall {
public:
    /// `spec` must outlive it.
    JsonCall(const ChannelSpec& spec, HttpCaller caller)
        : spec_(spec), caller_(std::move(caller)) {}

    /// A null `body` sends none. An answer without a body is an empty object; one that is no object
    /// is to be tried again.
    Asked<nlohmann::json> operator()(std::string_view method, const std::string& path,
                                     const nlohmann::ordered_json& body,
                                     const std::stop_token& stop);

private:
    const ChannelSpec& spec_;
    HttpCaller caller_;
};

/// The text at the end of a path of keys; empty when there is none.
std::string text_under(const nlohmann::json& object, std::initializer_list<const char*> keys);

/// What answered is something else: a proxy, a login page.
Outcome not_as(std::string_view system);

bool is_not_found(const Outcome& outcome);

}  // namespace foreshock::notify
