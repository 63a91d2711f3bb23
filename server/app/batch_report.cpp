// What a report says of its host and its symptoms.

#include <algorithm>

#include "server/app/batch_draft.hpp"
#include "server/intake/host_record.hpp"
#include "server/intake/symptoms.hpp"

namespace foreshock::app {

using incidents::Host;

namespace {

/// What a report may change of a host, and what follows from the difference.
struct Before {
    std::string name;
    std::string run_id;
    std::uint64_t sequence = 0;
    Duration report_interval{0};
    incidents::Presence presence = incidents::Presence::present;
    Goodbye goodbye = Goodbye::none;
};

Before before_of(const Host& host) {
    return {host.name,     host.run_id, host.sequence, host.report_interval,
            host.presence, host.goodbye};
}

bool concerns_services(const wire::Report& report) {
    return std::any_of(report.facts.begin(), report.facts.end(),
                       [](const Fact& fact) { return incidents::is_seen_by_services(fact.name); });
}

}  // namespace

incidents::HostDescribed description_of(const Host& host, TimePoint at) {
    return {at, host.name.empty() ? host.id : host.name, incidents::traits_of(host)};
}

// Before the report is taken in, while it can be seen what is new in it. Spooled ones are history.
void BatchEngine::watch_samples(const ReportCommand& command, const Host* known, Draft& draft) {
    const wire::Report& report = command.received.report;
    if (report.replay) return;
    const std::string& host = report.host_name.empty() ? report.agent_id : report.host_name;
    const TimePoint at = command.received.received_at;
    const bool is_planned =
        (known && known->run_id != report.run_id) || report.goodbye != Goodbye::none ||
        std::any_of(report.changes.begin(), report.changes.end(),
                    [](const Change& change) { return change.fact == "agent_config"; });
    if (is_planned) tell_engine(sample_watch_->planned_change(host, at), draft);
    tell_engine(sample_watch_->take(host, blocks_.blocks(), at), draft);
}

void BatchEngine::take_in(ReportCommand& command, Host* known, Draft& draft) {
    wire::Report& report = command.received.report;
    const TimePoint received_at = command.received.received_at;
    const Before before = known ? before_of(*known) : Before{};
    Host& host = known ? *known : hosts_[report.agent_id];
    if (!known) host = intake::merged_host(nullptr, report, received_at);
    if (known) intake::merge_report(host, report, received_at);
    const bool is_new_run = known && before.run_id != host.run_id;
    const bool is_news =
        !known || is_new_run || before.goodbye != host.goodbye || before.presence != host.presence;
    const bool is_named_anew = !known || before.name != host.name;
    const std::string& host_name = host.name;
    if (is_new_run) runs_.remember(host.id, before.run_id, before.sequence);
    if (report.run_id != host.run_id) {
        runs_.remember(report.agent_id, report.run_id, report.sequence);
    }
    const bool is_described_anew =
        is_named_anew || !report.facts.empty() || !report.changes.empty();
    const bool is_as_it_was = !is_news && !is_described_anew && report.run_id == host.run_id &&
                              before.report_interval == host.report_interval;
    if (is_as_it_was) {
        draft.hosts_heard.push_back(host.id);
    } else {
        draft.hosts[host.id] |= is_news;
    }
    if (is_described_anew) tell_engine(description_of(host, received_at), draft);
    if (is_named_anew || is_new_run || concerns_services(report)) services_.note_change();
    const bool is_of_earlier_run = report.run_id != host.run_id;
    const std::vector<Symptom> absences = absence_->seen(host, report.replay);
    if (is_named_anew) own_names_.clear();
    if (!is_of_earlier_run) note_judgement(report, draft);

    if (is_new_run) {
        forecasts_.lose_sight(host_name, received_at);
        tell_engine(incidents::AgentStarted{received_at, host_name}, draft);
        // Its new run knows nothing of what others say of this host.
        tell_engine(alerts_.alerts().say_again(host_name, draft.now), draft);
        tell_engine(sample_watch_->say_again(host_name, received_at), draft);
    }
    for (incidents::SymptomArrived& symptom : intake::arrived_symptoms(report, received_at)) {
        symptom.is_of_earlier_run = is_of_earlier_run;
        if (is_kept_apart(symptom.symptom, symptom.at, draft)) continue;
        ++ports_.counters.symptoms;
        forecasts_.hear(symptom);
        give_engine(std::move(symptom), draft);
    }
    tell_engine(absences, draft);
    hear_witness(report, host_name, draft);
}

void BatchEngine::note_judgement(wire::Report& report, Draft& draft) {
    if (report.learned)
        draft.commit.limits.push_back({report.agent_id, std::move(*report.learned)});
    if (report.pack)
        draft.commit.packs.push_back({report.agent_id, draft.now, std::move(*report.pack)});
}

}  // namespace foreshock::app
