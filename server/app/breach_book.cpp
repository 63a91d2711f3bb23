#include "server/app/breach_book.hpp"

#include <algorithm>

#include "core/glob.hpp"
#include "core/hash.hpp"
#include "server/render/breach_json.hpp"

namespace foreshock::app {

using breach::Breach;

Result<void> BreachBook::load() {
    auto all = ports_.store.list();
    if (!all) return fail(std::move(all).error().with("breaches"));
    const auto next = ports_.store.next_number();
    if (!next) return fail(Error{next.error()}.with("breaches"));
    const std::lock_guard lock{mutex_};
    for (Breach& breach : *all)
        breaches_.insert_or_assign(breach.number, std::move(breach));
    next_number_ = *next;
    return {};
}

/// The people, and the members of the teams, of the configuration.
std::vector<std::string> BreachBook::responders() const {
    const auto directory = ports_.directories.current();
    std::vector<std::string> all;
    for (const std::string& name : configuration_.responders) {
        all.push_back(name);
        const people::Team* team = directory->team(name);
        if (team) all.insert(all.end(), team->members.begin(), team->members.end());
    }
    return all;
}

const Breach* BreachBook::look_up(std::string_view key, std::string_view person) const {
    // In one form each: the log of accesses knows it by these three names.
    const auto found = std::ranges::find_if(breaches_, [&](const auto& one) {
        return key == one.second.id || key == std::to_string(one.first) ||
               key == breach::reference_of(one.second);
    });
    if (found == breaches_.end()) return nullptr;
    return breach::may_see(found->second, person, responders()) ? &found->second : nullptr;
}

std::vector<Breach> BreachBook::list(std::string_view person) const {
    const std::lock_guard lock{mutex_};
    const std::vector<std::string> configured = responders();
    std::vector<Breach> seen;
    for (auto one = breaches_.rbegin(); one != breaches_.rend(); ++one) {
        if (breach::may_see(one->second, person, configured)) seen.push_back(one->second);
    }
    return seen;
}

Result<Breach> BreachBook::find(std::string_view key, std::string_view person) const {
    const std::lock_guard lock{mutex_};
    const Breach* found = look_up(key, person);
    if (found) return *found;
    return fail(Errc::not_found, "there is no breach " + std::string{key.substr(0, 100)});
}

Result<void> BreachBook::save(Breach breach, const std::string& words) {
    const TimePoint now = ports_.clock.now();
    std::vector<breach::Word> told;
    if (!words.empty()) {
        for (const notify::ChannelSettings& channel : ports_.channels()) {
            const std::string id = stable_id(
                {breach.id, std::to_string(breach.revision), channel.name, channel.recipient});
            told.push_back({id, breach.id, channel.name, channel.recipient,
                            render::breach_word_json(breach, words, id), now});
        }
    }
    Result<void> saved = ports_.store.save(breach, told);
    if (!saved) return saved;
    breaches_.insert_or_assign(breach.number, std::move(breach));
    if (!told.empty()) ports_.outbox_written();
    return {};
}

Result<Breach> BreachBook::raise(const breach::Raising& raising) {
    const std::lock_guard lock{mutex_};
    if (breaches_.size() >= breaches_max) {
        return fail(Errc::conflict,
                    std::to_string(breaches_max) + " breaches are kept, which is the bound");
    }
    Result<Breach> breach = breach::raise(raising, next_number_);
    if (!breach) return breach;
    const Result<void> saved = save(*breach, "raised by " + raising.actor);
    if (!saved) return fail(saved.error());
    ++next_number_;
    return breach;
}

Result<Breach> BreachBook::act(std::string_view key, const breach::Act& act,
                               const std::string& person) {
    const std::lock_guard lock{mutex_};
    const Breach* found = look_up(key, person);
    if (!found) {
        return fail(Errc::not_found, "there is no breach " + std::string{key.substr(0, 100)});
    }
    Breach changed = *found;
    const Result<void> applied = breach::apply(changed, act, person, ports_.clock.now());
    if (!applied) return fail(applied.error());
    const std::string words = changed.timeline.back().kind + " by " + person;
    const bool is_told =
        changed.state != found->state || changed.notices.size() != found->notices.size();
    const Result<void> saved = save(changed, is_told ? words : std::string{});
    if (!saved) return fail(saved.error());
    return changed;
}

bool BreachBook::is_sign(const Symptom& symptom) const {
    if (configuration_.responders.empty()) return false;
    if (symptom.category == "security" && symptom.severity == Severity::critical) return true;
    return std::ranges::any_of(configuration_.kinds, [&](const std::string& glob) {
        return matches_glob(symptom.kind, glob);
    });
}

Result<bool> BreachBook::hear(const Symptom& symptom, TimePoint at) {
    if (!is_sign(symptom)) return false;
    // What is over is still a sign: only people end a breach.
    if (symptom.status == SymptomStatus::cleared) return true;
    const Subject& subject = symptom.subject;
    const std::lock_guard lock{mutex_};
    const Result<void> taken =
        take({stable_id({subject.host, symptom.kind, subject.component}), symptom.kind,
              subject.host, subject.component, symptom.sentence, at, at});
    if (!taken) return fail(taken.error());
    return true;
}

Result<void> BreachBook::take(const breach::Sign& sign) {
    const auto known = std::ranges::find_if(
        breaches_, [&](const auto& one) { return breach::belongs_to(sign, one.second); });
    if (known != breaches_.end()) {
        Breach changed = known->second;
        const bool is_news = breach::take_sign(changed, sign);
        return save(std::move(changed), is_news ? "another sign" : "");
    }
    if (breaches_.size() >= breaches_max) return fail(Errc::unavailable, "too many breaches");
    Result<void> saved = save(breach::raise_by_rule(sign, next_number_), "raised by rule");
    if (saved) ++next_number_;
    return saved;
}

Result<void> BreachBook::advance() {
    const std::lock_guard lock{mutex_};
    std::vector<std::pair<Breach, std::string>> due;
    for (const auto& [number, breach] : breaches_) {
        Breach changed = breach;
        if (auto words = breach::advance(changed, ports_.clock.now())) {
            due.emplace_back(std::move(changed), std::move(*words));
        }
    }
    for (auto& [breach, words] : due) {
        if (auto saved = save(std::move(breach), words); !saved) return saved;
    }
    return {};
}

}  // namespace foreshock::app
