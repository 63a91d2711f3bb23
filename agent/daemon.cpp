#include "agent/daemon.hpp"

#include <csignal>

#include <asio.hpp>
#include <malloc.h>
#include <sys/klog.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

#include "agent/background_threads.hpp"
#include "agent/certificate_words.hpp"
#include "agent/command_processes.hpp"
#include "agent/curl_uplink.hpp"
#include "agent/deadline_space_probe.hpp"
#include "agent/enrolment_files.hpp"
#include "agent/goodbye.hpp"
#include "agent/host_sight.hpp"
#include "agent/idle_pages.hpp"
#include "agent/kernel_netlink.hpp"
#include "agent/learned_command.hpp"
#include "agent/netlink_socket_table.hpp"
#include "agent/renewal.hpp"
#include "agent/status_socket.hpp"
#include "core/directory_host_fs.hpp"

namespace foreshock::agent {
namespace {

constexpr Duration farewell_time = std::chrono::seconds{2};
constexpr Duration farewell_look{20};
constexpr Duration credentials_look = std::chrono::seconds{5};
constexpr Duration sight_patience{1000};
constexpr Duration settled_after = std::chrono::seconds{20};
// By then what runs once a minute has run.
constexpr Duration settled_twice_after = std::chrono::seconds{80};
constexpr Duration settled_again_after = std::chrono::minutes{10};

/// The kernel's ring buffer (syslog(2) action 3); below another root, the file that stands for it.
Result<std::string> read_kernel_log(const HostFs& host, bool is_this_host) {
    if (!is_this_host) return host.read("dev/kmsg");
    constexpr int read_all = 3;
    std::string text(64 << 10, '\0');
    const int got = ::klogctl(read_all, text.data(), static_cast<int>(text.size()));
    if (got < 0) return fail(Errc::unreadable, "the kernel's log may not be read");
    text.resize(static_cast<std::size_t>(got));
    return text;
}

double monotonic_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

UplinkSettings uplink_settings(const Orders& orders) {
    return {orders.config.server, orders.version};
}

/// Only what this agent got by enrolment, in one file, is its own to renew.
RenewalSettings renewal_settings(const AgentConfig& config) {
    const ServerSettings& server = config.server;
    if (!renews_itself(config)) return {};
    return {server.certificate_file, server.ca_file, server.urls, server.proxy};
}

/// Changes when `foreshock-agent enroll` has written anew.
std::int64_t enrolled_at(const std::string& state) {
    struct stat found {};

    if (::stat(EnrolmentFiles{state}.settings().c_str(), &found) != 0) return 0;
    return found.st_mtim.tv_sec * 1'000'000'000 + found.st_mtim.tv_nsec;
}

class Daemon {
public:
    Daemon(const CommandLine& line, const Orders& orders, LeveledLog& log)
        : line_(line),
          log_(log),
          state_(orders.config.state),
          host_root_(orders.config.host_root),
          host_(orders.config.host_root),
          space_(orders.config.host_root),
          sockets_(make_socket_table(host_, is_this_host())),
          uplink_(uplink_settings(orders),
                  [this](std::function<void()> work) {
                      asio::post(loop_, [this, work = std::move(work)] {
                          work();
                          if (agent_ && !stopping_) await_look();
                      });
                  }),
          signals_(loop_, SIGTERM, SIGINT, SIGHUP),
          tick_timer_(loop_),
          look_timer_(loop_),
          stop_timer_(loop_),
          watchdog_timer_(loop_),
          settle_timer_(loop_),
          enrolled_at_(enrolled_at(state_)) {
        host_.hold_counted();
    }

    Result<void> start(Orders orders) {
        check_token(orders.config);
        take_proof(orders.config);
        renewal_.set(renewal_settings(orders.config));
        Result<Identity> identity = establish_identity(host_, state_, orders.config.name);
        if (!identity) return fail(std::move(identity).error());
        log_.info("agent " + identity->agent_id + ", version " + orders.version + ", reports to " +
                  orders.config.server.urls.front());
        Result<std::unique_ptr<Agent>> agent =
            Agent::make(std::move(orders), std::move(*identity), state_ + "/spool", around());
        if (!agent) return fail(std::move(agent).error());
        agent_ = std::move(*agent);
        return {};
    }

    void run() {
        StatusSocket status{
            loop_, state_ + "/status.sock", request_bytes_max, [this](std::string_view request) {
                return answer_request(*agent_, request) + (request.empty() ? proof_words() : "");
            }};
        if (!status.error().empty()) log_.warn("status: " + status.error());
        await_signal();
        await_watchdog();
        await_settling(settled_after, settled_twice_after);
        credentials_due_ = clock_.now() + credentials_look;
        ::sd_notify(0, "READY=1\nSTATUS=collecting");
        tick();
        loop_.run();
        agent_->keep_what_waits();
        log_.info(agent_->is_delivered() ? "stopped; everything is delivered"
                                         : "stopped; what was not delivered waits on disk");
    }

private:
    /// By what the agent proves itself to the server, for --status.
    [[nodiscard]] std::string proof_words() const {
        const std::string words = certificate_words(proof_, system_clock_.now());
        if (words.empty()) return {};
        const std::string& failure = renewal_.failure();
        return "certificate: " + words +
               (failure.empty() ? "" : "; the last attempt failed: " + failure) + "\n";
    }

    void take_proof(const AgentConfig& config) {
        proof_.state = config.state;
        proof_.server = config.server;
    }

    [[nodiscard]] bool is_this_host() const { return host_root_ == "/" || host_root_.empty(); }

    Surroundings around() {
        return {host_,
                space_,
                commands_,
                clock_,
                system_clock_,
                uplink_,
                usage_,
                log_,
                monotonic_seconds,
                [this] { return read_kernel_log(host_, is_this_host()); },
                random_id,
                &background_,
                sockets_.get(),
                make_netlink(is_this_host()),
                state_ + "/learned",
                [](const SightingQuestion& question) {
                    return look_at_host(question, sight_patience);
                }};
    }

    void check_token(const AgentConfig& config) {
        // Who has a certificate needs no token.
        if (config.server.token_file.empty() || !config.server.certificate_file.empty()) return;
        std::string complaint;
        const auto token = read_token(config.server.token_file, &complaint);
        if (!token) log_.error("token_file: " + token.error().what);
        if (!complaint.empty()) log_.warn("token_file: " + complaint);
    }

    void tick() {
        commands_.look();
        look_at_credentials();
        agent_->tick();
        ++ticks_;
        if (line_.ticks && ticks_ >= *line_.ticks) return stop(Goodbye::stop);
        tick_timer_.expires_after(agent_->next_tick() - clock_.now());
        tick_timer_.async_wait([this](asio::error_code cancelled) {
            if (!cancelled && !stopping_) tick();
        });
        await_look();
    }

    /// Between ticks: second looks of snapshots, and attempts after a wait.
    void await_look() {
        const auto due = agent_->next_look();
        if (!due) return;
        look_timer_.expires_after(std::max(Duration{1}, *due - clock_.now()));
        look_timer_.async_wait([this](asio::error_code cancelled) {
            if (cancelled || stopping_) return;
            agent_->look();
            await_look();
        });
    }

    void await_signal() {
        signals_.async_wait([this](asio::error_code cancelled, int number) {
            if (cancelled) return;
            if (number == SIGHUP) {
                reload();
            } else {
                stop(goodbye_reason(host_, state_));
            }
            await_signal();
        });
    }

    void await_watchdog() {
        std::uint64_t period_us = 0;
        if (::sd_watchdog_enabled(0, &period_us) <= 0) return;
        watchdog_timer_.expires_after(std::chrono::microseconds{period_us / 3});
        watchdog_timer_.async_wait([this](asio::error_code cancelled) {
            if (cancelled) return;
            ::sd_notify(0, "WATCHDOG=1");
            await_watchdog();
        });
    }

    /// The start needs much of the libraries that nothing needs afterwards.
    void await_settling(Duration after, Duration next_after) {
        settle_timer_.expires_after(after);
        settle_timer_.async_wait([this, next_after](asio::error_code cancelled) {
            if (cancelled) return;
            give_back_idle_pages();
            await_settling(next_after, settled_again_after);
        });
    }

    /// Takes over what `foreshock-agent enroll` wrote, and renews the certificate in time. At a
    /// tick: the processor need not be woken for it.
    void look_at_credentials() {
        if (clock_.now() < credentials_due_) return;
        credentials_due_ = clock_.now() + credentials_look;
        if (const auto at = enrolled_at(state_); std::exchange(enrolled_at_, at) != at) {
            log_.info("certificate: this host has enrolled");
            reload();
        }
        renewal_.look(system_clock_.now());
    }

    void reload() {
        ::sd_notify(0, "RELOADING=1");
        Result<Orders> orders = load_orders(line_);
        if (!orders) {
            log_.error("reload: nothing has changed: " + orders.error().what);
            ::sd_notify(0, "READY=1\nSTATUS=the new configuration is wrong; the old one goes on");
            return;
        }
        if (orders->config.state != state_ || orders->config.host_root != host_root_) {
            log_.warn("reload: agent.state and agent.host_root change only with a restart");
        }
        check_token(orders->config);
        log_.set_level(orders->config.log_level);
        const UplinkSettings uplink = uplink_settings(*orders);
        const RenewalSettings renewal = renewal_settings(orders->config);
        const AgentConfig config = orders->config;
        const Result<void> done = agent_->reload(std::move(*orders));
        if (done) uplink_.set(uplink);
        if (done) take_proof(config);
        if (done) renewal_.set(renewal);
        log_.say(done ? LogLevel::info : LogLevel::error,
                 done ? "reload: done" : "reload: nothing has changed: " + done.error().what);
        ::sd_notify(0, "READY=1\nSTATUS=collecting");
    }

    void stop(Goodbye reason) {
        if (stopping_) return;
        stopping_ = true;
        ::sd_notify(0, "STOPPING=1");
        log_.info("stops: " + std::string{to_string(reason)});
        tick_timer_.cancel();
        look_timer_.cancel();
        agent_->say_goodbye(reason);
        stop_by_ = clock_.now() + farewell_time;
        await_delivery();
    }

    void await_delivery() {
        if (agent_->is_delivered() || clock_.now() >= stop_by_) return loop_.stop();
        stop_timer_.expires_after(farewell_look);
        stop_timer_.async_wait([this](asio::error_code) { await_delivery(); });
    }

    const CommandLine& line_;
    LeveledLog& log_;
    std::string state_;
    std::string host_root_;
    asio::io_context loop_{1};
    AnchoredClock clock_;
    SystemClock system_clock_;
    DirectoryHostFs host_;
    DeadlineSpaceProbe space_;
    BackgroundThreads background_;
    std::unique_ptr<collectors::SocketTable> sockets_;
    CommandProcesses commands_{clock_};
    RunningUsage usage_;
    CurlUplink uplink_;
    Renewal renewal_{background_,
                     [this](std::function<void()> work) { asio::post(loop_, std::move(work)); },
                     log_};
    asio::signal_set signals_;
    asio::steady_timer tick_timer_;
    asio::steady_timer look_timer_;
    asio::steady_timer stop_timer_;
    asio::steady_timer watchdog_timer_;
    asio::steady_timer settle_timer_;
    TimePoint credentials_due_{};
    std::int64_t enrolled_at_;
    std::unique_ptr<Agent> agent_;
    AgentConfig proof_;  // only where the certificate is
    std::uint64_t ticks_ = 0;
    bool stopping_ = false;
    TimePoint stop_by_{};
};

}  // namespace

int run_daemon(const CommandLine& line, Orders orders, LeveledLog& log) {
    // Two threads that allocate little: more arenas only spread memory.
    ::mallopt(M_ARENA_MAX, 1);
    ::mallopt(M_TRIM_THRESHOLD, 256 << 10);
    const Result<UniqueFd> claim = claim_state(orders.config.state);
    if (!claim) {
        log.error(claim.error().what);
        return 1;
    }
    Daemon daemon{line, orders, log};
    if (const auto started = daemon.start(std::move(orders)); !started) {
        log.error(started.error().what);
        return started.error().code == Errc::invalid ? 2 : 1;
    }
    daemon.run();
    return 0;
}

}  // namespace foreshock::agent
