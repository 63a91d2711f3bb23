#include "server/store/member_log.hpp"

#include <array>
#include <charconv>

namespace foreshock::store {
namespace {

using incidents::MemberState;
using incidents::Print;

constexpr char entered_mark = 'E';
constexpr char changed_mark = 'C';

void append_number(std::string& log, std::int64_t number, char end) {
    std::array<char, 24> digits{};
    char* const last = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    log.append(digits.data(), last);
    log += end;
}

void append_text(std::string& log, std::string_view text) {
    append_number(log, static_cast<std::int64_t>(text.size()), ':');
    log += text;
}

std::int64_t ms_or_zero(const std::optional<TimePoint>& at) {
    return at ? to_unix_ms(*at) : 0;
}

void append_state(std::string& log, const MemberState& state) {
    append_number(log, state.phase == Phase::occurring ? 1 : 0, ' ');
    append_number(log, static_cast<std::int64_t>(state.severity), ' ');
    append_number(log, state.worst_phase == Phase::occurring ? 1 : 0, ' ');
    append_number(log, static_cast<std::int64_t>(state.worst_severity), ' ');
    append_number(log, state.times_raised, ' ');
    append_number(log, to_unix_ms(state.observed_at), ' ');
    append_number(log, to_unix_ms(state.received_at), ' ');
    append_number(log, ms_or_zero(state.cleared_at), ' ');
    append_number(log, ms_or_zero(state.orphaned_since), ' ');
}

/// Takes records off the front of a log.
class Cursor {
public:
    explicit Cursor(std::string_view rest) : rest_(rest) {}

    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

    [[nodiscard]] bool is_good() const { return is_good_; }

    MemberRecord record() {
        MemberRecord record;
        const char mark = mark_of_next();
        record.fingerprint = text();
        record.state = state();
        if (mark != entered_mark) return record;
        record.has_words = true;
        for (std::string_view* part : {&record.episode, &record.past_episode, &record.host,
                                       &record.kind, &record.component, &record.because}) {
            *part = text();
        }
        return record;
    }

private:
    char mark_of_next() {
        const char mark = rest_.empty() ? '\0' : rest_.front();
        if (mark != entered_mark && mark != changed_mark) is_good_ = false;
        rest_.remove_prefix(is_good_ ? 1 : rest_.size());
        return mark;
    }

    std::int64_t number(char end) {
        std::int64_t value = 0;
        const char* const last = rest_.data() + rest_.size();
        const auto [at, fault] = std::from_chars(rest_.data(), last, value);
        if (fault != std::errc{} || at == last || *at != end) {
            is_good_ = false;
            rest_ = {};
            return 0;
        }
        rest_.remove_prefix(static_cast<std::size_t>(at - rest_.data()) + 1);
        return value;
    }

    std::string_view text() {
        const std::int64_t size = number(':');
        if (size < 0 || static_cast<std::size_t>(size) > rest_.size()) {
            is_good_ = false;
            rest_ = {};
            return {};
        }
        const std::string_view found = rest_.substr(0, static_cast<std::size_t>(size));
        rest_.remove_prefix(found.size());
        return found;
    }

    std::optional<TimePoint> time_or_none() {
        const std::int64_t ms = number(' ');
        if (ms == 0) return std::nullopt;
        return from_unix_ms(ms);
    }

    Phase phase() { return number(' ') == 0 ? Phase::impending : Phase::occurring; }

    MemberState state() {
        MemberState state;
        state.phase = phase();
        state.severity = static_cast<Severity>(number(' '));
        state.worst_phase = phase();
        state.worst_severity = static_cast<Severity>(number(' '));
        state.times_raised = static_cast<int>(number(' '));
        state.observed_at = from_unix_ms(number(' '));
        state.received_at = from_unix_ms(number(' '));
        state.cleared_at = time_or_none();
        state.orphaned_since = time_or_none();
        return state;
    }

    std::string_view rest_;
    bool is_good_ = true;
};

}  // namespace

void append_record(std::string& log, const incidents::MemberEntered& entered) {
    const incidents::Member& member = entered.member;
    log += entered_mark;
    append_text(log, member.fingerprint);
    append_state(log, member.state);
    append_text(log, member.words.episode);
    append_text(log, member.past_episode);
    append_text(log, member.words.host);
    append_text(log, member.words.kind);
    append_text(log, member.words.component);
    append_text(log, member.words.because);
}

void append_record(std::string& log, const incidents::MemberChanged& changed) {
    log += changed_mark;
    append_text(log, changed.fingerprint);
    append_state(log, changed.state);
}

incidents::Member member_of(const MemberRecord& record, std::uint64_t incident) {
    const auto text = [](std::string_view part) { return std::string{part}; };
    return {incident,
            text(record.fingerprint),
            {text(record.episode), text(record.host), text(record.kind), text(record.component),
             text(record.because)},
            record.state,
            text(record.past_episode)};
}

Result<void> each_record(std::string_view log,
                         const std::function<void(const MemberRecord&)>& take) {
    Cursor cursor{log};
    while (!cursor.is_at_end()) {
        const MemberRecord record = cursor.record();
        if (!cursor.is_good()) return fail(Errc::unreadable, "stored members: a broken record");
        take(record);
    }
    return {};
}

Result<void> MemberFold::read(std::string_view log) {
    return each_record(log, [this](const MemberRecord& record) {
        Known& known = known_[Print::of(record.fingerprint)];
        known.state = record.state;
        if (record.has_words) ++known.entries;
    });
}

Result<void> MemberFold::give(std::string_view log,
                              const std::function<void(const MemberRecord&)>& take) {
    return each_record(log, [&](const MemberRecord& record) {
        if (!record.has_words) return;
        Known& known = known_[Print::of(record.fingerprint)];
        if (++known.given < known.entries) {
            known.episode = record.episode;
            return;
        }
        MemberRecord newest = record;
        newest.state = known.state;
        if (known.entries > 1) newest.past_episode = known.episode;
        take(newest);
    });
}

bool MemberFold::contains(std::string_view fingerprint) const {
    return known_.contains(Print::of(fingerprint));
}

}  // namespace foreshock::store
