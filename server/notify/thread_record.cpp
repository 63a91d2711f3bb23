#include "server/notify/thread_record.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::notify {

std::string to_json(const ThreadRecord& record) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    const auto put = [&](const char* key, const std::string& value) {
        if (!value.empty()) object[key] = value;
    };
    put("root", record.root);
    put("place", record.place);
    put("doing", record.doing);
    put("said", record.said);
    put("seen", record.seen);
    put("done_at", record.done_at);
    if (record.generation != 0) object["generation"] = record.generation;
    return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

ThreadRecord thread_record_from_json(std::string_view text) {
    const auto object = nlohmann::json::parse(text, nullptr, false);
    ThreadRecord record;
    if (!object.is_object()) return record;
    const auto get = [&](const char* key) {
        const auto found = object.find(key);
        return found != object.end() && found->is_string() ? found->get<std::string>()
                                                           : std::string{};
    };
    record.root = get("root");
    record.place = get("place");
    record.doing = get("doing");
    record.said = get("said");
    record.seen = get("seen");
    record.done_at = get("done_at");
    const auto generation = object.find("generation");
    if (generation != object.end() && generation->is_number_integer()) {
        record.generation = generation->get<int>();
    }
    return record;
}

Result<ThreadRecord> ThreadMemory::load() const {
    const auto found = threads_.find(name_.channel, name_.recipient, name_.incident_id);
    if (!found) return fail(found.error());
    return *found ? thread_record_from_json(**found) : ThreadRecord{};
}

Result<void> ThreadMemory::keep(const ThreadRecord& record) {
    desk::ExternalThread thread = name_;
    thread.record = to_json(record);
    return threads_.keep(thread);
}

}  // namespace foreshock::notify
