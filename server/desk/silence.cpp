#include "server/desk/silence.hpp"

#include "core/hash.hpp"
#include "server/incidents/enum_names.hpp"

namespace foreshock::desk {
namespace {

constexpr incidents::EnumNames<SilenceState, 3> states{"silence state",
                                                       {"pending", "active", "expired"}};
constexpr incidents::EnumNames<EndedBy, 3> enders{"end", {"nobody", "person", "quiet"}};

Result<void> check_words(std::string_view field, std::string_view words, std::size_t bytes_max,
                         std::string_view ask) {
    if (words.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return fail(Errc::invalid, std::string{field} + ": " + std::string{ask});
    }
    if (words.size() > bytes_max) {
        return fail(Errc::invalid,
                    std::string{field} + ": at most " + std::to_string(bytes_max) + " bytes");
    }
    return {};
}

}  // namespace

SilenceState state_at(const Silence& silence, TimePoint at) {
    if (at >= silence.ends_at) return SilenceState::expired;
    return at < silence.starts_at ? SilenceState::pending : SilenceState::active;
}

Result<void> check_owner_and_reason(std::string_view owner, std::string_view reason) {
    Result<void> good =
        check_words("owner", owner, Silence::owner_bytes_max, "who answers for it?");
    if (!good) return good;
    return check_words("reason", reason, Silence::reason_bytes_max,
                       "say why nobody needs to hear of it");
}

Result<void> check(const Silence& silence, TimePoint now) {
    Result<void> words = check_owner_and_reason(silence.owner, silence.reason);
    if (!words) return words;
    if (silence.ends_at <= silence.starts_at) {
        return fail(Errc::invalid, "ends_at: must be later than starts_at");
    }
    if (silence.ends_at <= now) return fail(Errc::invalid, "ends_at: is in the past");
    if (silence.ends_at - silence.starts_at > Silence::span_max) {
        return fail(Errc::invalid,
                    "ends_at: a silence lasts at most 366 days; what nobody wants to hear of for "
                    "longer should not be detected");
    }
    const Result<MatcherSet> matchers = MatcherSet::compile(silence.matchers);
    if (!matchers) return fail(matchers.error());
    return {};
}

std::string uuid_of(std::string_view seed, std::uint64_t attempt) {
    std::string hex = stable_id({seed, std::to_string(attempt)});
    hex[12] = '8';  // RFC 9562: version 8, custom
    hex[16] = 'a';  // its variant
    return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
           hex.substr(16, 4) + '-' + hex.substr(20);
}

std::string_view to_string(SilenceState state) {
    return states.text(state);
}

std::string_view to_string(EndedBy by) {
    return enders.text(by);
}

Result<SilenceState> parse_silence_state(std::string_view text) {
    return states.parse(text);
}

Result<EndedBy> parse_ended_by(std::string_view text) {
    return enders.parse(text);
}

}  // namespace foreshock::desk
