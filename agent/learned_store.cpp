#include "agent/learned_store.hpp"

#include <cassert>

#include "agent/record_file.hpp"

namespace foreshock::agent {
namespace {

std::size_t key_of(const detectors::Learned& learned) {
    return std::hash<std::string>{}(learned.kind + " " + subject_text(learned.subject));
}

}  // namespace

std::vector<detectors::Learned> fitting(std::vector<KeptState> states,
                                        const detectors::Pack& pack) {
    std::vector<detectors::Learned> fit;
    for (KeptState& state : states) {
        const detectors::KindSettings* kind = pack.find(state.learned.kind);
        if (kind && kind->settings_id == state.settings_id) fit.push_back(std::move(state.learned));
    }
    return fit;
}

std::vector<detectors::Learned> LearnedStore::recall(const detectors::Pack& pack) {
    if (path_.empty()) return {};
    auto states = read_learned(path_);
    if (!states) {
        if (states.error().code != Errc::no_data)
            log_.warn("learned: begins anew: " + states.error().what);
        return {};
    }
    for (const KeptState& state : *states)
        since_[key_of(state.learned)] = state.learned.since;
    const std::size_t found = states->size();
    std::vector<detectors::Learned> fit = fitting(std::move(*states), pack);
    kept_ = fit.size();
    if (kept_ < found)
        log_.info("learned: " + std::to_string(found - kept_) +
                  " states are of kinds that are set up otherwise now, and are forgotten");
    return fit;
}

TimePoint LearnedStore::since(const detectors::Learned& learned, TimePoint now) const {
    const auto before = since_.find(key_of(learned));
    return before == since_.end() ? now : before->second;
}

bool LearnedStore::is_due(TimePoint now) {
    if (!due_) due_ = now + keep_every;
    return now >= *due_;
}

std::optional<KeptState> LearnedStore::completed(detectors::Learned learned, std::size_t key,
                                                 const detectors::Pack& pack, TimePoint now) const {
    const detectors::KindSettings* kind = pack.find(learned.kind);
    if (learned.kept_at == TimePoint{}) learned.kept_at = now;
    if (!kind || now - learned.kept_at > forget_after) return std::nullopt;
    const auto before = since_.find(key);
    learned.since = before == since_.end() ? now : before->second;
    return KeptState{std::move(learned), kind->settings_id};
}

std::vector<KeptState> LearnedStore::complete(std::vector<detectors::Learned> learned,
                                              const detectors::Pack& pack, TimePoint now) {
    std::vector<KeptState> states;
    Since since;
    for (detectors::Learned& each : learned) {
        const std::size_t key = key_of(each);
        auto state = completed(std::move(each), key, pack, now);
        if (!state) continue;
        since.emplace(key, state->learned.since);
        states.push_back(std::move(*state));
    }
    since_ = std::move(since);
    return states;
}

void LearnedStore::keep(std::vector<detectors::Learned> learned, const detectors::Pack& pack,
                        TimePoint now) {
    give_up();
    due_ = now + keep_every;
    if (!path_.empty()) write(complete(std::move(learned), pack, now));
}

void LearnedStore::begin() {
    gathering_.emplace();
}

void LearnedStore::add(std::vector<detectors::Learned> learned, const detectors::Pack& pack,
                       TimePoint now) {
    assert(gathering_);
    for (detectors::Learned& each : learned) {
        const std::size_t key = key_of(each);
        auto state = completed(std::move(each), key, pack, now);
        if (!state) continue;
        const auto [place, is_new] =
            gathering_->positions.try_emplace(key, gathering_->states.size());
        gathering_->since[key] = state->learned.since;
        if (is_new)
            gathering_->states.push_back(std::move(*state));
        else
            gathering_->states[place->second] = std::move(*state);
    }
}

void LearnedStore::finish(TimePoint now) {
    assert(gathering_);
    due_ = now + keep_every;
    since_ = std::move(gathering_->since);
    const std::vector<KeptState> states = std::move(gathering_->states);
    gathering_.reset();
    if (!path_.empty()) write(states);
}

void LearnedStore::give_up() {
    gathering_.reset();
}

void LearnedStore::write(const std::vector<KeptState>& states) {
    const LearnedBytes encoded = encode_learned(states);
    const std::size_t left_out_before = std::exchange(left_out_, encoded.left_out);
    if (left_out_ > left_out_before)
        log_.warn("learned: " + std::to_string(left_out_) + " states are too large to be kept");
    kept_ = states.size() - left_out_;
    const auto written = write_whole(path_, encoded.bytes);
    if (!written && !is_failing_) log_.warn("learned: cannot be kept: " + written.error().what);
    is_failing_ = !written;
}

}  // namespace foreshock::agent
