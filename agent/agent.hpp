#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/collector_runner.hpp"
#include "agent/config.hpp"
#include "agent/delivery.hpp"
#include "agent/fact_book.hpp"
#include "agent/host_facts.hpp"
#include "agent/identity.hpp"
#include "agent/judge.hpp"
#include "agent/learned_store.hpp"
#include "agent/limit_book.hpp"
#include "agent/log_lines.hpp"
#include "agent/own_usage.hpp"
#include "agent/sample_buffer.hpp"
#include "agent/snapshot/taker.hpp"
#include "agent/spool.hpp"
#include "agent/tick_schedule.hpp"
#include "agent/witness.hpp"
#include "core/clock.hpp"
#include "core/pack_in_use.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::agent {

/// The world as the agent is given it. All outlive the agent.
struct Surroundings {
    const HostFs& host;
    collectors::SpaceProbe& space;
    collectors::CommandRunner& commands;
    const Clock& clock;         ///< never steps: AnchoredClock in life
    const Clock& system_clock;  ///< what the host believes
    Uplink& uplink;
    UsageSource& usage;
    EventLog& log;
    Stopwatch stopwatch;
    std::function<Result<std::string>()> kernel_log;
    std::function<std::string()> new_run_id;
    collectors::Background* background = nullptr;
    collectors::SocketTable* sockets = nullptr;
    std::shared_ptr<const collectors::Netlink> netlink = {};
    std::string learned_file = {};    ///< what was learned is kept there; empty: nowhere
    Witness::Look look_at_host = {};  ///< without it the agent is nobody's witness
};

/// What the agent is to do.
struct Orders {
    AgentConfig config;
    detectors::Pack pack;
    std::string version;
    PackInUse pack_in_use{};  ///< what the server is told of the pack, and what tells packs apart
};

/// The agent without its loop: someone calls `tick` when a tick is due, and `look` when
/// `next_look` says so. For one thread.
class Agent {
public:
    /// invalid when a collector or detector refuses its settings.
    static Result<std::unique_ptr<Agent>> make(Orders orders, Identity identity,
                                               const std::string& spool_folder,
                                               Surroundings around);

    /// Collects, judges, reports when it is time.
    void tick();

    /// Finishes snapshots and tries to send what waits.
    void look();
    [[nodiscard]] std::optional<TimePoint> next_look() const;
    [[nodiscard]] TimePoint next_tick() const;

    /// Swaps configuration and pack; spool and uplink stay, and so do the detectors when the pack
    /// is the same. invalid: nothing has changed.
    Result<void> reload(Orders orders);

    /// The last report of this run, with all that still waits to be said.
    void say_goodbye(Goodbye reason);

    /// Nothing waits for the server any more.
    [[nodiscard]] bool is_delivered() const { return spool_.empty(); }

    /// Puts what waits onto the disk, for the next run.
    void keep_what_waits() { spool_.flush(); }

    /// So many states are saved in a tick, and those of the kind at which they are reached.
    static constexpr std::size_t learned_per_tick = 64;

    /// All that was learned so far.
    [[nodiscard]] std::vector<KeptState> learned();

    /// Forgets what `is_meant` says, takes open symptoms back, and learns anew.
    /// Answers how many states were forgotten.
    std::size_t forget(const std::function<bool(const detectors::Learned&)>& is_meant);

    /// Puts these states in place of those of the same kind and subject, as far as they fit the
    /// pack. Answers how many were taken.
    std::size_t adopt(std::vector<KeptState> states);

    /// How much it holds: what must not grow from day to day.
    [[nodiscard]] std::size_t series_count() const { return buffer_.table().size(); }

    [[nodiscard]] std::size_t reports_waiting() const { return spool_.counts().reports; }

    /// For people: a line per thing worth knowing, "name: value".
    [[nodiscard]] std::string status() const;

private:
    Agent(Orders orders, Identity identity, const std::string& spool_folder, Surroundings around);

    Result<void> set_up_collectors(const AgentConfig& config);
    void begin_run();
    void renew_run(TimePoint now);
    void set_delivery();
    void replace_detectors(const detectors::Pack& pack, std::vector<KeptState> learned,
                           std::string_view reason);
    void keep_learned(TimePoint now);
    void keep_part_of_learned(TimePoint now);
    void look_for_blind_spots();

    void mind_outage(TimePoint now);
    void begin_outage();
    void end_outage(TimePoint now);
    void tell_open_symptoms(TimePoint now);

    void add_own_samples(TimePoint now);
    void add_own_forecasts(TimePoint now);
    void add_own(const SignalDescription& signal, double value);
    void keep_budget(TimePoint now, const OwnUsage& usage);
    void give_back_memory(TimePoint now);
    void judge_tick(TimePoint now);
    void take_in(std::vector<Symptom> said, TimePoint now);
    void queue_ready(TimePoint now, bool at_once);
    void refresh_facts(TimePoint now);
    void be_witness(TimePoint now);
    void catch_up_on_news(TimePoint now);

    [[nodiscard]] bool is_report_due(TimePoint now) const;
    [[nodiscard]] std::string server_words() const;
    void make_report(TimePoint now, Goodbye goodbye = Goodbye::none);

    Orders orders_;
    Identity identity_;
    Surroundings around_;
    TickSchedule schedule_;
    SampleBuffer buffer_;
    LogLines lines_;
    LineForker heard_;  // what collectors hear goes to lines_ and to judge_
    CollectorRunner runner_;
    Judge judge_;
    LearnedStore learned_;
    LimitBook limits_;
    std::size_t learned_part_ = 0;  // where the next tick goes on to keep what was learned
    FactBook facts_;
    snapshot::Taker taker_;
    Budget budget_;
    Spool spool_;
    Delivery delivery_;
    Witness witness_;

    /// A run as the server knows it: reports are numbered within.
    struct Run {
        std::string id;
        std::uint64_t sequence = 0;
    };

    Run run_;
    std::optional<Run> news_;  // while the server is away: symptoms, so that they leave first
    TimePoint last_tick_{};
    TimePoint next_report_{};
    TimePoint facts_due_{};
    TimePoint forecasts_due_{};
    TimePoint trim_due_{};
    std::vector<Symptom> symptoms_;  // to be reported
    std::vector<Change> changes_;
    std::vector<Sighting> sightings_;
    std::vector<std::string> blind_spots_;  // as found at the start
    bool urgent_ = false;
    std::optional<LearnedLimits> limits_news_;  // to be reported
    bool tell_facts_ = true;
    bool tell_pack_ = true;
    bool news_wanted_ = false;
    double tick_seconds_ = 0;
    std::optional<double> cpu_seconds_before_;
    TimePoint usage_at_{};
    OwnUsage usage_;
    std::vector<std::pair<const SignalDescription*, SeriesId>> own_series_;  // in buffer_
};

}  // namespace foreshock::agent
