#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/logs/auth_failure.hpp"
#include "collectors/logs/log_file_set.hpp"
#include "collectors/logs/lost_messages.hpp"
#include "formats/syslog_line.hpp"

/// What collectors read out of a line of a log, and out of their own file of positions.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    using namespace foreshock::collectors;
    const std::string_view line{reinterpret_cast<const char*>(bytes), size};
    const TimePoint now = from_unix_ms(1'790'000'000'000);

    const auto parsed = formats::parse_syslog_line(line, now, std::chrono::hours{7});
    is_auth_failure(parsed.program, parsed.message);
    lost_messages(line);
    for (const LogPosition& position : parse_log_positions(line)) {
        if (!position.path.starts_with('/')) std::abort();
        if (position.head_bytes > LogFollower::head_bytes_max) std::abort();
    }
    return 0;
}
