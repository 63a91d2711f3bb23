#include "server/breach/procedure.hpp"

#include <algorithm>

#include "core/hash.hpp"

namespace foreshock::breach {
namespace {

Result<void> check_words(std::string_view text, std::string_view field,
                         std::size_t bytes_max = words_bytes_max) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return fail(Errc::invalid, std::string{field} + ": must not be empty");
    }
    if (text.size() <= bytes_max) return {};
    return fail(Errc::invalid,
                std::string{field} + ": at most " + std::to_string(bytes_max) + " bytes");
}

bool is_sha256(std::string_view text) {
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void write(Breach& breach, TimePoint at, const std::string& actor, std::string kind,
           std::string text) {
    ++breach.revision;
    breach.timeline.push_back({at, actor, std::move(kind), std::move(text)});
}

Breach fresh(std::uint64_t number, TimePoint at, const std::string& actor,
             const std::string& seed) {
    Breach breach;
    breach.id = "br-" + stable_id({seed, std::to_string(number), format_rfc3339(at)}).substr(0, 16);
    breach.number = number;
    breach.raised_by = actor;
    breach.raised_at = breach.aware_at = at;
    breach.checklist = standard_checklist();
    return breach;
}

void take_signs(Breach& breach, const std::vector<Sign>& signs) {
    const std::size_t kept = std::min(signs.size(), signs_max);
    breach.signs.assign(signs.begin(), signs.begin() + static_cast<std::ptrdiff_t>(kept));
    breach.signs_beyond = signs.size() - kept;
}

void take_lines(Breach& breach, const Origin& origin, const Raising& raising) {
    const std::size_t kept = std::min(origin.lines.size(), origin_lines_max);
    const std::size_t left_out = origin.lines.size() - kept;
    breach.timeline.assign(origin.lines.end() - static_cast<std::ptrdiff_t>(kept),
                           origin.lines.end());
    write(breach, raising.at, raising.actor, "taken_apart",
          "it was " + origin.reference + ", which is kept here alone from now on" +
              (left_out == 0 ? ""
                             : "; of its timeline " + std::to_string(left_out) +
                                   " older lines are only in the record"));
    write(breach, raising.at, "engine", "already_told",
          origin.told.empty() ? "nobody outside was told of it" : origin.told);
}

/// What was an incident goes on as a breach.
void take_over(Breach& breach, const Origin& origin, const Raising& raising) {
    breach.incident_id = origin.incident_id;
    breach.incident_reference = origin.reference;
    take_signs(breach, origin.signs);
    take_lines(breach, origin, raising);
    if (origin.record.empty()) return;
    breach.evidence.push_back({"ev-1", origin.reference + " as it was", origin.record_sha256,
                               origin.record.size(), "kept by this server: …/incident",
                               raising.actor, raising.at});
    write(breach, raising.at, raising.actor, "evidence_added",
          "ev-1 " + origin.reference + " as it was, SHA-256 " + origin.record_sha256);
}

/// One overload for each thing that people do.
struct Taking {
    Breach& breach;
    const std::string& actor;
    TimePoint now;

    void line(std::string kind, std::string text) const {
        write(breach, now, actor, std::move(kind), std::move(text));
    }

    Result<void> operator()(const Note& what) const {
        if (auto good = check_words(what.text, "text"); !good) return good;
        line("noted", what.text);
        return {};
    }

    Result<void> operator()(const TakeOver&) const {
        breach.owner = actor;
        line("taken_over", actor + " leads it");
        return {};
    }

    Result<void> operator()(const NamePerson& what) const {
        if (auto good = check_words(what.person, "person", name_bytes_max); !good) return good;
        if (std::ranges::find(breach.named, what.person) != breach.named.end()) {
            return fail(Errc::conflict, what.person + " sees it already");
        }
        if (breach.named.size() == named_max) {
            return fail(Errc::too_large, std::to_string(named_max) + " people are named");
        }
        breach.named.push_back(what.person);
        line("named", what.person + " sees it from now on");
        return {};
    }

    Result<void> operator()(const UnnamePerson& what) const {
        if (std::erase(breach.named, what.person) == 0) {
            return fail(Errc::not_found, what.person + " is not named");
        }
        line("unnamed", what.person + " sees it no longer");
        return {};
    }

    Result<void> operator()(const TickItem& what) const {
        const auto item = std::ranges::find(breach.checklist, what.code, &Item::code);
        if (item == breach.checklist.end()) {
            return fail(Errc::not_found, "item: the checklist has no '" + what.code + "'");
        }
        if (item->done_at) return fail(Errc::conflict, "item: it is done already");
        if (item->code == "authority" && !breach.is_notice_settled()) {
            return fail(Errc::conflict, "item: say first what the authority was told, or why not");
        }
        item->done_at = now;
        item->done_by = actor;
        item->note = what.note;
        line("item_done", item->text + (what.note.empty() ? "" : ": " + what.note));
        return {};
    }

    Result<void> operator()(const AddEvidence& what) const {
        if (auto good = check_words(what.name, "name", name_bytes_max); !good) return good;
        if (auto good = check_words(what.location, "location", name_bytes_max); !good) return good;
        if (!is_sha256(what.sha256)) {
            return fail(Errc::invalid,
                        "sha256: 64 digits of 0-9 and a-f, as sha256sum prints them");
        }
        if (breach.evidence.size() == evidence_max) {
            return fail(Errc::too_large, std::to_string(evidence_max) + " things are kept");
        }
        const std::string id = "ev-" + std::to_string(breach.evidence.size() + 1);
        breach.evidence.push_back(
            {id, what.name, what.sha256, what.bytes, what.location, actor, now});
        line("evidence_added", id + " " + what.name + ", SHA-256 " + what.sha256);
        return {};
    }

    Result<void> operator()(const GiveNotice& what) const {
        if (auto good = check_words(what.words, "words"); !good) return good;
        breach.notices.push_back({now, actor, what.told, what.words, what.is_whole});
        const bool is_late = now > breach.authority_due_at();
        line(what.told ? "authority_told" : "authority_not_told",
             what.words + (is_late ? " (after the 72 hours)" : ""));
        return {};
    }

    Result<void> operator()(const PutOnRecord& what) const {
        for (const std::string* text :
             {&what.record.facts, &what.record.effects, &what.record.measures}) {
            if (text->size() > words_bytes_max) return check_words(*text, "record");
        }
        breach.record = what.record;
        line("put_on_record", "facts, effects and measures");
        return {};
    }

    Result<void> operator()(const Contain& what) const {
        if (auto good = check_words(what.text, "text"); !good) return good;
        if (breach.state == State::contained)
            return fail(Errc::conflict, "it is contained already");
        breach.state = State::contained;
        line("contained", what.text);
        return {};
    }

    Result<void> operator()(const Reopen& what) const {
        if (auto good = check_words(what.reason, "reason"); !good) return good;
        if (breach.state == State::open) return fail(Errc::conflict, "it is open");
        breach.state = State::open;
        breach.closed_at.reset();
        line("reopened", what.reason);
        return {};
    }

    Result<void> operator()(const Close& what) const {
        if (auto good = check_words(what.text, "text"); !good) return good;
        const auto left =
            std::ranges::find_if(breach.checklist, [](const Item& item) { return !item.done_at; });
        if (left != breach.checklist.end()) {
            return fail(Errc::conflict, "not done yet: " + left->text);
        }
        breach.state = State::closed;
        breach.closed_at = now;
        line("closed", what.text);
        return {};
    }
};

}  // namespace

Result<Breach> raise(const Raising& raising, std::uint64_t number) {
    if (auto good = check_words(raising.title, "title", name_bytes_max); !good) {
        return fail(good.error());
    }
    if (auto good = check_words(raising.words, "words"); !good) return fail(good.error());
    if (raising.aware_at && *raising.aware_at > raising.at) {
        return fail(Errc::invalid, "aware_at: nobody is aware of it in the future");
    }
    Breach breach = fresh(number, raising.at, raising.actor, raising.title);
    breach.title = raising.title;
    breach.words = raising.words;
    breach.aware_at = raising.aware_at.value_or(raising.at);
    breach.named = {raising.actor};
    if (raising.origin) take_over(breach, *raising.origin, raising);
    write(breach, raising.at, raising.actor, "raised", raising.words);
    return breach;
}

Breach raise_by_rule(const Sign& sign, std::uint64_t number) {
    Breach breach = fresh(number, sign.last_at, "engine", sign.fingerprint);
    breach.title = (sign.kind + " on " + sign.host).substr(0, name_bytes_max);
    breach.words = sign.sentence;
    breach.signs = {sign};
    write(breach, sign.last_at, "engine", "raised", "by rule: " + sign.sentence);
    return breach;
}

bool belongs_to(const Sign& sign, const Breach& breach) {
    if (breach.state == State::closed) return false;
    return std::ranges::any_of(breach.signs, [&](const Sign& known) {
        return known.host == sign.host || known.kind == sign.kind;
    });
}

bool take_sign(Breach& breach, const Sign& sign) {
    const auto known = std::ranges::find(breach.signs, sign.fingerprint, &Sign::fingerprint);
    if (known != breach.signs.end()) {
        known->last_at = sign.last_at;
        known->sentence = sign.sentence;
        ++breach.revision;
        return false;
    }
    if (breach.signs.size() == signs_max) {
        ++breach.signs_beyond;
        ++breach.revision;
        return false;
    }
    breach.signs.push_back(sign);
    write(breach, sign.last_at, "engine", "sign_added", sign.sentence);
    return true;
}

Result<void> apply(Breach& breach, const Act& act, const std::string& actor, TimePoint now) {
    if (breach.timeline.size() >= lines_max) {
        return fail(Errc::too_large, "its timeline has " + std::to_string(lines_max) + " lines");
    }
    const bool stays_closed =
        !std::holds_alternative<Reopen>(act) && !std::holds_alternative<Note>(act);
    if (breach.state == State::closed && stays_closed) {
        return fail(Errc::conflict, "it is closed: reopen it first");
    }
    return std::visit(Taking{breach, actor, now}, act);
}

std::optional<std::string> advance(Breach& breach, TimePoint now) {
    if (breach.is_notice_settled() || breach.state == State::closed) return std::nullopt;
    const TimePoint due = breach.authority_due_at();
    if (now >= due) {
        if (breach.overdue_told) return std::nullopt;
        breach.overdue_told = true;
        breach.reminders_sent = std::size(reminders_before);
        const std::string words = "the 72 hours are over and nobody has told the authority";
        write(breach, now, "engine", "authority_overdue", words);
        return words;
    }
    std::size_t reached = 0;
    for (const Duration before : reminders_before)
        reached += now >= due - before ? 1 : 0;
    if (reached <= breach.reminders_sent) return std::nullopt;
    breach.reminders_sent = reached;
    const std::string words = "the authority must be told within " + describe_duration(due - now) +
                              ", until " + format_rfc3339(due);
    write(breach, now, "engine", "authority_due", words);
    return words;
}

bool may_see(const Breach& breach, std::string_view person,
             const std::vector<std::string>& responders) {
    return std::ranges::find(responders, person) != responders.end() ||
           std::ranges::find(breach.named, person) != breach.named.end();
}

}  // namespace foreshock::breach
