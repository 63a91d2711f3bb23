#include "collectors/process_files.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "collectors/keyed_lines.hpp"
#include "collectors/process_table.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::uint64_t pf_kthread = 0x00200000;  // include/linux/sched.h

struct IoCounters {
    std::uint64_t read_bytes = 0;
    std::uint64_t write_bytes = 0;
    std::uint64_t cancelled_write_bytes = 0;
};

void skip_words(std::string_view& words, int count) {
    for (int i = 0; i < count; ++i)
        take_word(words);
}

/// What follows the name: "S 1 …".
bool parse_after_name(std::string_view words, ProcessStat& out) {
    const std::string_view state = take_word(words);
    const auto parent = take_uint(words);
    skip_words(words, 4);  // process group, session, terminal, its group
    const auto flags = take_uint(words);
    skip_words(words, 4);  // page faults
    const auto user = take_uint(words);
    const auto system = take_uint(words);
    skip_words(words, 4);  // times of children, priority, nice
    const auto threads = take_uint(words);
    skip_words(words, 1);
    const auto start = take_uint(words);
    skip_words(words, 1);  // virtual memory
    const auto rss = take_uint(words);
    const bool whole = state.size() == 1 && parent && flags && user && system && threads && start;
    if (!whole || !rss) return false;
    out.state = state.front();
    out.parent_pid = static_cast<std::int64_t>(*parent);
    out.kernel_thread = (*flags & pf_kthread) != 0;
    out.cpu_ticks = *user + *system;
    out.threads = *threads;
    out.start_ticks = *start;
    out.rss_pages = *rss;
    return true;
}

}  // namespace

Result<ProcessStat> parse_process_stat(std::string_view text) {
    // A process may call itself ") R 1 (": only the last parenthesis ends the name.
    const auto open = text.find('(');
    const auto close = text.rfind(')');
    ProcessStat stat;
    if (open == std::string_view::npos || close == std::string_view::npos || close < open ||
        !parse_after_name(text.substr(close + 1), stat)) {
        return fail(Errc::malformed, "stat of a process is not as proc(5) says");
    }
    stat.comm = text.substr(open + 1, close - open - 1);
    return stat;
}

Result<std::optional<std::uint64_t>> parse_files_limit(std::string_view text) {
    constexpr std::string_view name{"Max open files"};
    std::string_view line;
    while (take_line(text, line)) {
        if (!line.starts_with(name)) continue;
        line.remove_prefix(name.size());
        const std::string_view soft = take_word(line);
        if (soft == "unlimited") return std::optional<std::uint64_t>{};
        const auto value = word_as_uint(soft);
        if (value) return value;
        break;
    }
    return fail(Errc::malformed, "limits of a process lack 'Max open files'");
}

std::optional<std::uint32_t> parse_effective_uid(std::string_view text) {
    std::string_view line;
    while (take_line(text, line)) {
        if (take_word(line) != "Uid:") continue;
        take_word(line);  // real
        const auto uid = take_uint(line);
        if (!uid || *uid > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
        return static_cast<std::uint32_t>(*uid);
    }
    return std::nullopt;
}

Result<ProcessIo> parse_process_io(std::string_view text) {
    constexpr std::array fields{
        KeyedField<IoCounters>{"read_bytes:", &IoCounters::read_bytes},
        KeyedField<IoCounters>{"write_bytes:", &IoCounters::write_bytes},
        KeyedField<IoCounters>{"cancelled_write_bytes:", &IoCounters::cancelled_write_bytes},
    };
    IoCounters io;
    if (read_keyed_lines<IoCounters>(text, fields, io).count() < fields.size()) {
        return fail(Errc::malformed, "io of a process lacks a counter");
    }
    const std::uint64_t cancelled = std::min(io.cancelled_write_bytes, io.write_bytes);
    return ProcessIo{io.read_bytes, io.write_bytes - cancelled};
}

std::string join_arguments(std::string_view text) {
    std::string line{text.substr(0, cmdline_bytes_max)};
    const auto is_control = [](unsigned char c) { return c < 0x20; };
    std::replace_if(line.begin(), line.end(), is_control, ' ');
    while (line.ends_with(' '))
        line.pop_back();
    return line;
}

std::optional<std::int64_t> parse_pid(std::string_view name) {
    const auto pid = word_as_uint(name);
    if (!pid || *pid == 0 || *pid > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    return static_cast<std::int64_t>(*pid);
}

Result<void> list_pids(const HostFs& host, std::vector<std::int64_t>& out) {
    const auto names = host.list("proc");
    if (!names) return fail(names.error());
    out.clear();
    for (const std::string& name : *names) {
        if (const auto pid = parse_pid(name)) out.push_back(*pid);
    }
    return {};
}

std::string process_path(std::int64_t pid, std::string_view file) {
    std::string path = "proc/" + std::to_string(pid) + "/";
    path += file;
    return path;
}

}  // namespace foreshock::collectors
