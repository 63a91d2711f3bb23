#pragma once

#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "server/http/front.hpp"
#include "server/http/ports.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/reports.hpp"

namespace foreshock::http {

/// Takes commands as the engine's thread does, and keeps what it was told.
struct FakeCommands final : CommandSink {
    Result<void> offer(incidents::Input command, CommandDone done) override {
        if (full) return fail(Errc::unavailable, "512 commands wait");
        taken.push_back(std::move(command));
        if (held) {
            waiting.push_back(std::move(done));
        } else {
            done(answer);
        }
        return {};
    }

    bool full = false;
    bool held = false;
    std::vector<incidents::Input> taken;
    std::vector<CommandDone> waiting;
    Result<incidents::Incident> answer = fail(Errc::conflict, "it is closed");
};

/// Incident number `number` of "web-1", as an engine would leave it.
inline incidents::Incident stored_incident(std::uint64_t number) {
    incidents::Incident incident;
    incident.id = "inc-" + std::to_string(1000 + number);
    incident.number = number;
    incident.revision = 3;
    incident.title = "/var on web-1 will be full";
    incident.sentence = "/var on web-1, \"the log disk\", will be full in about 10 min";
    incident.category = "storage";
    incident.subcategory = "space";
    incident.priority.level = 2;
    const TimePoint at = from_unix_ms(1'790'000'000'000 + static_cast<std::int64_t>(number));
    incident.first_sign_at = at;
    incident.opened_at = at;
    incident.updated_at = at;
    incidents::IncidentSymptom symptom;
    symptom.symptom = test::disk_symptom("sym-" + incident.id, at);
    symptom.received_at = at;
    incident.symptoms = {symptom};
    incident.forecast = incident.symptoms[0].symptom.forecast;
    return incident;
}

inline incidents::Event stored_event(const incidents::Incident& incident) {
    incidents::Event event;
    event.incident_id = incident.id;
    event.at = incident.opened_at;
    event.kind = incidents::EventKind::opened;
    event.actor = "engine";
    return event;
}

inline void store(test::MemoryStore& store, const incidents::Incident& incident) {
    incidents::Commit commit;
    commit.incidents = {incident};
    commit.events = {stored_event(incident)};
    REQUIRE(store.commit(commit));
}

inline Request get(std::string path, std::string query = {}) {
    Request request;
    request.method = "GET";
    request.path = std::move(path);
    request.query_text = std::move(query);
    request.fields = {{"host", "localhost:8420"}};
    return request;
}

inline Request post(std::string path, std::string body) {
    Request request = get(std::move(path));
    request.method = "POST";
    request.fields.emplace_back("content-type", "application/json");
    request.body = std::move(body);
    return request;
}

/// The answer of a front that answers at once.
inline Response ask(const Front& front, Request request) {
    std::optional<Response> answer;
    front.serve(std::move(request), [&](Response response) {
        REQUIRE_FALSE(answer);
        answer = std::move(response);
    });
    REQUIRE(answer);
    return *answer;
}

}  // namespace foreshock::http
