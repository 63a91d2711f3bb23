#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/line_severity.hpp"
#include "formats/line_time.hpp"
#include "formats/syslog_line.hpp"

namespace {

bool is_inside(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

/// Lines of log files: what is taken out of one lies in it, and times are those of a calendar.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    using namespace foreshock::formats;
    const std::string_view line{reinterpret_cast<const char*>(bytes), size};
    const TimePoint now = from_unix_ms(1'790'000'000'000);

    const SyslogLine parsed = parse_syslog_line(line, now, std::chrono::hours{7});
    if (!is_inside(parsed.program, line) || !is_inside(parsed.message, line)) std::abort();
    if (parsed.at && !parse_rfc3339(format_rfc3339(*parsed.at))) std::abort();
    std::string_view rest = line;
    if (!take_line_time(rest, now, Duration{0}) && rest != line) std::abort();
    if (guess_severity(line) > LogSeverity::debug) std::abort();
    return 0;
}
