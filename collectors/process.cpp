#include "collectors/process.hpp"

#include <algorithm>
#include <map>

#include "collectors/process_sampler.hpp"
#include "collectors/restart_watch.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

class ProcessCollector final : public Collector {
public:
    ProcessCollector(const CollectorContext& context, std::vector<CommandPattern> patterns)
        : host_(context.host),
          units_(context.units),
          sweep_(context.host, readings_of(context), std::move(patterns)),
          slots_(context.watch.discovered_max),
          uptime_(context.host, "proc/uptime") {
        for (const WatchedProcess& process : context.watch.processes) {
            names_.push_back(process.name);
            restarts_.emplace_back(process.name);
        }
    }

    Result<void> collect(TimePoint now, SampleSink& out) override {
        auto swept = sweep_.step(now);
        for (const MatchedProcess& match : sweep_.matched())
            watch_named(match);
        if (auto candidates = sweep_.take_candidates()) choose(std::move(*candidates));
        sample_all(now, out);
        add_restarts(now, out);
        return swept;
    }

private:
    struct Restarts {
        explicit Restarts(std::string_view name)
            : series(process_signals(), Labels{{"process", label_text(name)}}) {}

        RestartWatch watch;
        EntitySeries series;
        TimePoint lived_at;
    };

    struct Named {
        std::size_t pattern;
        ProcessSampler sampler;
    };

    void watch_named(const MatchedProcess& match) {
        if (named_.contains(match.identity)) return;
        const auto instances = std::count_if(
            named_.begin(), named_.end(),
            [&match](const auto& item) { return item.second.pattern == match.pattern; });
        if (static_cast<std::size_t>(instances) >= WatchedProcess::instances_max) return;
        named_.emplace(match.identity,
                       Named{match.pattern, {host_, match.identity, names_[match.pattern]}});
        slots_.remove(match.identity);
        discovered_.erase(match.identity);
    }

    void choose(std::vector<ProcessSweep::Slots::Candidate> candidates) {
        std::erase_if(candidates, [this](const auto& c) { return named_.contains(c.key); });
        slots_.offer(std::move(candidates));
        std::erase_if(discovered_, [this](const auto& item) { return !slots_.holds(item.first); });
        for (const auto& chosen : slots_.chosen()) {
            if (discovered_.contains(chosen.key)) continue;
            const std::string_view comm = sweep_.comm(chosen.key);
            discovered_.emplace(chosen.key, ProcessSampler{host_, chosen.key, comm});
        }
    }

    void sample_all(TimePoint now, SampleSink& out) {
        if (named_.empty() && discovered_.empty()) return;
        const std::optional<double> uptime = host_uptime();
        for (auto it = named_.begin(); it != named_.end();) {
            const bool alive = it->second.sampler.sample(now, units_, uptime, out);
            if (!alive) sweep_.hurry();
            it = alive ? std::next(it) : named_.erase(it);
        }
        for (auto it = discovered_.begin(); it != discovered_.end();) {
            const bool alive = it->second.sample(now, units_, uptime, out);
            if (!alive) slots_.remove(it->first);
            it = alive ? std::next(it) : discovered_.erase(it);
        }
    }

    void add_restarts(TimePoint now, SampleSink& out) {
        for (const auto& [identity, named] : named_)
            restarts_[named.pattern].watch.see(identity.start_ticks);
        for (Restarts& name : restarts_) {
            const bool restarted = name.watch.end_look(now);
            if (!name.watch.was_seen()) continue;
            look_for(name, now);
            name.series.add(out, process_restarts_row, restarted ? 1.0 : 0.0);
            name.series.add(out, process_recent_restarts_row,
                            static_cast<double>(name.watch.recent(now)));
        }
    }

    /// What crashes again and again lives for less than a round, and each of its lives counts.
    void look_for(Restarts& name, TimePoint now) {
        constexpr Duration looked_for = std::chrono::seconds{10};
        if (name.watch.lives()) {
            name.lived_at = now;
        } else if (now - name.lived_at <= looked_for && sweep_.is_between_rounds()) {
            sweep_.hurry();
        }
    }

    std::optional<double> host_uptime() {
        const auto text = uptime_.read();
        if (!text) return std::nullopt;
        std::string_view words = *text;
        return word_as_double(take_word(words));
    }

    const HostFs& host_;
    HostUnits units_;
    std::vector<std::string> names_;
    std::vector<Restarts> restarts_;  ///< in the order of names_
    ProcessSweep sweep_;
    ProcessSweep::Slots slots_;
    KernelFile uptime_;
    std::map<ProcessIdentity, Named> named_;
    std::map<ProcessIdentity, ProcessSampler> discovered_;
};

Result<std::vector<CommandPattern>> compile(const std::vector<WatchedProcess>& processes) {
    std::vector<CommandPattern> patterns;
    std::vector<std::string_view> names;
    for (const WatchedProcess& process : processes) {
        if (process.name.empty()) {
            return fail(Errc::invalid, "watch.process: a process needs a name");
        }
        if (std::find(names.begin(), names.end(), process.name) != names.end()) {
            return fail(Errc::invalid, "watch.process: '" + process.name + "' is there twice");
        }
        auto pattern = CommandPattern::compile(process.match);
        if (!pattern) {
            const std::string place = "watch.process '" + process.name + "': match";
            return fail(std::move(pattern).error().with(place));
        }
        patterns.push_back(std::move(*pattern));
        names.push_back(process.name);
    }
    return patterns;
}

}  // namespace

Result<std::unique_ptr<Collector>> make_process(const CollectorContext& context) {
    auto patterns = compile(context.watch.processes);
    if (!patterns) return fail(std::move(patterns).error());
    return std::make_unique<ProcessCollector>(context, std::move(*patterns));
}

}  // namespace foreshock::collectors
