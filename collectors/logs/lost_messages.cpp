#include "collectors/logs/lost_messages.hpp"

#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

struct Wording {
    std::string_view before;
    std::string_view after;
};

constexpr std::array<Wording, 3> wordings{{{"Suppressed ", " messages from "},
                                           {"Missed ", " kernel messages"},
                                           {"Forwarding to syslog missed ", " messages"}}};

}  // namespace

std::uint64_t lost_messages(std::string_view message) {
    for (const Wording& wording : wordings) {
        if (!message.starts_with(wording.before)) continue;
        std::string_view rest = message.substr(wording.before.size());
        const auto count = take_uint(rest);
        if (count && rest.starts_with(wording.after)) return *count;
    }
    return 0;
}

}  // namespace foreshock::collectors
