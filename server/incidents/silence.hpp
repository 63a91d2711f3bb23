#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/series.hpp"
#include "core/symptom.hpp"
#include "server/incidents/learned.hpp"

namespace foreshock::incidents {

inline constexpr std::string_view data_silent_kind = "data.silent";

struct SilenceSettings {
    Duration silent_min = std::chrono::minutes{10};  ///< of silence, and …
    int gaps = 4;                                    ///< … so many times the longest gap before
    Duration known_for = std::chrono::hours{1};      ///< data that came so long …
    std::size_t times_min = 10;                      ///< … and so often is expected
    Duration look_every = std::chrono::minutes{1};
    Duration host_gap = std::chrono::minutes{1};  ///< longer without any report: not the data's
    std::size_t hosts_max = 20000;
    std::size_t streams_per_host_max = 128;
};

/// Notices data that used to come from a host and does not, while the host reports otherwise: the
/// kind "data.silent". Pure.
///
/// Data is followed by stream: each check ("check shop") and each page that is scraped by its name,
/// everything else by the first word of its signals ("signals filesystem"). Single series are not:
/// mounts, processes and disks come and go. Time in which the host did not report at all, or its
/// agent shed load, does not count. A new run of the agent, a goodbye, or another configuration is
/// meant: what was learned is forgotten and what was raised is cleared.
///
/// Memory: about 50 bytes for each stream; what is beyond a bound is counted.
class SilenceDetector {
public:
    explicit SilenceDetector(SilenceSettings settings) : settings_(settings) {}

    /// The host's live report of `at`, by the server's clock, holds the series; its newest value.
    std::vector<Symptom> see(const std::string& host, const SeriesKey& key, double value,
                             TimePoint at);

    /// After the last `see` of a report: who is missed?
    std::vector<Symptom> look(const std::string& host, TimePoint at);

    /// Planned: the host's streams may be others from now on.
    std::vector<Symptom> forget(std::string_view host, TimePoint at);

    /// An active symptom that an earlier run raised: it will be cleared by this one.
    void restore(const Symptom& symptom);

    /// How the host's data has come, by stream.
    [[nodiscard]] std::vector<LearnedStream> learned(std::string_view host) const;
    /// What an earlier run learned until `heard_at`; the time since does not count.
    void recall(const std::string& host, const std::vector<LearnedStream>& learned,
                TimePoint heard_at);

    /// Names, sorted, of the next hosts behind `host`, at most `count`.
    [[nodiscard]] std::vector<std::string> hosts_after(std::string_view host,
                                                       std::size_t count) const;

    [[nodiscard]] std::size_t host_count() const { return watches_.size(); }

    [[nodiscard]] std::size_t refused() const { return refused_; }

private:
    using StreamNumber = std::uint32_t;

    struct Stream {
        std::size_t times = 0;
        TimePoint first;
        TimePoint last;
        Duration longest_gap{0};
        std::optional<Symptom> said;
    };

    struct Watch {
        std::map<std::string, Stream, std::less<>> streams;  // by name
        std::optional<TimePoint> heard_at;
        std::optional<TimePoint> looked_at;
        bool is_shedding = false;
        Stream* newest = nullptr;  // of the last series: neighbours are often of one stream
        std::string newest_area;
    };

    Watch* watch_of(const std::string& host);
    Stream* stream_of(Watch& watch, const SeriesKey& key);
    void hear_report(Watch& watch, TimePoint at);
    [[nodiscard]] Duration allowed(const Stream& stream) const;
    [[nodiscard]] bool is_missed(const Stream& stream, TimePoint at) const;
    [[nodiscard]] Symptom raised(const std::string& host, const std::string& name,
                                 const Stream& stream, TimePoint at) const;
    static Symptom cleared(Stream& stream, std::string_view reason, const std::string& why,
                           TimePoint at);

    SilenceSettings settings_;
    std::map<std::string, Watch, std::less<>> watches_;
    std::size_t refused_ = 0;
};

}  // namespace foreshock::incidents
