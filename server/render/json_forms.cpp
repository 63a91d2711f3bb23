#include "server/render/json_forms.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::render {

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json time_json(const std::optional<TimePoint>& at) {
    if (!at) return nullptr;
    return format_rfc3339(*at);
}

Json reason_list(const std::vector<incidents::Reason>& reasons) {
    Json list = Json::array();
    for (const incidents::Reason& reason : reasons)
        list.push_back({{"code", reason.code}, {"text", reason.text}});
    return list;
}

}  // namespace foreshock::render
