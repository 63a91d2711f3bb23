#include "server/triage/naive_bayes.hpp"

#include <catch2/catch.hpp>

namespace foreshock::triage {
namespace {

std::vector<Feature> features_of(std::string_view text) {
    return features(split_words(text));
}

NaiveBayes small() {
    NaiveBayes bayes;
    bayes.learn("storage", features_of("the disk is full"));
    bayes.learn("storage", features_of("volume has no room"));
    bayes.learn("network", features_of("the link is down"));
    return bayes;
}

TEST_CASE("features: each bucket once and ascending", "[triage]") {
    const std::vector<Feature> found = features_of("disk disk disks ดิสก์เต็ม");
    REQUIRE(found.size() > 10);
    for (std::size_t i = 1; i < found.size(); ++i)
        CHECK(found[i - 1].bucket < found[i].bucket);
}

TEST_CASE("naive Bayes: what it has seen with a label speaks for it", "[triage]") {
    const NaiveBayes bayes = small();
    const std::vector<double> scores = bayes.scores(features_of("disk full"));
    CHECK(scores[0] > 0);
    CHECK(scores[1] < 0);
}

TEST_CASE("naive Bayes: unseen words say nothing", "[triage]") {
    CHECK(small().scores(features_of("xyzzy")) == std::vector<double>{0, 0});
}

TEST_CASE("naive Bayes: shares add up to the score", "[triage]") {
    const NaiveBayes bayes = small();
    const std::vector<Feature> found = features_of("the disk link");
    double sum = 0;
    for (const double share : bayes.shares(found, 0))
        sum += share;
    CHECK(sum == Approx(bayes.scores(found)[0]));
}

TEST_CASE("naive Bayes: forgetting is exact", "[triage]") {
    NaiveBayes bayes = small();
    const std::vector<Feature> found = features_of("disk link nonsense");
    const std::vector<double> before = bayes.scores(found);
    bayes.learn("network", found, 3);
    CHECK(bayes.scores(found) != before);
    bayes.forget("network", found, 3);
    CHECK(bayes.scores(found) == before);
}

TEST_CASE("naive Bayes: a label of which nothing is known any more is never the best", "[triage]") {
    NaiveBayes bayes = small();
    const std::vector<Feature> words = features_of("heap");
    bayes.learn("memory", words);
    bayes.forget("memory", words);
    const std::vector<double> scores = bayes.scores(features_of("something else"));
    CHECK(scores[2] < scores[0]);
    CHECK(scores[2] < scores[1]);
}

TEST_CASE("naive Bayes: a label beyond labels_max is refused, a known one is not", "[triage]") {
    NaiveBayes bayes;
    for (std::size_t i = 0; i < NaiveBayes::labels_max; ++i)
        REQUIRE(bayes.learn("label " + std::to_string(i), features_of("word")));
    CHECK_FALSE(bayes.learn("one more", features_of("word")));
    CHECK(bayes.learn("label 0", features_of("word")));
    CHECK(bayes.labels().size() == NaiveBayes::labels_max);
}

TEST_CASE("naive Bayes: texts beyond texts_max are refused", "[triage]") {
    NaiveBayes bayes;
    const std::vector<Feature> word = features_of("word");
    REQUIRE(bayes.learn("a", word, NaiveBayes::texts_max));
    CHECK_FALSE(bayes.learn("a", word));
    bayes.forget("a", word);
    CHECK(bayes.learn("b", word));
}

}  // namespace
}  // namespace foreshock::triage
