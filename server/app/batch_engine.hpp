#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "server/app/alert_book.hpp"
#include "server/app/forecast_book.hpp"
#include "server/app/incident_board.hpp"
#include "server/app/run_memory.hpp"
#include "server/app/sample_watch.hpp"
#include "server/app/service_book.hpp"
#include "server/desk/suppression_stage.hpp"
#include "server/history/history.hpp"
#include "server/http/event_hub.hpp"
#include "server/http/ports.hpp"
#include "server/http/server_counters.hpp"
#include "server/http/status_board.hpp"
#include "server/http/witness_board.hpp"
#include "server/incidents/absence.hpp"
#include "server/incidents/engine.hpp"
#include "server/incidents/ports.hpp"
#include "server/intake/dictionary.hpp"
#include "server/intake/sample_blocks.hpp"
#include "server/oncall/care_stage.hpp"

namespace foreshock::app {

struct ReportCommand {
    http::ReceivedReport received;
    http::ReportDone done;
};

struct HumanCommand {
    incidents::Input input;
    http::CommandDone done;
};

struct AlertCommand {
    http::ReceivedAlerts received;
    http::AlertsDone done;
};

struct DeskCommand {
    desk::SuppressionCommand command;
    http::SuppressionDone done;
};

/// The catalogue of services was read again.
struct ServicesCommand {
    std::vector<ServiceConfiguration> services;  ///< checked already
};

/// Tiers, routes, policies, calendars and promises were read again.
struct CareCommand {
    oncall::CareSettings care;  ///< checked already
};

struct BreachCommand {
    http::BreachOfIncident breach;
    http::BreachDone done;
};

/// The store knows of hosts that people sent away: to be seen to now.
struct FarewellCommand {
    http::FarewellsDone done;
};

/// A symptom that is nobody's, made to see whether its word comes out of the outbox.
struct SelfTestCommand {
    std::string id;
    intake::AlertWord word;
};

using Command =
    std::variant<ReportCommand, HumanCommand, AlertCommand, DeskCommand, ServicesCommand,
                 CareCommand, BreachCommand, FarewellCommand, SelfTestCommand>;

struct BatchSettings {
    incidents::Settings incidents;
    incidents::AbsenceSettings absence;
    intake::SampleTimeBounds sample_times;
    std::vector<ServiceConfiguration> services;
    intake::ForeignAlertSettings alerts;
    SampleWatchSettings sample_watch;
    desk::SuppressionSettings suppression = {};
    std::vector<desk::DependencyRule> dependencies = {};  ///< checked already
    oncall::CareSettings care = {};
    Duration tick_every = std::chrono::seconds{1};
    Duration probe_every = std::chrono::seconds{3};  ///< while the store does not take writes
    Duration expire_every = std::chrono::minutes{10};
    Duration witnesses_every = std::chrono::seconds{30};  ///< while the suspects are the same
    Duration farewells_every = std::chrono::seconds{5};
};

/// What the engine's thread works with; all must outlive it.
struct BatchPorts {
    incidents::Ledger& ledger;
    history::History& history;
    http::StatusBoard& board;
    http::ServerCounters& counters;
    http::EventHub& hub;
    /// What the world is to be told of changes.
    std::function<std::vector<incidents::OutboxEntry>(const incidents::Changes&)> outbox_entries;
    std::function<void()> outbox_written;  ///< called after a commit that had such entries
    std::function<Result<void>()> probe;   ///< can the data folder be written?
    /// For people: what went wrong or well again. Once per turn of events, not per report.
    std::function<void(bool is_bad, const std::string&)> say;
    /// Takes a symptom that is kept apart from incidents, durably; false: it is none of those.
    std::function<Result<bool>(const Symptom&, TimePoint)> keep_apart = {};
    /// Was such a symptom taken by it, and is it still?
    std::function<bool(const Subject&, const std::string& kind)> is_apart = {};
    /// An incident becomes a breach, durably; `unwritten` are lines of its timeline that the store
    /// has not yet. `incident` is null for one that is closed.
    std::function<Result<breach::Breach>(const http::BreachOfIncident&,
                                         const incidents::Incident* incident,
                                         const std::vector<incidents::Event>& unwritten)>
        raise_breach = {};
    desk::SuppressionStore* suppression = nullptr;  ///< none: silences are not kept, nor taken
    /// Who works here and who is on call, now; without them nobody and never.
    std::function<std::shared_ptr<const people::Directory>()> directory = {};
    std::function<std::shared_ptr<const oncall::Rota>()> rota = {};
    /// What those who reported incidents are to be told of changes; may be empty.
    std::function<std::vector<incidents::OutboxEntry>(const incidents::Changes&)> letters = {};
    /// What a self-test's first word is sent as; none: self-tests come to nothing.
    std::function<incidents::OutboxEntry(const incidents::Incident&, const std::string& id,
                                         TimePoint at)>
        self_test_entry = {};
};

/// Applies commands in batches: all samples of a batch are synced, then all that follows from it
/// is committed at once, and only then is anybody told. When either fails nobody is acked, what is
/// in memory is thrown away and made anew from the store as soon as that takes writes again.
/// Not for several threads; knows no clock.
class BatchEngine {
public:
    BatchEngine(const BatchSettings& settings, BatchPorts ports);

    /// Reads the store. To be called once, before anything else.
    Result<void> load(TimePoint now);

    /// Answers every command, before it returns. Time passes at least every `tick_every`.
    void process(std::vector<Command> batch, TimePoint now);

    [[nodiscard]] bool is_writable() const { return engine_.has_value(); }

    /// Lives as long as this; safe from any thread.
    [[nodiscard]] const http::AlertBoard& alert_board() const { return alerts_.board(); }

    [[nodiscard]] const http::WitnessBoard& witness_board() const { return witness_board_; }

private:
    struct Draft;

    void apply(ReportCommand& command, Draft& draft);
    void apply(HumanCommand& command, Draft& draft);
    void apply(AlertCommand& command, Draft& draft);
    void apply(DeskCommand& command, Draft& draft);
    void apply(ServicesCommand& command, Draft& draft);
    void apply(CareCommand& command, Draft& draft);
    void apply(BreachCommand& command, Draft& draft);
    void keep_apart(const incidents::Incident& incident, const BreachCommand& command,
                    Draft& draft);
    static void forget(const std::string& incident_id, Draft& draft);
    void finish_breaches(const Draft& draft);
    void apply(FarewellCommand& command, Draft& draft);
    void apply(SelfTestCommand& command, Draft& draft);
    void settle_farewells(Draft& draft);
    void forget(const incidents::Farewell& farewell, Draft& draft);
    void drop(const incidents::Host& host, const std::string& actor, Draft& draft);
    void stop_waiting_for(const incidents::Farewell& farewell, Draft& draft);
    void take_in(ReportCommand& command, incidents::Host* known, Draft& draft);
    static void note_judgement(wire::Report& report, Draft& draft);
    void tell_engine(incidents::Input&& input, Draft& draft);
    void give_engine(incidents::Input&& input, Draft& draft);
    bool is_kept_apart(const incidents::Input& input, Draft& draft) const;
    bool is_kept_apart(const Symptom& symptom, TimePoint at, Draft& draft) const;
    void tell_engine(const std::vector<Symptom>& symptoms, Draft& draft);
    [[nodiscard]] std::string place_of(const incidents::Input& input) const;
    void place_change(const http::ReceivedAlerts::HostChanged& told, Draft& draft);
    void collect(incidents::Changes changes, Draft& draft);
    void pass_time(Draft& draft);
    void settle_suppression(Draft& draft);
    void judge_suppression(Draft& draft);
    void load_care(const std::vector<std::string>& unfinished);
    void see_people();
    void settle_care(Draft& draft);
    static void withdraw_pages(const incidents::Changes& changes, Draft& draft);
    void update_presence(Draft& draft);
    void ask_witnesses(TimePoint now);
    void hear_witness(const wire::Report& report, const std::string& witness, Draft& draft);
    void tell_of_services(Draft& draft);
    void keep_names_apart(wire::Report& report);
    void watch_samples(const ReportCommand& command, const incidents::Host* known, Draft& draft);

    Result<void> load_suppression(const std::vector<incidents::Incident>& unfinished,
                                  TimePoint now);
    Result<void> make_durable(Draft& draft);
    Result<void> commit(Draft& draft);
    void finish(Draft& draft);
    void publish(const Draft& draft);
    void give_up(Draft& draft, const Error& error);
    void refuse(std::vector<Command>& batch);
    bool recovered(TimePoint now);
    void refresh_accuracy(TimePoint now);
    void hang_out_status();

    BatchSettings settings_;
    BatchPorts ports_;
    std::optional<incidents::Engine> engine_;  // nothing while the store takes no writes
    std::optional<desk::Suppression> suppression_;
    std::optional<desk::SuppressionStage> stage_;  // of both; there when they are
    std::shared_ptr<const people::Directory> directory_;
    std::shared_ptr<const oncall::Rota> rota_;
    incidents::SharedServiceMap services_seen_;
    std::optional<oncall::CareStage> care_;  // around them both
    std::optional<incidents::AbsenceDetector> absence_;
    std::optional<SampleWatch> sample_watch_;
    std::map<std::string, incidents::Host, std::less<>> hosts_;
    std::set<std::string> own_names_;  // ids that share no name, since one was last new or renamed
    intake::Dictionaries dictionaries_;
    intake::SampleBlocks blocks_;
    RunMemory runs_;
    IncidentBoard incidents_;
    ForecastBook forecasts_;
    ServiceBook services_;
    AlertBook alerts_;
    http::WitnessBoard witness_board_;
    std::vector<std::string> suspects_;  // about whom others are asked
    TimePoint witnesses_due_;            // they are chosen anew
    std::uint64_t incidents_gone_ = 0;
    std::string broken_because_;
    TimePoint probe_at_;
    TimePoint ticked_at_;
    TimePoint expire_at_;
    TimePoint farewells_at_;
};

}  // namespace foreshock::app
