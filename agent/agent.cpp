#include "agent/agent.hpp"

#include <algorithm>

#include <malloc.h>

#include "agent/blind_spots.hpp"
#include "agent/forecast_signals.hpp"
#include "agent/self_signals.hpp"
#include "collectors/all/catalog.hpp"
#include "collectors/tick_readings.hpp"
#include "core/directory_host_fs.hpp"
#include "core/hash.hpp"
#include "core/number.hpp"
#include "detectors/catalog.hpp"

namespace foreshock::agent {
namespace {

constexpr Duration facts_every = std::chrono::minutes{1};
constexpr Duration forecast_signals_every = std::chrono::minutes{1};
constexpr Duration trim_every = std::chrono::minutes{10};
// Reports may take several periods before they count as history.
constexpr int late_reports = 3;
constexpr std::size_t piled_up = 3;
constexpr Duration late_after_min = std::chrono::seconds{30};

Duration late_after(const AgentConfig& config) {
    return std::max<Duration>(config.report_every * late_reports, late_after_min);
}

bool is_urgent(const Symptom& symptom, const Symptom* known) {
    return symptom.status != SymptomStatus::updated || !known || known->phase != symptom.phase;
}

}  // namespace

Agent::Agent(Orders orders, Identity identity, const std::string& spool_folder, Surroundings around)
    : orders_(std::move(orders)),
      identity_(std::move(identity)),
      around_(std::move(around)),
      schedule_(orders_.config.interval),
      heard_(lines_, [this](const LogLine& line) { judge_.read(line); }),
      runner_(around_.log, around_.stopwatch),
      judge_(nullptr),
      learned_(around_.learned_file, around_.log),
      taker_({around_.host, around_.space, facts_, around_.kernel_log,
              collectors::running_host_units(), &lines_, around_.sockets}),
      budget_(orders_.config.budget),
      spool_(orders_.config.spool, spool_folder, around_.log),
      delivery_(spool_, around_.uplink, {around_.clock, around_.system_clock}, around_.log),
      witness_(around_.look_at_host) {}

Result<std::unique_ptr<Agent>> Agent::make(Orders orders, Identity identity,
                                           const std::string& spool_folder, Surroundings around) {
    std::unique_ptr<Agent> agent{
        new Agent(std::move(orders), std::move(identity), spool_folder, std::move(around))};
    agent->judge_.forecasts().expect(agent->orders_.pack);
    agent->judge_.replace(detectors::make_detectors(agent->orders_.pack),
                          agent->around_.clock.now());
    agent->judge_.restore(agent->learned_.recall(agent->orders_.pack));
    if (auto set = agent->set_up_collectors(agent->orders_.config); !set) {
        return fail(std::move(set).error());
    }
    agent->set_delivery();
    agent->begin_run();
    agent->look_for_blind_spots();
    return agent;
}

Result<void> Agent::set_up_collectors(const AgentConfig& config) {
    lines_.set_keeping(config.watch.logs.evidence);
    return runner_.set_up(collectors::collector_catalog(), config.collectors,
                          {.host = around_.host,
                           .space = around_.space,
                           .watch = config.watch,
                           .commands = &around_.commands,
                           .background = around_.background,
                           .lines = &heard_,
                           .sockets = around_.sockets,
                           .host_beside = std::make_shared<DirectoryHostFs>(config.host_root),
                           .netlink = around_.netlink,
                           .readings = std::make_shared<collectors::TickReadings>(around_.host)});
}

void Agent::look_for_blind_spots() {
    blind_spots_ = blind_spots(around_.host);
    for (const std::string& line : blind_spots_)
        around_.log.info("cannot be seen " + line);
}

void Agent::set_delivery() {
    const AgentConfig& config = orders_.config;
    DeliverySettings settings;
    settings.servers = config.server.urls;
    settings.late_after = late_after(config);
    settings.drain_reports_per_second = config.spool.drain_reports_per_second;
    settings.drain_bytes_per_second = static_cast<double>(config.spool.drain_bytes_per_second);
    delivery_.set(settings);
}

void Agent::begin_run() {
    run_ = {around_.new_run_id(), 0};
    news_.reset();
    spool_.begin_run(run_.id, [this](std::uint32_t from, std::uint32_t to) {
        return buffer_.definitions(from, to);
    });
}

/// The server takes a run's reports in their order only. So that symptoms need not queue behind
/// samples (docs/decisions/0004-runs-after-an-outage.md), those of an outage are a run of their
/// own, and what is made after it is another.
void Agent::mind_outage(TimePoint now) {
    const bool is_away = delivery_.is_server_away();
    // A link that was cut shows only when a request runs into its timeout: reports pile up before.
    spool_.keep_all_on_disk(is_away || spool_.counts().reports >= piled_up);
    if (news_ && !is_away) end_outage(now);
    if (!news_ && delivery_.away_for(now) >= late_after(orders_.config)) begin_outage();
}

void Agent::begin_outage() {
    news_ = Run{around_.new_run_id(), 0};
    spool_.add_lane(news_->id);
}

void Agent::end_outage(TimePoint now) {
    news_.reset();
    run_ = {around_.new_run_id(), 0};
    spool_.continue_as(run_.id);
    tell_facts_ = true;
    tell_open_symptoms(now);
    urgent_ = true;
}

void Agent::tell_open_symptoms(TimePoint now) {
    std::vector<Symptom> open = judge_.open(now);
    urgent_ = urgent_ || !open.empty();
    std::move(open.begin(), open.end(), std::back_inserter(symptoms_));
}

/// The dictionary is full: hosts where processes come and go fill it in weeks. A new run has an
/// empty one; everything that knows series by number starts with it.
void Agent::renew_run(TimePoint now) {
    around_.log.info("the dictionary of series is full; a new run begins");
    replace_detectors(orders_.pack, learned(), "pack_changed");
    make_report(now);
    spool_.flush();
    buffer_ = SampleBuffer{};
    own_series_.clear();
    runner_.forget_series();
    if (auto set = set_up_collectors(orders_.config); !set) around_.log.error(set.error().what);
    begin_run();
    tell_facts_ = true;
}

std::vector<KeptState> Agent::learned() {
    return learned_.complete(judge_.learned(), orders_.pack, around_.clock.now());
}

/// What was learned moves to the new detectors, where a kind is set up as before.
void Agent::replace_detectors(const detectors::Pack& pack, std::vector<KeptState> learned,
                              std::string_view reason) {
    const TimePoint now = around_.clock.now();
    learned_.give_up();
    take_in(judge_.replace(detectors::make_detectors(pack), now, reason), now);
    judge_.restore(fitting(std::move(learned), pack));
    limits_.begin_anew();
}

/// Every few minutes, over as many ticks as it takes; the first time for the limits alone.
void Agent::keep_part_of_learned(TimePoint now) {
    if (!learned_.is_gathering() && !limits_.is_walking()) {
        const bool keeps = learned_.is_due(now);
        if (!keeps && !limits_.is_due(now)) return;
        if (keeps) learned_.begin();
        limits_.begin();
        learned_part_ = 0;
    }
    std::vector<detectors::Learned> some;
    const auto next = judge_.learned_part(learned_part_, learned_per_tick, some);
    for (const detectors::Learned& each : some)
        limits_.note(each, orders_.pack, learned_.since(each, now));
    if (learned_.is_gathering()) learned_.add(std::move(some), orders_.pack, now);
    learned_part_ = next.value_or(0);
    if (next) return;
    if (learned_.is_gathering()) learned_.finish(now);
    if (auto news = limits_.finish(now)) limits_news_ = std::move(news);
}

void Agent::keep_learned(TimePoint now) {
    learned_.keep(judge_.learned(), orders_.pack, now);
}

std::size_t Agent::forget(const std::function<bool(const detectors::Learned&)>& is_meant) {
    std::vector<KeptState> states = learned();
    const std::size_t forgotten = std::erase_if(
        states, [&is_meant](const KeptState& state) { return is_meant(state.learned); });
    if (forgotten == 0) return 0;
    replace_detectors(orders_.pack, std::move(states), "learned_reset");
    keep_learned(around_.clock.now());
    return forgotten;
}

std::size_t Agent::adopt(std::vector<KeptState> states) {
    std::vector<KeptState> all = learned();
    std::vector<detectors::Learned> fit = fitting(std::move(states), orders_.pack);
    for (detectors::Learned& each : fit) {
        std::erase_if(all, [&each](const KeptState& state) {
            return state.learned.kind == each.kind && state.learned.subject == each.subject;
        });
        each.kept_at = around_.clock.now();
        const std::string& settings_id = orders_.pack.find(each.kind)->settings_id;
        all.push_back({std::move(each), settings_id});
    }
    replace_detectors(orders_.pack, std::move(all), "learned_import");
    keep_learned(around_.clock.now());
    return fit.size();
}

void Agent::tick() {
    const TimePoint now = around_.clock.now();
    if (now <= last_tick_) return;
    last_tick_ = now;
    const double began = around_.stopwatch();
    schedule_.ran(now);
    buffer_.begin_tick(now);
    runner_.run(now, budget_.level(), buffer_);
    add_own_samples(now);
    judge_tick(now);
    refresh_facts(now);
    queue_ready(now, false);
    mind_outage(now);
    catch_up_on_news(now);
    be_witness(now);
    if (buffer_.table().refused() > 0) renew_run(now);
    if (is_report_due(now)) make_report(now);
    keep_part_of_learned(now);
    tick_seconds_ = around_.stopwatch() - began;
    delivery_.pump(now);
}

void Agent::look() {
    const TimePoint now = around_.clock.now();
    queue_ready(now, false);
    be_witness(now);
    if (urgent_) make_report(now);
    delivery_.pump(now);
}

std::optional<TimePoint> Agent::next_look() const {
    const auto snapshot = taker_.next_look();
    const auto attempt = delivery_.next_attempt();
    const auto seen = witness_.next_look(around_.clock.now());
    std::optional<TimePoint> next;
    for (const auto& one : {snapshot, attempt, seen}) {
        if (one && (!next || *one < *next)) next = one;
    }
    return next;
}

/// The server waits for what is seen: whether it calls somebody depends on it.
void Agent::be_witness(TimePoint now) {
    const std::string answer = delivery_.take_questions();
    const bool may_look = orders_.config.witness && around_.look_at_host;
    if (!answer.empty() && may_look) witness_.asked(answer, around_.background, now);
    for (Sighting& sighting : witness_.take()) {
        sightings_.push_back(std::move(sighting));
        urgent_ = true;
    }
}

TimePoint Agent::next_tick() const {
    return schedule_.next_after(around_.clock.now());
}

void Agent::add_own(const SignalDescription& signal, double value) {
    auto found = std::find_if(own_series_.begin(), own_series_.end(),
                              [&signal](const auto& own) { return own.first == &signal; });
    if (found == own_series_.end())
        found = own_series_.insert(own_series_.end(), {&signal, buffer_.series(signal, {})});
    buffer_.add(found->second, value);
}

void Agent::add_own_samples(TimePoint now) {
    const Spool::Counts spool = spool_.counts();
    const OwnUsage usage = around_.usage.usage();
    if (cpu_seconds_before_ && usage_at_ < now) {
        add_own(signals::cpu_ratio,
                (usage.cpu_seconds - *cpu_seconds_before_) / to_seconds(now - usage_at_));
    }
    cpu_seconds_before_ = usage.cpu_seconds;
    usage_at_ = now;
    if (usage.resident_bytes) add_own(signals::resident_bytes, *usage.resident_bytes);
    if (usage.open_files) add_own(signals::open_files, *usage.open_files);
    add_own(signals::tick_seconds, tick_seconds_);
    add_own(signals::missed_ticks, static_cast<double>(schedule_.missed()));
    add_own(signals::series, static_cast<double>(buffer_.table().size()));
    add_own(signals::dropped_samples, static_cast<double>(buffer_.dropped()));
    add_own(signals::shed_level, budget_.level());
    add_own(signals::spool_bytes, static_cast<double>(spool.memory_bytes + spool.disk_bytes));
    add_own(signals::spool_reports, static_cast<double>(spool.reports));
    add_own(signals::dropped_reports, static_cast<double>(spool.dropped + spool.damaged));
    add_own(signals::rejected_reports, static_cast<double>(spool.refused));
    add_own(signals::failed_sends, static_cast<double>(delivery_.counts().failed));
    add_own(signals::facts, static_cast<double>(facts_.size()));
    add_own(signals::refused_facts,
            static_cast<double>(facts_.refused() + runner_.refused_facts()));
    add_own(signals::clock_offset, to_seconds(around_.system_clock.now() - around_.clock.now()));
    add_own(signals::stuck_commands, static_cast<double>(around_.commands.stuck_count()));
    add_own_forecasts(now);
    keep_budget(now, usage);
    give_back_memory(now);
}

// The first look at a host takes far more than any later one, and leaves holes behind.
void Agent::give_back_memory(TimePoint now) {
    if (now < trim_due_) return;
    const bool is_first = trim_due_ == TimePoint{};
    trim_due_ = now + (is_first ? std::chrono::seconds{30} : trim_every);
    if (!is_first) ::malloc_trim(0);
}

void Agent::add_own_forecasts(TimePoint now) {
    if (now < forecasts_due_) return;
    forecasts_due_ = now + forecast_signals_every;
    add_forecast_signals(judge_.forecasts(), now, buffer_);
}

void Agent::keep_budget(TimePoint now, const OwnUsage& usage) {
    const double memory = usage.resident_bytes.value_or(0);
    const bool was_too_large = budget_.is_too_large(usage_.resident_bytes.value_or(0));
    usage_ = usage;
    if (budget_.is_too_large(memory) && !was_too_large) {
        spool_.flush();
        ::malloc_trim(0);
        around_.log.warn("budget: the agent takes more memory than budget.resident_bytes");
    }
    const int before = budget_.level();
    if (!budget_.observe(now, usage.cpu_seconds, memory)) return;
    const std::string cost =
        describe_number(*budget_.cpu_ratio() * 100) + " % of a core, " + describe_bytes(memory);
    around_.log.warn("budget: " + cost + (budget_.level() > before ? "; sheds" : "; takes up") +
                     " collectors: level " + std::to_string(budget_.level()));
    changes_.push_back(
        {now, "agent_shed_level", std::to_string(before), std::to_string(budget_.level())});
}

void Agent::judge_tick(TimePoint now) {
    take_in(judge_.feed(buffer_.table(), buffer_.tick_samples(), now), now);
}

/// Fills in what a detector cannot know, and has the host looked at where something is raised.
void Agent::take_in(std::vector<Symptom> said, TimePoint now) {
    for (Symptom& symptom : said) {
        symptom.subject.host = identity_.host_name;
        const detectors::KindSettings* kind = orders_.pack.find(symptom.kind);
        const bool looks = kind && symptom.status == SymptomStatus::raised;
        if (looks) around_.log.info("symptom: " + symptom.sentence);
        taker_.begin(std::move(symptom), looks ? kind->snapshot : std::vector<std::string>{}, now);
    }
}

void Agent::queue_ready(TimePoint now, bool at_once) {
    for (Symptom& symptom : taker_.take_ready(now, at_once)) {
        urgent_ = urgent_ || is_urgent(symptom, judge_.find_open(symptom.id));
        judge_.remember(symptom);
        symptoms_.push_back(std::move(symptom));
    }
}

void Agent::refresh_facts(TimePoint now) {
    if (now < facts_due_) return;
    facts_due_ = now + facts_every;
    std::vector<Fact> facts = read_host_facts(around_.host, orders_.version);
    facts.push_back({"server", delivery_.taken_by()});
    facts.push_back({"agent_config", stable_id({print_effective(orders_.config)}).substr(0, 16)});
    for (const auto& [name, value] : orders_.config.labels)
        facts.push_back({"label." + name, value});
    runner_.add_facts(facts);
    std::vector<Change> news = facts_.update(now, std::move(facts));
    std::vector<Change> noticed;
    runner_.take_changes(noticed);
    facts_.remember(noticed);
    for (const auto* changes : {&news, &noticed})
        for (const Change& change : *changes)
            judge_.notice(change);
    std::move(news.begin(), news.end(), std::back_inserter(changes_));
    std::move(noticed.begin(), noticed.end(), std::back_inserter(changes_));
    constexpr std::size_t waiting_max = wire::ReportLimits{}.changes_max / 2;
    if (changes_.size() > waiting_max)
        changes_.erase(changes_.begin(), changes_.end() - waiting_max);
}

/// Replayed reports are history to the server. Once it has all of them, it is told what is open
/// now.
void Agent::catch_up_on_news(TimePoint now) {
    if (delivery_.take_needs_news()) news_wanted_ = true;
    if (!news_wanted_ || !spool_.empty()) return;
    news_wanted_ = false;
    tell_facts_ = true;
    tell_open_symptoms(now);
}

bool Agent::is_report_due(TimePoint now) const {
    const std::size_t symptoms_max = wire::ReportLimits{}.symptoms_max / 2;
    return urgent_ || now >= next_report_ || buffer_.is_full() || symptoms_.size() >= symptoms_max;
}

void Agent::make_report(TimePoint now, Goodbye goodbye) {
    const Duration every = orders_.config.report_every;
    if (now >= next_report_) next_report_ = TickSchedule{every}.next_after(now);
    wire::Report report;
    report.agent_id = identity_.agent_id;
    report.host_name = identity_.host_name;
    report.boot_id = identity_.boot_id;
    report.interval = orders_.config.interval;
    report.goodbye = goodbye;
    buffer_.move_into(report);
    report.symptoms = std::exchange(symptoms_, {});
    report.changes = std::exchange(changes_, {});
    report.sightings = std::exchange(sightings_, {});
    report.facts = facts_.take_news();
    report.learned = std::exchange(limits_news_, std::nullopt);
    if (std::exchange(tell_facts_, false)) {
        report.facts = facts_.facts();
        tell_pack_ = true;
    }
    if (std::exchange(tell_pack_, false)) report.pack = orders_.pack_in_use;
    urgent_ = false;
    const bool is_news = !report.symptoms.empty() || !report.changes.empty();
    // A goodbye belongs to the run that it ends.
    Run& run = news_ && is_news && goodbye == Goodbye::none ? *news_ : run_;
    report.run_id = run.id;
    report.sequence = ++run.sequence;
    SpoolEntry entry;
    entry.run_id = report.run_id;
    entry.sequence = report.sequence;
    entry.created = now;
    entry.series_end = static_cast<std::uint32_t>(buffer_.table().size());
    entry.has_symptoms = is_news || goodbye != Goodbye::none;
    entry.body = wire::encode_body(report);
    spool_.push(std::move(entry));
}

Result<void> Agent::reload(Orders orders) {
    const bool same_pack = orders.pack_in_use == orders_.pack_in_use;
    if (auto set = set_up_collectors(orders.config); !set) return fail(std::move(set).error());
    if (!same_pack) replace_detectors(orders.pack, learned(), "pack_changed");
    orders_ = std::move(orders);
    tell_pack_ = tell_pack_ || !same_pack;
    judge_.forecasts().expect(orders_.pack);
    schedule_ = TickSchedule{orders_.config.interval};
    budget_.set(orders_.config.budget);
    spool_.set(orders_.config.spool);
    set_delivery();
    delivery_.hurry();
    return {};
}

void Agent::say_goodbye(Goodbye reason) {
    const TimePoint now = around_.clock.now();
    queue_ready(now, true);
    make_report(now, reason);
    keep_learned(now);
    delivery_.hurry();
    delivery_.pump(now);
}

}  // namespace foreshock::agent
