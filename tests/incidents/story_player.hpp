#pragma once

#include <algorithm>
#include <map>
#include <sstream>

#include "story.hpp"

#include "detectors/pack/pack.hpp"
#include "server/desk/suppression_stage.hpp"
#include "server/incidents/absence.hpp"
#include "server/incidents/engine.hpp"
#include "server/store/incident_codec.hpp"

namespace foreshock::incidents::test {

/// What a story has led to so far: all that the server stored and said.
struct StoryRecord {
    std::map<std::string, Incident> incidents;  ///< by id, closed ones too
    std::vector<Event> events;
    std::vector<Announcement> announcements;

    void keep(const Changes& changes) {
        for (const Incident& incident : changes.incidents)
            incidents.insert_or_assign(incident.id, incident);
        events.insert(events.end(), changes.events.begin(), changes.events.end());
        announcements.insert(announcements.end(), changes.announcements.begin(),
                             changes.announcements.end());
    }

    /// The newest incident that holds the symptom, or null.
    [[nodiscard]] const Incident* holder_of(const Mention& mention) const {
        const Incident* found = nullptr;
        for (const auto& [id, incident] : incidents) {
            const auto& reports = incident.reporting.reports;
            const bool was_reported =
                mention.kind == "report" && incident.reporting.began_it &&
                std::any_of(reports.begin(), reports.end(), [&](const IncidentReport& report) {
                    return report.host == mention.host;
                });
            const bool holds =
                was_reported || std::any_of(incident.symptoms.begin(), incident.symptoms.end(),
                                            [&](const IncidentSymptom& known) {
                                                return is_meant(mention, known.symptom);
                                            });
            if (holds && (!found || incident.number > found->number)) found = &incident;
        }
        while (found && !found->merged_into.empty())
            found = &incidents.at(found->merged_into);
        return found;
    }

    [[nodiscard]] static bool is_meant(const Mention& mention, const Symptom& symptom) {
        const std::string& component = symptom.subject.component;
        const std::string last = component.substr(component.rfind(' ') + 1);
        return symptom.kind == mention.kind && symptom.subject.host == mention.host &&
               (mention.component.empty() || mention.component == last ||
                mention.component == component);
    }

    [[nodiscard]] std::vector<std::string> told_of(const std::string& id) const {
        std::vector<std::string> words;
        for (const Announcement& one : announcements) {
            if (one.incident_id == id) words.emplace_back(to_string(one.transition));
        }
        return words;
    }
};

/// Lives through a story in virtual time: the real engine and the real detector of absence, whose
/// only memory over a restart is what was stored, in the store's own text.
class StoryPlayer {
public:
    StoryPlayer(const Story& story, const detectors::Pack& pack)
        : start_(story.starts_at),
          pack_(pack),
          engine_(Settings{}, {}, 1),
          absence_(AbsenceSettings{}, now_, {}) {
        for (const StoryHost& one : story.hosts) {
            Host host;
            host.id = "agent-" + one.name;
            host.name = one.name;
            host.run_id = "run-1";
            host.first_seen = now_;
            for (const auto& [name, value] : one.labels)
                host.facts.push_back({"label." + name, value});
            hosts_[one.name].host = std::move(host);
        }
        for (const StoryService& one : story.services)
            services_.push_back(service_of(one));
        describe_all();
    }

    /// Time goes on second by second up to `at`; what is due then has been done.
    void go_to(Duration at) {
        while (now_ < start_ + at) {
            now_ += std::chrono::seconds{1};
            if (away_until_ && now_ >= *away_until_) come_back();
            report_all();
            tick();
        }
    }

    /// Does what the line says. malformed when it cannot be done; what the engine refuses is an
    /// error too.
    Result<void> act(const StoryAct& act) {
        if (act.word) return speak(act);
        if (act.verb == "silent") return of_each(act, [](Agent& a) { a.is_silent = true; });
        if (act.verb == "back") return of_each(act, [this](Agent& agent) { wake(agent); });
        if (act.verb == "begin") return of_each(act, [this](Agent& agent) { begin(agent); });
        if (act.verb == "goodbye") return say_goodbye(act);
        if (act.verb == "changed") return change(act);
        if (act.verb == "maintenance") return plan(act);
        if (act.verb == "server-away") return go_away(act);
        if (act.verb == "report") return tell_desk(act);
        return do_by_hand(act);
    }

    void tick() {
        if (away_until_) return;
        for (const Symptom& symptom : absence_.advance(now_))
            give(SymptomArrived{now_, symptom, false});
        give(TimePassed{now_});
        settle();
    }

    [[nodiscard]] const StoryRecord& record() const { return record_; }

    [[nodiscard]] std::size_t open_count() const { return engine_.open_count(); }

private:
    struct Agent {
        Host host;
        bool is_silent = false;
        int runs = 1;
    };

    struct Running {
        Symptom symptom;
        int times = 0;
    };

    static constexpr Duration report_every = std::chrono::seconds{10};

    static Service service_of(const StoryService& one) {
        Service service;
        service.name = one.name;
        service.title = one.name;
        service.hosts = one.hosts;
        service.depends_on = one.needs;
        if (one.weight == "critical") service.weight = 5;
        return service;
    }

    /// What an engine is told when it is made.
    void describe_all() {
        std::vector<ServiceHost> hosts;
        for (const auto& [name, agent] : hosts_) {
            give(HostDescribed{now_, name, traits_of(agent.host)});
            hosts.push_back(service_host(agent.host));
        }
        if (!services_.empty())
            give(ServicesChanged{now_, std::make_shared<const ServiceMap>(services_, hosts)});
    }

    /// The parser puts fact, from and to before the hosts.
    Result<void> change(const StoryAct& act) {
        for (std::size_t i = 3; i < act.words.size(); ++i) {
            Host& host = hosts_.at(act.words[i]).host;
            host.changes.insert(host.changes.begin(),
                                {now_, act.words[0], act.words[1], act.words[2]});
            give(HostDescribed{now_, host.name, traits_of(host)});
        }
        return {};
    }

    /// maintenance HOST by NAME "WHY" rule "RRULE" for SPAN zone ZONE
    Result<void> plan(const StoryAct& act) {
        desk::MaintenanceWindow window;
        window.matchers = {{"host", act.words.at(0)}};
        window.owner = act.words.at(2);
        window.reason = act.words.at(3);
        window.recurrence.rrule = act.words.at(5);
        window.recurrence.zone = act.words.at(9);
        window.recurrence.first = "2026-01-01T00:00";
        const auto span = parse_duration(act.words.at(7));
        if (!span) return fail(span.error());
        window.duration = *span;
        window.until = now_ + std::chrono::hours{24 * 365};
        desk::SuppressionChanges changes;
        const auto added = suppression_.add(window, {window.owner, now_}, changes);
        return added ? Result<void>{} : fail(added.error());
    }

    void settle() {
        desk::SuppressionChanges changes;
        for (const Changes& follows : stage_.settle(now_, changes))
            record_.keep(follows);
    }

    void give(const Input& input) {
        const Result<Changes> changes = stage_.apply(Input{input});
        if (changes) record_.keep(*changes);
    }

    Result<void> ask(const Input& input) {
        Result<Changes> changes = stage_.apply(Input{input});
        if (!changes) return fail(std::move(changes).error());
        record_.keep(*changes);
        return {};
    }

    void report_all() {
        if (away_until_ || (now_ - start_) % report_every != Duration{0}) return;
        for (auto& [name, agent] : hosts_) {
            if (!agent.is_silent) report(agent);
        }
    }

    void report(Agent& agent) {
        agent.host.last_seen = now_;
        ++agent.host.sequence;
        for (const Symptom& symptom : absence_.seen(agent.host))
            give(SymptomArrived{now_, symptom, false});
    }

    void wake(Agent& agent) {
        agent.is_silent = false;
        agent.host.goodbye = Goodbye::none;
        if (!away_until_) report(agent);
    }

    void begin(Agent& agent) {
        agent.host.run_id = "run-" + std::to_string(++agent.runs);
        agent.host.sequence = 0;
        wake(agent);
        give(AgentStarted{now_, agent.host.name});
    }

    template <class Do>
    Result<void> of_each(const StoryAct& act, Do one) {
        for (const std::string& name : act.words)
            one(hosts_.at(name));
        return {};
    }

    Result<void> say_goodbye(const StoryAct& act) {
        for (const std::string& name : act.words) {
            if (!hosts_.contains(name)) continue;
            Agent& agent = hosts_.at(name);
            agent.host.goodbye = goodbye_of(act.words);
            if (!away_until_) report(agent);
            agent.is_silent = true;
        }
        return goodbye_of(act.words) == Goodbye::none ? fail(Errc::malformed, "no such goodbye")
                                                      : Result<void>{};
    }

    static Goodbye goodbye_of(const std::vector<std::string>& words) {
        for (const Goodbye reason :
             {Goodbye::stop, Goodbye::upgrade, Goodbye::reboot, Goodbye::shutdown}) {
            if (std::find(words.begin(), words.end(), to_string(reason)) != words.end())
                return reason;
        }
        return Goodbye::none;
    }

    Result<void> go_away(const StoryAct& act) {
        const auto span = parse_duration(act.words.at(0));
        if (!span) return fail(span.error());
        away_until_ = now_ + *span;
        if (*span == Duration{0}) come_back();
        return {};
    }

    // All that the server knew is gone but for what it stored; what agents kept for it comes now.
    void come_back() {
        away_until_.reset();
        std::vector<Incident> stored;
        std::uint64_t number = 1;
        for (const auto& [id, incident] : record_.incidents) {
            stored.push_back(*store::decode_incident(store::encode_incident(incident)));
            number = std::max(number, incident.number + 1);
        }
        engine_ = Engine{Settings{}, std::move(stored), number};
        std::vector<Host> hosts;
        for (const auto& [name, agent] : hosts_)
            hosts.push_back(agent.host);
        absence_ = AbsenceDetector{AbsenceSettings{}, now_, hosts};
        describe_all();
        give(ListeningBegan{now_});
        give(AgentStarted{now_, IsolationSettings{}.server_name});
        for (SymptomArrived word : std::exchange(spooled_, {})) {
            word.at = now_;
            give(word);
        }
    }

    Result<void> speak(const StoryAct& act) {
        const detectors::KindSettings* kind = pack_.find(act.word->kind);
        if (!kind) return fail(Errc::malformed, "no stock kind " + act.word->kind);
        for (const std::string& host : act.word->hosts) {
            SymptomArrived word{now_, symptom_of(*act.word, host, *kind), false};
            word.replay = act.word->spooled || away_until_;
            if (away_until_) {
                spooled_.push_back(std::move(word));
            } else if (Result<void> heard = ask(word); !heard) {
                return heard;
            }
        }
        return {};
    }

    Symptom symptom_of(const StoryWord& word, const std::string& host,
                       const detectors::KindSettings& kind) {
        const TimePoint at = now_ - word.spooled.value_or(Duration{0});
        Running& running = running_[word.kind + "@" + host + ":" + word.component];
        Symptom& symptom = running.symptom;
        if (word.status == SymptomStatus::raised) {
            symptom = first_form(kind, {host, word.component}, ++running.times);
            symptom.onset = at;
            symptom.first_sign = at - word.since.value_or(Duration{0});
        }
        symptom.status = word.status;
        symptom.observed_at = at;
        symptom.phase = word.phase.value_or(symptom.phase);
        symptom.severity = word.severity.value_or(symptom.severity);
        if (word.eta) symptom.forecast = forecast(kind, at, *word.eta);
        return symptom;
    }

    static Symptom first_form(const detectors::KindSettings& kind, Subject subject, int episode) {
        Symptom symptom;
        symptom.kind = kind.kind;
        symptom.category = kind.category;
        symptom.subcategory = kind.subcategory;
        symptom.id = kind.kind + "@" + subject.host + ":" + subject.component + "#" +
                     std::to_string(episode);
        symptom.sentence = subject.component + " on " + subject.host + ": " + kind.kind;
        symptom.subject = std::move(subject);
        symptom.phase = Phase::occurring;
        symptom.impact = kind.impact;
        symptom.leads_to = kind.leads_to;
        symptom.questions = kind.questions;
        symptom.guide = kind.guide;
        symptom.reason = "band_entered";
        return symptom;
    }

    static Forecast forecast(const detectors::KindSettings& kind, TimePoint at, Duration eta) {
        Forecast made;
        made.disruption = kind.disruption;
        made.made_at = at;
        made.expected = at + eta;
        made.earliest = at + eta - eta / 5;
        made.latest = at + eta + eta / 5;
        made.confidence = 0.8;
        return made;
    }

    /// report by NAME "WORDS" about HOST
    Result<void> tell_desk(const StoryAct& act) {
        const auto about = std::find(act.words.begin(), act.words.end(), "about");
        if (act.words.at(0) != "by" || act.words.end() - about != 2)
            return fail(Errc::malformed, "report by NAME \"WORDS\" about HOST");
        IncidentReport report;
        report.id = "rep-" + std::to_string(++reports_);
        report.received_at = now_;
        report.reporter = act.words.at(1);
        report.contact = act.words.at(1) + "@example.org";
        report.channel = "form";
        report.words = act.words.at(2);
        report.host = act.words.back();
        return ask(ReportArrived{now_, report});
    }

    /// VERB MENTION … by NAME ["WORDS"], but for what is known by then by other ways.
    Result<void> do_by_hand(const StoryAct& act) {
        const Incident* incident =
            act.mentioned.empty() ? nullptr : record_.holder_of(act.mentioned.at(0));
        if (!incident) return fail(Errc::not_found, "nothing to " + act.verb);
        const std::string& actor = act.words.at(1);
        const std::string text = act.words.size() > 2 ? act.words.at(2) : "";
        if (act.verb == "acknowledge") return ask(Acknowledged{now_, incident->id, actor, text});
        if (act.verb == "note") return ask(NoteAdded{now_, incident->id, actor, text});
        if (act.verb == "resolve") return ask(ResolveAsked{now_, incident->id, actor, text});
        return arrange(act, *incident, actor, text);
    }

    Result<void> arrange(const StoryAct& act, const Incident& incident, const std::string& actor,
                         const std::string& text) {
        const auto step = [&](auto what) {
            return ask(PersonStep{now_, incident.id, actor, std::move(what)});
        };
        if (act.verb == "resume") return step(Resume{});
        if (act.verb == "reopen") return step(Reopen{text});
        if (act.verb == "close") return step(ConfirmClosed{text});
        if (act.verb == "declare-major") return step(DeclareMajor{text});
        if (act.verb != "pend") return fail(Errc::malformed, act.verb + " cannot be played");
        const auto span = parse_duration(act.words.back());
        if (!span) return fail(span.error());
        return step(Pend{text, now_ + *span});
    }

    const TimePoint start_;
    TimePoint now_ = start_;
    const detectors::Pack& pack_;
    Engine engine_;
    desk::Suppression suppression_{{}, {}, {}, desk::Dependencies::compile({}).value(), now_};
    desk::SuppressionStage stage_{engine_, suppression_};
    AbsenceDetector absence_;
    std::map<std::string, Agent> hosts_;
    std::vector<Service> services_;
    std::map<std::string, Running> running_;
    std::vector<SymptomArrived> spooled_;
    std::optional<TimePoint> away_until_;
    int reports_ = 0;
    StoryRecord record_;
};

}  // namespace foreshock::incidents::test
