#pragma once

#include "simulated_fleet.hpp"

namespace foreshock::incidents::test {

/// How large a simulation is; the seed decides.
struct SimulationSize {
    std::size_t agents = 3;
    std::size_t faults = 6;
    int steps = 60;

    static SimulationSize of(std::uint64_t seed) {
        if (seed % 2000 == 0) return {3000, 1, 20};
        if (seed % 100 == 0) return {40, 4, 200};
        return {1 + seed % 5, 2 + seed % 7, 60};
    }
};

/// One bad day of a fleet and its server, decided by a seed alone. Throws BrokenPromise.
class Simulation {
public:
    explicit Simulation(std::uint64_t seed, SimulatedServer::Spoil spoil = {})
        : size_(SimulationSize::of(seed)),
          chance_(seed),
          fleet_(chance_, size_.agents, size_.faults),
          server_(start, std::move(spoil)) {}

    void run() {
        if (size_.agents > 1000) fleet_.storm(now_, true);
        for (; step_ < size_.steps; ++step_)
            do_something();
        if (size_.agents > 1000) fleet_.storm(now_, false);
        settle();
    }

    [[nodiscard]] int step() const { return step_; }

    [[nodiscard]] std::size_t told_count() const { return server_.keeper().told_count(); }

    [[nodiscard]] std::size_t crash_count() const { return crashes_; }

private:
    void do_something() {
        pass(Duration{chance_.one_in(3) ? chance_.pick(400'000) : chance_.pick(4'000)});
        const auto agent = static_cast<std::size_t>(chance_.pick(static_cast<int>(fleet_.size())));
        switch (chance_.pick(16)) {
            case 0:
                return act();
            case 1:
                return watch();
            case 2:
                return crash_before_commit();
            case 3:
                return crash_after_commit();
            case 4:
                return chance_.one_in(3) ? fleet_.restart(agent) : server_.tick(now_);
            case 5:
                return leave_or_return(agent);
            case 6:
                return server_.make_twin();
            case 7:
                return set_clock_back();
            case 8:
                return commit();
            default:
                fleet_.live_a_little(now_);
                if (!chance_.one_in(3)) deliver();
        }
    }

    void pass(Duration span) { now_ += span; }

    void set_clock_back() {
        now_ -= Duration{chance_.pick(3'000)};
        server_.tick(now_);
    }

    /// The agents' parcels reach the server; they are kept until it has stored them.
    void deliver() {
        const bool is_out_of_order = chance_.one_in(8);
        for (Parcel& parcel : fleet_.send(is_out_of_order)) {
            server_.take(parcel, now_, is_out_of_order);
            if (server_.last_word() && chance_.one_in(4)) server_.hear_again(*server_.last_word());
            in_flight_.push_back(std::move(parcel));
        }
        if (chance_.one_in(2)) server_.tick(now_);
        if (!chance_.one_in(4)) commit();
    }

    void commit() {
        server_.commit();
        fleet_.acknowledged(in_flight_);
        in_flight_.clear();
    }

    void crash_before_commit() {
        ++crashes_;
        in_flight_.clear();
        server_.crash(now_);
    }

    // Stored and not acknowledged: all of it comes once more, to a server that knows it.
    void crash_after_commit() {
        ++crashes_;
        server_.commit();
        in_flight_.clear();
        server_.crash(now_);
        server_.commit();
        deliver();
    }

    void leave_or_return(std::size_t agent) {
        switch (chance_.pick(4)) {
            case 0:
                return fleet_.leave(agent, chance_.one_in(2) ? Goodbye::upgrade : Goodbye::stop);
            case 1:
                return fleet_.cut_off(agent, true);
            case 2:
                return fleet_.cut_off(agent, false);
            default:
                return fleet_.restart(agent);
        }
    }

    // Time goes on second by second, agents report: whoever is silent is missed.
    void watch() {
        const int seconds_long = fleet_.size() > 100 ? 20 : 60 + chance_.pick(60);
        for (int i = 0; i < seconds_long; i += 10) {
            pass(seconds{10});
            fleet_.report_all();
            deliver();
            server_.tick(now_);
        }
    }

    void act() {
        if (server_.stored().empty()) return;
        auto chosen = server_.stored().begin();
        std::advance(
            chosen,
            chance_.pick(static_cast<int>(std::min<std::size_t>(server_.stored().size(), 20))));
        const std::string id = chosen->first;
        const std::string actor = chance_.one_in(2) ? "mali" : "somchai";
        switch (chance_.pick(6)) {
            case 4:
            case 5:
                server_.give(PersonStep{now_, id, actor, arrange()});
                break;
            case 0:
                server_.give(NoteAdded{now_, id, actor, "a note"});
                break;
            case 1:
                server_.give(ResolveAsked{now_, id, actor, "known"});
                break;
            default:
                server_.give(Acknowledged{now_, id, actor, ""});
        }
    }

    /// What people arrange: some of it is refused, as life has it.
    decltype(PersonStep::what) arrange() {
        auto other = server_.stored().begin();
        switch (chance_.pick(8)) {
            case 0:
                return Pend{"a part is ordered", now_ + minutes{1 + chance_.pick(300)}};
            case 1:
                return Resume{};
            case 2:
                return Reopen{"it is not over"};
            case 3:
                return ConfirmClosed{"well"};
            case 4:
                return DeclareMajor{"all hands"};
            case 5:
                return GiveRole{"scribe", chance_.one_in(2) ? "nok" : "mali"};
            case 6:
                return MakeLink{chance_.one_in(2) ? LinkKind::duplicate_of : LinkKind::child_of,
                                other->first, "the same switch"};
            default:
                return RemoveLink{other->first, "another switch"};
        }
    }

    /// What people hold open they let go.
    void let_go_of_all() {
        const auto stored = server_.stored();
        for (const auto& [id, incident] : stored) {
            if (!incident.handling.held_open_by.empty())
                server_.give(ResolveAsked{now_, id, "mali", "well again"});
        }
        commit();
    }

    /// All is well again and time goes on: every incident ends, and whoever was told hears of it.
    void settle() {
        fleet_.settle();
        for (int i = 0; i < 3; ++i) {
            pass(seconds{10});
            deliver();
            server_.tick(now_);
            commit();
        }
        let_go_of_all();
        for (int looks = 0; server_.next_deadline() && looks < looks_max(); ++looks) {
            const TimePoint next = *server_.next_deadline();
            now_ = next > now_ ? next : now_ + seconds{1};
            server_.give(TimePassed{now_});
            commit();
        }
        for (const auto& [id, incident] : server_.stored())
            promise(false, "what is over is closed", EnginePrint{}.text(incident));
        server_.keeper().check_all_is_told_and_over();
    }

    [[nodiscard]] int looks_max() const { return 2000 + static_cast<int>(size_.agents) * 20; }

    SimulationSize size_;
    Chance chance_;
    SimulatedFleet fleet_;
    SimulatedServer server_;
    TimePoint now_ = start;
    int step_ = 0;
    std::size_t crashes_ = 0;
    std::vector<Parcel> in_flight_;
};

}  // namespace foreshock::incidents::test
