#include "server/render/enrolment_json.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::render {
namespace {

using Json = nlohmann::ordered_json;

Json token_object(const enrolment::Token& token, TimePoint now) {
    Json labels = Json::object();
    for (const auto& [name, value] : token.labels)
        labels[name] = value;
    return {{"id", token.id},
            {"state", std::string{enrolment::state_of(token, now)}},
            {"uses", token.uses},
            {"uses_max", token.uses_max},
            {"labels", labels},
            {"may_replace", token.may_replace},
            {"made_at", format_rfc3339(token.made_at)},
            {"expires_at", format_rfc3339(token.expires_at)}};
}

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string enrolment_tokens_json(const std::vector<enrolment::Token>& tokens, TimePoint now) {
    Json list = Json::array();
    for (const enrolment::Token& token : tokens)
        list.push_back(token_object(token, now));
    return text_of(list);
}

std::string new_enrolment_token_json(const enrolment::Token& token, const std::string& shown,
                                     TimePoint now) {
    Json json = token_object(token, now);
    json["token"] = shown;
    return text_of(json);
}

}  // namespace foreshock::render
