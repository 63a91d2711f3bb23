#include "collectors/kernel_limits.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/load.hpp"
#include "collectors/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"kernel.files.open_count", gauge, "count", "Open files of all processes."},
    SignalDescription{"kernel.files.limit_count", gauge, "count",
                      "How many files may be open (fs.file-max)."},
    SignalDescription{"kernel.pids.used_count", gauge, "count",
                      "Process ids in use: every process and every thread has one."},
    SignalDescription{"kernel.pids.limit_count", gauge, "count",
                      "How many process ids there are (kernel.pid_max)."},
    SignalDescription{"kernel.threads.used_count", gauge, "count",
                      "Processes and threads that exist."},
    SignalDescription{"kernel.threads.limit_count", gauge, "count",
                      "How many processes and threads may exist (kernel.threads-max)."},
    SignalDescription{"kernel.conntrack.used_count", gauge, "count",
                      "Connections that the packet filter tracks; absent without one."},
    SignalDescription{"kernel.conntrack.limit_count", gauge, "count",
                      "How many connections it can track (nf_conntrack_max)."},
};

enum Row : std::size_t {
    files_open,
    files_limit,
    pids_used,
    pids_limit,
    threads_used,
    threads_limit,
    conntrack_used,
    conntrack_limit
};

static_assert(signals.size() == conntrack_limit + 1);

class KernelLimitsCollector final : public Collector {
public:
    explicit KernelLimitsCollector(const HostFs& host)
        : file_nr_(host, "proc/sys/fs/file-nr"),
          loadavg_(host, "proc/loadavg"),
          pid_max_(host, "proc/sys/kernel/pid_max"),
          threads_max_(host, "proc/sys/kernel/threads-max"),
          conntrack_count_(host, "proc/sys/net/netfilter/nf_conntrack_count"),
          conntrack_max_(host, "proc/sys/net/netfilter/nf_conntrack_max") {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        std::optional<Error> failure;
        std::size_t found = 0;
        for (auto step :
             {&KernelLimitsCollector::collect_files, &KernelLimitsCollector::collect_tasks,
              &KernelLimitsCollector::collect_conntrack}) {
            auto collected = (this->*step)(out);
            if (collected) ++found;
            if (!collected && collected.error().code != Errc::no_data) {
                failure = std::move(collected).error();
            }
        }
        if (failure) return fail(std::move(*failure));
        if (found == 0) return fail(Errc::no_data, "the host tells none of its limits");
        return {};
    }

private:
    Result<void> collect_files(SampleSink& out) {
        const auto text = file_nr_.read();
        if (!text) return fail(text.error());
        const auto files = parse_file_nr(*text);
        if (!files) return fail(files.error());
        series_.add(out, files_open, static_cast<double>(files->open));
        series_.add(out, files_limit, static_cast<double>(files->limit));
        return {};
    }

    Result<void> collect_tasks(SampleSink& out) {
        const auto text = loadavg_.read();
        if (!text) return fail(text.error());
        const auto load = parse_loadavg(*text);
        if (!load) return fail(load.error());
        const auto tasks = static_cast<double>(load->total_tasks);
        if (auto pids = add_pair(out, pids_used, tasks, pid_max_); !pids) return pids;
        return add_pair(out, threads_used, tasks, threads_max_);
    }

    Result<void> collect_conntrack(SampleSink& out) {
        const auto text = conntrack_count_.read();
        if (!text) return fail(text.error());
        const auto used = only_uint(*text);
        if (!used) return fail(Errc::malformed, "nf_conntrack_count is no number");
        return add_pair(out, conntrack_used, static_cast<double>(*used), conntrack_max_);
    }

    /// What is used, and in the next row its limit.
    Result<void> add_pair(SampleSink& out, Row used, double value, KernelFile& limit) {
        const auto text = limit.read();
        if (!text) return fail(text.error());
        const auto most = only_uint(*text);
        if (!most) return fail(Errc::malformed, "a limit in /proc/sys is no number");
        series_.add(out, used, value);
        series_.add(out, used + 1, static_cast<double>(*most));
        return {};
    }

    KernelFile file_nr_;
    KernelFile loadavg_;
    KernelFile pid_max_;
    KernelFile threads_max_;
    KernelFile conntrack_count_;
    KernelFile conntrack_max_;
    EntitySeries series_{signals};
};

}  // namespace

Result<OpenFiles> parse_file_nr(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    const auto allocated = take_uint(line);
    const auto unused = take_uint(line);
    const auto limit = take_uint(line);
    if (!allocated || !unused || !limit || *unused > *allocated) {
        return fail(Errc::malformed, "file-nr: not three numbers");
    }
    return OpenFiles{*allocated - *unused, *limit};
}

std::span<const SignalDescription> kernel_limits_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_kernel_limits(const CollectorContext& context) {
    return std::make_unique<KernelLimitsCollector>(context.host);
}

}  // namespace foreshock::collectors
