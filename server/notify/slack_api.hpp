#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "server/notify/channel_spec.hpp"

// For the sources of this room only.

namespace foreshock::notify {

/// Slack's Web API as one token sees it. Source: api.slack.com/methods.
class SlackApi {
public:
    SlackApi(ChannelSpec spec, HttpCaller caller)
        : spec_(std::move(spec)), caller_(std::move(caller)) {}

    /// A method that writes: `arguments` go as JSON. "ok":true is delivered; what passes by itself
    /// is to be tried again; everything else is a refusal, with Slack's word for it.
    Outcome call(std::string_view method, const nlohmann::ordered_json& arguments,
                 nlohmann::json& body, const std::stop_token& stop);

    using Form = std::vector<std::pair<std::string_view, std::string>>;
    /// A method that reads: Slack takes those as a form only.
    Outcome look_up(std::string_view method, const Form& arguments, nlohmann::json& body,
                    const std::stop_token& stop);

private:
    Outcome send(const HttpRequest& request, nlohmann::json& body, const std::stop_token& stop);
    [[nodiscard]] HttpRequest request_to(std::string_view method, std::string_view type) const;

    ChannelSpec spec_;
    HttpCaller caller_;
};

}  // namespace foreshock::notify
