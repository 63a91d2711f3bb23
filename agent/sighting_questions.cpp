#include "agent/sighting_questions.hpp"

#include <nlohmann/json.hpp>

#include "core/ip_address.hpp"

namespace foreshock::agent {
namespace {

using nlohmann::json;

constexpr std::string_view member = "look_at";

SightingQuestion question_of(const json& from) {
    SightingQuestion question;
    if (!from.is_object()) return question;
    const auto host = from.find("host");
    const auto addresses = from.find("addresses");
    if (host == from.end() || !host->is_string()) return question;
    if (addresses == from.end() || !addresses->is_array()) return question;
    question.host_id = host->get<std::string>();
    for (const json& one : *addresses) {
        if (question.addresses.size() >= SightingQuestion::addresses_max) break;
        if (one.is_string() && is_ip_address(one.get<std::string>()))
            question.addresses.push_back(one.get<std::string>());
    }
    return question;
}

}  // namespace

bool asks_to_look(std::string_view answer) {
    return answer.find(member) != std::string_view::npos;
}

std::vector<SightingQuestion> sighting_questions(std::string_view answer) {
    const json parsed = json::parse(answer, nullptr, false);
    std::vector<SightingQuestion> questions;
    if (!parsed.is_object() || !parsed.contains(member)) return questions;
    const json& list = parsed.at(std::string{member});
    if (!list.is_array()) return questions;
    for (const json& one : list) {
        if (questions.size() >= questions_max) break;
        SightingQuestion question = question_of(one);
        if (!question.host_id.empty() && !question.addresses.empty())
            questions.push_back(std::move(question));
    }
    return questions;
}

}  // namespace foreshock::agent
