#include "server/http/alertmanager_silence_api.hpp"

#include <algorithm>

#include "server/desk/matcher.hpp"
#include "server/http/alert_answer.hpp"
#include "server/http/alertmanager_silence.hpp"
#include "server/http/problem.hpp"

namespace foreshock::http {
namespace {

using desk::Silence;
using desk::SilenceState;

/// A silence is found by what it demands, as if its matchers were labels.
desk::LabelMap demands_of(const Silence& silence) {
    desk::LabelMap labels;
    for (const desk::Matcher& matcher : silence.matchers)
        labels.emplace(matcher.name, matcher.value);
    return labels;
}

int rank(SilenceState state) {
    return state == SilenceState::active ? 0 : state == SilenceState::pending ? 1 : 2;
}

/// May the old one become the new one? Else a new one takes its place.
bool is_same_but_for_its_end(const Silence& old, const Silence& wanted, TimePoint now) {
    const SilenceState state = state_at(old, now);
    if (state == SilenceState::expired || old.matchers != wanted.matchers) return false;
    return state == SilenceState::active || old.starts_at == wanted.starts_at;
}

}  // namespace

std::vector<Route> AlertmanagerSilenceApi::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET",
         "/api/v2/silences",
         Audience::people,
         at_once([this](const Request& request, const PathArguments&) { return list(request); }),
         {"filter"}});
    table.push_back({"GET", "/api/v2/silence/{id}", Audience::people,
                     at_once([this](const Request&, const PathArguments& arguments) {
                         return show(arguments[0]);
                     })});
    table.push_back({"POST",
                     "/api/v2/silences",
                     Audience::people,
                     [this](const Request& request, const PathArguments&,
                            const Responder& respond) { put(request, respond); },
                     {},
                     "application/json",
                     body_bytes_max,
                     "createdBy"});
    table.push_back(
        {"DELETE", "/api/v2/silence/{id}", Audience::people,
         [this](const Request& request, const PathArguments& arguments, const Responder& respond) {
             const people::Identity& who = request.identity;
             expire(arguments[0], who.is_personal() ? who.name : std::string{unnamed_actor},
                    [respond](const Result<Silence>& done) {
                        respond(done ? nothing_more() : text_refusal(done.error()));
                    });
         }});
    return table;
}

Response AlertmanagerSilenceApi::list(const Request& request) const {
    const Result<desk::MatcherSet> filter = filter_of(request.query);
    if (!filter) return text_refusal(filter.error());
    Result<std::vector<Silence>> silences = with_.store.silences();
    if (!silences) return text_refusal(silences.error());
    const TimePoint now = with_.clock.now();
    std::stable_sort(silences->begin(), silences->end(), [now](const auto& a, const auto& b) {
        return rank(state_at(a, now)) < rank(state_at(b, now));
    });
    std::string json = "[";
    for (const Silence& silence : *silences) {
        if (!filter->matches(demands_of(silence))) continue;
        if (json.size() > 1) json += ',';
        json += silence_json(silence, now);
    }
    return json_response(200, json + "]");
}

Response AlertmanagerSilenceApi::show(const std::string& id) const {
    const Result<Silence> silence = with_.store.find_silence(id);
    if (!silence) return text_refusal(silence.error());
    return json_response(200, silence_json(*silence, with_.clock.now()));
}

void AlertmanagerSilenceApi::put(const Request& request, const Responder& respond) const {
    Result<Silence> wanted = decode_silence(request.body);
    if (!wanted) return respond(text_refusal(wanted.error()));
    const Done answer = [respond](const Result<Silence>& done) {
        respond(done ? json_response(200, R"({"silenceID":)" + json_string(done->id) + "}")
                     : text_refusal(done.error()));
    };
    if (!wanted->id.empty()) return change(std::move(*wanted), answer);
    const TimePoint now = with_.clock.now();
    const std::string actor = wanted->owner;
    wanted->starts_at = std::max(wanted->starts_at, now);
    offer(desk::AddSilence{std::move(*wanted), {actor, now}}, answer);
}

void AlertmanagerSilenceApi::change(Silence wanted, Done done) const {
    const Result<Silence> old = with_.store.find_silence(wanted.id);
    if (!old) return done(fail(old.error()));
    const TimePoint now = with_.clock.now();
    const desk::Act act{wanted.owner, now};
    if (is_same_but_for_its_end(*old, wanted, now)) {
        const desk::SilenceEdit edit{wanted.ends_at, wanted.reason};
        return offer(desk::EditSilence{wanted.id, edit, act}, std::move(done));
    }
    const bool must_end = state_at(*old, now) != SilenceState::expired;
    wanted.id.clear();
    wanted.starts_at = std::max(wanted.starts_at, now);
    // The new one first: when it is refused the old one goes on.
    offer(desk::AddSilence{std::move(wanted), act},
          [this, must_end, old_id = old->id, act, done](const Result<Silence>& added) {
              if (!added || !must_end) return done(added);
              expire(old_id, act.actor, [added, done](const Result<Silence>&) { done(added); });
          });
}

void AlertmanagerSilenceApi::expire(const std::string& id, const std::string& actor,
                                    Done done) const {
    offer(desk::ExpireSilence{id, {actor, with_.clock.now()}}, std::move(done));
}

void AlertmanagerSilenceApi::offer(desk::SuppressionCommand command, Done done) const {
    const Result<void> taken =
        with_.sink.offer(std::move(command), [done](const Result<desk::SuppressionAnswer>& answer) {
            if (!answer) return done(fail(answer.error()));
            done(std::get<Silence>(*answer));
        });
    if (!taken) done(fail(taken.error()));
}

}  // namespace foreshock::http
