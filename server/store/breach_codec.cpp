#include "server/store/breach_codec.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

using breach::Breach;
using breach::Evidence;
using breach::Item;
using breach::Line;
using breach::Notice;
using breach::Sign;

Json item_to_json(const Item& item) {
    return {{"code", item.code},
            {"text", item.text},
            {"done_at", time_to_json(item.done_at)},
            {"done_by", item.done_by},
            {"note", item.note}};
}

Item item_from_json(const Json& json) {
    return {json.at("code"), json.at("text"), optional_time(json.at("done_at")), json.at("done_by"),
            json.at("note")};
}

Json evidence_to_json(const Evidence& one) {
    return {{"id", one.id},
            {"name", one.name},
            {"sha256", one.sha256},
            {"bytes", one.bytes},
            {"location", one.location},
            {"by", one.added_by},
            {"at", time_to_json(one.added_at)}};
}

Evidence evidence_from_json(const Json& json) {
    return {json.at("id"),
            json.at("name"),
            json.at("sha256"),
            json.at("bytes"),
            json.at("location"),
            json.at("by"),
            time_from_json(json.at("at"))};
}

Json sign_to_json(const Sign& sign) {
    return {{"fingerprint", sign.fingerprint},
            {"kind", sign.kind},
            {"host", sign.host},
            {"component", sign.component},
            {"sentence", sign.sentence},
            {"first_at", time_to_json(sign.first_at)},
            {"last_at", time_to_json(sign.last_at)}};
}

Sign sign_from_json(const Json& json) {
    return {json.at("fingerprint"),
            json.at("kind"),
            json.at("host"),
            json.at("component"),
            json.at("sentence"),
            time_from_json(json.at("first_at")),
            time_from_json(json.at("last_at"))};
}

Json notice_to_json(const Notice& notice) {
    return {{"at", time_to_json(notice.at)},
            {"by", notice.by},
            {"told", notice.told},
            {"words", notice.words},
            {"whole", notice.is_whole}};
}

Notice notice_from_json(const Json& json) {
    return {time_from_json(json.at("at")), json.at("by"), json.at("told"), json.at("words"),
            json.at("whole")};
}

Json line_to_json(const Line& line) {
    return {{"at", time_to_json(line.at)},
            {"actor", line.actor},
            {"kind", line.kind},
            {"text", line.text}};
}

Line line_from_json(const Json& json) {
    return {time_from_json(json.at("at")), json.at("actor"), json.at("kind"), json.at("text")};
}

Json record_to_json(const breach::Record& record) {
    return {{"facts", record.facts},
            {"effects", record.effects},
            {"measures", record.measures},
            {"people", record.people_affected}};
}

breach::Record record_from_json(const Json& json) {
    return {json.at("facts"), json.at("effects"), json.at("measures"), json.at("people")};
}

void read_lists(const Json& json, Breach& breach) {
    json.at("named").get_to(breach.named);
    breach.signs = list_from_json(json.at("signs"), sign_from_json);
    breach.checklist = list_from_json(json.at("checklist"), item_from_json);
    breach.evidence = list_from_json(json.at("evidence"), evidence_from_json);
    breach.notices = list_from_json(json.at("notices"), notice_from_json);
    breach.timeline = list_from_json(json.at("timeline"), line_from_json);
    breach.record = record_from_json(json.at("record"));
}

Breach read(const Json& json) {
    Breach breach;
    breach.id = json.at("id");
    breach.number = json.at("number");
    breach.revision = json.at("revision");
    breach.title = json.at("title");
    breach.words = json.at("words");
    const auto state = breach::parse_state(json.at("state").get<std::string>());
    if (!state) throw std::out_of_range{state.error().what};
    breach.state = *state;
    breach.raised_by = json.at("raised_by");
    breach.raised_at = time_from_json(json.at("raised_at"));
    breach.aware_at = time_from_json(json.at("aware_at"));
    breach.incident_id = json.value("incident_id", "");
    breach.incident_reference = json.value("incident", "");
    breach.owner = json.at("owner");
    breach.signs_beyond = json.at("signs_beyond");
    breach.reminders_sent = json.at("reminders_sent");
    breach.overdue_told = json.at("overdue_told");
    breach.closed_at = optional_time(json.at("closed_at"));
    read_lists(json, breach);
    return breach;
}

}  // namespace

std::string encode_breach(const Breach& breach) {
    return write_json({{"id", breach.id},
                       {"number", breach.number},
                       {"revision", breach.revision},
                       {"title", breach.title},
                       {"words", breach.words},
                       {"state", to_string(breach.state)},
                       {"raised_by", breach.raised_by},
                       {"raised_at", time_to_json(breach.raised_at)},
                       {"aware_at", time_to_json(breach.aware_at)},
                       {"incident_id", breach.incident_id},
                       {"incident", breach.incident_reference},
                       {"owner", breach.owner},
                       {"named", breach.named},
                       {"signs", list_to_json(breach.signs, sign_to_json)},
                       {"signs_beyond", breach.signs_beyond},
                       {"checklist", list_to_json(breach.checklist, item_to_json)},
                       {"evidence", list_to_json(breach.evidence, evidence_to_json)},
                       {"notices", list_to_json(breach.notices, notice_to_json)},
                       {"record", record_to_json(breach.record)},
                       {"timeline", list_to_json(breach.timeline, line_to_json)},
                       {"reminders_sent", breach.reminders_sent},
                       {"overdue_told", breach.overdue_told},
                       {"closed_at", time_to_json(breach.closed_at)}});
}

Result<Breach> decode_breach(std::string_view body) {
    try {
        return read(Json::parse(body));
    } catch (const std::exception& fault) {
        return fail(Errc::unreadable, std::string{"a stored breach: "} + fault.what());
    }
}

}  // namespace foreshock::store
