#include "collectors/logs/kmsg_record.hpp"

#include <algorithm>
#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

/// What stands before the mark, taken off the front with it; none when there is no mark.
std::optional<std::string_view> take_until(std::string_view& text, char mark) {
    const auto end = text.find(mark);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end + 1);
    return taken;
}

std::optional<std::uint64_t> take_number(std::string_view& text, char mark) {
    const auto taken = take_until(text, mark);
    return taken ? word_as_uint(*taken) : std::nullopt;
}

void set_priority(KmsgRecord& record, std::uint64_t priority) {
    record.severity = static_cast<LogSeverity>(priority & 7U);
    record.facility = priority >> 3U;
}

/// "    5.140900": six digits of microseconds (printk_time).
std::optional<std::uint64_t> boot_microseconds(std::string_view time) {
    const auto begin = time.find_first_not_of(' ');
    if (begin == std::string_view::npos) return std::nullopt;
    time.remove_prefix(begin);
    const auto seconds = take_number(time, '.');
    const auto part = word_as_uint(time);
    constexpr std::uint64_t seconds_max = 1ULL << 40U;
    if (!seconds || !part || time.size() != 6 || *seconds > seconds_max) return std::nullopt;
    return *seconds * 1'000'000 + *part;
}

}  // namespace

Result<KmsgRecord> parse_kmsg_record(std::string_view text) {
    KmsgRecord record;
    const auto priority = take_number(text, ',');
    const auto sequence = take_number(text, ',');
    const auto microseconds = take_number(text, ',');
    auto rest = take_until(text, ';');  // flags, and fields of later kernels
    if (!priority || !sequence || !microseconds || !rest) {
        return fail(Errc::malformed, "kmsg: a record lacks a field before its text");
    }
    set_priority(record, *priority);
    record.sequence = *sequence;
    record.microseconds = *microseconds;
    record.is_fragment = rest->starts_with('c') || rest->starts_with('+');
    // Behind the first line come the properties of the device, each after a blank.
    record.text = text.substr(0, text.find('\n'));
    return record;
}

Result<KmsgRecord> parse_ring_line(std::string_view line) {
    KmsgRecord record;
    const auto opened = take_until(line, '<');
    const auto priority = take_number(line, '>');
    const auto before = take_until(line, '[');
    const auto time = take_until(line, ']');
    const auto microseconds = time ? boot_microseconds(*time) : std::nullopt;
    // CONFIG_PRINTK_CALLER: the task or processor stands right behind the time.
    if (line.starts_with('[')) take_until(line, ']');
    const bool is_whole = opened && opened->empty() && priority && before && before->empty();
    if (!is_whole || !microseconds || !line.starts_with(' ')) {
        return fail(Errc::malformed, "kernel ring: a line lacks level or time");
    }
    line.remove_prefix(1);
    set_priority(record, *priority);
    record.microseconds = *microseconds;
    record.text = line;
    return record;
}

}  // namespace foreshock::collectors
