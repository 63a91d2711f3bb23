#include "server/app/notifier.hpp"

#include <algorithm>

#include "server/app/channel_maker.hpp"
#include "server/app/word_folder.hpp"
#include "server/desk/zone.hpp"
#include "server/notify/cadence.hpp"
#include "server/notify/notice.hpp"
#include "server/notify/ticket_poll.hpp"

namespace foreshock::app {
namespace {

constexpr Duration house_every = std::chrono::seconds{30};
constexpr Duration forget_every = std::chrono::hours{1};
/// The same memory as that of channels keeps what owners were reminded of; no channel has a blank
/// in its name.
constexpr const char* reminder_memory = "update reminder";
constexpr std::size_t reminded_max = 500;

/// Of self-tests that go to nobody; no channel has a blank in its name.
constexpr const char* self_test_lane = "self test";

/// Once its word is here it has passed the engine, the store and the outbox.
class SelfTestEnd final : public notify::Channel {
public:
    notify::Outcome deliver(const incidents::OutboxEntry&, TimePoint,
                            const std::stop_token&) override {
        return {notify::Verdict::delivered, "", std::nullopt};
    }
};

std::function<std::string(TimePoint)> local_time_of(const std::string& zone_name) {
    const Result<desk::Zone> zone = desk::Zone::find(zone_name);
    if (!zone || zone_name == "UTC")
        return [](TimePoint at) {
            const std::string text = format_rfc3339(at);
            return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
        };
    return [zone = *zone](TimePoint at) {
        const std::string text = zone.text_of(at);
        return text.substr(0, 10) + " " + text.substr(11, 5) + " " + text.substr(19);
    };
}

incidents::OutboxEntry test_entry(const std::string& name, const std::string& recipient,
                                  TimePoint now) {
    incidents::OutboxEntry entry;
    entry.id = "test-" + std::to_string(to_unix_ms(now));
    entry.channel = name;
    entry.recipient = recipient;
    entry.created_at = entry.due_at = now;
    notify::Notice notice;
    notice.event = "test";
    notice.title = "Foreshock: a test of the channel " + name;
    notice.summary = notice.title;
    notice.text = "Somebody asked for this message. Nothing is wrong.\n";
    notice.priority = 5;
    notice.severity = "info";
    notice.at = now;
    entry.body = to_json(notice);
    return entry;
}

}  // namespace

/// All that a configuration gives, before anything of it takes effect.
struct Notifier::Made {
    Telling telling;
    std::vector<ChannelConfiguration> configured;
    std::vector<WebhookConfiguration> webhooks;
    std::vector<notify::ChannelSettings> breach_channels;
    std::map<std::string, std::unique_ptr<notify::Channel>> channels;
    notify::DeliverySettings settings;
    std::string self_test_channel;
};

Notifier::~Notifier() {
    stop();
}

notify::Wording Notifier::Telling::wording() const {
    return {book, page_url, local_time};
}

Result<void> Notifier::configure(const Configuration& configuration) {
    Result<Made> made = make(configuration);
    if (!made) return fail(std::move(made).error());
    start(std::move(*made));
    read_subscriptions();
    return {};
}

Result<Notifier::Made> Notifier::make(const Configuration& configuration) {
    const TellingConfiguration& telling = configuration.telling;
    Result<words::WordBook> book = open_words(telling.words.folder);
    if (!book) return fail(std::move(book).error());
    if (!book->knows(telling.words.language)) {
        return fail(Errc::invalid,
                    "words.language: there are no words in '" + telling.words.language + "'");
    }
    Made made{{tell_plan(configuration), std::move(*book), telling.words.page_url,
               local_time_of(telling.words.zone), telling.subscribers},
              telling.channels,
              configuration.webhooks,
              breach_places(configuration),
              {},
              {},
              configuration.self.test_channel};
    const Result<void> channels = make_channels(configuration, made);
    if (!channels) return fail(channels.error());
    made.settings.handed_over = [this] { wake(); };
    return made;
}

Result<void> Notifier::make_channels(const Configuration& configuration, Made& made) {
    for (const WebhookConfiguration& webhook : configuration.webhooks) {
        Result<std::unique_ptr<notify::Channel>> channel = make_channel(webhook);
        if (!channel) return fail(std::move(channel).error());
        made.channels.emplace(webhook.name, std::move(*channel));
    }
    for (const ChannelConfiguration& one : configuration.telling.channels) {
        auto channel = make_channel(one, from_.store.external_threads());
        if (!channel) return fail(std::move(channel).error());
        made.channels.emplace(one.spec.name, std::move(*channel));
        if (one.fallback.empty()) continue;
        const notify::PlannedChannel* other = made.telling.plan.channel(one.fallback);
        made.settings.fallbacks[one.spec.name] = {
            one.fallback, other ? other->recipients.front() : "", one.fallback_after};
    }
    made.channels.emplace(self_test_lane, std::make_unique<SelfTestEnd>());
    const BridgeConfiguration& bridge = configuration.care.bridge;
    if (bridge.webhook.empty()) return {};
    auto channel = make_bridge_channel(bridge, from_.clock, [this](auto input, auto done) {
        return offer(std::move(input), std::move(done));
    });
    if (!channel) return fail(std::move(channel).error().with("bridge"));
    made.channels.emplace(std::string{notify::bridge_channel}, std::move(*channel));
    return {};
}

void Notifier::start(Made made) {
    // The old workers first: two of them would send the same entry twice. Not under the lock, for
    // an attempt that ends may want it.
    stop();
    const std::lock_guard lock{mutex_};
    telling_.emplace(std::move(made.telling));
    configured_ = made.configured;
    webhooks_ = made.webhooks;
    breach_channels_ = made.breach_channels;
    self_test_channel_ = made.self_test_channel;
    mail_channels_.clear();
    for (const ChannelConfiguration& one : configured_) {
        if (one.spec.kind == "mail") mail_channels_.insert(one.spec.name);
    }
    notify::DeliverySettings rest = made.settings;
    for (auto& [name, channel] : made.channels) {
        rest.lane.channels.push_back(name);
        start_worker(name, std::move(channel), made);
    }
    rest.lane.is_rest = true;
    add_worker("", {}, std::move(rest), [this](TimePoint now, const std::stop_token& stop) {
        return keep_house(now, stop);
    });
}

void Notifier::start_worker(const std::string& name, std::unique_ptr<notify::Channel> channel,
                            const Made& made) {
    notify::DeliverySettings settings = made.settings;
    settings.lane = {{name}, false};
    notify::DeliveryWorker::Chore chore;
    for (const ChannelConfiguration& one : made.configured) {
        if (one.spec.name != name) continue;
        chore = poll_of(*channel, one);
        settings.retry_first = one.retry_first;
        settings.retry_max = one.retry_max;
    }
    notify::Channels only;
    only.emplace(name, std::move(channel));
    add_worker(name, std::move(only), std::move(settings), std::move(chore));
}

void Notifier::add_worker(std::string channel, notify::Channels channels,
                          notify::DeliverySettings settings, notify::DeliveryWorker::Chore chore) {
    auto delivery = std::make_unique<notify::Delivery>(from_.store.outbox(), std::move(channels),
                                                       std::move(settings), teller());
    workers_.push_back({std::move(channel),
                        std::make_unique<notify::DeliveryWorker>(
                            std::move(delivery), from_.store.outbox(), from_.clock,
                            [this](std::string_view words) { from_.log.warn("delivery", words); },
                            std::move(chore))});
}

notify::DeliveryWorker::Chore Notifier::poll_of(notify::Channel& channel,
                                                const ChannelConfiguration& one) {
    auto* const tickets = dynamic_cast<notify::TicketChannel*>(&channel);
    if (!tickets || one.poll_every <= Duration{0}) return {};
    auto poll = std::make_shared<notify::TicketPoll>(
        one.spec.name, one.poll_every,
        notify::TicketPoll::Ports{
            *tickets, from_.store.external_threads(), from_.store.incidents(),
            [this](incidents::Input input) {
                return offer(std::move(input), [](const auto&) {}).has_value();
            }});
    return [poll](TimePoint now, const std::stop_token& stop) { return poll->step(now, stop); };
}

void Notifier::set_commands(http::CommandSink* commands) {
    const std::lock_guard lock{commands_mutex_};
    commands_ = commands;
}

Result<void> Notifier::offer(incidents::Input input, http::CommandDone done) {
    const std::lock_guard lock{commands_mutex_};
    if (!commands_) return fail(Errc::unavailable, "the engine does not run");
    return commands_->offer(std::move(input), std::move(done));
}

notify::Settled Notifier::teller() {
    return [this](const auto& entry, bool is_delivered, const std::string& why) {
        tell_settled(entry, is_delivered, why);
    };
}

// One that is lost (the engine is busy or stops) is made good by the wait for a receipt.
void Notifier::tell_settled(const incidents::OutboxEntry& entry, bool is_delivered,
                            const std::string& why) {
    if (entry.incident_id == incidents::self_test_incident && from_.self_tested)
        return from_.self_tested(entry.id, is_delivered, why);
    const bool is_request = entry.incident_id.starts_with("rep-") &&
                            entry.body.starts_with(R"({"event":"request.received")");
    if (is_request && !is_delivered && from_.request_lost)
        from_.request_lost(entry.incident_id, why);
    if (entry.transition != incidents::Transition::paged) return;
    static_cast<void>(offer(
        incidents::PageSettled{from_.clock.now(), entry.incident_id, entry.id, is_delivered, why},
        [](const auto&) {}));
}

std::shared_ptr<const people::Directory> Notifier::directory() const {
    return from_.directory ? from_.directory() : std::make_shared<const people::Directory>();
}

std::vector<incidents::OutboxEntry> Notifier::entries(const incidents::Changes& changes) const {
    const auto status = from_.board.read();
    const auto people = directory();
    const std::lock_guard lock{mutex_};
    if (!telling_) return {};
    std::vector<incidents::OutboxEntry> all = notify::outbox_entries(
        changes, telling_->plan, {*status->services, subscriptions_, *people}, telling_->wording());
    std::vector<incidents::OutboxEntry> pages =
        notify::page_entries(changes, mail_channels_, from_.ways);
    std::move(pages.begin(), pages.end(), std::back_inserter(all));
    return all;
}

incidents::OutboxEntry Notifier::self_test_entry(const incidents::Incident& incident,
                                                 const std::string& id, TimePoint at) const {
    const std::lock_guard lock{mutex_};
    incidents::OutboxEntry entry;
    entry.id = id;
    entry.incident_id = incidents::self_test_incident;
    entry.channel = self_test_channel_.empty() ? self_test_lane : self_test_channel_;
    const notify::PlannedChannel* planned =
        telling_ ? telling_->plan.channel(entry.channel) : nullptr;
    if (planned && !planned->recipients.empty()) entry.recipient = planned->recipients.front();
    entry.created_at = entry.due_at = at;
    // While its channel is away, one waits and not all of them.
    entry.is_replaceable = true;
    notify::Notice notice;
    notice.event = "self_test";
    notice.title = "Foreshock: a self-test of the server";
    notice.summary = incident.sentence;
    notice.text = incident.sentence + "\n";
    notice.severity = "info";
    notice.host = incident.hosts().empty() ? "" : incident.hosts().front();
    notice.at = at;
    entry.body = to_json(notice);
    return entry;
}

std::vector<notify::ChannelSettings> Notifier::breach_channels() const {
    const std::lock_guard lock{mutex_};
    return breach_channels_;
}

void Notifier::wake() {
    const std::lock_guard lock{mutex_};
    for (const Worker& one : workers_)
        one.worker->wake();
}

std::vector<http::ChannelCounts> Notifier::counts() const {
    const std::lock_guard lock{mutex_};
    std::vector<http::ChannelCounts> counts;
    for (const Worker& one : workers_) {
        if (one.channel.empty() || one.channel == self_test_lane) continue;
        const notify::DeliveryCounters& from = one.worker->counters();
        counts.push_back({one.channel, from.delivered, from.failed, from.postponed,
                          from.handed_over, from.voided});
    }
    return counts;
}

void Notifier::stop() {
    std::vector<Worker> ending;
    std::jthread test;
    {
        const std::lock_guard lock{mutex_};
        ending.swap(workers_);
        test.swap(tester_);
    }
    test.request_stop();
}

void Notifier::read_subscriptions() {
    const auto stored = from_.store.subscriptions().list();
    if (!stored) return from_.log.warn("subscriptions", stored.error().what);
    const std::lock_guard lock{mutex_};
    subscriptions_ = telling_ ? telling_->configured : std::vector<desk::Subscription>{};
    subscriptions_.insert(subscriptions_.end(), stored->begin(), stored->end());
}

void Notifier::subscriptions_changed() {
    read_subscriptions();
}

Duration Notifier::keep_house(TimePoint now, const std::stop_token& stop) {
    remind(now, stop);
    if (now < forget_at_) return house_every;
    forget_at_ = now + forget_every;
    const Result<void> forgotten = from_.store.external_threads().forget_closed();
    if (!forgotten) from_.log.warn("threads", forgotten.error().what);
    return house_every;
}

void Notifier::remind(TimePoint now, const std::stop_token& stop) {
    notify::Cadence every{};
    {
        const std::lock_guard lock{mutex_};
        if (telling_) every = telling_->plan.update_every;
    }
    if (std::all_of(every.begin(), every.end(), [](Duration one) { return one <= Duration{0}; }))
        return;
    incidents::IncidentQuery query;
    query.only_open = true;
    query.limit = reminded_max;
    const auto open = from_.store.incidents().list(query);
    if (!open) return;
    for (const incidents::Incident& incident : open->incidents) {
        if (stop.stop_requested()) break;
        if (notify::update_due(incident, every, now)) remind_of(incident, now);
    }
}

void Notifier::remind_of(const incidents::Incident& incident, TimePoint now) {
    const notify::Cadence every = [&] {
        const std::lock_guard lock{mutex_};
        return telling_->plan.update_every;
    }();
    const auto due = notify::update_due(incident, every, now);
    if (!due) return;
    desk::ExternalThread memory{reminder_memory, "", incident.id,
                                format_rfc3339(due->told_at) + " " + std::to_string(due->times)};
    auto& threads = from_.store.external_threads();
    const auto known = threads.find(memory.channel, memory.recipient, memory.incident_id);
    if (!known || *known == memory.record) return;
    const std::vector<incidents::OutboxEntry> entries =
        reminders(incident, incident.id + " " + memory.record, now);
    // Written first: a crash between the two says it again under the same id.
    if (!from_.store.outbox().put(entries)) return;
    const Result<void> kept = threads.keep(memory);
    if (!kept) from_.log.warn("reminders", kept.error().what);
    wake();
}

std::vector<incidents::OutboxEntry> Notifier::reminders(const incidents::Incident& incident,
                                                        const std::string& id,
                                                        TimePoint now) const {
    const auto status = from_.board.read();
    const auto people = directory();
    const std::lock_guard lock{mutex_};
    if (!telling_) return {};
    const notify::TellSurroundings around{*status->services, subscriptions_, *people};
    std::vector<incidents::OutboxEntry> entries;
    for (const notify::Told& to : notify::who_is_reminded(incident, telling_->plan, around)) {
        entries.push_back(notify::single_entry({incident, words::reminder_event, id, to, now},
                                               telling_->plan, around, telling_->wording()));
    }
    return entries;
}

std::vector<http::ChannelView> Notifier::channels() const {
    const std::lock_guard lock{mutex_};
    std::vector<http::ChannelView> views;
    // A webhook's recipient is its URL, which may hold a secret.
    for (const WebhookConfiguration& webhook : webhooks_)
        views.push_back({webhook.name, "webhook", {}, ""});
    for (const ChannelConfiguration& one : configured_)
        views.push_back({one.spec.name, one.spec.kind, one.to, one.fallback});
    return views;
}

Result<void> Notifier::test(const std::string& name, const std::string& recipient,
                            http::ChannelTestDone done) {
    const std::lock_guard lock{mutex_};
    const auto no_memory = std::make_shared<NoThreads>();
    Result<std::unique_ptr<notify::Channel>> channel = fail(Errc::not_found, "channel " + name);
    std::string to = recipient;
    for (const WebhookConfiguration& webhook : webhooks_) {
        if (webhook.name == name) channel = make_channel(webhook);
    }
    for (const ChannelConfiguration& one : configured_) {
        if (one.spec.name != name) continue;
        channel = make_channel(one, *no_memory);
        if (to.empty() && !one.to.empty()) to = one.to.front();
        const notify::ChannelKind* kind = notify::find_channel_kind(one.spec.kind);
        if (to.empty() && kind && kind->needs_recipient) {
            return fail(Errc::invalid, "recipient: this channel needs one");
        }
    }
    if (!channel) return fail(channel.error());
    if (is_testing_) return fail(Errc::unavailable, "another test is under way");
    is_testing_ = true;
    tester_ = std::jthread{[this, no_memory, name, to, done = std::move(done),
                            channel = std::move(*channel)](const std::stop_token& stop) {
        const TimePoint now = from_.clock.now();
        const notify::Outcome outcome = channel->deliver(test_entry(name, to, now), now, stop);
        {
            const std::lock_guard ended{mutex_};
            is_testing_ = false;
        }
        done({outcome.verdict == notify::Verdict::delivered, outcome.detail});
    }};
    return {};
}

}  // namespace foreshock::app
