#include "collectors/storage/network_mounts.hpp"

#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/mounts.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"network_mount.requests.per_second", gauge, "per_second",
                      "Requests of this NFS mount that were answered."},
    SignalDescription{"network_mount.requests.retransmitted_per_second", gauge, "per_second",
                      "Requests sent again because the server did not answer in time."},
    SignalDescription{"network_mount.requests.timeouts_per_second", gauge, "per_second",
                      "Requests that found no answer for long: programs hang at this mount."},
    SignalDescription{"network_mount.latency.round_trip_seconds", gauge, "seconds",
                      "Mean time from sending a request to its answer; absent when none came."},
    SignalDescription{"network_mount.latency.request_seconds", gauge, "seconds",
                      "Mean time that programs waited, queueing included; absent when none did."},
    SignalDescription{"network_mount.cifs.pending_count", gauge, "count",
                      "Requests to Windows and Samba servers that wait for an answer."},
    SignalDescription{"network_mount.cifs.reconnects_count", gauge, "count",
                      "Times that such a server was lost and found again since the last sample."},
};

enum Row : std::size_t {
    requests,
    retransmitted,
    timeouts,
    round_trip,
    request,
    cifs_pending,
    cifs_reconnects
};

static_assert(signals.size() == cifs_reconnects + 1);

constexpr double ms_per_second = 1000;

/// "device server:/export mounted on /mnt with fstype nfs4 statvers=1.1" → the mount point, when it
/// is NFS. A blank in a name is written \040, so words are words.
std::optional<std::string_view> nfs_mount_point(std::string_view line) {
    if (take_word(line) != "device") return std::nullopt;
    take_word(line);  // server:/export
    if (take_word(line) != "mounted" || take_word(line) != "on") return std::nullopt;
    const std::string_view mount_point = take_word(line);
    if (take_word(line) != "with" || take_word(line) != "fstype") return std::nullopt;
    const std::string_view type = take_word(line);
    const bool is_nfs = type == "nfs" || type == "nfs4";
    return is_nfs ? std::optional{mount_point} : std::nullopt;
}

/// "        READ: 10 11 0 1600 320 5 120 130 0": operations, transmissions, major timeouts, bytes
/// sent, bytes received, time queued, round trip, execution, and errors since Linux 5.3.
bool add_operation(std::string_view line, NfsMountCounters& out) {
    std::array<std::uint64_t, 8> fields{};
    for (std::uint64_t& field : fields) {
        const auto value = take_uint(line);
        if (!value) return false;
        field = *value;
    }
    out.operations += fields[0];
    out.transmissions += fields[1];
    out.timeouts += fields[2];
    out.round_trip_ms += fields[6];
    out.execute_ms += fields[7];
    return true;
}

struct Mount {
    explicit Mount(std::string_view mount_point)
        : series(signals, Labels{{"mount", label_text(unescape_octal(mount_point))}}) {}

    EntitySeries series;
    Increase operations;
    Increase retransmissions;
    Increase timeouts;
    Increase round_trip_ms;
    Increase execute_ms;
    std::optional<TimePoint> told_at{};
};

class NetworkMountsCollector final : public Collector {
public:
    explicit NetworkMountsCollector(const HostFs& host)
        : file_(host, "proc/self/mountstats"), cifs_file_(host, "proc/fs/cifs/Stats") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        auto nfs = collect_nfs(now, out);
        auto cifs = collect_cifs(out);
        const auto is_fault = [](const Result<void>& result) {
            return !result && result.error().code != Errc::no_data;
        };
        if (is_fault(nfs)) return nfs;
        if (is_fault(cifs)) return cifs;
        return nfs ? nfs : cifs;
    }

private:
    Result<void> collect_nfs(TimePoint now, SampleSink& out) {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_mountstats(*text, readings_); !parsed) return parsed;
        const double seconds = interval_.to(now);
        for (const NfsMountCounters& reading : readings_) {
            Mount* mount = mounts_.see(reading.mount_point);
            // Of two at the same place the first is told; the other one hides it.
            if (!mount || mount->told_at == now) continue;
            mount->told_at = now;
            add(out, *mount, reading, seconds);
        }
        mounts_.forget_unseen();
        if (readings_.empty()) return fail(Errc::no_data, "this host has no network mounts");
        return {};
    }

    Result<void> collect_cifs(SampleSink& out) {
        const auto text = cifs_file_.read();
        if (!text) return fail(text.error());
        const auto counters = parse_cifs_stats(*text);
        if (!counters) return fail(counters.error());
        cifs_.add(out, cifs_pending, static_cast<double>(counters->pending));
        cifs_.add(out, cifs_reconnects, reconnects_.to(counters->reconnects));
        return {};
    }

    static void add(SampleSink& out, Mount& mount, const NfsMountCounters& reading,
                    double seconds) {
        const std::uint64_t again = reading.transmissions > reading.operations
                                        ? reading.transmissions - reading.operations
                                        : 0;
        const auto answered = mount.operations.to(reading.operations);
        const double count = answered.value_or(0);
        mount.series.add(out, requests, per_second(answered, seconds));
        mount.series.add(out, retransmitted, per_second(mount.retransmissions.to(again), seconds));
        mount.series.add(out, timeouts, per_second(mount.timeouts.to(reading.timeouts), seconds));
        const auto add_mean = [&](Row row, std::optional<double> spent_ms) {
            const auto mean = ratio(spent_ms, count);
            if (mean) mount.series.add(out, row, *mean / ms_per_second);
        };
        add_mean(round_trip, mount.round_trip_ms.to(reading.round_trip_ms));
        add_mean(request, mount.execute_ms.to(reading.execute_ms));
    }

    KernelFile file_;
    KernelFile cifs_file_;
    EntitySeries cifs_{signals};
    Increase reconnects_;
    std::vector<NfsMountCounters> readings_;
    Interval interval_;
    EntityMap<Mount> mounts_{network_mounts_max};
};

}  // namespace

Result<void> parse_mountstats(std::string_view text, std::vector<NfsMountCounters>& out) {
    out.clear();
    bool in_nfs = false;
    bool in_operations = false;
    std::string_view line;
    while (take_line(text, line)) {
        if (line.starts_with("device ")) {
            const auto mount_point = nfs_mount_point(line);
            in_nfs = mount_point.has_value();
            in_operations = false;
            if (in_nfs) out.push_back(NfsMountCounters{.mount_point = *mount_point});
            continue;
        }
        const std::string_view name = take_word(line);
        if (name == "per-op") in_operations = in_nfs;
        if (!in_operations || !name.ends_with(':')) continue;
        if (!add_operation(line, out.back())) {
            return fail(Errc::malformed, "mountstats: a line of operations is cut");
        }
    }
    return {};
}

Result<CifsCounters> parse_cifs_stats(std::string_view text) {
    CifsCounters counters;
    bool known = false;
    std::string_view line;
    while (take_line(text, line)) {
        constexpr std::string_view pending = "Operations (MIDs): ";
        if (line.starts_with(pending)) {
            counters.pending = word_as_uint(line.substr(pending.size())).value_or(0);
            known = true;
        }
        if (!line.ends_with("share reconnects")) continue;
        // "2 session 3 share reconnects"
        const auto sessions = take_uint(line);
        take_word(line);
        const auto shares = take_uint(line);
        counters.reconnects = sessions.value_or(0) + shares.value_or(0);
        known = true;
    }
    if (!known) return fail(Errc::malformed, "cifs/Stats: no line is known");
    return counters;
}

std::span<const SignalDescription> network_mounts_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_network_mounts(const CollectorContext& context) {
    return std::make_unique<NetworkMountsCollector>(context.host);
}

}  // namespace foreshock::collectors
