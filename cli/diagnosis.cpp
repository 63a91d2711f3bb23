#include "cli/diagnosis.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::cli {
namespace {

/// The list of that name; an empty one when it is none.
const Json& items(const Json& json, const char* name) {
    static const Json nothing = Json::array();
    const Json& value = field(json, name);
    return value.is_array() ? value : nothing;
}

std::vector<std::string> texts(const Json& json, const char* name) {
    std::vector<std::string> list;
    for (const Json& item : items(json, name)) {
        if (item.is_string()) list.push_back(printable(item.get<std::string>()));
    }
    return list;
}

std::vector<std::string> reasons(const Json& json, const char* name) {
    std::vector<std::string> list;
    for (const Json& item : items(json, name))
        list.push_back(text(item, "text"));
    return list;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts)
        all += (all.empty() ? "" : ", ") + part;
    return all;
}

std::string change_words(const Json& change) {
    return text(change, "at") + "  " + text(change, "fact") + ": " + text(change, "from") + " to " +
           text(change, "to") + " on " + joined(texts(change, "hosts"));
}

std::string fix_words(const Json& fix) {
    return text(fix, "id") + "  " + text(fix, "title") + " (" + text(fix, "record") +
           "): " + text(fix, "fix");
}

std::string similar_words(const Json& similar) {
    std::string words = text(similar, "reference") + "  " + text(similar, "title") + ", " +
                        text(similar, "outcome");
    const std::string resolution = text(similar, "resolution");
    if (!resolution.empty()) words += ": " + resolution;
    return words + " (" + joined(reasons(similar, "reasons")) + ")";
}

std::vector<QuestionLine> questions(const Json& diagnosis) {
    std::vector<QuestionLine> list;
    for (const Json& item : items(diagnosis, "prefilled_questions"))
        list.push_back({text(item, "question"), texts(item, "known")});
    if (!list.empty()) return list;
    for (const std::string& question : texts(diagnosis, "questions"))
        list.push_back({question, {}});
    return list;
}

std::string section(std::string_view heading, const std::vector<std::string>& lines,
                    const Look& look) {
    if (lines.empty()) return {};
    std::string out = "\n" + look.paint(Colour::bold, heading) + "\n";
    for (const std::string& line : lines)
        out += wrap(line, look.width, 2);
    return out;
}

}  // namespace

DiagnosisDetail read_diagnosis(const Json& diagnosis) {
    DiagnosisDetail read;
    for (const Json& item : items(diagnosis, "causes")) {
        read.causes.push_back({text(item, "what"), text(item, "component"),
                               reasons(item, "evidence_for"), reasons(item, "evidence_against")});
    }
    for (const Json& item : items(diagnosis, "changes"))
        read.changes.push_back(change_words(item));
    for (const Json& item : items(diagnosis, "known_errors"))
        read.fixes.push_back(fix_words(item));
    for (const Json& item : items(diagnosis, "similar"))
        read.similar.push_back(similar_words(item));
    read.questions = questions(diagnosis);
    return read;
}

std::string cause_lines(const DiagnosisDetail& diagnosis, const Look& look) {
    std::string out;
    if (!diagnosis.causes.empty()) {
        out += "\n" + look.paint(Colour::bold, "Probable causes") + "\n";
    }
    std::size_t place = 0;
    for (const CauseLine& cause : diagnosis.causes) {
        std::string name = std::to_string(++place) + ". " + cause.what;
        if (!cause.component.empty()) name += ", " + cause.component;
        out += wrap(name, look.width, 2);
        for (const std::string& reason : cause.evidence_for)
            out += wrap("+ " + reason, look.width, 5);
        for (const std::string& reason : cause.evidence_against)
            out += wrap("- " + reason, look.width, 5);
    }
    return out + section("Changed before", diagnosis.changes, look) +
           section("Known fixes", diagnosis.fixes, look) +
           section("It was like this before", diagnosis.similar, look);
}

std::string question_lines(const DiagnosisDetail& diagnosis, const Look& look) {
    if (diagnosis.questions.empty()) return {};
    std::string out = "\n" + look.paint(Colour::bold, "Ask") + "\n";
    for (const QuestionLine& line : diagnosis.questions) {
        out += wrap("- " + line.question, look.width, 2);
        for (const std::string& known : line.known)
            out += wrap("known: " + known, look.width, 4);
    }
    return out;
}

}  // namespace foreshock::cli
