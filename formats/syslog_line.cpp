#include "formats/syslog_line.hpp"

#include "core/text_scan.hpp"
#include "formats/line_severity.hpp"
#include "formats/line_time.hpp"

namespace foreshock::formats {
namespace {

constexpr std::uint64_t priority_max = 191;  // RFC 5424 §6.2.1: facility 23, severity 7
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// "<34>": the severity is its last three bits.
std::optional<LogSeverity> take_priority(std::string_view& line) {
    const auto close = line.find('>');
    if (!line.starts_with('<') || close > 4) return std::nullopt;
    const auto priority = word_as_uint(line.substr(1, close - 1));
    if (!priority || *priority > priority_max) return std::nullopt;
    line.remove_prefix(close + 1);
    return static_cast<LogSeverity>(*priority & 7U);
}

void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
}

/// "-" or "[id key=\"value\"]…" (RFC 5424 §6.3); in values \" and \] stand for themselves.
void skip_structured(std::string_view& text) {
    skip_blanks(text);
    if (!text.starts_with('[')) {
        take_word(text);
        return;
    }
    while (text.starts_with('[')) {
        bool is_quoted = false;
        std::size_t at = 1;
        for (; at < text.size() && (is_quoted || text[at] != ']'); ++at) {
            if (is_quoted && text[at] == '\\') {
                ++at;
            } else if (text[at] == '"') {
                is_quoted = !is_quoted;
            }
        }
        text.remove_prefix(std::min(at + 1, text.size()));
    }
}

std::string_view without_dash(std::string_view word) {
    return word == "-" ? std::string_view{} : word;
}

/// What stands behind "<PRI>1 ".
SyslogLine read_version_1(std::string_view rest, TimePoint now, Duration utc_offset) {
    SyslogLine line;
    line.at = take_line_time(rest, now, utc_offset);
    if (!line.at) take_word(rest);
    take_word(rest);  // the host
    line.program = without_dash(take_word(rest));
    take_word(rest);  // process id
    take_word(rest);  // message id
    skip_structured(rest);
    skip_blanks(rest);
    if (rest.starts_with(byte_order_mark)) rest.remove_prefix(byte_order_mark.size());
    line.message = rest;
    return line;
}

/// "sshd[42]:" or "kernel:".
std::optional<std::string_view> program_of(std::string_view tag) {
    if (tag.size() < 2 || !tag.ends_with(':')) return std::nullopt;
    tag.remove_suffix(1);
    if (tag.ends_with(']')) tag = tag.substr(0, tag.find('['));
    return tag.empty() ? std::nullopt : std::optional{tag};
}

/// "host sshd[42]: text", if it is that.
void read_host_and_program(SyslogLine& line) {
    std::string_view rest = line.message;
    const std::string_view host = take_word(rest);
    const auto program = program_of(take_word(rest));
    const bool is_level = stated_severity(host).has_value();
    if (!program || is_level || host.ends_with(':')) return;
    skip_blanks(rest);
    line.program = *program;
    line.message = rest;
}

}  // namespace

SyslogLine parse_syslog_line(std::string_view line, TimePoint now, Duration utc_offset) {
    const auto severity = take_priority(line);
    SyslogLine parsed;
    if (severity && line.starts_with("1 ")) {
        parsed = read_version_1(line.substr(2), now, utc_offset);
    } else {
        parsed.at = take_line_time(line, now, utc_offset);
        parsed.message = line;
        if (parsed.at) read_host_and_program(parsed);
    }
    parsed.severity = severity;
    return parsed;
}

}  // namespace foreshock::formats
