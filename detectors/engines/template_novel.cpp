#include "detectors/engines/template_novel.hpp"

#include <algorithm>
#include <array>

#include "detectors/engines/template_known.hpp"
#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

constexpr std::uint32_t state_version = 1;
constexpr Duration pause_min = std::chrono::minutes{1};  // between words about folded news

/// What systemd says of a unit that starts, stops or reads its configuration anew.
bool tells_start(std::string_view text) {
    constexpr std::array<std::string_view, 5> words{"Starting ", "Started ", "Stopping ",
                                                    "Reloading ", "Reloaded "};
    return std::any_of(words.begin(), words.end(),
                       [text](std::string_view word) { return text.starts_with(word); });
}

std::string_view stem_of(std::string_view unit) {
    return unit.substr(0, unit.ends_with(".service") ? unit.size() - 8 : unit.size());
}

bool is_near(std::string_view text, std::string_view unit) {
    return !unit.empty() && text.find(stem_of(unit)) != text.npos;
}

std::string printable(std::string_view text) {
    std::string value{text.substr(0, LinePattern::name_bytes_max)};
    std::replace_if(
        value.begin(), value.end(), [](char c) { return c < ' ' || c >= 0x7F; }, '?');
    return value;
}

}  // namespace

NovelLineEngine::NovelLineEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<TemplateSettings>(kind.settings)),
      novelty_(*settings_.novelty) {}

NovelLineEngine::Source& NovelLineEngine::add_source(std::string_view log, std::string_view unit) {
    if (sources_.size() >= novelty_.sources_max) drop_oldest_source();
    std::string key{log};
    key.append(1, '\0').append(unit);
    Source& source = sources_.try_emplace(std::move(key), novelty_.templates_max).first->second;
    source.number = next_source_++;
    source.log = log;
    source.unit = unit;
    return source;
}

void NovelLineEngine::drop_oldest_source() {
    ++counters_.subjects_refused;
    sources_.erase(
        std::min_element(sources_.begin(), sources_.end(),
                         [](const auto& a, const auto& b) { return a.second.met < b.second.met; }));
}

NovelLineEngine::Source* NovelLineEngine::source_of(const LogLine& line) {
    key_.assign(line.source).append(1, '\0').append(line.unit);
    const auto found = sources_.find(key_);
    Source& source = found == sources_.end() ? add_source(line.source, line.unit) : found->second;
    source.met = std::max(source.met, now_);
    return &source;
}

void NovelLineEngine::read(const LogLine& line, SymptomSink& /*out*/) {
    if (!is_line_wanted(settings_, line)) return;
    Source& source = *source_of(line);
    if (tells_start(line.text)) explain_start(line);
    if (line.severity <= LogSeverity::warning || has_failure_word(line.text)) learn(source, line);
}

void NovelLineEngine::explain_start(const LogLine& line) {
    for (auto& [key, source] : sources_)
        if (is_near(line.text, source.unit)) source.explained_until = now_ + novelty_.after_change;
}

void NovelLineEngine::notice(const Change& change, SymptomSink& /*out*/) {
    if (is_one_of(novelty_.changes, change.fact))
        explained_until_ =
            std::max(explained_until_, std::min(change.at, now_) + novelty_.after_change);
}

bool NovelLineEngine::is_settled(const Source& source, std::uint64_t singletons) const {
    if (source.since == TimePoint{}) return false;
    const Duration learned = source.learned_before + (now_ - source.since);
    if (learned < novelty_.learning_min) return false;
    const double hours = to_seconds(learned) / 3600;
    return static_cast<double>(singletons) <= novelty_.expected_per_hour_max * hours;
}

void NovelLineEngine::learn(Source& source, const LogLine& line) {
    const LineTokens tokens{line.text};
    const std::uint64_t singletons = source.tree.singletons();
    const TemplateTree::Match match = source.tree.add(tokens.tokens());
    if (match.count == 0) return;
    if (match.count > 1) {
        see_again(source, match.id, line);
        return;
    }
    keep_within_bytes();
    const bool is_explained = now_ < std::max(explained_until_, source.explained_until);
    const bool is_old = now_ - line.at > novelty_.within;
    if (!is_explained && !is_old && is_settled(source, singletons)) watch(source, match.id, line);
}

void NovelLineEngine::watch(const Source& source, std::uint64_t id, const LogLine& line) {
    if (watched_.size() >= watched_max) {
        ++counters_.values_dropped;
        const auto silent = std::find_if(watched_.begin(), watched_.end(),
                                         [](const Watched& each) { return !each.said; });
        if (silent == watched_.end()) return;
        watched_.erase(silent);
    }
    Watched& added = watched_.emplace_back();
    added.source = source.number;
    added.id = id;
    added.labels = Labels{{"source", printable(source.log)},
                          {"unit", printable(source.unit.empty() ? source.log : source.unit)}};
    added.first = added.last = std::min(line.at, now_);
    added.lines = 1;
    added.worst = line.severity;
    added.text = mask_line(line.text);
}

void NovelLineEngine::see_again(const Source& source, std::uint64_t id, const LogLine& line) {
    const auto found = std::find_if(watched_.begin(), watched_.end(), [&](const Watched& each) {
        return each.id == id && each.source == source.number;
    });
    if (found == watched_.end()) return;
    found->last = std::max(found->last, std::min(line.at, now_));
    found->worst = std::min(found->worst, line.severity);
    ++found->lines;
    if (found->is_folded) folded_met_ = now_;
}

void NovelLineEngine::keep_within_bytes() {
    while (template_bytes() > novelty_.bytes_max) {
        const auto largest =
            std::max_element(sources_.begin(), sources_.end(), [](const auto& a, const auto& b) {
                return a.second.tree.bytes() < b.second.tree.bytes();
            });
        if (largest->second.tree.size() == 0) return;
        largest->second.tree.evict_oldest();
    }
}

std::size_t NovelLineEngine::template_bytes() const {
    std::size_t bytes = 0;
    for (const auto& [key, source] : sources_)
        bytes += source.tree.bytes();
    return bytes;
}

std::size_t NovelLineEngine::template_count() const {
    std::size_t count = 0;
    for (const auto& [key, source] : sources_)
        count += source.tree.size();
    return count;
}

void NovelLineEngine::advance(TimePoint now, SymptomSink& out) {
    now_ = std::max(now_, now);
    for (auto& [key, source] : sources_)
        if (source.since == TimePoint{}) source.since = now_;
    while (!raised_at_.empty() && now_ - raised_at_.front() >= std::chrono::hours{1})
        raised_at_.pop_front();
    for (Watched& watched : watched_)
        judge(watched, now_, out);
    std::erase_if(watched_, [this](const Watched& each) {
        return !each.said && now_ - each.first > novelty_.within;
    });
    if (folded_ && now_ - folded_met_ >= settings_.clear_after) {
        clear(std::move(*folded_), now_, out);
        folded_.reset();
        folded_count_ = 0;
    }
}

void NovelLineEngine::judge(Watched& watched, TimePoint now, SymptomSink& out) {
    if (watched.said) {
        if (now - watched.last < settings_.clear_after) return;
        clear(std::move(*watched.said), now, out);
        watched.said.reset();
        watched.first = TimePoint{};  // it is no news any more
        return;
    }
    const bool is_news =
        watched.lines >= novelty_.repeats && watched.last - watched.first >= novelty_.sustained;
    if (!is_news || watched.is_folded) return;
    if (raised_at_.size() < novelty_.per_hour_max)
        raise(watched, now, out);
    else
        fold(watched, now, out);
}

Symptom NovelLineEngine::symptom_now(const Watched& watched, TimePoint now) const {
    Symptom symptom = symptom_of(kind_, watched.labels);
    symptom.phase = settings_.phase;
    symptom.severity = watched.worst <= LogSeverity::error ? settings_.severity : Severity::info;
    symptom.observed_at = symptom.onset = now;
    symptom.first_sign = watched.first;
    symptom.reason = "new_template";
    Evidence evidence{"log", watched.labels, static_cast<double>(watched.lines), {}, {}, {}};
    evidence.window = now - watched.first;
    evidence.note = watched.text;
    const Fields fields{{"component", symptom.subject.component},
                        {"count", std::to_string(watched.lines)},
                        {"lasting", describe_duration(evidence.window)},
                        {"line", watched.text}};
    symptom.evidence = {std::move(evidence)};
    symptom.sentence =
        fill_text(settings_.phase == Phase::impending ? kind_.impending : kind_.occurring, fields,
                  watched.labels);
    return symptom;
}

void NovelLineEngine::raise(Watched& watched, TimePoint now, SymptomSink& out) {
    raised_at_.push_back(now);
    Symptom symptom = symptom_now(watched, now);
    // Two new kinds of lines of one unit at one moment are two episodes.
    symptom.id = episode_id(symptom, now) + "-" + std::to_string(watched.id);
    watched.said = std::make_unique<Symptom>(symptom);
    out.say(std::move(symptom));
}

void NovelLineEngine::fold(Watched& watched, TimePoint now, SymptomSink& out) {
    if (folded_ && now - folded_->observed_at < pause_min) return;  // its turn comes
    watched.is_folded = true;
    folded_met_ = now;
    ++folded_count_;
    Symptom symptom = symptom_now(watched, now);
    symptom.subject.component = "logs of this host";
    symptom.reason = "more_new_templates";
    symptom.id = folded_ ? folded_->id : episode_id(symptom, now);
    symptom.sentence = std::to_string(folded_count_) +
                       (folded_count_ == 1 ? " more new kind" : " more new kinds") +
                       " of log lines, the last in " + std::string{watched.labels.get("unit")} +
                       ": " + watched.text;
    if (folded_) {
        symptom.status = SymptomStatus::updated;
        symptom.onset = folded_->onset;
        symptom.first_sign = folded_->first_sign;
    }
    folded_ = std::make_unique<Symptom>(symptom);
    out.say(std::move(symptom));
}

void NovelLineEngine::clear(Symptom last, TimePoint now, SymptomSink& out) const {
    out.say(cleared(std::move(last), "lines_stopped", now,
                    "no such line for " + describe_duration(settings_.clear_after)));
}

void NovelLineEngine::save(std::vector<Learned>& out) const {
    for (const auto& [key, source] : sources_) {
        const Duration learned = source.learned_before +
                                 (source.since == TimePoint{} ? Duration{0} : now_ - source.since);
        StateWriter state;
        state.put(std::string_view{source.log});
        state.put(std::string_view{source.unit});
        state.put(learned);
        source.tree.save(state);
        const SeriesKey subject{
            "log", Labels{{"source", printable(source.log)}, {"unit", printable(source.unit)}}};
        out.push_back({kind_.kind, subject, state_version, state.take(),
                       std::to_string(source.tree.size()) + " kinds of warnings and errors in " +
                           describe_duration(learned)});
    }
}

void NovelLineEngine::restore(const Learned& learned) {
    if (learned.version != state_version) return;
    StateReader state{learned.state};
    const std::string log = state.get_text();
    const std::string unit = state.get_text();
    const Duration before = state.get_span();
    TemplateTree tree{novelty_.templates_max};
    if (!tree.restore(state) || !state.is_complete() || before < Duration{0}) return;
    if (sources_.size() >= novelty_.sources_max) return;
    Source& source = add_source(log, unit);
    source.learned_before = before;
    source.tree = std::move(tree);
}

}  // namespace foreshock::detectors
