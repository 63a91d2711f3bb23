#pragma once

#include <algorithm>
#include <functional>

#include "promises.hpp"

#include "server/incidents/absence.hpp"
#include "server/incidents/engine.hpp"
#include "server/store/incident_codec.hpp"

namespace foreshock::incidents::test {

/// What an agent hands over at once: acknowledged when it is durable, else sent again.
struct Parcel {
    std::size_t agent = 0;
    int run = 1;
    std::uint64_t sequence = 0;
    bool is_spooled = false;
    Goodbye goodbye = Goodbye::none;
    std::vector<Symptom> words;
};

/// Windows and bounds small enough that a short simulation meets them.
inline Settings short_lived() {
    Settings settings;
    settings.relapse_window = std::chrono::hours{2};
    settings.close_after = std::chrono::hours{3};
    return settings;
}

/// The server as far as decisions go: takes parcels and acts in batches, stores all that follows
/// from a batch at once, and can be stopped at any moment. What is not stored is then gone, and
/// what is stored comes back through the store's own text.
class SimulatedServer {
public:
    /// `spoil` may damage what the engine decided, as a fault in it would: for tests of the
    /// promises themselves.
    using Spoil = std::function<void(Changes&)>;

    explicit SimulatedServer(TimePoint now, Spoil spoil = {})
        : settings_(short_lived()),
          spoil_(std::move(spoil)),
          engine_(settings_, {}, 1),
          absence_({}, now, {}) {}

    /// A parcel whose number is not above the last one is dropped, unless they come in no order.
    void take(const Parcel& parcel, TimePoint now, bool is_out_of_order) {
        last_word_.reset();
        Host& host = host_of(parcel);
        const std::string run = name_of_run(parcel.run);
        if (host.run_id == run && parcel.sequence <= host.sequence && !is_out_of_order) return;
        const bool is_new_run = !host.run_id.empty() && host.run_id < run;
        if (host.run_id < run) host.run_id = run;
        if (host.run_id == run) host.sequence = std::max(host.sequence, parcel.sequence);
        host.last_seen = now;
        host.goodbye = parcel.goodbye;
        touched_hosts_[host.id] = host;
        const std::vector<Symptom> absences = absence_.seen(host);
        if (is_new_run) give(AgentStarted{now, host.name});
        for (const Symptom& word : parcel.words)
            hear(now, word, parcel.is_spooled, run < host.run_id);
        for (const Symptom& word : absences)
            hear(now, word);
    }

    /// A repeat of a word changes nothing.
    void hear_again(const SymptomArrived& word) {
        const Result<Changes> changes = engine_.apply(word);
        promise(changes && changes->empty() && changes->announcements.empty(),
                "a repeat changes nothing", word.symptom.id);
    }

    void hear(TimePoint now, const Symptom& symptom, bool is_spooled = false,
              bool is_of_earlier_run = false) {
        SymptomArrived word{now, symptom, is_spooled};
        word.is_of_earlier_run = is_of_earlier_run;
        hear(word);
    }

    void hear(const SymptomArrived& word) {
        const bool was_taken = give(word);
        if (!was_taken) return;
        last_word_ = word;
        if (word.symptom.status != SymptomStatus::cleared) words_.push_back(word.symptom);
    }

    /// False when the engine refuses it.
    bool give(const Input& input) {
        Result<Changes> changes = engine_.apply(input);
        if (twin_) compare_with_twin(input, changes);
        if (!changes) {
            promise(changes.error().code != Errc::unavailable, "there is room");
            return false;
        }
        if (spoil_) spoil_(*changes);
        for (const Incident& incident : changes->incidents)
            incidents_.insert_or_assign(incident.id, incident);
        std::move(changes->events.begin(), changes->events.end(), std::back_inserter(events_));
        std::move(changes->members.begin(), changes->members.end(), std::back_inserter(members_));
        std::move(changes->announcements.begin(), changes->announcements.end(),
                  std::back_inserter(announcements_));
        return true;
    }

    /// Time passes for it: nobody is missed unless it is watched second by second.
    void tick(TimePoint now) {
        for (const Symptom& word : absence_.advance(now))
            hear(now, word);
        const auto deadline = engine_.next_deadline();
        if (deadline && *deadline <= now) give(TimePassed{now});
    }

    /// All that came since the last time is on the disk, and its promises are checked.
    void commit() {
        std::vector<Incident> changed;
        changed.reserve(incidents_.size());
        for (auto& [id, incident] : incidents_)
            changed.push_back(std::move(incident));
        keeper_.check(changed, events_, announcements_);
        for (Incident& incident : changed) {
            next_number_ = std::max(next_number_, incident.number + 1);
            if (incident.state == IncidentState::closed) {
                stored_.erase(incident.id);
            } else {
                stored_.insert_or_assign(incident.id, std::move(incident));
            }
        }
        for (const MemberChange& change : members_)
            std::visit([this](const auto& one) { keep(one); }, change);
        for (const Symptom& word : words_)
            check_is_stored(word);
        for (auto& [id, host] : touched_hosts_)
            stored_hosts_[id] = host;
        note_count_ += static_cast<std::size_t>(
            std::count_if(events_.begin(), events_.end(),
                          [](const Event& event) { return event.kind == EventKind::noted; }));
        forget_batch();
    }

    /// Whatever was not stored is gone; the next life begins with what was.
    void crash(TimePoint now) {
        forget_batch();
        twin_.reset();
        engine_ = from_store(crashes_++ % read_as_text_every == 0);
        check_equals_store();
        hosts_ = stored_hosts_;
        std::vector<Host> known;
        for (const auto& [id, host] : hosts_)
            known.push_back(host);
        absence_ = AbsenceDetector{{}, now, known};
        give(ListeningBegan{now});
        give(AgentStarted{now, IsolationSettings{}.server_name});
    }

    /// Whatever comes next is decided by an engine made from the store as well, and alike.
    void make_twin() {
        commit();
        twin_ = from_store(false);
        promise(twin_->open_count() == engine_.open_count(), "a twin has as many open");
        promise(twin_->next_deadline() == engine_.next_deadline(), "a twin has the same deadline");
    }

    /// Replay equals live: what the engine holds is what is stored.
    void check_equals_store() {
        for (const auto& [id, stored] : stored_) {
            const Incident* live = engine_.find(id);
            promise(live != nullptr, "what is stored is known", id);
            // What members alone change of an incident is told a little later than it is stored.
            Incident same = *live;
            same.beyond = stored.beyond;
            same.symptoms_beyond = stored.symptoms_beyond;
            promise(EnginePrint{}.text(same) == EnginePrint{}.text(stored), "replay equals live",
                    id);
        }
    }

    [[nodiscard]] const std::map<std::string, Incident>& stored() const { return stored_; }

    [[nodiscard]] const PromiseKeeper& keeper() const { return keeper_; }

    [[nodiscard]] const std::optional<SymptomArrived>& last_word() const { return last_word_; }

    [[nodiscard]] std::optional<TimePoint> next_deadline() const { return engine_.next_deadline(); }

    [[nodiscard]] std::size_t open_count() const { return engine_.open_count(); }

    [[nodiscard]] std::size_t note_count() const { return note_count_; }

    static std::string name_of(std::size_t agent) { return "web-" + std::to_string(agent); }

private:
    Host& host_of(const Parcel& parcel) {
        const std::string name = name_of(parcel.agent);
        Host& host = hosts_["agent-" + name];
        host.id = "agent-" + name;
        host.name = name;
        return host;
    }

    /// A larger store is copied instead: its text is the same, only more of it.
    static constexpr std::size_t read_as_text_max = 200;
    static constexpr std::uint64_t read_as_text_every = 3;  // crashes: it costs more than all else

    [[nodiscard]] Engine from_store(bool as_text) {
        std::vector<Incident> all;
        all.reserve(stored_.size());
        const bool reads = as_text && stored_.size() <= read_as_text_max;
        for (const auto& [id, incident] : stored_)
            all.push_back(reads ? read_back(incident) : incident);
        return Engine{settings_, std::move(all), next_number_, members_of_unfinished()};
    }

    [[nodiscard]] Crowds members_of_unfinished() const {
        std::set<std::uint64_t> numbers;
        for (const auto& [id, incident] : stored_)
            numbers.insert(incident.number);
        Crowds found;
        for (const auto& [fingerprint, by_incident] : stored_members_) {
            for (const auto& [number, member] : by_incident) {
                if (numbers.contains(number)) found.hear(MemberEntered{member});
            }
        }
        return found;
    }

    void keep(const MemberEntered& change) {
        const Member& member = change.member;
        stored_members_[member.fingerprint][member.incident] = member;
    }

    void keep(const MemberChanged& change) {
        stored_members_[change.fingerprint][change.incident].state = change.state;
    }

    void keep(const MembersPassed& change) {
        for (auto& [fingerprint, by_incident] : stored_members_) {
            auto passed = by_incident.extract(change.from);
            if (passed.empty()) continue;
            passed.key() = change.to;
            passed.mapped().incident = change.to;
            by_incident.insert(std::move(passed));
        }
    }

    /// Kept without its words, because its incident has so many.
    [[nodiscard]] bool is_member(const Symptom& word) const {
        const auto found = stored_members_.find(fingerprint(word));
        if (found == stored_members_.end()) return false;
        return std::any_of(found->second.begin(), found->second.end(), [&](const auto& one) {
            const Member& member = one.second;
            return member.words.episode == word.id || member.past_episode == word.id ||
                   member.state.observed_at > word.observed_at;
        });
    }

    /// As the store's text gives it. The same words are read once.
    const Incident& read_back(const Incident& incident) {
        const auto known = read_back_.find(incident.id);
        if (known != read_back_.end() && known->second.revision == incident.revision)
            return known->second;
        auto read = store::decode_incident(store::encode_incident(incident));
        promise(read.has_value(), "what is stored can be read", incident.id);
        return read_back_.insert_or_assign(incident.id, std::move(*read)).first->second;
    }

    void compare_with_twin(const Input& input, const Result<Changes>& expected) {
        const Result<Changes> got = twin_->apply(input);
        promise(expected.has_value() == got.has_value(), "a twin refuses the same");
        if (expected)
            promise(EnginePrint{}.text(*expected) == EnginePrint{}.text(*got),
                    "a twin does the same");
        twin_.reset();
    }

    // What was acknowledged is in the incident that holds it, or that is closed, or is older than
    // what is known.
    void check_is_stored(const Symptom& word) const {
        if (is_member(word)) return;
        const std::string holder = keeper_.holder_of(fingerprint(word));
        promise(!holder.empty(), "no symptom without an incident", word.id);
        const auto found = stored_.find(holder);
        if (found == stored_.end()) return;
        for (const IncidentSymptom& known : found->second.symptoms) {
            if (fingerprint(known.symptom) != fingerprint(word)) continue;
            const auto& past = known.past_episodes;
            const bool is_there = known.symptom.id == word.id ||
                                  known.symptom.observed_at > word.observed_at ||
                                  std::find(past.begin(), past.end(), word.id) != past.end();
            return promise(is_there, "nothing acknowledged is lost", word.id);
        }
        promise(false, "its incident holds it", word.id);
    }

    static std::string name_of_run(int run) {
        const std::string number = std::to_string(run);
        return std::string(6 - number.size(), '0') + number;
    }

    void forget_batch() {
        incidents_.clear();
        events_.clear();
        announcements_.clear();
        members_.clear();
        words_.clear();
        touched_hosts_.clear();
        last_word_.reset();
    }

    Settings settings_;
    Spoil spoil_;
    Engine engine_;
    std::optional<Engine> twin_;
    AbsenceDetector absence_;
    std::map<std::string, Host> hosts_;

    // The batch.
    std::map<std::string, Incident> incidents_;
    std::vector<Event> events_;
    std::vector<Announcement> announcements_;
    std::vector<MemberChange> members_;
    std::vector<Symptom> words_;
    std::map<std::string, Host> touched_hosts_;
    std::optional<SymptomArrived> last_word_;

    // The disk.
    std::uint64_t crashes_ = 0;
    std::map<std::string, Incident> read_back_;  // by id: what reading them gave
    std::map<std::string, Incident> stored_;
    std::map<std::string, std::map<std::uint64_t, Member>> stored_members_;  // by fingerprint
    std::map<std::string, Host> stored_hosts_;
    std::uint64_t next_number_ = 1;
    std::size_t note_count_ = 0;
    PromiseKeeper keeper_;
};

}  // namespace foreshock::incidents::test
