#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "core/clock.hpp"
#include "server/app/bridge_channel.hpp"
#include "server/app/configuration.hpp"
#include "server/app/logging.hpp"
#include "server/http/channel_desk.hpp"
#include "server/http/metrics_route.hpp"
#include "server/http/status_board.hpp"
#include "server/notify/delivery_worker.hpp"
#include "server/notify/outbox_entries.hpp"
#include "server/notify/page_entries.hpp"
#include "server/store/sqlite_store.hpp"

namespace foreshock::app {

/// The channels of the configuration and the workers that serve them, one each, so that a dead
/// channel never delays another; all change with a reload. Decides who is told what, and in which
/// words. Safe from any thread.
class Notifier final : public http::ChannelDesk {
public:
    struct Sources {
        store::Store& store;
        const http::StatusBoard& board;
        const Clock& clock;
        Log& log;
        /// Who is who, now; without it nobody.
        std::function<std::shared_ptr<const people::Directory>()> directory = {};
        /// How people act from a page by mail.
        notify::FindWays ways = {};
        /// A user's request could not be passed on.
        std::function<void(const std::string& report_id, const std::string& why)> request_lost = {};
        /// What became of a self-test.
        std::function<void(std::string_view id, bool came_out, const std::string& why)>
            self_tested = {};
    };

    /// All must outlive it.
    explicit Notifier(Sources from) : from_(std::move(from)) {}

    ~Notifier() override;
    Notifier(const Notifier&) = delete;
    Notifier& operator=(const Notifier&) = delete;

    /// Reads secrets and words and starts anew with these. An error changes nothing.
    Result<void> configure(const Configuration& configuration);

    /// Who is told what became of pages and conferences, and what people do to tickets; null:
    /// nobody. Must outlive the workers, or be taken back before it ends.
    void set_commands(http::CommandSink* commands);

    [[nodiscard]] std::vector<incidents::OutboxEntry> entries(
        const incidents::Changes& changes) const;
    /// A self-test's word, by self.test_channel or to nobody.
    [[nodiscard]] incidents::OutboxEntry self_test_entry(const incidents::Incident& incident,
                                                         const std::string& id, TimePoint at) const;
    /// Those that are told of breaches: no others are, and they of nothing else.
    [[nodiscard]] std::vector<notify::ChannelSettings> breach_channels() const;
    void wake();
    void stop();
    [[nodiscard]] std::vector<http::ChannelCounts> counts() const;

    [[nodiscard]] std::vector<http::ChannelView> channels() const override;
    Result<void> test(const std::string& name, const std::string& recipient,
                      http::ChannelTestDone done) override;
    void subscriptions_changed() override;

private:
    /// What is decided by; replaced as a whole.
    struct Telling {
        notify::TellPlan plan;
        words::WordBook book;
        notify::Wording wording() const;
        std::string page_url;
        std::function<std::string(TimePoint)> local_time;
        std::vector<desk::Subscription> configured;
    };

    struct Made;

    Result<Made> make(const Configuration& configuration);
    Result<void> make_channels(const Configuration& configuration, Made& made);
    void start(Made made);
    void start_worker(const std::string& name, std::unique_ptr<notify::Channel> channel,
                      const Made& made);
    void add_worker(std::string channel, notify::Channels channels,
                    notify::DeliverySettings settings, notify::DeliveryWorker::Chore chore);
    [[nodiscard]] std::shared_ptr<const people::Directory> directory() const;
    [[nodiscard]] notify::DeliveryWorker::Chore poll_of(notify::Channel& channel,
                                                        const ChannelConfiguration& one);
    Result<void> offer(incidents::Input input, http::CommandDone done);
    notify::Settled teller();
    void tell_settled(const incidents::OutboxEntry& entry, bool is_delivered,
                      const std::string& why);
    /// What is to be done now and then: reminders, and forgetting.
    Duration keep_house(TimePoint now, const std::stop_token& stop);
    void remind(TimePoint now, const std::stop_token& stop);
    void remind_of(const incidents::Incident& incident, TimePoint now);
    std::vector<incidents::OutboxEntry> reminders(const incidents::Incident& incident,
                                                  const std::string& id, TimePoint now) const;
    void read_subscriptions();

    Sources from_;
    mutable std::mutex mutex_;  // of what follows
    std::optional<Telling> telling_;
    std::vector<ChannelConfiguration> configured_;
    std::vector<WebhookConfiguration> webhooks_;
    std::vector<desk::Subscription> subscriptions_;
    std::vector<notify::ChannelSettings> breach_channels_;
    std::set<std::string> mail_channels_;
    std::string self_test_channel_;

    struct Worker {
        std::string channel;  ///< empty: what no channel is configured for
        std::unique_ptr<notify::DeliveryWorker> worker;
    };

    std::vector<Worker> workers_;
    std::jthread tester_;
    bool is_testing_ = false;
    std::mutex commands_mutex_;
    http::CommandSink* commands_ = nullptr;
    TimePoint forget_at_;  // of the worker's thread that keeps house
};

}  // namespace foreshock::app
