#include "detectors/router.hpp"

#include <algorithm>

namespace foreshock::detectors {
namespace {

bool is_no_series(const SeriesKey& subject) {
    return subject.signal == "log" || subject.signal == "fact" || subject.signal == "life";
}

}  // namespace

/// What an engine says goes to those that listen, and out unless it is a weak sign.
class Router::Relay final : public SymptomSink {
public:
    Relay(const Router& router, SymptomSink& out) : router_(router), out_(out) {}

    void say(Symptom symptom) override {
        for (Engine* listener : router_.listeners_)
            listener->hear(symptom);
        if (!router_.weak_kinds_.contains(symptom.kind)) out_.say(std::move(symptom));
    }

private:
    const Router& router_;
    SymptomSink& out_;
};

Router::Router(std::vector<std::unique_ptr<Engine>> engines, std::vector<std::string> kinds,
               std::set<std::string> weak_kinds, std::vector<bool> sleeps)
    : engines_(std::move(engines)),
      kinds_(std::move(kinds)),
      weak_kinds_(std::move(weak_kinds)),
      sleeps_(std::move(sleeps)) {
    kinds_.resize(engines_.size());
    sleeps_.resize(engines_.size());
    for (std::size_t i = 0; i < engines_.size(); ++i) {
        const auto& engine = engines_[i];
        if (engine->hears_symptoms())
            listeners_.push_back(engine.get());
        else if (!sleeps_[i])
            awake_.push_back(i);
        if (engine->reads_lines()) readers_.push_back(engine.get());
        if (engine->notices_changes()) noticers_.push_back(engine.get());
    }
}

bool Router::attach(SeriesId id, const SeriesKey& key) {
    if (id == SeriesTable::overflow) return false;
    const auto number = static_cast<std::size_t>(id);
    if (number < by_series_.size() && by_series_[number].count > 0) return true;
    Routes found{static_cast<std::uint32_t>(routes_.size()), 0};
    for (std::size_t i = 0; i < engines_.size(); ++i) {
        const auto slot = engines_[i]->attach(key);
        if (!slot) continue;
        if (sleeps_[i]) wake(i);
        if (!waiting_.empty()) give_back(i, key);
        routes_.push_back({engines_[i].get(), *slot});
        ++found.count;
    }
    if (found.count == 0) return false;
    if (number >= by_series_.size()) by_series_.resize(number + 1);
    by_series_[number] = found;
    return true;
}

void Router::wake(std::size_t engine) {
    sleeps_[engine] = false;
    if (engines_[engine]->hears_symptoms()) return;
    awake_.insert(std::lower_bound(awake_.begin(), awake_.end(), engine), engine);
}

void Router::observe(const Sample& sample, SymptomSink& out) {
    const auto number = static_cast<std::size_t>(sample.series);
    if (number >= by_series_.size()) return;
    const Routes& found = by_series_[number];
    Relay relay{*this, out};
    for (std::uint32_t i = found.first; i < found.first + found.count; ++i)
        routes_[i].engine->observe(routes_[i].slot, sample, relay);
}

void Router::read(const LogLine& line, SymptomSink& out) {
    Relay relay{*this, out};
    for (Engine* engine : readers_)
        engine->read(line, relay);
}

void Router::notice(const Change& change, SymptomSink& out) {
    Relay relay{*this, out};
    for (Engine* engine : noticers_)
        engine->notice(change, relay);
}

void Router::advance(TimePoint now, SymptomSink& out) {
    Relay relay{*this, out};
    for (const std::size_t engine : awake_)
        engines_[engine]->advance(now, relay);
    for (Engine* listener : listeners_)
        listener->advance(now, relay);
}

std::vector<Learned> Router::save() const {
    std::vector<Learned> all;
    for (const auto& engine : engines_)
        engine->save(all);
    for (const auto& [key, learned] : waiting_)
        all.push_back(learned);
    return all;
}

/// First those that wait for their series: what is claimed in between comes again, from its engine.
std::optional<std::size_t> Router::save_part(std::size_t part, std::size_t wanted,
                                             std::vector<Learned>& out) const {
    const std::size_t enough = out.size() + wanted;
    if (part == 0) {
        for (const auto& [key, learned] : waiting_)
            out.push_back(learned);
        ++part;
    }
    for (; part <= engines_.size() && out.size() < enough; ++part)
        engines_[part - 1]->save(out);
    return part <= engines_.size() ? std::optional{part} : std::nullopt;
}

void Router::restore(std::vector<Learned>&& learned) {
    for (Learned& each : learned) {
        auto key = std::pair{each.subject, each.kind};
        if (waiting_.size() >= waiting_max && !waiting_.contains(key)) {
            ++states_refused_;
            continue;
        }
        waiting_.insert_or_assign(std::move(key), std::move(each));
    }
    std::vector<SeriesKey> at_once;
    for (const auto& [key, state] : waiting_)
        if (is_no_series(key.first)) at_once.push_back(key.first);
    for (const SeriesKey& subject : at_once)
        for (std::size_t i = 0; i < engines_.size(); ++i)
            give_back(i, subject);
}

/// Hands a state to its engine, once.
void Router::give_back(std::size_t engine, const SeriesKey& subject) {
    const auto found = waiting_.find({subject, kinds_[engine]});
    if (found == waiting_.end()) return;
    engines_[engine]->restore(found->second);
    waiting_.erase(found);
}

EngineCounters Router::counters() const {
    EngineCounters sum;
    for (const auto& engine : engines_) {
        sum.subjects_refused += engine->counters().subjects_refused;
        sum.values_dropped += engine->counters().values_dropped;
    }
    return sum;
}

}  // namespace foreshock::detectors
