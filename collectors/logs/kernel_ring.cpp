#include "collectors/logs/kernel_ring.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/klog.h>
#include <unistd.h>

#include "core/system_error.hpp"
#include "core/text_scan.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::size_t record_bytes_max = 16 << 10;  // the kernel's own bound is 8 KiB and a prefix

Error ring_error(const std::string& name, int code) {
    const bool is_missing = code == ENOENT || code == ENODEV || code == ENXIO || code == ENOSYS;
    if (is_missing) return {Errc::no_data, name + ": this host has none"};
    const bool is_forbidden = code == EPERM || code == EACCES;
    const std::string advice = is_forbidden ? "; the agent needs the capability CAP_SYSLOG" : "";
    return {Errc::unreadable, name + ": " + errno_text(code) + advice};
}

class KmsgRing final : public KernelRing {
public:
    explicit KmsgRing(std::string path) : path_(std::move(path)) {}

    Result<void> begin(From from) override {
        if (const int failed = open()) return fail(ring_error(path_, failed));
        if (from == From::oldest) return {};
        // "SEEK_END, 0: seek after the last record available" (dev-kmsg).
        if (::lseek(fd_.get(), 0, SEEK_END) < 0) return fail(ring_error(path_, errno));
        return {};
    }

    [[nodiscard]] bool has_lasting_sequence() const override { return true; }

    Result<std::optional<KmsgRecord>> next() override {
        if (const int failed = open()) return fail(ring_error(path_, failed));
        ssize_t got = 0;
        do {
            got = ::read(fd_.get(), record_.data(), record_.size());
        } while (got < 0 && errno == EINTR);
        if (got < 0 && errno == EAGAIN) return std::optional<KmsgRecord>{};
        if (got < 0 && errno == EPIPE) return fail(Errc::conflict, path_ + ": was overwritten");
        if (got < 0) return fail(ring_error(path_, errno));
        if (got == 0) return std::optional<KmsgRecord>{};
        auto record = parse_kmsg_record({record_.data(), static_cast<std::size_t>(got)});
        if (!record) return fail(record.error());
        return std::optional{*record};
    }

private:
    /// 0, or errno.
    int open() {
        if (fd_.valid()) return 0;
        fd_ = UniqueFd{::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)};
        return fd_.valid() ? 0 : errno;
    }

    std::string path_;
    UniqueFd fd_;
    std::array<char, record_bytes_max> record_{};
};

class SyslogRing final : public KernelRing {
public:
    explicit SyslogRing(std::function<Result<std::string>()> read_all)
        : read_all_(std::move(read_all)) {}

    [[nodiscard]] bool has_lasting_sequence() const override { return false; }

    Result<void> begin(From /*from*/) override {
        auto text = read_all_();
        if (!text) return fail(std::move(text).error());
        last_ = last_line(*text);
        return {};
    }

    Result<std::optional<KmsgRecord>> next() override {
        if (rest_.empty()) {
            const auto looked = look();
            if (!looked) return fail(looked.error());
            if (!*looked) return fail(Errc::conflict, "kernel ring: was overwritten");
        }
        std::string_view line;
        if (!take_line(rest_, line)) return std::optional<KmsgRecord>{};
        last_ = line;
        auto record = parse_ring_line(line);
        if (!record) return fail(record.error());
        record->sequence = ++sequence_;
        return std::optional{*record};
    }

private:
    static std::string last_line(std::string_view text) {
        if (text.ends_with('\n')) text.remove_suffix(1);
        return std::string{text.substr(text.rfind('\n') + 1)};
    }

    /// Reads what is behind the line that was told last; false when that line is gone.
    Result<bool> look() {
        auto text = read_all_();
        if (!text) return fail(std::move(text).error());
        text_ = std::move(*text);
        rest_ = text_;
        if (last_.empty()) return true;
        const auto at = text_.rfind(last_ + "\n");
        if (at != std::string::npos) rest_.remove_prefix(at + last_.size() + 1);
        return at != std::string::npos;
    }

    std::function<Result<std::string>()> read_all_;
    std::string text_;
    std::string_view rest_;  // into text_
    std::string last_;
    std::uint64_t sequence_ = 0;
};

}  // namespace

std::unique_ptr<KernelRing> make_kmsg_ring(std::string path) {
    return std::make_unique<KmsgRing>(std::move(path));
}

std::unique_ptr<KernelRing> make_syslog_ring(std::function<Result<std::string>()> read_all) {
    return std::make_unique<SyslogRing>(std::move(read_all));
}

Result<std::string> read_syslog_ring() {
    constexpr int read_all = 3;
    std::string text(256 << 10, '\0');
    const int got = ::klogctl(read_all, text.data(), static_cast<int>(text.size()));
    if (got < 0) return fail(ring_error("the kernel's log", errno));
    text.resize(static_cast<std::size_t>(got));
    return text;
}

}  // namespace foreshock::collectors
