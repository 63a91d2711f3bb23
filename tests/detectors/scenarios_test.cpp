#include <filesystem>
#include <fstream>
#include <map>
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

/// Runs the scenario through the stock pack in virtual time.
std::vector<Symptom> play(const Scenario& scenario) {
    const auto pack = load_packs({FORESHOCK_SOURCE_DIR "/packaging/packs/stock"});
    const auto detector = make_detectors(pack.value());
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

}  // namespace

TEST_CASE("scenarios: every file plays as it says", "[detectors][scenarios]") {
    std::size_t files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator{FORESHOCK_SOURCE_DIR "/tests/scenarios"}) {
        if (entry.path().extension() != ".scenario") continue;
        ++files;
        const auto scenario = ScenarioParser::parse(text_of(entry.path()));
        INFO(entry.path().filename()
             << ": " << (scenario ? scenario->title : scenario.error().what));
        REQUIRE(scenario);
        const std::vector<Symptom> said = play(*scenario);
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
    CHECK(files >= 30);
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
}
