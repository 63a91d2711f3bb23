#include "server/app/breach_book.hpp"

#include <algorithm>

#include "core/glob.hpp"
#include "core/hash.hpp"
#include "server/render/breach_json.hpp"

namespace foreshock::app {

using breach::Breach;

namespace {

Result<void> check_person(const breach::Act& act, const people::Directory& directory) {
    const auto* naming = std::get_if<breach::NamePerson>(&act);
    if (!naming || naming->person.empty()) return {};
    const people::Person* person = directory.person(naming->person);
    if (person && !person->disabled) return {};
    return fail(Errc::invalid, "person: " +
                                   (person ? "the account of '" + naming->person + "' is disabled"
                                           : "nobody here is called '" + naming->person + "'") +
                                   ": name a person as `GET /api/v1/people` has it");
}

}  // namespace

std::string sign_fingerprint(const Subject& subject, std::string_view kind) {
    return stable_id({subject.host, kind, subject.component});
}

Result<void> BreachBook::load() {
    auto all = ports_.store.list();
    if (!all) return fail(std::move(all).error().with("breaches"));
    const auto next = ports_.store.next_number();
    if (!next) return fail(Error{next.error()}.with("breaches"));
    const std::lock_guard lock{mutex_};
    for (Breach& breach : *all) {
        file_signs(breach);
        breaches_.insert_or_assign(breach.number, std::move(breach));
    }
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

void BreachBook::file_signs(const Breach& breach) {
    for (const breach::Sign& sign : breach.signs) {
        if (breach.state == breach::State::closed) {
            by_sign_.erase(sign.fingerprint);
        } else {
            by_sign_.insert_or_assign(sign.fingerprint, breach.number);
        }
    }
}

Result<void> BreachBook::save(Breach breach, const std::string& words,
                              std::string_view incident_record) {
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
    Result<void> saved = ports_.store.save(breach, told, incident_record);
    if (!saved) return saved;
    file_signs(breach);
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
    const std::string incident = raising.origin ? raising.origin->incident_id : std::string{};
    const auto known = std::ranges::find_if(breaches_, [&](const auto& one) {
        return !incident.empty() && one.second.incident_id == incident;
    });
    if (known != breaches_.end()) return raise_again(known->second, raising.actor);
    Result<Breach> breach = breach::raise(raising, next_number_);
    if (!breach) return breach;
    const Result<void> saved = save(*breach, "raised by " + raising.actor,
                                    raising.origin ? raising.origin->record : std::string{});
    if (!saved) return fail(saved.error());
    ++next_number_;
    return breach;
}

/// The server stopped, or its disk was full, between the breach and the end of the incident.
Result<Breach> BreachBook::raise_again(Breach known, const std::string& actor) {
    if (breach::may_see(known, actor, responders())) return known;
    return fail(Errc::conflict, "it is a breach already: ask its responders to name you");
}

Result<std::string> BreachBook::incident_record(std::string_view key,
                                                std::string_view person) const {
    const Result<Breach> found = find(key, person);
    if (!found) return fail(found.error());
    return ports_.store.incident_record(found->id);
}

bool BreachBook::holds(const Subject& subject, std::string_view kind) const {
    const std::string fingerprint = sign_fingerprint(subject, kind);
    const std::lock_guard lock{mutex_};
    return by_sign_.contains(fingerprint);
}

Result<void> BreachBook::hear_reporter(const std::string& incident_id, const std::string& who,
                                       const std::string& words) {
    const std::lock_guard lock{mutex_};
    const auto known = std::ranges::find_if(
        breaches_, [&](const auto& one) { return one.second.incident_id == incident_id; });
    if (known == breaches_.end())
        return fail(Errc::not_found, "incident " + incident_id + " is no breach");
    Breach changed = known->second;
    const breach::Note note{words.substr(0, breach::words_bytes_max)};
    auto noted = breach::apply(changed, note, "reporter " + who, ports_.clock.now());
    if (!noted) return noted;
    return save(std::move(changed), "");
}

std::vector<std::string> BreachBook::incidents() const {
    const std::lock_guard lock{mutex_};
    std::vector<std::string> ids;
    for (const auto& [number, breach] : breaches_)
        if (!breach.incident_id.empty()) ids.push_back(breach.incident_id);
    return ids;
}

std::vector<std::string> BreachBook::unknown_responders() const {
    const auto directory = ports_.directories.current();
    std::vector<std::string> unknown;
    for (const std::string& name : configuration_.responders)
        if (!directory->person(name) && !directory->team(name)) unknown.push_back(name);
    return unknown;
}

Result<Breach> BreachBook::act(std::string_view key, const breach::Act& act,
                               const std::string& person) {
    const std::lock_guard lock{mutex_};
    const Breach* found = look_up(key, person);
    if (!found) {
        return fail(Errc::not_found, "there is no breach " + std::string{key.substr(0, 100)});
    }
    if (auto good = check_person(act, *ports_.directories.current()); !good) {
        return fail(good.error());
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
    const bool raises = is_sign(symptom);
    const std::lock_guard lock{mutex_};
    if (!raises && by_sign_.empty()) return false;
    const Subject& subject = symptom.subject;
    const breach::Sign sign{sign_fingerprint(subject, symptom.kind),
                            symptom.kind,
                            subject.host,
                            subject.component,
                            symptom.sentence,
                            at,
                            at};
    const bool is_over = symptom.status == SymptomStatus::cleared;
    const Result<bool> known = hear_of_known(sign, is_over);
    if (!known || *known) return known;
    if (!raises) return false;
    // What is over is still a sign: only people end a breach.
    if (is_over) return true;
    const Result<void> taken = take(sign);
    if (!taken) return fail(taken.error());
    return true;
}

/// What is a sign of a breach already belongs to it, however grave it is now.
Result<bool> BreachBook::hear_of_known(const breach::Sign& sign, bool is_over) {
    const auto known = by_sign_.find(sign.fingerprint);
    if (known == by_sign_.end()) return false;
    if (is_over) return true;
    Breach changed = breaches_.at(known->second);
    breach::take_sign(changed, sign);
    if (auto saved = save(std::move(changed), ""); !saved) return fail(saved.error());
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
