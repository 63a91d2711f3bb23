#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "scenario.hpp"
#include <catch2/catch.hpp>

#include "detectors/catalog.hpp"

using namespace foreshock;
using namespace foreshock::detectors;
using namespace foreshock::test;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

struct Memory final : SymptomSink {
    void say(Symptom symptom) override { said.push_back(std::move(symptom)); }

    std::vector<Symptom> said;
};

std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

std::string describe(const Symptom& symptom) {
    return format_duration(symptom.observed_at - start) + " " +
           std::string{to_string(symptom.status)} + " " + std::string{to_string(symptom.phase)} +
           " " + symptom.kind + " \"" + symptom.subject.component + "\" (" + symptom.reason + ") " +
           symptom.sentence;
}

std::string numbered(std::string text, std::int64_t number) {
    for (std::size_t at = text.find("%n"); at != text.npos; at = text.find("%n", at))
        text.replace(at, 2, std::to_string(number));
    return text;
}

/// What is written from (and not at) `before` to `now`.
void read_lines(const Scenario& scenario, Duration before, Duration now, Detector& detector,
                SymptomSink& out) {
    for (const ScenarioLine& line : scenario.lines) {
        const Duration step = std::max(line.every, Duration{1});
        const Duration to = line.every > Duration{0} ? line.to : line.from;
        const auto first = std::max<std::int64_t>(0, (before - line.from) / step);
        for (auto n = first; line.from + n * step <= std::min(now, to); ++n) {
            const Duration at = line.from + n * step;
            if (at <= before) continue;
            const std::string text = numbered(line.text, n + 1);
            detector.read({start + at, line.source, line.unit, line.severity, text}, out);
        }
    }
}

const Pack& stock() {
    static const Pack pack = load_packs({FORESHOCK_SOURCE_DIR "/packaging/packs/stock"}).value();
    return pack;
}

/// Runs the scenario through the pack in virtual time.
std::vector<Symptom> play(const Scenario& scenario, const Pack& pack) {
    const auto detector = make_detectors(pack);
    std::vector<Curve> curves(scenario.series.begin(), scenario.series.end());
    for (std::size_t i = 0; i < scenario.series.size(); ++i)
        detector->attach(SeriesId{static_cast<std::uint32_t>(i)}, scenario.series[i].key);
    Memory memory;
    auto change = scenario.changes.begin();
    for (Duration t{0}; t < scenario.length; t += scenario.every) {
        for (; change != scenario.changes.end() && change->at <= t; ++change)
            detector->notice({start + change->at, change->fact, change->from, change->to}, memory);
        for (std::size_t i = 0; i < curves.size(); ++i) {
            const double value = curves[i].at(t);
            if (!std::isnan(value))
                detector->observe({SeriesId{static_cast<std::uint32_t>(i)}, start + t, value},
                                  memory);
        }
        read_lines(scenario, t - scenario.every, t, *detector, memory);
        detector->advance(start + t, memory);
    }
    return memory.said;
}

bool is_meant(const Expectation& expected, const Symptom& symptom) {
    if (symptom.kind != expected.kind || symptom.subject.component != expected.component)
        return false;
    const bool raised = symptom.status == SymptomStatus::raised;
    const bool cleared = symptom.status == SymptomStatus::cleared;
    if (expected.what == "raised") return raised;
    if (expected.what == "cleared") return cleared;
    if (expected.what == "occurring") return !cleared && symptom.phase == Phase::occurring;
    return raised && symptom.forecast;  // eta
}

bool holds(const Expectation& expected, const Symptom& symptom) {
    const Duration at = symptom.observed_at - start;
    if (expected.what != "eta") return expected.earliest <= at && at <= expected.latest;
    return symptom.forecast->earliest <= start + expected.earliest &&
           start + expected.latest <= symptom.forecast->latest;
}

/// No more raised than expected; every update has its pause; ids tell episodes apart.
void check_manners(const Scenario& scenario, const std::vector<Symptom>& said) {
    const auto expected = std::count_if(scenario.expected.begin(), scenario.expected.end(),
                                        [](const auto& each) { return each.what == "raised"; });
    const auto raised = std::count_if(said.begin(), said.end(), [](const Symptom& symptom) {
        return symptom.status == SymptomStatus::raised;
    });
    CHECK(raised == expected);
    std::map<std::string, Symptom> last;
    for (const Symptom& symptom : said) {
        CHECK(symptom.first_sign <= symptom.onset);
        CHECK(symptom.onset <= symptom.observed_at);
        const auto before = last.find(symptom.id);
        CHECK((before == last.end()) == (symptom.status == SymptomStatus::raised));
        if (before != last.end() && symptom.status == SymptomStatus::updated &&
            symptom.phase == before->second.phase)
            CHECK(symptom.observed_at - before->second.observed_at >= std::chrono::seconds{10});
        last.insert_or_assign(symptom.id, symptom);
    }
}

/// File name → what it tells. A file that is none ends the test with its complaint.
std::map<std::string, Scenario> all_scenarios() {
    std::map<std::string, Scenario> all;
    for (const auto& entry :
         std::filesystem::directory_iterator{FORESHOCK_SOURCE_DIR "/tests/scenarios"}) {
        if (entry.path().extension() != ".scenario") continue;
        const auto scenario = ScenarioParser::parse(text_of(entry.path()));
        INFO(entry.path().filename() << (scenario ? "" : ": " + scenario.error().what));
        REQUIRE(scenario);
        all.emplace(entry.path().filename().string(), *scenario);
    }
    return all;
}

/// The kind as it would be without patience: no holding, no second truth, and bad is what is not
/// well. nullopt where that would change nothing.
std::optional<Pack> impatient(const KindSettings& kind) {
    const auto* level = std::get_if<LevelSettings>(&kind.settings);
    if (!level || (level->needs.empty() && level->warning.hold_for == Duration{0})) return {};
    Pack pack{{kind}};
    auto& settings = std::get<LevelSettings>(pack.kinds[0].settings);
    settings.needs.clear();
    settings.warning.hold_for = Duration{0};
    settings.warning.values_min = 1;
    settings.warning.enter = settings.warning.leave;
    settings.critical.reset();
    return pack;
}

void check_play(const std::filesystem::path& file) {
    const auto scenario = ScenarioParser::parse(text_of(file));
    INFO(file.filename() << ": " << (scenario ? scenario->title : scenario.error().what));
    REQUIRE(scenario);
    const std::vector<Symptom> said = play(*scenario, stock());
    std::string story;
    for (const Symptom& symptom : said)
        story += describe(symptom) + "\n";
    INFO(story);
    for (const Expectation& expected : scenario->expected) {
        INFO("expect " << expected.what << " " << expected.kind);
        CHECK(std::any_of(said.begin(), said.end(), [&expected](const Symptom& symptom) {
            return is_meant(expected, symptom) && holds(expected, symptom);
        }));
    }
    check_manners(*scenario, said);
}

/// Of all files the first, second, third or fourth of four: each processor has its part.
void check_quarter(std::size_t quarter) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator{FORESHOCK_SOURCE_DIR "/tests/scenarios"})
        if (entry.path().extension() == ".scenario") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    CHECK(files.size() >= 500);
    for (std::size_t i = quarter; i < files.size(); i += 4)
        check_play(files[i]);
}

}  // namespace

TEST_CASE("scenarios: every file plays as it says, first quarter", "[detectors][scenarios]") {
    check_quarter(0);
}

TEST_CASE("scenarios: every file plays as it says, second quarter", "[detectors][scenarios]") {
    check_quarter(1);
}

TEST_CASE("scenarios: every file plays as it says, third quarter", "[detectors][scenarios]") {
    check_quarter(2);
}

TEST_CASE("scenarios: every file plays as it says, fourth quarter", "[detectors][scenarios]") {
    check_quarter(3);
}

TEST_CASE("scenarios: every stock kind is raised in one, and quiet in one that looks like it",
          "[detectors][scenarios][pack]") {
    std::map<std::string, int> raised;
    std::map<std::string, int> quiet;
    for (const auto& [file, scenario] : all_scenarios()) {
        for (const Expectation& expected : scenario.expected)
            raised[expected.kind] += expected.what == "raised" ? 1 : 0;
        for (const std::string& kind : scenario.lookalikes)
            ++quiet[kind];
    }
    for (const KindSettings& kind : stock().kinds) {
        // A weak kind never speaks by itself: it is heard in the scenarios of its combination.
        if (kind.weak) continue;
        INFO(kind.kind);
        CHECK(raised[kind.kind] >= 1);
        CHECK(quiet[kind.kind] >= 1);
    }
}

TEST_CASE("scenarios: a look-alike would fool a rule without patience",
          "[detectors][scenarios][pack]") {
    for (const auto& [file, scenario] : all_scenarios()) {
        for (const std::string& name : scenario.lookalikes) {
            INFO(file << " looks like " << name);
            const KindSettings* kind = stock().find(name);
            REQUIRE(kind);
            CHECK(std::none_of(
                scenario.expected.begin(), scenario.expected.end(),
                [&name](const Expectation& expected) { return expected.kind == name; }));
            const auto hasty = impatient(*kind);
            if (hasty) CHECK_FALSE(play(scenario, *hasty).empty());
        }
    }
}

TEST_CASE("scenarios: a line that is none is refused with its number", "[detectors][scenarios]") {
    const auto complaint = [](const char* text) {
        const auto scenario = ScenarioParser::parse(text);
        return scenario ? std::string{} : scenario.error().what;
    };
    CHECK(complaint("title x\nflat 5 1m\n") == "line 2: 'flat 5 1m'");
    CHECK(complaint("series a.b.c\n  flat 1m\n") == "line 2: '  flat 1m'");
    CHECK(complaint("for ever\n") == "line 1: 'for ever'");
    CHECK(complaint("expect raised a \"b\" soon\n").starts_with("line 1"));
    CHECK(complaint("series a.b.c{x\n").starts_with("line 1"));
    CHECK(complaint("lookalike\n").starts_with("line 1"));
}
