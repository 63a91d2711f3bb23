#include "detectors/router.hpp"

#include <limits>
#include <map>

#include "symptom_memory.hpp"
#include <catch2/catch.hpp>

#include "detectors/catalog.hpp"

using namespace foreshock;
using namespace foreshock::detectors;
using foreshock::test::SymptomMemory;

namespace {

/// Wants one signal and notes what it gets.
class Ear final : public Engine {
public:
    explicit Ear(std::string signal) : signal_(std::move(signal)) {}

    std::optional<std::uint32_t> attach(const SeriesKey& key) override {
        if (key.signal != signal_) return std::nullopt;
        return next_++;
    }

    void observe(std::uint32_t slot, const Sample& sample, SymptomSink&) override {
        heard.emplace_back(slot, sample.value);
        ++counters_.values_dropped;
    }

    void advance(TimePoint, SymptomSink&) override { ++advances; }

    std::vector<std::pair<std::uint32_t, double>> heard;
    int advances = 0;

private:
    std::string signal_;
    std::uint32_t next_ = 0;
};

struct Bench {
    Bench() {
        std::vector<std::unique_ptr<Engine>> engines;
        for (const char* signal : {"a", "b", "a"}) {
            engines.push_back(std::make_unique<Ear>(signal));
            ears.push_back(static_cast<Ear*>(engines.back().get()));
        }
        router = std::make_unique<Router>(std::move(engines));
    }

    std::vector<Ear*> ears;
    std::unique_ptr<Router> router;
    SymptomMemory memory;
};

}  // namespace

TEST_CASE("router: each engine hears what it wants, and nothing else", "[detectors][router]") {
    Bench bench;
    CHECK(bench.router->attach(SeriesId{5}, {"a", {}}));
    CHECK(bench.router->attach(SeriesId{7}, {"b", {}}));
    CHECK_FALSE(bench.router->attach(SeriesId{6}, {"c", {}}));
    CHECK(bench.router->attach(SeriesId{9}, {"a", Labels{{"x", "y"}}}));
    using Heard = std::vector<std::pair<std::uint32_t, double>>;
    for (const std::uint32_t id : {5U, 6U, 7U, 9U, 400U})
        bench.router->observe({SeriesId{id}, {}, id * 1.0}, bench.memory);
    CHECK(bench.ears[0]->heard == Heard{{0, 5}, {1, 9}});
    CHECK(bench.ears[1]->heard == Heard{{0, 7}});
    CHECK(bench.ears[2]->heard == Heard{{0, 5}, {1, 9}});
    CHECK(bench.router->counters().values_dropped == 5);
}

TEST_CASE("router: time passes for all", "[detectors][router]") {
    Bench bench;
    bench.router->advance({}, bench.memory);
    for (const Ear* ear : bench.ears)
        CHECK(ear->advances == 1);
}

TEST_CASE("router: the overflow series is nobody's", "[detectors][router]") {
    Bench bench;
    CHECK_FALSE(bench.router->attach(SeriesTable::overflow, {"a", {}}));
    bench.router->observe({SeriesTable::overflow, {}, 1}, bench.memory);
    CHECK(bench.ears[0]->heard.empty());
}

TEST_CASE("router: attaching again changes nothing", "[detectors][router]") {
    Bench bench;
    CHECK(bench.router->attach(SeriesId{1}, {"b", {}}));
    CHECK(bench.router->attach(SeriesId{1}, {"b", {}}));
    bench.router->observe({SeriesId{1}, {}, 4}, bench.memory);
    CHECK(bench.ears[1]->heard.size() == 1);
}

TEST_CASE("catalog: the same samples give the same symptoms", "[detectors][router]") {
    const auto pack = load_packs({FORESHOCK_SOURCE_DIR "/packaging/packs/stock"});
    REQUIRE(pack);
    SymptomMemory first;
    SymptomMemory second;
    for (SymptomMemory* memory : {&first, &second}) {
        const auto detector = make_detectors(*pack);
        detector->attach(SeriesId{0}, {"kernel.files.open_count", {}});
        detector->attach(SeriesId{1}, {"kernel.files.limit_count", {}});
        for (int t = 0; t < 400; ++t) {
            const TimePoint at = from_unix_ms(1'790'000'000'000 + t * 1000);
            detector->observe({SeriesId{0}, at, 5000.0 + std::max(0, t - 100) * 400}, *memory);
            detector->observe({SeriesId{1}, at, 100000}, *memory);
            detector->advance(at, *memory);
        }
    }
    REQUIRE(first.said.size() == second.said.size());
    REQUIRE(first.count(SymptomStatus::raised) == 1);
    for (std::size_t i = 0; i < first.said.size(); ++i) {
        CHECK(first.said[i].id == second.said[i].id);
        CHECK(first.said[i].sentence == second.said[i].sentence);
    }
}

namespace {

/// Notes the lines and changes that it is shown.
class Reader final : public Engine {
public:
    std::optional<std::uint32_t> attach(const SeriesKey&) override { return std::nullopt; }

    void observe(std::uint32_t, const Sample&, SymptomSink&) override {}

    void advance(TimePoint, SymptomSink&) override {}

    [[nodiscard]] bool reads_lines() const override { return true; }

    [[nodiscard]] bool notices_changes() const override { return true; }

    void read(const LogLine& line, SymptomSink&) override { heard.emplace_back(line.text); }

    void notice(const Change& change, SymptomSink&) override { heard.push_back(change.fact); }

    std::vector<std::string> heard;
};

}  // namespace

TEST_CASE("router: lines and changes go to those who ask for them", "[detectors][router]") {
    std::vector<std::unique_ptr<Engine>> engines;
    engines.push_back(std::make_unique<Reader>());
    auto* reader = static_cast<Reader*>(engines.back().get());
    engines.push_back(std::make_unique<Ear>("a"));
    Router router{std::move(engines)};
    SymptomMemory memory;
    router.read({{}, "kernel", {}, LogSeverity::error, "oops"}, memory);
    router.notice({{}, "mount./data", "ext4", ""}, memory);
    CHECK(reader->heard == std::vector<std::string>{"oops", "mount./data"});
}

TEST_CASE("router: what was learned goes to its kind when its series comes, once",
          "[detectors][router][learned]") {
    struct Pupil final : Engine {
        explicit Pupil(std::string what) : name(std::move(what)) {}

        std::optional<std::uint32_t> attach(const SeriesKey& key) override {
            if (key.signal == "x") return std::nullopt;
            return 0;
        }

        void observe(std::uint32_t, const Sample&, SymptomSink&) override {}

        void advance(TimePoint, SymptomSink&) override {}

        void save(std::vector<Learned>& out) const override {
            for (const std::string& text : known)
                out.push_back({name, {text, {}}, 1, "new " + text, ""});
        }

        void restore(const Learned& learned) override { known.push_back(learned.subject.signal); }

        std::string name;
        std::vector<std::string> known;
    };

    std::vector<std::unique_ptr<Engine>> engines;
    std::vector<Pupil*> pupils;
    for (const char* name : {"first", "second"}) {
        engines.push_back(std::make_unique<Pupil>(name));
        pupils.push_back(static_cast<Pupil*>(engines.back().get()));
    }
    Router router{std::move(engines), {"first", "second"}};
    router.restore({{"first", {"a", {}}, 1, "state", ""},
                    {"second", {"log", Labels{{"unit", "web"}}}, 1, "state", ""},
                    {"second", {"x", {}}, 1, "state of x", ""},
                    {"third", {"a", {}}, 1, "state of a stranger", ""}});
    CHECK(pupils[0]->known.empty());
    CHECK(pupils[1]->known == std::vector<std::string>{"log"});
    CHECK(router.save().size() == 4);
    router.attach(SeriesId{0}, {"a", Labels{{"other", "labels"}}});
    CHECK(pupils[0]->known.empty());
    router.attach(SeriesId{1}, {"a", {}});
    router.attach(SeriesId{1}, {"a", {}});
    router.attach(SeriesId{2}, {"x", {}});
    CHECK(pupils[0]->known == std::vector<std::string>{"a"});
    CHECK(pupils[1]->known == std::vector<std::string>{"log"});
    std::map<std::string, std::string> states;
    for (const Learned& each : router.save())
        states[each.kind + " " + each.subject.signal] = each.state;
    CHECK(states == std::map<std::string, std::string>{{"first a", "new a"},
                                                       {"second log", "new log"},
                                                       {"second x", "state of x"},
                                                       {"third a", "state of a stranger"}});
}

TEST_CASE("router: more states than its bound are refused and counted",
          "[detectors][router][learned]") {
    Router router{{}};
    std::vector<Learned> many;
    for (std::size_t i = 0; i < Router::waiting_max; ++i)
        many.push_back({"kind", {std::to_string(i), {}}, 1, "", ""});
    router.restore(std::move(many));
    CHECK(router.states_refused() == 0);
    CHECK(router.save().size() == Router::waiting_max);
    router.restore({{"kind", {"0", {}}, 1, "again", ""}, {"kind", {"more", {}}, 1, "", ""}});
    CHECK(router.states_refused() == 1);
    CHECK(router.save().size() == Router::waiting_max);
}

TEST_CASE("router: what is saved in parts is what is saved at once", "[detectors][router]") {
    /// Has three states.
    class Learner final : public Engine {
    public:
        explicit Learner(std::string kind) : kind_(std::move(kind)) {}

        std::optional<std::uint32_t> attach(const SeriesKey&) override { return std::nullopt; }

        void observe(std::uint32_t, const Sample&, SymptomSink&) override {}

        void advance(TimePoint, SymptomSink&) override {}

        void save(std::vector<Learned>& out) const override {
            for (const char* signal : {"a.b.c", "d.e.f", "g.h.i"})
                out.push_back({kind_, {signal, {}}, 1, "state", ""});
        }

    private:
        std::string kind_;
    };

    std::vector<std::unique_ptr<Engine>> engines;
    for (const char* kind : {"one", "two", "three"})
        engines.push_back(std::make_unique<Learner>(kind));
    Router router{std::move(engines), {"one", "two", "three"}};
    router.restore({{"one", {"not.yet.there", {}}, 1, "waits", ""}});
    for (const std::size_t wanted : {1, 4, 100}) {
        std::vector<Learned> all;
        std::size_t parts = 0;
        for (std::optional<std::size_t> part = 0; part; ++parts) {
            const std::size_t before = all.size();
            part = router.save_part(*part, wanted, all);
            // No further than the kind at which enough is reached.
            CHECK(all.size() - before < wanted + 3);
        }
        CHECK(all.size() == router.save().size());
        CHECK(all.front().state == "waits");
        CHECK(parts == (wanted == 1 ? 4 : wanted == 4 ? 2 : 1));
    }
}

TEST_CASE("router: one that sleeps has its turn once it has a series, in its place",
          "[detectors][router]") {
    std::vector<std::unique_ptr<Engine>> engines;
    std::vector<Ear*> ears;
    for (const char* signal : {"a", "b", "a"}) {
        engines.push_back(std::make_unique<Ear>(signal));
        ears.push_back(static_cast<Ear*>(engines.back().get()));
    }
    Router router{std::move(engines), {}, {}, {true, false, true}};
    SymptomMemory memory;
    const auto advances = [&] {
        router.advance(from_unix_ms(1'790'000'000'000), memory);
        return std::vector{ears[0]->advances, ears[1]->advances, ears[2]->advances};
    };
    CHECK(advances() == std::vector{0, 1, 0});
    CHECK_FALSE(router.attach(SeriesId{0}, {"c", {}}));
    CHECK(advances() == std::vector{0, 2, 0});
    CHECK(router.attach(SeriesId{1}, {"a", {}}));
    CHECK(advances() == std::vector{1, 3, 1});
    CHECK(router.attach(SeriesId{2}, {"a", {}}));
    CHECK(advances() == std::vector{2, 4, 2});
}
