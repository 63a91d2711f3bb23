#include <algorithm>

#include "server/app/batch_draft.hpp"
#include "server/intake/host_record.hpp"
#include "server/render/host_json.hpp"
#include "server/render/incident_json.hpp"

namespace foreshock::app {
namespace {

using incidents::Host;
using incidents::Incident;

}  // namespace

BatchEngine::BatchEngine(const BatchSettings& settings, BatchPorts ports)
    : settings_(settings),
      ports_(std::move(ports)),
      blocks_(settings.sample_times),
      services_(settings.services),
      alerts_(settings.alerts, ports_.is_apart) {}

Result<void> BatchEngine::load(TimePoint now) {
    Result<std::vector<Incident>> unfinished = ports_.ledger.load_unfinished();
    if (!unfinished) return fail(std::move(unfinished).error().with("incidents"));
    incidents::Crowds members;
    Result<void> told = ports_.ledger.tell_members(
        [&](const incidents::MemberChange& change) { members.hear(change); });
    if (!told) return fail(std::move(told).error().with("members of incidents"));
    Result<std::vector<incidents::KinVerdict>> feedback = ports_.ledger.load_feedback();
    if (!feedback) return fail(std::move(feedback).error().with("feedback"));
    Result<std::uint64_t> next_number = ports_.ledger.next_number();
    if (!next_number) return fail(std::move(next_number).error().with("incidents"));
    Result<std::vector<Host>> hosts = ports_.ledger.load_hosts();
    if (!hosts) return fail(std::move(hosts).error().with("hosts"));
    Result<void> forecasts = forecasts_.load(ports_.ledger);
    if (!forecasts) return fail(std::move(forecasts).error().with("forecasts"));
    Result<void> alerts = alerts_.load(ports_.ledger, now);
    if (!alerts) return fail(std::move(alerts).error().with("alerts"));

    incidents_.clear();
    sample_watch_.emplace(settings_.sample_watch);
    auto learned = ports_.ledger.load_learned(now - incidents::LearnedOfHost::kept);
    if (!learned) return fail(std::move(learned).error().with("what was learned"));
    for (const incidents::LearnedOfHost& one : *learned)
        sample_watch_->recall(one, now);
    for (const Incident& incident : *unfinished) {
        incidents_.note(incident);
        alerts_.note(incident);
        sample_watch_->restore(incident);
    }
    absence_.emplace(settings_.absence, now, *hosts);
    hosts_.clear();
    for (Host& host : *hosts)
        hosts_.insert_or_assign(host.id, std::move(host));
    runs_.clear();
    own_names_.clear();
    Result<void> silences = load_suppression(*unfinished, now);
    if (!silences) return fail(std::move(silences).error().with("silences"));
    std::vector<std::string> known;
    for (const Incident& incident : *unfinished)
        known.push_back(incident.id);
    engine_.emplace(settings_.incidents, std::move(*unfinished), *next_number, std::move(members),
                    *feedback);
    stage_.emplace(*engine_, *suppression_);
    load_care(known);
    ticked_at_ = now;

    Draft draft;
    draft.now = now;
    for (const auto& [id, host] : hosts_)
        tell_engine(description_of(host, now), draft);
    services_.rebuild(hosts_, now);
    tell_of_services(draft);
    settle_suppression(draft);
    tell_engine(incidents::ListeningBegan{now}, draft);
    // What this server said of itself as a host, in its former run, it says again or it is over.
    tell_engine(incidents::AgentStarted{now, settings_.absence.isolation.server_name}, draft);
    settle_care(draft);
    const Result<void> durable = make_durable(draft);
    if (!durable) {
        engine_.reset();
        return fail(durable.error());
    }
    finish(draft);
    refresh_accuracy(now);
    hang_out_status();
    return {};
}

void BatchEngine::process(std::vector<Command> batch, TimePoint now) {
    if (!engine_ && !recovered(now)) return refuse(batch);
    Draft draft;
    draft.now = now;
    see_people();
    for (Command& command : batch) {
        std::visit([&](auto& one) { apply(one, draft); }, command);
    }
    settle_farewells(draft);
    const bool ticks = now - ticked_at_ >= settings_.tick_every || now < ticked_at_;
    if (ticks) pass_time(draft);
    judge_suppression(draft);
    settle_care(draft);
    const Result<void> durable = make_durable(draft);
    if (!durable) return give_up(draft, durable.error());
    finish(draft);
    if (!ticks) return;
    refresh_accuracy(now);
    hang_out_status();
}

void BatchEngine::apply(ReportCommand& command, Draft& draft) {
    keep_names_apart(command.received.report);
    const wire::Report& report = command.received.report;
    const auto found = hosts_.find(report.agent_id);
    Host* known = found == hosts_.end() ? nullptr : &found->second;
    const bool is_current = known && known->run_id == report.run_id;
    const std::uint64_t last =
        is_current ? known->sequence : runs_.sequence(report.agent_id, report.run_id);
    if (report.sequence <= last) {
        // The one before may be in this very batch: acked like it, once that is durable.
        draft.acks.push_back({std::move(command.done), last, http::ReportOutcome::repeated});
        return;
    }
    const Result<const intake::Dictionary*> dictionary = dictionaries_.learn(report);
    ports_.counters.dictionaries_forgotten = dictionaries_.forgotten();
    if (!dictionary) return command.done(fail(dictionary.error()));

    const intake::SampleCounts samples =
        blocks_.fill(report, **dictionary, command.received.received_at);
    ports_.counters.samples += samples.accepted;
    ports_.counters.samples_out_of_time += samples.refused;
    if (!blocks_.blocks().empty()) {
        const Result<void> appended = ports_.history.append(report.agent_id, blocks_.blocks());
        if (!appended) draft.broken = appended.error();
        draft.has_samples = true;
    }
    watch_samples(command, known, draft);
    take_in(command, known, draft);
    draft.acks.push_back({std::move(command.done), report.sequence, http::ReportOutcome::acked});
}

void BatchEngine::apply(ServicesCommand& command, Draft&) {
    services_.replace(std::move(command.services));
}

void BatchEngine::apply(HumanCommand& command, Draft& draft) {
    Result<incidents::Changes> changes = care_->apply(incidents::Input{command.input});
    if (!changes) return command.done(fail(std::move(changes).error()));
    const std::string id = std::visit(
        [](const auto& input) -> std::string {
            if constexpr (requires { input.incident_id; }) return input.incident_id;
            return {};
        },
        command.input);
    collect(std::move(*changes), draft);
    draft.replies.push_back({std::move(command.done), id.empty() ? place_of(command.input) : id});
}

// A report is told without its incident: the engine found one, or knew one already.
std::string BatchEngine::place_of(const incidents::Input& input) const {
    const auto* word = std::get_if<incidents::ReportArrived>(&input);
    const Incident* incident = word ? engine_->find_by_report(word->report.id) : nullptr;
    return incident ? incident->id : std::string{};
}

void BatchEngine::apply(AlertCommand& command, Draft& draft) {
    const auto tell = [&](incidents::Input&& input) -> Result<void> {
        if (is_kept_apart(input, draft)) return {};
        Result<incidents::Changes> changes = care_->apply(std::move(input));
        if (!changes) return fail(std::move(changes).error());
        collect(std::move(*changes), draft);
        return {};
    };
    for (const auto& told : command.received.changes)
        place_change(told, draft);
    Result<void> taken = alerts_.hear(std::move(command.received),
                                      {draft.now, tell, draft.commit.incidents}, ports_.counters);
    draft.alert_replies.push_back({std::move(command.done), std::move(taken)});
}

void BatchEngine::place_change(const http::ReceivedAlerts::HostChanged& told, Draft& draft) {
    const auto found = std::find_if(hosts_.begin(), hosts_.end(), [&](const auto& known) {
        return known.second.name == told.host || known.first == told.host;
    });
    if (found == hosts_.end()) {
        ++ports_.counters.changes_unplaced;
        return;
    }
    intake::merge_changes(found->second.changes, {told.change});
    draft.hosts[found->first] = true;
}

bool BatchEngine::is_kept_apart(const incidents::Input& input, Draft& draft) const {
    const auto* arrived = std::get_if<incidents::SymptomArrived>(&input);
    return arrived && is_kept_apart(arrived->symptom, arrived->at, draft);
}

bool BatchEngine::is_kept_apart(const Symptom& symptom, TimePoint at, Draft& draft) const {
    if (!ports_.keep_apart) return false;
    const Result<bool> kept = ports_.keep_apart(symptom, at);
    // What could not be stored is not acknowledged: it comes again.
    if (!kept) draft.broken = kept.error();
    return !kept || *kept;
}

void BatchEngine::tell_engine(incidents::Input&& input, Draft& draft) {
    if (std::holds_alternative<incidents::SymptomArrived>(input)) ++ports_.counters.symptoms;
    if (!is_kept_apart(input, draft)) give_engine(std::move(input), draft);
}

void BatchEngine::give_engine(incidents::Input&& input, Draft& draft) {
    const bool is_symptom = std::holds_alternative<incidents::SymptomArrived>(input);
    Result<incidents::Changes> changes = care_->apply(std::move(input));
    if (changes) return collect(std::move(*changes), draft);
    if (!is_symptom) return ports_.say(true, "engine: " + changes.error().what);
    // Said once per stretch: a storm must not fill the log as well.
    if (ports_.counters.symptoms_refused++ == 0) {
        ports_.say(true, "symptom not taken: " + changes.error().what);
    }
}

void BatchEngine::tell_engine(const std::vector<Symptom>& symptoms, Draft& draft) {
    for (const Symptom& symptom : symptoms) {
        const bool is_lost =
            symptom.kind == incidents::agent_lost_kind && symptom.status == SymptomStatus::raised;
        if (is_lost) forecasts_.lose_sight(symptom.subject.host, draft.now);
        tell_engine(incidents::SymptomArrived{draft.now, symptom, false}, draft);
    }
}

void BatchEngine::collect(incidents::Changes changes, Draft& draft) {
    for (const Incident& incident : changes.incidents)
        care_->note(incident.id);
    withdraw_pages(changes, draft);
    const bool is_told =
        !changes.announcements.empty() || !changes.pages.empty() || !changes.bridges_wanted.empty();
    if (is_told) {
        std::vector<incidents::OutboxEntry> entries = ports_.outbox_entries(changes);
        std::move(entries.begin(), entries.end(), std::back_inserter(draft.commit.outbox));
    }
    if (ports_.letters && !changes.events.empty()) {
        std::vector<incidents::OutboxEntry> letters = ports_.letters(changes);
        std::move(letters.begin(), letters.end(), std::back_inserter(draft.commit.outbox));
    }
    for (Incident& incident : changes.incidents) {
        const auto [place, is_new] =
            draft.incident_places.emplace(incident.id, draft.commit.incidents.size());
        if (is_new) {
            draft.commit.incidents.push_back(std::move(incident));
        } else {
            draft.commit.incidents[place->second] = std::move(incident);
        }
    }
    std::move(changes.events.begin(), changes.events.end(),
              std::back_inserter(draft.commit.events));
    std::move(changes.members.begin(), changes.members.end(),
              std::back_inserter(draft.commit.members));
    std::move(changes.feedback.begin(), changes.feedback.end(),
              std::back_inserter(draft.commit.feedback));
}

void BatchEngine::pass_time(Draft& draft) {
    ticked_at_ = draft.now;
    // Before the engine speaks: what is hidden from now on must not be told at this very moment.
    settle_suppression(draft);
    forecasts_.advance(draft.now);
    if (services_.refresh(hosts_, draft.now)) tell_of_services(draft);
    tell_engine(absence_->advance(draft.now), draft);
    tell_engine(alerts_.alerts().advance(draft.now), draft);
    tell_engine(sample_watch_->advance(draft.now), draft);
    draft.commit.learned = sample_watch_->take_learned(draft.now);
    ports_.counters.members_refused = engine_->members_refused();
    tell_engine(incidents::TimePassed{draft.now}, draft);
    update_presence(draft);
    ask_witnesses(draft.now);
    if (draft.now < expire_at_) return;
    expire_at_ = draft.now + settings_.expire_every;
    const Result<void> expired = ports_.history.expire(draft.now);
    if (!expired) ports_.say(true, "old samples were not dropped: " + expired.error().what);
}

void BatchEngine::update_presence(Draft& draft) {
    for (const std::string& id : absence_->take_turned()) {
        const auto host = hosts_.find(id);
        if (host == hosts_.end()) continue;
        const incidents::Presence presence = absence_->presence(id);
        if (presence == host->second.presence) continue;
        host->second.presence = presence;
        draft.hosts[id] = true;
    }
}

void BatchEngine::tell_of_services(Draft& draft) {
    const std::string complaint = services_.complaint();
    if (!complaint.empty()) ports_.say(true, complaint);
    sample_watch_->set_groups(*services_.map(), services_.take_hosts());
    tell_engine(incidents::ServicesChanged{draft.now, services_.map()}, draft);
}

Result<void> BatchEngine::make_durable(Draft& draft) {
    if (draft.broken) return fail(*draft.broken);
    if (draft.has_samples) {
        Result<void> synced = ports_.history.sync();
        if (!synced) return fail(std::move(synced).error().with("samples"));
    }
    draft.commit.forecasts = forecasts_.take_changed();
    alerts_.write_changes(draft.commit);
    if (draft.is_empty()) return {};
    draft.commit.hosts.reserve(draft.hosts.size());
    for (const auto& [id, is_news] : draft.hosts) {
        draft.commit.hosts.push_back(hosts_.find(id)->second);
    }
    std::vector<std::string>& heard = draft.hosts_heard;
    std::sort(heard.begin(), heard.end());
    heard.erase(std::unique(heard.begin(), heard.end()), heard.end());
    draft.commit.host_marks.reserve(heard.size());
    for (const std::string& id : heard) {
        if (draft.hosts.contains(id)) continue;
        const Host& host = hosts_.find(id)->second;
        draft.commit.host_marks.push_back({id, host.sequence, host.last_seen, host.clock_skew});
    }
    Result<void> committed = commit(draft);
    if (!committed) return fail(std::move(committed).error().with("store"));
    ++ports_.counters.commits;
    return {};
}

Result<void> BatchEngine::commit(Draft& draft) {
    if (draft.suppression.empty() || !ports_.suppression) return ports_.ledger.commit(draft.commit);
    return ports_.suppression->commit(draft.commit, draft.suppression);
}

void BatchEngine::finish(Draft& draft) {
    forecasts_.committed(draft.commit.forecasts);
    for (const Incident& incident : draft.commit.incidents)
        incidents_.note(incident);
    alerts_.committed(draft.commit);
    finish_breaches(draft);
    for (Draft::AlertReply& reply : draft.alert_replies)
        reply.done(std::move(reply.taken));
    for (const Draft::Ack& ack : draft.acks) {
        ports_.counters.count(ack.outcome);
        ack.done(ack.sequence);
    }
    for (const Draft::Reply& reply : draft.replies) {
        const Incident* incident = engine_->find(reply.incident_id);
        const auto place = draft.incident_places.find(reply.incident_id);
        if (incident) {
            reply.done(*incident);
        } else if (place != draft.incident_places.end()) {
            reply.done(draft.commit.incidents[place->second]);
        } else {
            reply.done(fail(Errc::not_found, "no incident " + reply.incident_id));
        }
    }
    for (const Draft::DeskReply& reply : draft.desk_replies)
        reply.done(reply.answer);
    for (const http::FarewellsDone& done : draft.farewell_replies)
        done({});
    if (!draft.commit.outbox.empty()) ports_.outbox_written();
    publish(draft);
}

void BatchEngine::publish(const Draft& draft) {
    if (ports_.hub.open_count() == 0) return;
    std::map<std::string_view, std::uint64_t> newest;
    for (const incidents::Event& event : draft.commit.events) {
        newest[event.incident_id] = event.sequence;
    }
    // In the order of their ids, so that a reader who comes back with one has seen all below it.
    std::multimap<std::uint64_t, const Incident*> in_order;
    for (const Incident& incident : draft.commit.incidents) {
        const auto found = newest.find(incident.id);
        in_order.emplace(found == newest.end() ? 0 : found->second, &incident);
    }
    for (const auto& [id, incident] : in_order) {
        ports_.hub.publish(
            http::event_frame(id, "incident", render::incident_summary_json(*incident)));
    }
    for (const incidents::HostGone& host : draft.commit.hosts_gone)
        ports_.hub.publish(http::event_frame(0, "host_gone", render::host_gone_json(host)));
    const auto status = ports_.board.read();
    for (const Host& host : draft.commit.hosts) {
        if (!draft.hosts.at(host.id)) continue;
        ports_.hub.publish(http::event_frame(
            0, "host", render::host_json(host, status->open_incidents_of(host.name))));
    }
}

void BatchEngine::refresh_accuracy(TimePoint now) {
    if (!forecasts_.is_refresh_due(now)) return;
    std::vector<Host> hosts;
    hosts.reserve(hosts_.size());
    for (const auto& [id, host] : hosts_)
        hosts.push_back(host);
    const Result<void> done = forecasts_.refresh(ports_.ledger, hosts, now);
    if (!done) ports_.say(true, "the accuracy of forecasts is not new: " + done.error().what);
}

void BatchEngine::hang_out_status() {
    http::Status status;
    status.store_writable = is_writable();
    if (!is_writable()) status.not_ready_because = "nothing can be stored: " + broken_because_;
    incidents_.count(status);
    forecasts_.show(status);
    status.services = services_.map();
    status.incidents_gone = incidents_gone_;
    for (const auto& [id, host] : hosts_)
        ++status.hosts[host.presence];
    ports_.board.write(std::move(status));
}

}  // namespace foreshock::app
