#include "detectors/engines/inventory.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

/// `*` at either end of the pattern stands for any rest.
bool is_like(std::string_view value, std::string_view pattern) {
    const bool open_front = pattern.starts_with('*');
    if (open_front) pattern.remove_prefix(1);
    const bool open_back = pattern.ends_with('*');
    if (open_back) pattern.remove_suffix(1);
    if (open_front && open_back) return value.find(pattern) != value.npos;
    if (open_front) return value.ends_with(pattern);
    return open_back ? value.starts_with(pattern) : value == pattern;
}

bool is_like_any(std::string_view value, const std::vector<std::string>& patterns) {
    return patterns.empty() ||
           std::any_of(patterns.begin(), patterns.end(),
                       [value](const std::string& pattern) { return is_like(value, pattern); });
}

/// "tcp.0.0.0.0:443" → 443; nothing for other names.
std::optional<std::uint64_t> port_of(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    if (colon == name.npos) return std::nullopt;
    const auto port = parse_uint(name.substr(colon + 1));
    return port ? std::optional{*port} : std::nullopt;
}

std::string_view turned(FactTurn turn) {
    if (turn == FactTurn::disappeared) return "disappeared";
    return turn == FactTurn::appeared ? "appeared" : "changed";
}

}  // namespace

InventoryEngine::InventoryEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<InventorySettings>(kind.settings)),
      prefix_(settings_.family + ".") {}

std::optional<std::uint32_t> InventoryEngine::attach(const SeriesKey& /*key*/) {
    return std::nullopt;
}

void InventoryEngine::observe(std::uint32_t /*slot*/, const Sample& /*sample*/,
                              SymptomSink& /*out*/) {}

void InventoryEngine::begin(TimePoint now) {
    if (begun_ == TimePoint{}) begun_ = now;
    if (first_begun_ == TimePoint{} || first_begun_ > now) first_begun_ = now;
}

void InventoryEngine::notice(const Change& change, SymptomSink& out) {
    begin(change.at);
    planned_.notice(change);
    if (!change.fact.starts_with(prefix_)) return;
    const std::string name = change.fact.substr(prefix_.size());
    const bool is_new = !subjects_.contains(name);
    Subject* subject = see(name, change);
    if (!subject) return;
    if (change.to.empty())
        take_loss(*subject, change);
    else if (change.from.empty())
        take_arrival(*subject, is_new, change, out);
    if (settings_.turn == FactTurn::changed) take_turn(*subject, change, out);
    if (settings_.turn != FactTurn::disappeared && change.to.empty() && subject->said)
        clear(*subject, "gone", change.at, out);
}

InventoryEngine::Subject* InventoryEngine::see(const std::string& name, const Change& change) {
    const std::string& value = change.to.empty() ? change.from : change.to;
    auto labels = Labels::from_pairs({{"name", name}, {"value", value}});
    if (!labels || !is_wanted(kind_, *labels)) return nullptr;
    // The kernel deals out high ports: they are others after every start.
    if (settings_.ports_below > 0) {
        const auto port = port_of(name);
        if (!port || static_cast<double>(*port) >= settings_.ports_below) return nullptr;
    }
    auto found = subjects_.find(name);
    if (found == subjects_.end()) {
        if (subjects_.size() >= settings_.subjects_max && !make_room()) {
            ++counters_.subjects_refused;
            return nullptr;
        }
        found = subjects_.emplace(name, Subject{}).first;
    }
    Subject& subject = found->second;
    if (!subject.said) {
        subject.labels = std::move(*labels);
        subject.before = change.from;
    }
    subject.touched_at = change.at;
    return &subject;
}

bool InventoryEngine::make_room() {
    auto oldest = subjects_.end();
    for (auto each = subjects_.begin(); each != subjects_.end(); ++each) {
        const bool is_busy = each->second.said || each->second.turned_at != TimePoint{};
        if (is_busy) continue;
        if (oldest == subjects_.end() || each->second.touched_at < oldest->second.touched_at)
            oldest = each;
    }
    if (oldest == subjects_.end()) return false;
    subjects_.erase(oldest);
    return true;
}

void InventoryEngine::count_turn(Subject& subject, TimePoint at) {
    if (subject.turns.size() >= turns_kept_max) subject.turns.erase(subject.turns.begin());
    subject.turns.push_back(at);
}

bool InventoryEngine::is_meant(const Change& change) const {
    return is_like_any(change.from, settings_.from) && is_like_any(change.to, settings_.to);
}

void InventoryEngine::take_loss(Subject& subject, const Change& change) {
    const bool counts =
        settings_.turn == FactTurn::disappeared && is_meant(change) && is_known(subject, change.at);
    count_turn(subject, change.at);
    if (settings_.turn != FactTurn::disappeared) subject.turned_at = TimePoint{};
    if (counts) subject.turned_at = change.at;
}

/// A guest is away for longer than it stays: the disk of a nightly backup.
bool InventoryEngine::is_new_here(const Subject& subject, TimePoint at) const {
    if (subject.turns.empty()) return true;
    const TimePoint left = subject.turns.back();
    const bool was_there_first = subject.appeared_at == TimePoint{};
    const bool is_guest = !was_there_first && at - left > left - subject.appeared_at;
    return is_guest || at - left > settings_.accepted_after;
}

void InventoryEngine::take_arrival(Subject& subject, bool is_new, const Change& change,
                                   SymptomSink& out) {
    if (is_new_here(subject, change.at)) subject.appeared_at = change.at;
    if (settings_.turn == FactTurn::disappeared) {
        subject.turned_at = TimePoint{};
        if (subject.said) clear(subject, "returned", change.at, out);
    }
    const bool counts = settings_.turn == FactTurn::appeared && is_new && is_meant(change) &&
                        change.at - begun_ >= settle;
    if (counts) subject.turned_at = change.at;
}

void InventoryEngine::take_turn(Subject& subject, const Change& change, SymptomSink& out) {
    if (change.from.empty() || change.to.empty()) return;
    if (is_meant(change)) {
        count_turn(subject, change.at);
        if (!subject.said) subject.turned_at = change.at;
        return;
    }
    subject.turned_at = TimePoint{};
    if (subject.said) clear(subject, "returned", change.at, out);
}

bool InventoryEngine::is_known(const Subject& subject, TimePoint at) const {
    const bool was_there = subject.appeared_at == TimePoint{};
    return at - (was_there ? first_begun_ : subject.appeared_at) >= settings_.known_for;
}

bool InventoryEngine::is_excused(const Subject& subject) const {
    const TimePoint at = subject.turned_at;
    const Duration within = settings_.planned_within;
    const auto turns = std::count_if(subject.turns.begin(), subject.turns.end(),
                                     [at](TimePoint turn) { return at - turn < turns_count_for; });
    if (settings_.turn != FactTurn::appeared &&
        static_cast<std::size_t>(turns) > settings_.turns_max)
        return true;
    if (settings_.turn != FactTurn::disappeared && settings_.planned_by_package &&
        planned_.has_changed_package(at, within))
        return true;
    for (const std::string_view label : {"name", "value"}) {
        const std::string_view thing = subject.labels.get(label);
        if (settings_.planned_by_unit && planned_.has_stopped(thing, at, within)) return true;
        if (settings_.planned_by_package && planned_.has_removed(thing, at, within)) return true;
    }
    return false;
}

Duration InventoryEngine::hold_of(const Subject& subject) const {
    const bool is_busy = settings_.turn == FactTurn::disappeared && settings_.planned_by_package &&
                         planned_.has_changed_package(subject.turned_at, settings_.planned_within);
    return is_busy ? std::max(settings_.hold_for, settings_.planned_hold) : settings_.hold_for;
}

void InventoryEngine::advance(TimePoint now, SymptomSink& out) {
    begin(now);
    for (auto& [name, subject] : subjects_)
        if (subject.turned_at != TimePoint{}) advance_one(subject, now, out);
}

void InventoryEngine::advance_one(Subject& subject, TimePoint now, SymptomSink& out) {
    if (subject.said) {
        if (now - subject.said->onset < settings_.accepted_after) return;
        subject.turned_at = TimePoint{};
        clear(subject, "accepted", now, out);
        return;
    }
    if (now - subject.turned_at < hold_of(subject)) return;
    if (is_excused(subject)) {
        subject.turned_at = TimePoint{};
        return;
    }
    if (may_open()) speak(subject, now, out);
}

bool InventoryEngine::may_open() {
    const auto open = std::count_if(subjects_.begin(), subjects_.end(),
                                    [](const auto& each) { return each.second.said != nullptr; });
    if (static_cast<std::size_t>(open) < settings_.open_max) return true;
    ++symptoms_held_;
    return false;
}

void InventoryEngine::speak(Subject& subject, TimePoint now, SymptomSink& out) {
    Symptom symptom = symptom_now(subject, now);
    subject.said = std::make_unique<Symptom>(symptom);
    out.say(std::move(symptom));
}

void InventoryEngine::clear(Subject& subject, std::string_view reason, TimePoint now,
                            SymptomSink& out) {
    std::string_view how = "it is as it was";
    if (reason == "gone") how = "it is no longer there";
    if (reason == "accepted") how = "it has been so for so long that it counts as usual";
    out.say(cleared(std::move(*subject.said), reason, now, how));
    subject.said.reset();
}

Symptom InventoryEngine::symptom_now(const Subject& subject, TimePoint now) const {
    Symptom symptom = symptom_of(kind_, subject.labels);
    const Duration lasting = now - subject.turned_at;
    symptom.phase = Phase::occurring;
    symptom.severity = settings_.severity;
    symptom.observed_at = symptom.onset = now;
    symptom.first_sign = std::min(subject.turned_at, now);
    symptom.id = episode_id(symptom, now);
    symptom.reason = turned(settings_.turn);
    Evidence evidence{"fact", subject.labels, 0, {}, lasting, {}};
    const bool was_there = subject.appeared_at == TimePoint{};
    if (settings_.turn == FactTurn::changed)
        evidence.note = "before: " + subject.before;
    else if (settings_.turn == FactTurn::disappeared)
        evidence.note =
            "known for " + std::string{was_there ? "at least " : ""} +
            describe_duration(subject.turned_at - (was_there ? first_begun_ : subject.appeared_at));
    evidence.value = settings_.turn == FactTurn::disappeared ? 0 : 1;
    symptom.evidence = {std::move(evidence)};
    const Fields fields{{"component", symptom.subject.component},
                        {"before", subject.before},
                        {"lasting", describe_duration(lasting)}};
    symptom.sentence = fill_text(kind_.occurring, fields, subject.labels);
    return symptom;
}

SeriesKey InventoryEngine::learned_key() const {
    return {"fact", Labels{{"family", settings_.family}}};
}

void InventoryEngine::save(std::vector<Learned>& out) const {
    if (first_begun_ == TimePoint{}) return;
    StateWriter writer;
    writer.put(first_begun_);
    writer.put(static_cast<std::uint32_t>(subjects_.size()));
    for (const auto& [name, subject] : subjects_) {
        writer.put(std::string_view{name});
        writer.put(subject.appeared_at);
        writer.put(subject.touched_at);
        writer.put(static_cast<std::uint8_t>(subject.turns.size()));
        for (const TimePoint turn : subject.turns)
            writer.put(turn);
    }
    Learned learned;
    learned.kind = kind_.kind;
    learned.subject = learned_key();
    learned.version = version;
    learned.state = writer.take();
    learned.summary = "watched since " + format_rfc3339(first_begun_).substr(0, 10) + ", " +
                      std::to_string(subjects_.size()) + " facts have changed";
    out.push_back(std::move(learned));
}

void InventoryEngine::restore(const Learned& learned) {
    if (learned.version != version || learned.subject != learned_key()) return;
    StateReader reader{learned.state};
    const TimePoint first_begun = reader.get_time();
    const auto count = reader.get<std::uint32_t>();
    if (count > settings_.subjects_max) return;
    std::map<std::string, Subject, std::less<>> read;
    for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
        Subject& subject = read[reader.get_text()];
        subject.appeared_at = reader.get_time();
        subject.touched_at = reader.get_time();
        const auto turns = reader.get<std::uint8_t>();
        for (std::size_t kept = 0; kept < std::min<std::size_t>(turns, turns_kept_max); ++kept)
            subject.turns.push_back(reader.get_time());
    }
    if (!reader.is_complete()) return;
    first_begun_ = first_begun;
    subjects_ = std::move(read);
}

}  // namespace foreshock::detectors
