#include "detectors/engines/template_known.hpp"

#include <algorithm>

#include "detectors/engines/line_tokens.hpp"
#include "detectors/symptom_text.hpp"
#include "formats/mask_secrets.hpp"

namespace foreshock::detectors {
namespace {

constexpr std::size_t evidence_bytes_max = 240;
constexpr Duration pause_min = std::chrono::seconds{10};  // between two words about one subject

/// A name as a label can hold it: foreign bytes become '?'.
std::string label_value(std::string_view text) {
    std::string value{text.substr(0, LinePattern::name_bytes_max)};
    std::replace_if(
        value.begin(), value.end(), [](char c) { return c < ' ' || c >= 0x7F; }, '?');
    return value;
}

/// The kernel's numbers matter. Bytes that are no text are left out.
std::string evidence_of(const LogLine& line) {
    if (line.source != "kernel") return mask_line(line.text, evidence_bytes_max);
    const std::string text = formats::mask_secrets(line.text);
    return label_value(std::string_view{text}.substr(0, evidence_bytes_max));
}

}  // namespace

bool is_one_of(const std::vector<std::string>& texts, std::string_view value) {
    return std::any_of(texts.begin(), texts.end(), [value](std::string_view text) {
        if (!text.ends_with('*')) return text == value;
        text.remove_suffix(1);
        return value.starts_with(text);
    });
}

bool is_line_wanted(const TemplateSettings& settings, const LogLine& line) {
    if (line.severity > settings.least) return false;
    if (!settings.source.empty() && !is_one_of(settings.source, line.source)) return false;
    if (!settings.unit.empty() && !is_one_of(settings.unit, line.unit)) return false;
    return !is_one_of(settings.except_unit, line.unit);
}

KnownLineEngine::KnownLineEngine(const KindSettings& kind)
    : kind_(kind),
      settings_(std::get<TemplateSettings>(kind.settings)),
      times_max_(std::max(settings_.count, settings_.critical_count.value_or(1))) {}

bool KnownLineEngine::is_meant(const LogLine& line) const {
    LinePattern::Captures ignored;
    return std::none_of(
        settings_.except.begin(), settings_.except.end(),
        [&](const LinePattern& pattern) { return pattern.match(line.text, ignored); });
}

std::optional<Labels> KnownLineEngine::labels_of(const LogLine& line,
                                                 const std::vector<LinePattern>& patterns) {
    const bool matches = std::any_of(
        patterns.begin(), patterns.end(),
        [&](const LinePattern& pattern) { return pattern.match(line.text, captures_); });
    if (!matches || !is_meant(line)) return std::nullopt;
    std::vector<Labels::Pair> pairs{{"source", label_value(line.source)}};
    pairs.emplace_back("unit", label_value(line.unit.empty() ? line.source : line.unit));
    for (const auto& [name, word] : captures_)
        pairs.emplace_back(name, formats::mask_secrets(word));
    auto labels = Labels::from_pairs(std::move(pairs));
    if (!labels || !is_wanted(kind_, *labels)) return std::nullopt;
    return std::move(*labels);
}

KnownLineEngine::Subject* KnownLineEngine::subject_of(Labels labels) {
    const std::string component = fill_text(kind_.component, {}, labels);
    auto subject = subjects_.find(component);
    if (subject == subjects_.end()) {
        if (subjects_.size() >= settings_.subjects_max) {
            ++counters_.subjects_refused;
            return nullptr;
        }
        subject = subjects_.emplace(component, Subject{}).first;
    }
    subject->second.labels = std::move(labels);
    return &subject->second;
}

void KnownLineEngine::read(const LogLine& line, SymptomSink& /*out*/) {
    if (!is_line_wanted(settings_, line)) return;
    if (auto labels = labels_of(line, settings_.match)) {
        if (Subject* subject = subject_of(std::move(*labels))) keep(*subject, line);
    } else if (!subjects_.empty()) {
        end(line);
    }
}

void KnownLineEngine::end(const LogLine& line) {
    const auto labels = labels_of(line, settings_.ends);
    if (!labels) return;
    const auto subject = subjects_.find(fill_text(kind_.component, {}, *labels));
    if (subject == subjects_.end()) return;
    subject->second.times.clear();
    subject->second.is_new = false;
    subject->second.has_ended = true;
}

void KnownLineEngine::keep(Subject& subject, const LogLine& line) const {
    auto& times = subject.times;
    const bool begins = times.empty() || line.at - times.back() > settings_.lasting;
    if (begins) subject.began = line.at;
    times.insert(std::upper_bound(times.begin(), times.end(), line.at), line.at);
    if (times.size() > times_max_) times.erase(times.begin());
    subject.last_line = evidence_of(line);
    subject.is_new = true;
    subject.has_ended = false;
    ++subject.lines;
}

void KnownLineEngine::advance(TimePoint now, SymptomSink& out) {
    for (auto entry = subjects_.begin(); entry != subjects_.end();) {
        Subject& subject = entry->second;
        if (subject.is_new && judge(subject, now, out)) subject.is_new = false;
        const TimePoint last = subject.times.empty() ? TimePoint{} : subject.times.back();
        const bool is_over = now - last >= settings_.clear_after;
        if (subject.said && is_over) clear(subject, now, out);
        const bool is_forgotten = is_over && now - last >= settings_.window;
        entry = is_forgotten ? subjects_.erase(entry) : std::next(entry);
    }
}

bool KnownLineEngine::judge(Subject& subject, TimePoint now, SymptomSink& out) {
    auto& times = subject.times;
    for (TimePoint& at : times)
        at = std::min(at, now);  // no line is from the future
    const auto first = std::find_if(times.begin(), times.end(),
                                    [&](TimePoint at) { return now - at < settings_.window; });
    const auto recent = static_cast<std::size_t>(times.end() - first);
    const bool is_stale = now - times.back() >= settings_.clear_after;
    if (is_stale) ++counters_.values_dropped;
    const bool goes_on = subject.said || settings_.lasting == Duration{0} ||
                         times.back() - subject.began >= settings_.lasting;
    if (is_stale || recent < settings_.count || !goes_on) return true;
    Symptom symptom = symptom_now(subject, *first, recent, now);
    if (subject.said) {
        if (subject.said->severity >= symptom.severity) return true;
        if (now - subject.said->observed_at < pause_min) return false;
        symptom.status = SymptomStatus::updated;
        symptom.id = subject.said->id;
        symptom.onset = subject.said->onset;
        symptom.first_sign = subject.said->first_sign;
    }
    subject.said = std::make_unique<Symptom>(symptom);
    out.say(std::move(symptom));
    return true;
}

Symptom KnownLineEngine::symptom_now(const Subject& subject, TimePoint first, std::size_t lines,
                                     TimePoint now) const {
    Symptom symptom = symptom_of(kind_, subject.labels);
    const bool is_critical = settings_.critical_count && lines >= *settings_.critical_count;
    symptom.phase = settings_.phase;
    symptom.severity = is_critical ? Severity::critical : settings_.severity;
    symptom.observed_at = symptom.onset = now;
    symptom.first_sign = first;
    symptom.id = episode_id(symptom, now);
    symptom.reason = "known_line";
    Evidence evidence{"log", subject.labels, static_cast<double>(lines), {}, now - first, {}};
    evidence.note = subject.last_line;
    const Fields fields{{"component", symptom.subject.component},
                        {"count", std::to_string(lines)},
                        {"lasting", describe_duration(now - first)},
                        {"line", subject.last_line}};
    symptom.evidence = {std::move(evidence)};
    const bool impending = settings_.phase == Phase::impending;
    symptom.sentence =
        fill_text(impending ? kind_.impending : kind_.occurring, fields, subject.labels);
    return symptom;
}

void KnownLineEngine::clear(Subject& subject, TimePoint now, SymptomSink& out) const {
    const std::string how =
        (subject.has_ended ? "its log says so"
                           : "no such line for " + describe_duration(settings_.clear_after)) +
        " (" + std::to_string(subject.lines) + " lines in all)";
    Symptom last = cleared(std::move(*subject.said),
                           subject.has_ended ? "end_told" : "lines_stopped", now, how);
    subject.said.reset();
    last.evidence.front().value = static_cast<double>(subject.lines);
    subject.lines = 0;
    out.say(std::move(last));
}

}  // namespace foreshock::detectors
