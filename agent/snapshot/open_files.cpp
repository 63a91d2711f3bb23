#include "agent/snapshot/open_files.hpp"

#include <charconv>

#include "core/number.hpp"

namespace foreshock::agent::snapshot {
namespace {

/// The word after "name:" on a line of its own.
std::string_view field(std::string_view text, std::string_view name) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (line.starts_with(name)) {
            const auto begin = line.find_first_not_of(" \t", name.size());
            return begin == std::string_view::npos ? std::string_view{} : line.substr(begin);
        }
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return {};
}

}  // namespace

Result<DescriptorState> parse_fdinfo(std::string_view text) {
    const auto position = parse_double(field(text, "pos:"));
    const std::string_view flags_text = field(text, "flags:");
    unsigned flags = 0;
    const auto end = flags_text.data() + flags_text.size();
    const auto read = std::from_chars(flags_text.data(), end, flags, 8);
    if (!position || read.ec != std::errc{} || read.ptr != end) {
        return fail(Errc::malformed, "fdinfo without pos or flags");
    }
    // open(2): the access mode is in the lowest two bits, 0 is read only.
    return DescriptorState{*position, (flags & 3U) != 0};
}

bool is_below(std::string_view path, std::string_view folder) {
    if (folder == "/") return path.starts_with('/');
    if (!path.starts_with(folder)) return false;
    return path.size() == folder.size() || path[folder.size()] == '/';
}

std::vector<OpenFile> files_written_below(const HostFs& host, const std::vector<std::int64_t>& pids,
                                          const std::string& folder) {
    std::vector<OpenFile> found;
    std::size_t looked_at = 0;
    for (const std::int64_t pid : pids) {
        const std::string process = "proc/" + std::to_string(pid);
        const auto names = host.list(process + "/fd");
        if (!names) continue;
        for (const std::string& name : *names) {
            if (++looked_at > descriptors_max) return found;
            auto target = host.read_link(process + "/fd/" + name);
            if (!target || !target->starts_with('/') || !is_below(*target, folder)) continue;
            const auto text = host.read(process + "/fdinfo/" + name);
            if (!text) continue;
            const auto state = parse_fdinfo(*text);
            if (!state || !state->writable) continue;
            found.push_back({pid, name, std::move(*target), state->position_bytes});
        }
    }
    return found;
}

}  // namespace foreshock::agent::snapshot
