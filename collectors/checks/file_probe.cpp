#include <cerrno>

#include <sys/stat.h>

#include "collectors/checks/probe.hpp"
#include "core/number.hpp"
#include "core/system_error.hpp"

namespace foreshock::collectors {
namespace {

TimePoint modified_at(const struct stat& found) {
    return from_unix_ms(found.st_mtim.tv_sec * 1000 + found.st_mtim.tv_nsec / 1'000'000);
}

/// The same words as long as the file is the same.
std::string judge(const FileTarget& target, TimePoint modified, TimePoint now, double bytes) {
    if (target.age_max && now - modified > *target.age_max) {
        return "last written " + format_rfc3339(modified) + ", more than " +
               describe_duration(*target.age_max) + " ago";
    }
    if (target.bytes_min && bytes < *target.bytes_min) {
        return describe_bytes(bytes) + ", expected at least " + describe_bytes(*target.bytes_min);
    }
    if (target.bytes_max && bytes > *target.bytes_max) {
        return describe_bytes(bytes) + ", expected at most " + describe_bytes(*target.bytes_max);
    }
    return {};
}

}  // namespace

ProbeOutcome probe_file(const FileTarget& target, const ProbeOrder& order) {
    ProbeOutcome outcome;

    struct stat found {};

    if (::stat(target.path.c_str(), &found) != 0) {
        const bool is_missing = errno == ENOENT || errno == ENOTDIR;
        outcome.was_asked = is_missing;
        outcome.failure = target.path + ": " + errno_text(errno);
        if (is_missing) outcome.file_exists = false;
        return outcome;
    }
    const TimePoint modified = modified_at(found);
    const auto bytes = static_cast<double>(found.st_size);
    outcome.file_exists = true;
    outcome.file_age_seconds = to_seconds(order.now - modified);
    outcome.file_bytes = bytes;
    outcome.failure = judge(target, modified, order.now, bytes);
    return outcome;
}

}  // namespace foreshock::collectors
