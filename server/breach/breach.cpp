#include "server/breach/breach.hpp"

#include <algorithm>
#include <array>

namespace foreshock::breach {
namespace {

constexpr std::array<std::string_view, 3> state_names{"open", "contained", "closed"};

}  // namespace

std::string reference_of(const Breach& breach) {
    std::string digits = std::to_string(breach.number);
    if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
    return "BR-" + digits;
}

std::string_view to_string(State state) {
    return state_names[static_cast<std::size_t>(state)];
}

Result<State> parse_state(std::string_view text) {
    const auto found = std::ranges::find(state_names, text);
    if (found == state_names.end()) {
        return fail(Errc::invalid,
                    "'" + std::string{text} + "' is no state: open, contained, closed");
    }
    return static_cast<State>(found - state_names.begin());
}

std::vector<Item> standard_checklist() {
    return {
        {"responders", "Its responders and the data protection officer know"},
        {"evidence",
         "Evidence is kept before anything is repaired: memory, disks, logs, with hashes"},
        {"contain", "It is contained: access cut, credentials and keys replaced"},
        {"scope", "Known: which data, whose, how many people and records (Art. 33(3)(a))"},
        {"risk", "The risk for those people is judged, with reasons"},
        {"authority",
         "The authority is told within 72 hours, or it is on record why not (Art. 33(1))"},
        {"subjects", "Those affected are told where the risk is high (Art. 34)"},
        {"partners", "Contracts, insurers, police: who else must be told is told"},
        {"recover", "Restored from what is known to be clean"},
        {"record", "Facts, effects and measures are on record (Art. 33(5))"},
        {"lessons", "What must change is decided, with owners"},
    };
}

}  // namespace foreshock::breach
