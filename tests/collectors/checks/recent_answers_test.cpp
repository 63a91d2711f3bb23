#include "collectors/checks/recent_answers.hpp"

#include <catch2/catch.hpp>

using foreshock::collectors::RecentAnswers;

TEST_CASE("recent answers: what stays down has relapsed once", "[collectors][checks]") {
    RecentAnswers answers;
    CHECK(answers.relapses() == 0);
    answers.add(true);
    for (int i = 0; i < 20; ++i) {
        answers.add(false);
        CHECK(answers.relapses() == 1);
    }
    CHECK(answers.failures() == 20);
}

TEST_CASE("recent answers: each failure after a good answer counts, the last thirty answers long",
          "[collectors][checks]") {
    RecentAnswers answers;
    for (int i = 0; i < 5; ++i) {
        answers.add(false);
        answers.add(true);
    }
    CHECK(answers.relapses() == 5);
    for (int i = 0; i < 20; ++i)
        answers.add(true);
    CHECK(answers.relapses() == 5);
    answers.add(true);
    CHECK(answers.relapses() == 4);
    for (int i = 0; i < RecentAnswers::answers_max; ++i)
        answers.add(true);
    CHECK(answers.relapses() == 0);
}

TEST_CASE("recent answers: a window of sixty forgets the sixty-first", "[collectors][checks]") {
    using foreshock::collectors::RecentQuestions;
    RecentQuestions questions;
    questions.add(false);
    for (int i = 0; i < 59; ++i)
        questions.add(true);
    CHECK(questions.relapses() == 1);
    questions.add(true);
    CHECK(questions.relapses() == 0);
}
