#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/number.hpp"
#include "server/history/history.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::test {

/// The incident ports in memory: keeps their promises but durability. `full` makes it behave as a
/// store whose disk is full. Safe from any thread.
class MemoryStore final : public incidents::Ledger,
                          public incidents::IncidentReader,
                          public incidents::AgentRegistry {
public:
    Result<void> commit(incidents::Commit& commit) override {
        const std::lock_guard lock{mutex_};
        ++commits_tried;
        if (full) return fail(Errc::unavailable, "database or disk is full");
        for (const auto& gone : commit.hosts_gone) {
            hosts_.erase(gone.id);
            learned_.erase(gone.name);
        }
        for (const std::string& id : commit.farewells_done)
            std::erase_if(farewells, [&](const auto& one) { return one.host_id == id; });
        for (incidents::Event& event : commit.events) {
            event.sequence = ++sequence_;
            events_.push_back(event);
        }
        for (const auto& incident : commit.incidents)
            incidents_[incident.id] = incident;
        for (const auto& change : commit.members)
            std::visit([this](const auto& one) { keep(one); }, change);
        for (const auto& verdict : commit.feedback)
            feedback_[{verdict.a, verdict.b}] = verdict;
        for (const auto& host : commit.hosts)
            hosts_[host.id] = host;
        for (const auto& mark : commit.host_marks) {
            incidents::Host& host = hosts_.at(mark.id);
            host.sequence = mark.sequence;
            host.last_seen = mark.last_seen;
            host.clock_skew = mark.clock_skew;
        }
        for (const auto& learned : commit.learned)
            learned_[learned.host] = learned;
        for (const auto& told : commit.limits)
            limits[told.host] = told.limits;
        for (const auto& told : commit.packs)
            packs[told.host] = told.pack;
        for (const auto& forecast : commit.forecasts) {
            const auto found = forecasts_.find(forecast.id);
            const bool is_final = found != forecasts_.end() && found->second.settled_at;
            if (!is_final) forecasts_.insert_or_assign(forecast.id, forecast);
        }
        for (const std::uint64_t number : commit.alerts_gone)
            alerts_.erase(number);
        for (const auto& alert : commit.alerts)
            alerts_.insert_or_assign(alert->number, *alert);
        for (const std::string& id : commit.pages_withdrawn) {
            std::erase_if(outbox_, [&](const auto& one) {
                return one.second.incident_id == id &&
                       one.second.transition == incidents::Transition::paged;
            });
        }
        for (const auto& entry : commit.outbox)
            outbox_.emplace(entry.id, entry);
        for (const std::string& id : commit.kept_apart) {
            if (incidents_.contains(id)) numbers_taken_.insert(incidents_.at(id).number);
            incidents_.erase(id);
            std::erase_if(events_, [&](const auto& one) { return one.incident_id == id; });
            std::erase_if(outbox_, [&](const auto& one) { return one.second.incident_id == id; });
        }
        ++commits;
        return {};
    }

    Result<std::vector<incidents::Incident>> load_unfinished() override {
        const std::lock_guard lock{mutex_};
        std::vector<incidents::Incident> found;
        for (const auto& [id, incident] : incidents_) {
            if (incident.state != incidents::IncidentState::closed) found.push_back(incident);
        }
        return found;
    }

    Result<void> tell_members(
        const std::function<void(const incidents::MemberChange&)>& take) override {
        const std::lock_guard lock{mutex_};
        for (const auto& [key, member] : members_)
            take(incidents::MemberEntered{member});
        return {};
    }

    Result<std::vector<incidents::KinVerdict>> load_feedback() override {
        const std::lock_guard lock{mutex_};
        std::vector<incidents::KinVerdict> found;
        for (const auto& [pair, verdict] : feedback_)
            found.push_back(verdict);
        return found;
    }

    Result<std::uint64_t> next_number() override {
        const std::lock_guard lock{mutex_};
        std::uint64_t next = 1;
        for (const auto& [id, incident] : incidents_)
            next = std::max(next, incident.number + 1);
        for (const std::uint64_t number : numbers_taken_)
            next = std::max(next, number + 1);
        return next;
    }

    Result<std::vector<incidents::Host>> load_hosts() override { return hosts(); }

    Result<std::vector<incidents::Farewell>> load_farewells() override { return farewells; }

    /// Put here by whoever sends a host away.
    std::vector<incidents::Farewell> farewells;

    Result<std::vector<incidents::LearnedOfHost>> load_learned(TimePoint since) override {
        const std::lock_guard lock{mutex_};
        std::vector<incidents::LearnedOfHost> found;
        for (const auto& [host, learned] : learned_) {
            if (learned.at >= since && !learned.empty()) found.push_back(learned);
        }
        return found;
    }

    Result<std::vector<ScoredForecast>> load_pending_forecasts() override {
        const std::lock_guard lock{mutex_};
        std::vector<ScoredForecast> pending;
        for (const auto& [id, forecast] : forecasts_)
            if (!forecast.settled_at) pending.push_back(forecast);
        return pending;
    }

    Result<std::vector<incidents::ForecastOutcome>> load_forecast_outcomes(
        TimePoint since) override {
        const std::lock_guard lock{mutex_};
        std::vector<incidents::ForecastOutcome> outcomes;
        for (const auto& [id, forecast] : forecasts_) {
            if (!forecast.settled_at || *forecast.settled_at < since) continue;
            outcomes.push_back({forecast.kind, forecast.subject.host, forecast.verdict,
                                forecast.lead(), *forecast.settled_at});
        }
        return outcomes;
    }

    Result<std::vector<incidents::ForeignAlert>> load_alerts() override {
        const std::lock_guard lock{mutex_};
        std::vector<incidents::ForeignAlert> firing;
        for (const auto& [number, alert] : alerts_)
            firing.push_back(alert);
        return firing;
    }

    Result<incidents::Incident> find(std::string_view id_or_number) const override {
        const std::lock_guard lock{mutex_};
        for (const auto& [id, incident] : incidents_) {
            if (id == id_or_number || std::to_string(incident.number) == id_or_number) {
                return incident;
            }
        }
        return fail(Errc::not_found, "no incident " + std::string{id_or_number});
    }

    Result<incidents::IncidentPage> list(const incidents::IncidentQuery& query) const override {
        const std::lock_guard lock{mutex_};
        std::vector<incidents::Incident> all;
        for (const auto& [id, incident] : incidents_) {
            if (matches(incident, query)) all.push_back(incident);
        }
        std::sort(all.begin(), all.end(), comes_before);
        std::size_t from = 0;
        if (!query.cursor.empty()) {
            if (!query.cursor.starts_with("c")) return fail(Errc::invalid, "cursor: not ours");
            from = parse_uint(query.cursor.substr(1)).value_or(0);
        }
        incidents::IncidentPage page;
        for (std::size_t i = from; i < all.size() && page.incidents.size() < query.limit; ++i) {
            page.incidents.push_back(all[i]);
        }
        const std::size_t next = from + page.incidents.size();
        if (next < all.size()) page.next_cursor = "c" + std::to_string(next);
        return page;
    }

    Result<std::vector<incidents::Event>> timeline(std::string_view incident_id) const override {
        const std::lock_guard lock{mutex_};
        std::vector<incidents::Event> found;
        for (const auto& event : events_) {
            if (event.incident_id == incident_id) found.push_back(event);
        }
        return found;
    }

    Result<std::vector<incidents::Event>> events_after(std::uint64_t sequence,
                                                       std::size_t limit) const override {
        const std::lock_guard lock{mutex_};
        std::vector<incidents::Event> found;
        for (const auto& event : events_) {
            if (event.sequence > sequence && found.size() < limit) found.push_back(event);
        }
        return found;
    }

    Result<std::vector<incidents::Host>> hosts() const override {
        const std::lock_guard lock{mutex_};
        std::vector<incidents::Host> found;
        for (const auto& [id, host] : hosts_)
            found.push_back(host);
        return found;
    }

    Result<void> put(std::string_view agent_id, std::string_view token_sha256) override {
        const std::lock_guard lock{mutex_};
        tokens_[std::string{agent_id}] = token_sha256;
        return {};
    }

    Result<std::string> agent_of(std::string_view token_sha256) const override {
        const std::lock_guard lock{mutex_};
        for (const auto& [agent, digest] : tokens_) {
            if (digest == token_sha256) return agent;
        }
        return fail(Errc::refused, "the token is nobody's");
    }

    Result<void> remove(std::string_view agent_id, TimePoint) override {
        const std::lock_guard lock{mutex_};
        if (tokens_.erase(std::string{agent_id}) == 0) {
            return fail(Errc::not_found, "no agent " + std::string{agent_id});
        }
        return {};
    }

    Result<std::vector<std::string>> list() const override {
        const std::lock_guard lock{mutex_};
        std::vector<std::string> names;
        for (const auto& [agent, digest] : tokens_)
            names.push_back(agent);
        return names;
    }

    [[nodiscard]] std::map<std::string, incidents::OutboxEntry> outbox() const {
        const std::lock_guard lock{mutex_};
        return outbox_;
    }

    std::atomic<bool> full = false;
    std::map<std::string, LearnedLimits> limits;  ///< by host, for the thread that commits
    std::map<std::string, PackInUse> packs;       ///< likewise
    std::atomic<std::size_t> commits = 0;
    std::atomic<std::size_t> commits_tried = 0;

    Result<incidents::MemberSummary> members(const incidents::Incident& incident) const override {
        const std::lock_guard lock{mutex_};
        std::map<std::string, incidents::MemberCount> hosts;
        for (const auto& [key, member] : members_) {
            if (key.first != incident.number) continue;
            incidents::MemberCount& count = hosts[member.words.host];
            count.name = member.words.host;
            ++count.symptoms;
            if (member.state.is_active()) ++count.active;
        }
        incidents::MemberSummary summary;
        for (const auto& [host, count] : hosts)
            summary.hosts.push_back(count);
        return summary;
    }

private:
    using MemberKey = std::pair<std::uint64_t, std::string>;

    void keep(const incidents::MemberEntered& entered) {
        const incidents::Member& member = entered.member;
        const auto [at, is_new] =
            members_.try_emplace(MemberKey{member.incident, member.fingerprint}, member);
        if (is_new) return;
        const std::string past = at->second.words.episode;
        at->second = member;
        at->second.past_episode = past;
    }

    void keep(const incidents::MemberChanged& changed) {
        members_.at({changed.incident, changed.fingerprint}).state = changed.state;
    }

    void keep(const incidents::MembersPassed& passed) {
        for (auto at = members_.begin(); at != members_.end();) {
            if (at->first.first != passed.from) {
                ++at;
                continue;
            }
            incidents::Member member = at->second;
            member.incident = passed.to;
            members_.try_emplace(MemberKey{passed.to, member.fingerprint}, member);
            at = members_.erase(at);
        }
    }

    template <class T>
    static bool any_or_in(const std::vector<T>& wanted, const T& value) {
        return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
    }

    static bool matches(const incidents::Incident& incident,
                        const incidents::IncidentQuery& query) {
        const auto hosts = incident.hosts();
        return (!query.only_open || incident.is_open()) &&
               any_or_in(query.states, incident.state) &&
               any_or_in(query.priorities, incident.priority.level) &&
               (query.host.empty() ||
                std::find(hosts.begin(), hosts.end(), query.host) != hosts.end()) &&
               (query.category.empty() || query.category == incident.category) &&
               (!query.phase || *query.phase == incident.phase);
    }

    static bool comes_before(const incidents::Incident& a, const incidents::Incident& b) {
        const auto key = [](const incidents::Incident& i) {
            return std::tuple{!i.is_open(), i.priority.level, i.phase, -to_unix_ms(i.opened_at),
                              i.number};
        };
        return key(a) < key(b);
    }

    mutable std::mutex mutex_;
    std::map<std::string, incidents::Incident> incidents_;
    std::uint64_t sequence_ = 0;
    std::set<std::uint64_t> numbers_taken_;  // of those kept apart
    std::vector<incidents::Event> events_;
    std::map<MemberKey, incidents::Member> members_;
    std::map<std::pair<std::string, std::string>, incidents::KinVerdict> feedback_;
    std::map<std::string, incidents::Host> hosts_;
    std::map<std::string, incidents::LearnedOfHost> learned_;
    std::map<std::string, incidents::OutboxEntry> outbox_;
    std::map<std::string, ScoredForecast> forecasts_;
    std::map<std::string, std::string> tokens_;
    std::map<std::uint64_t, incidents::ForeignAlert> alerts_;
};

/// Samples in memory. `full` makes `sync` fail as on a full disk: what came since is dropped.
class MemoryHistory final : public history::History {
public:
    Result<void> append(std::string_view host_id,
                        const std::vector<history::SeriesBlock>& blocks) override {
        const std::lock_guard lock{mutex_};
        for (const auto& block : blocks) {
            for (std::size_t i = 0; i < block.times.size(); ++i) {
                pending_[{std::string{host_id}, block.key}][block.times[i]] = block.values[i];
            }
        }
        return {};
    }

    Result<void> sync() override {
        const std::lock_guard lock{mutex_};
        if (full) {
            pending_.clear();
            return fail(Errc::unavailable, "no space left on device");
        }
        for (auto& [key, values] : pending_)
            kept_[key].insert(values.begin(), values.end());
        pending_.clear();
        return {};
    }

    Result<std::vector<history::Point>> range(const history::RangeQuery& query) const override {
        const std::lock_guard lock{mutex_};
        std::vector<history::Point> points;
        const auto found = kept_.find({query.host_id, {query.signal, query.labels}});
        if (found == kept_.end()) return points;
        for (const auto& [at, value] : found->second) {
            if (at >= query.from && at <= query.to && points.size() < query.points_max) {
                points.push_back({at, value, value, value});
            }
        }
        return points;
    }

    Result<std::vector<SeriesKey>> series(std::string_view host_id) const override {
        const std::lock_guard lock{mutex_};
        std::vector<SeriesKey> keys;
        for (const auto& [key, values] : kept_) {
            if (key.first == host_id) keys.push_back(key.second);
        }
        return keys;
    }

    Result<void> expire(TimePoint) override { return {}; }

    /// One series at a time.
    Result<bool> erase_some(std::string_view host_id, TimePoint) override {
        const std::lock_guard lock{mutex_};
        const auto is_of_host = [&](const auto& one) { return one.first.first == host_id; };
        const auto found = std::find_if(kept_.begin(), kept_.end(), is_of_host);
        if (found == kept_.end()) return false;
        kept_.erase(found);
        return std::any_of(kept_.begin(), kept_.end(), is_of_host);
    }

    std::atomic<bool> full = false;

private:
    using Key = std::pair<std::string, SeriesKey>;
    using Values = std::map<TimePoint, double>;
    mutable std::mutex mutex_;
    std::map<Key, Values> pending_;
    std::map<Key, Values> kept_;
};

}  // namespace foreshock::test
