#include "server/render/known_error_json.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::render {

Json known_error_form(const incidents::KnownError& known_error) {
    const auto& took = known_error.median_took;
    Json steps = Json::array();
    for (const incidents::FixStep& step : incidents::steps_of(known_error))
        steps.push_back({{"type", step.type}, {"text", step.text}});
    return {{"id", known_error.id},
            {"title", known_error.title},
            {"kinds", known_error.kinds},
            {"component", known_error.component},
            {"fix", known_error.fix},
            {"steps", std::move(steps)},
            {"author", known_error.author},
            {"written_at", format_rfc3339(known_error.written_at)},
            {"tried", known_error.tried},
            {"worked", known_error.worked},
            {"median_seconds", took ? Json(to_seconds(*took)) : Json(nullptr)},
            {"record", incidents::describe_record(known_error)}};
}

std::string known_error_json(const incidents::KnownError& known_error) {
    return text_of(known_error_form(known_error));
}

std::string known_errors_json(const std::vector<incidents::KnownError>& known_errors) {
    Json list = Json::array();
    for (const incidents::KnownError& known_error : known_errors)
        list.push_back(known_error_form(known_error));
    return text_of(list);
}

}  // namespace foreshock::render
