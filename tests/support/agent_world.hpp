#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "agent/agent.hpp"
#include "detectors/pack/pack_identity.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/map_host_fs.hpp"
#include "tests/support/stub_commands.hpp"
#include "wire/report.hpp"

namespace foreshock::test {

/// Says nothing.
class SilentLog final : public agent::EventLog {
public:
    void say(agent::LogLevel, std::string_view) override {}
};

/// A server that takes everything, or is away. Answers when it is asked to.
class SimulatedServer final : public agent::Uplink {
public:
    bool is_away = false;
    bool keeps_reports = true;
    std::vector<wire::Report> taken;  ///< what was acknowledged, in its order
    std::uint64_t attempts = 0;

    void send(std::string body, std::size_t, Duration,
              std::function<void(const agent::UplinkAnswer&)> done) override {
        body_ = std::move(body);
        done_ = std::move(done);
        ++attempts;
    }

    /// Answers whatever is under way.
    void serve() {
        while (done_) {
            const auto done = std::exchange(done_, nullptr);
            if (is_away) {
                done({0, "", "no connection", std::nullopt});
                continue;
            }
            auto report = wire::decode(body_);
            if (!report) throw std::runtime_error(report.error().what);
            if (keeps_reports) taken.push_back(std::move(*report));
            done({200, "", "", std::nullopt});
        }
    }

private:
    std::string body_;
    std::function<void(const agent::UplinkAnswer&)> done_;
};

class RoomyDisks final : public collectors::SpaceProbe {
public:
    Result<collectors::Space> space(std::string_view) override {
        return collectors::Space{1e9, 5e8, 5e8, 1e6, 5e5, false};
    }
};

/// An agent that costs nothing unless told otherwise.
class ToldUsage final : public agent::UsageSource {
public:
    agent::OwnUsage now{0, 8e6, 20};

    agent::OwnUsage usage() override { return now; }
};

constexpr const char* load_pack = R"([kinds."load.high"]
engine = "level"
category = "compute"
component = "load"
disruption = "everything is slow"
occurring = "the load is {value}"
guide = "wait"
[kinds."load.high".level]
signal = "load.average.one_minute"
warning = { enter = 50, leave = 40, hold_for = "3s", clear_after = "2s" }
)";

/// The Agent class in virtual time: a host of strings with a load, its server, its clocks.
class AgentWorld {
public:
    MapHostFs host{{"proc/sys/kernel/hostname", "web-1\n"},
                   {"proc/sys/kernel/random/boot_id", "boot-1\n"}};
    RoomyDisks disks;
    StubCommands commands;
    ManualClock clock;
    ManualClock system_clock;
    SimulatedServer server;
    ToldUsage usage;
    agent::AgentConfig config;
    std::string pack_text = load_pack;
    std::unique_ptr<agent::Agent> agent;

    AgentWorld() {
        set_load(1);
        only({"load"});
    }

    void set_load(double load) {
        host.files["proc/loadavg"] = std::to_string(load) + " 1.00 1.00 1/100 4242\n";
    }

    /// Switches all other collectors off.
    void only(const std::vector<std::string_view>& names) {
        for (const auto& entry : collectors::kernel_catalog()) {
            const bool wanted = std::find(names.begin(), names.end(), entry.name) != names.end();
            config.collectors[std::string{entry.name}].enabled = wanted;
        }
    }

    /// `spool` is the folder; empty: memory only. `learned` is the file for what is learned.
    void start(agent::EventLog& log, const std::string& spool = {},
               const std::string& learned = {}) {
        auto surroundings = around(log);
        surroundings.learned_file = learned;
        auto made = agent::Agent::make(orders(), {"web-1", "web-1", "boot-1"}, spool,
                                       std::move(surroundings));
        if (!made) throw std::runtime_error(made.error().what);
        agent = std::move(*made);
    }

    agent::Orders orders() {
        auto pack = detectors::parse_pack(pack_text, "test pack");
        if (!pack) throw std::runtime_error(pack.error().what);
        PackInUse use = detectors::pack_in_use({{"test.toml", pack_text}}, pack->kinds.size());
        use.version = "1.2.3";
        return {config, std::move(*pack), "1.2.3", std::move(use)};
    }

    /// A tick each second, and what is due between ticks.
    void run(Duration span) {
        const TimePoint end = clock.now() + span;
        while (clock.now() < end) {
            pass(Duration{1000});
            agent->tick();
            server.serve();
            look_between();
        }
    }

    void pass(Duration span) {
        clock.advance(span);
        system_clock.advance(span);
    }

private:
    /// Up to the next tick; the clock is put back so that ticks keep their moments.
    void look_between() {
        const TimePoint tick = clock.now();
        for (int tenth = 1; tenth < 10; ++tenth) {
            const auto due = agent->next_look();
            if (!due) break;
            clock.set(tick + Duration{100} * tenth);
            if (*due > clock.now()) continue;
            agent->look();
            server.serve();
        }
        clock.set(tick);
    }

    agent::Surroundings around(agent::EventLog& log) {
        return {host,
                disks,
                commands,
                clock,
                system_clock,
                server,
                usage,
                log,
                [] { return 0.0; },
                [] { return fail(Errc::no_data, "no kernel log"); },
                [this] { return "run-" + std::to_string(++runs_); }};
    }

    int runs_ = 0;
};

}  // namespace foreshock::test
