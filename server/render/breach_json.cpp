#include "server/render/breach_json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/render/json_forms.hpp"

namespace foreshock::render {
namespace {

using breach::Breach;

Json summary_form(const Breach& breach) {
    const auto done = std::ranges::count_if(
        breach.checklist, [](const breach::Item& item) { return item.done_at.has_value(); });
    return {{"id", breach.id},
            {"reference", breach::reference_of(breach)},
            {"number", breach.number},
            {"revision", breach.revision},
            {"title", breach.title},
            {"state", std::string{breach::to_string(breach.state)}},
            {"raised_by", breach.raised_by},
            {"raised_at", format_rfc3339(breach.raised_at)},
            {"aware_at", format_rfc3339(breach.aware_at)},
            {"authority_due_at", format_rfc3339(breach.authority_due_at())},
            {"authority_settled", breach.is_notice_settled()},
            {"incident",
             breach.incident_reference.empty() ? Json(nullptr) : Json(breach.incident_reference)},
            {"owner", breach.owner},
            {"checklist_done", done},
            {"checklist_all", breach.checklist.size()},
            {"closed_at", time_json(breach.closed_at)}};
}

template <class T, class Form>
Json list_form(const std::vector<T>& all, Form form) {
    Json list = Json::array();
    for (const T& one : all)
        list.push_back(form(one));
    return list;
}

Json sign_form(const breach::Sign& sign) {
    return {{"kind", sign.kind},
            {"host", sign.host},
            {"component", sign.component},
            {"sentence", sign.sentence},
            {"first_at", format_rfc3339(sign.first_at)},
            {"last_at", format_rfc3339(sign.last_at)}};
}

Json item_form(const breach::Item& item) {
    return {{"code", item.code},
            {"text", item.text},
            {"done_at", time_json(item.done_at)},
            {"done_by", item.done_by},
            {"note", item.note}};
}

Json evidence_form(const breach::Evidence& one) {
    return {{"id", one.id},
            {"name", one.name},
            {"sha256", one.sha256},
            {"bytes", one.bytes},
            {"location", one.location},
            {"added_by", one.added_by},
            {"added_at", format_rfc3339(one.added_at)}};
}

Json notice_form(const breach::Notice& notice) {
    return {{"at", format_rfc3339(notice.at)},
            {"by", notice.by},
            {"told", notice.told},
            {"words", notice.words},
            {"whole", notice.is_whole}};
}

Json line_form(const breach::Line& line) {
    return {{"at", format_rfc3339(line.at)},
            {"actor", line.actor},
            {"kind", line.kind},
            {"text", line.text}};
}

}  // namespace

std::string breach_json(const Breach& breach) {
    Json form = summary_form(breach);
    form["words"] = breach.words;
    form["named"] = breach.named;
    form["signs"] = list_form(breach.signs, sign_form);
    form["signs_beyond"] = breach.signs_beyond;
    form["checklist"] = list_form(breach.checklist, item_form);
    form["evidence"] = list_form(breach.evidence, evidence_form);
    form["notices"] = list_form(breach.notices, notice_form);
    form["record"] = {{"facts", breach.record.facts},
                      {"effects", breach.record.effects},
                      {"measures", breach.record.measures},
                      {"people_affected", breach.record.people_affected}};
    form["timeline"] = list_form(breach.timeline, line_form);
    return text_of(form);
}

std::string breaches_json(const std::vector<Breach>& breaches) {
    return text_of(list_form(breaches, summary_form));
}

std::string evidence_json(const breach::Evidence& evidence) {
    return text_of(evidence_form(evidence));
}

std::string breach_word_json(const Breach& breach, const std::string& words,
                             const std::string& id) {
    return text_of(Json{{"id", id},
                        {"type", "breach"},
                        {"reference", breach::reference_of(breach)},
                        {"state", std::string{breach::to_string(breach.state)}},
                        {"authority_due_at", format_rfc3339(breach.authority_due_at())},
                        {"authority_settled", breach.is_notice_settled()},
                        {"words", words}});
}

}  // namespace foreshock::render
