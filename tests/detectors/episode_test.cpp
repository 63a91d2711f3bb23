#include "detectors/episode.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

Symptom symptom(const std::string& id, SymptomStatus status, int second, Phase phase,
                Severity severity) {
    Symptom said;
    said.id = id;
    said.kind = "disk.full";
    said.subject.component = "disk";
    said.status = status;
    said.phase = phase;
    said.severity = severity;
    said.observed_at = from_unix_ms(second * 1000);
    said.sentence = "at " + std::to_string(second);
    return said;
}

}  // namespace

TEST_CASE("episode: it goes from raised to cleared and keeps the first word and the worst",
          "[detectors][backtest]") {
    EpisodeBook book;
    Symptom first = symptom("a", SymptomStatus::raised, 1, Phase::impending, Severity::warning);
    first.forecast.emplace();
    book.take(first);
    book.take(symptom("a", SymptomStatus::updated, 5, Phase::occurring, Severity::critical));
    book.take(symptom("a", SymptomStatus::updated, 6, Phase::occurring, Severity::info));
    book.take(symptom("a", SymptomStatus::cleared, 9, Phase::occurring, Severity::critical));
    REQUIRE(book.episodes().size() == 1);
    const Episode& episode = book.episodes().front();
    CHECK(episode.sentence == "at 1");
    CHECK(episode.severity == Severity::critical);
    CHECK(episode.is_announcement());
    CHECK(episode.occurring_at == from_unix_ms(5000));
    CHECK(episode.cleared_at == from_unix_ms(9000));
}

TEST_CASE("episode: what is raised again after it was cleared is another one",
          "[detectors][backtest]") {
    EpisodeBook book;
    for (const int second : {1, 11}) {
        book.take(symptom("a", SymptomStatus::raised, second, Phase::occurring, Severity::info));
        book.take(
            symptom("a", SymptomStatus::cleared, second + 5, Phase::occurring, Severity::info));
    }
    book.take(symptom("b", SymptomStatus::cleared, 30, Phase::occurring, Severity::info));
    CHECK(book.episodes().size() == 2);
}

TEST_CASE("episode: beyond the bound they are counted only", "[detectors][backtest]") {
    EpisodeBook book;
    for (std::size_t i = 0; i < EpisodeBook::episodes_max + 2; ++i)
        book.take(
            symptom(std::to_string(i), SymptomStatus::raised, 1, Phase::occurring, Severity::info));
    CHECK(book.episodes().size() == EpisodeBook::episodes_max);
    CHECK(book.refused() == 2);
}
