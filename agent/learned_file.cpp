#include "agent/learned_file.hpp"

#include <algorithm>

#include "agent/record_file.hpp"

namespace foreshock::agent {
namespace {

using detectors::StateReader;
using detectors::StateWriter;

constexpr std::string_view magic = "foreshock learned";
constexpr std::uint32_t format_version = 1;
constexpr std::uint32_t byte_order = 0x01020304;
constexpr std::size_t reserve_bytes = 256;  // for frame and header

std::string encode_state(const KeptState& state) {
    const detectors::Learned& learned = state.learned;
    StateWriter out;
    out.put(std::string_view{learned.kind});
    out.put(std::string_view{learned.subject.signal});
    out.put(std::string_view{learned.subject.labels.text()});
    out.put(learned.version);
    out.put(std::string_view{learned.summary});
    out.put(learned.since);
    out.put(learned.kept_at);
    out.put(std::string_view{state.settings_id});
    out.put_bytes(learned.state);
    return out.take();
}

Result<KeptState> decode_state(StateReader& in) {
    KeptState state;
    detectors::Learned& learned = state.learned;
    learned.kind = in.get_text();
    learned.subject.signal = in.get_text();
    auto labels = Labels::parse(in.get_text());
    if (!labels) return fail(std::move(labels).error());
    learned.subject.labels = std::move(*labels);
    learned.version = in.get<std::uint32_t>();
    learned.summary = in.get_text();
    learned.since = in.get_time();
    learned.kept_at = in.get_time();
    state.settings_id = in.get_text();
    learned.state = in.get_bytes();
    if (in.failed()) return fail(Errc::malformed, "a state is cut off");
    return state;
}

}  // namespace

LearnedBytes encode_learned(const std::vector<KeptState>& states) {
    std::vector<const KeptState*> newest_first;
    for (const KeptState& state : states)
        newest_first.push_back(&state);
    std::stable_sort(newest_first.begin(), newest_first.end(), [](const auto* a, const auto* b) {
        return a->learned.kept_at > b->learned.kept_at;
    });
    std::string body;
    std::uint32_t count = 0;
    for (const KeptState* state : newest_first) {
        if (state->learned.state.size() > learned_state_bytes_max) continue;
        const std::string encoded = encode_state(*state);
        if (body.size() + encoded.size() > learned_bytes_max - reserve_bytes) continue;
        body += encoded;
        ++count;
    }
    StateWriter header;
    header.put(magic);
    header.put(byte_order);
    header.put(format_version);
    header.put(count);
    return {framed(header.take() + body), states.size() - count};
}

Result<std::vector<KeptState>> decode_learned(std::string_view bytes) {
    const auto payload = take_framed(bytes);
    if (!payload) return fail(payload.error());
    StateReader in{*payload};
    if (in.get_text() != magic) return fail(Errc::malformed, "is nothing that was learned");
    if (in.get<std::uint32_t>() != byte_order || in.get<std::uint32_t>() != format_version)
        return fail(Errc::malformed, "of another version of the agent or kind of machine");
    const auto count = in.get<std::uint32_t>();
    std::vector<KeptState> states;
    for (std::uint32_t i = 0; i < count; ++i) {
        auto state = decode_state(in);
        if (!state) return fail(std::move(state).error());
        states.push_back(std::move(*state));
    }
    if (!in.is_complete()) return fail(Errc::malformed, "longer than it says");
    return states;
}

Result<std::vector<KeptState>> read_learned(const std::string& path) {
    const auto bytes = read_whole(path, learned_bytes_max);
    if (!bytes) return fail(bytes.error());
    auto states = decode_learned(*bytes);
    if (!states) return fail(Errc::malformed, path + ": " + states.error().what);
    return states;
}

std::string subject_text(const SeriesKey& subject) {
    return subject.signal + subject.labels.text();
}

}  // namespace foreshock::agent
