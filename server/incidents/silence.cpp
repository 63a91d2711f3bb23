#include "server/incidents/silence.hpp"

#include <algorithm>
#include <array>

#include "core/hash.hpp"

namespace foreshock::incidents {
namespace {

constexpr std::string_view shed_signal = "agent.self.shed_level";

std::string_view area_of(std::string_view signal) {
    return signal.substr(0, signal.find('.'));
}

/// "check shop", "scrape shop", or "signals filesystem".
std::string stream_name(const SeriesKey& key) {
    for (const std::string_view named : {"check", "scrape"}) {
        const std::string_view name = key.labels.get(named);
        if (!name.empty() && area_of(key.signal) == named) {
            return std::string{named} + " " + std::string{name};
        }
    }
    return "signals " + std::string{area_of(key.signal)};
}

const std::string guide_text =
    "The host reports, but this part of its data no longer comes. What it would tell is not known "
    "until it does. Look at the agent's log and at foreshock-agent --status on the host: does the "
    "collector fail, was it stopped for its cost, was it taken out of the configuration, is the "
    "thing that it looks at gone?";

}  // namespace

SilenceDetector::Watch* SilenceDetector::watch_of(const std::string& host) {
    const auto found = watches_.find(host);
    if (found != watches_.end()) return &found->second;
    if (watches_.size() >= settings_.hosts_max) {
        ++refused_;
        return nullptr;
    }
    return &watches_[host];
}

// Series of one stream follow one another in a report, so most of them need no search.
SilenceDetector::Stream* SilenceDetector::stream_of(Watch& watch, const SeriesKey& key) {
    const std::string_view area = area_of(key.signal);
    const bool is_named = area == "check" || area == "scrape";
    if (!is_named && watch.newest && watch.newest_area == area) return watch.newest;
    const std::string name = stream_name(key);
    auto found = watch.streams.find(name);
    if (found == watch.streams.end()) {
        if (watch.streams.size() >= settings_.streams_per_host_max) {
            ++refused_;
            return nullptr;
        }
        found = watch.streams.emplace(name, Stream{}).first;
    }
    watch.newest = is_named ? nullptr : &found->second;
    watch.newest_area = area;
    return &found->second;
}

void SilenceDetector::hear_report(Watch& watch, TimePoint at) {
    if (watch.heard_at == at) return;
    const Duration gap = watch.heard_at ? at - *watch.heard_at : Duration{0};
    watch.heard_at = at;
    if (gap <= settings_.host_gap && gap >= Duration{0} && !watch.is_shedding) return;
    for (auto& [name, stream] : watch.streams)
        stream.last = std::min(stream.last + gap, at);
}

std::vector<Symptom> SilenceDetector::see(const std::string& host, const SeriesKey& key,
                                          double value, TimePoint at) {
    std::vector<Symptom> said;
    Watch* watch = watch_of(host);
    if (!watch) return said;
    hear_report(*watch, at);
    if (key.signal == shed_signal) watch->is_shedding = value > 0;
    Stream* stream = stream_of(*watch, key);
    if (!stream || (stream->times > 0 && stream->last == at)) return said;
    if (stream->times == 0) {
        stream->first = at;
    } else if (!stream->said) {
        stream->longest_gap = std::max(stream->longest_gap, at - stream->last);
    }
    ++stream->times;
    if (stream->said) said.push_back(cleared(*stream, "comes_again", "comes again", at));
    stream->last = at;
    return said;
}

std::vector<Symptom> SilenceDetector::look(const std::string& host, TimePoint at) {
    std::vector<Symptom> said;
    const auto found = watches_.find(host);
    if (found == watches_.end()) return said;
    Watch& watch = found->second;
    hear_report(watch, at);
    const bool is_due =
        !watch.looked_at || at - *watch.looked_at >= settings_.look_every || at < *watch.looked_at;
    if (!is_due || watch.is_shedding) return said;
    watch.looked_at = at;
    for (auto& [name, stream] : watch.streams) {
        if (stream.said || !is_missed(stream, at)) continue;
        stream.said = raised(host, name, stream, at);
        said.push_back(*stream.said);
    }
    return said;
}

std::vector<Symptom> SilenceDetector::forget(std::string_view host, TimePoint at) {
    std::vector<Symptom> said;
    const auto found = watches_.find(host);
    if (found == watches_.end()) return said;
    for (auto& [name, stream] : found->second.streams) {
        if (!stream.said) continue;
        said.push_back(cleared(stream, "planned_change", "may not be meant to come any more", at));
    }
    watches_.erase(found);
    return said;
}

std::vector<LearnedStream> SilenceDetector::learned(std::string_view host) const {
    std::vector<LearnedStream> learned;
    const auto watch = watches_.find(host);
    if (watch == watches_.end()) return learned;
    for (const auto& [name, stream] : watch->second.streams)
        learned.push_back({name, stream.times, stream.first, stream.last, stream.longest_gap});
    return learned;
}

void SilenceDetector::recall(const std::string& host, const std::vector<LearnedStream>& learned,
                             TimePoint heard_at) {
    Watch* watch = watch_of(host);
    if (!watch) return;
    watch->heard_at = heard_at;
    for (const LearnedStream& one : learned) {
        if (watch->streams.size() >= settings_.streams_per_host_max) {
            ++refused_;
            break;
        }
        watch->streams[one.name] = {one.times, one.first, one.last, one.longest_gap, {}};
    }
}

std::vector<std::string> SilenceDetector::hosts_after(std::string_view host,
                                                      std::size_t count) const {
    std::vector<std::string> names;
    for (auto at = watches_.upper_bound(host); at != watches_.end() && names.size() < count; ++at)
        names.push_back(at->first);
    return names;
}

void SilenceDetector::restore(const Symptom& symptom) {
    Watch* watch = watch_of(symptom.subject.host);
    if (!watch) return;
    Stream& stream = watch->streams[symptom.subject.component];
    stream.said = symptom;
    if (stream.times > 0) return;
    stream.first = symptom.first_sign;
    stream.last = symptom.first_sign;
    stream.times = 1;
}

Duration SilenceDetector::allowed(const Stream& stream) const {
    return std::max(settings_.silent_min, stream.longest_gap * settings_.gaps);
}

bool SilenceDetector::is_missed(const Stream& stream, TimePoint at) const {
    const bool is_expected =
        stream.times >= settings_.times_min && stream.last - stream.first >= settings_.known_for;
    return is_expected && at - stream.last > allowed(stream);
}

Symptom SilenceDetector::raised(const std::string& host, const std::string& name,
                                const Stream& stream, TimePoint at) const {
    const Duration silent = at - stream.last;
    Symptom symptom;
    symptom.id = stable_id({data_silent_kind, host, name, std::to_string(to_unix_ms(stream.last))});
    symptom.kind = data_silent_kind;
    symptom.category = "availability";
    symptom.subcategory = "data";
    symptom.subject = {host, name};
    symptom.phase = Phase::occurring;
    symptom.severity = Severity::warning;
    symptom.status = SymptomStatus::raised;
    symptom.first_sign = stream.last;
    symptom.onset = at;
    symptom.observed_at = at;
    symptom.reason = "used_to_come";
    symptom.sentence = name + " of " + host + " used to come and has been silent for " +
                       describe_duration(silent) + ", while the host reports";
    symptom.evidence.push_back({"data.silence_seconds", Labels{}, to_seconds(silent),
                                to_seconds(allowed(stream)), allowed(stream),
                                "the longest gap before was " +
                                    describe_duration(stream.longest_gap) + ", it came " +
                                    std::to_string(stream.times) + " times"});
    symptom.impact = 3;
    symptom.guide = guide_text;
    symptom.questions = {"Was " + name + " taken away from " + host + " on purpose?"};
    return symptom;
}

Symptom SilenceDetector::cleared(Stream& stream, std::string_view reason, const std::string& why,
                                 TimePoint at) {
    Symptom symptom = std::move(*stream.said);
    stream.said.reset();
    symptom.status = SymptomStatus::cleared;
    symptom.observed_at = at;
    symptom.reason = reason;
    symptom.sentence = symptom.subject.component + " of " + symptom.subject.host + " " + why;
    return symptom;
}

}  // namespace foreshock::incidents
