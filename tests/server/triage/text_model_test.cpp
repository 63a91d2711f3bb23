#include "server/triage/text_model.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "server/triage/seed.hpp"

namespace foreshock::triage {
namespace {

const TextModel& seeded() {
    static const TextModel model{seed_texts()};
    return model;
}

DeskTicket ticket(std::string id, std::string text, std::string intent, std::string category) {
    return {std::move(id), {std::move(text), std::move(intent), std::move(category)}};
}

double weight_of(const Judgement& judgement, std::string_view word) {
    const auto found = std::find_if(judgement.clues.begin(), judgement.clues.end(),
                                    [&](const Clue& clue) { return clue.word == word; });
    return found == judgement.clues.end() ? 0 : found->weight;
}

TEST_CASE("text model: a report in plain English is judged with its reasons", "[triage]") {
    const Triage triage = seeded().judge("The disk of the file server is full, I cannot save");
    CHECK(triage.intent.label == "incident");
    CHECK(triage.category.label == "storage");
    CHECK(triage.category.confidence > 0.8);
    CHECK(weight_of(triage.category, "disk") > 0.1);
    CHECK(triage.category.clues.size() <= clues_max);
}

TEST_CASE("text model: a request in Thai is judged, and its words are shown whole", "[triage]") {
    const Triage triage = seeded().judge("ขอเพิ่มแรมให้เครื่องบัญชี");
    CHECK(triage.intent.label == "request");
    CHECK(triage.category.label == "memory");
    const auto& clues = triage.category.clues;
    CHECK(std::any_of(clues.begin(), clues.end(), [](const Clue& clue) {
        return clue.weight > 0 && clue.word.find("แรม") != std::string::npos;
    }));
}

TEST_CASE("text model: it says that it is unsure", "[triage]") {
    for (const std::string_view text : {"", "???", "\xff\xfe", "xyzzy", "good morning"}) {
        CAPTURE(text);
        const Triage triage = seeded().judge(text);
        CHECK(triage.intent.label == unsure);
        CHECK(triage.category.label == uncategorised);
    }
}

TEST_CASE("text model: a ticket of the desk is learnt at once, a new category too", "[triage]") {
    TextModel model{seed_texts()};
    const std::string_view text = "the coffee robot is stuck again";
    CHECK(model.judge(text).category.label != "kitchen");
    REQUIRE(model.observe(ticket("T-1", "coffee robot does nothing", "incident", "kitchen")));
    REQUIRE(model.observe(ticket("T-2", "the robot for coffee leaks", "incident", "kitchen")));
    CHECK(model.judge(text).category.label == "kitchen");
    CHECK(model.judge("disk full on fs2").category.label == "storage");
}

TEST_CASE("text model: a correction replaces what the ticket said before", "[triage]") {
    TextModel corrected{seed_texts()};
    TextModel right{seed_texts()};
    REQUIRE(corrected.observe(ticket("T-1", "zyx is broken", "request", "memory")));
    REQUIRE(corrected.observe(ticket("T-1", "zyx is broken", "incident", "network")));
    REQUIRE(right.observe(ticket("T-1", "zyx is broken", "incident", "network")));
    CHECK(corrected.desk_tickets() == 1);
    const Triage a = corrected.judge("zyx");
    const Triage b = right.judge("zyx");
    CHECK(a.category.label == b.category.label);
    CHECK(a.category.confidence == b.category.confidence);
    CHECK(a.intent.confidence == b.intent.confidence);
}

TEST_CASE("text model: the order of learning does not matter", "[triage]") {
    const std::vector<DeskTicket> tickets{
        ticket("T-1", "alpha beta", "incident", "network"),
        ticket("T-2", "beta gamma", "request", "storage"),
        ticket("T-3", "gamma delta", "incident", "memory"),
    };
    TextModel forward{seed_texts()};
    TextModel backward{seed_texts()};
    for (const DeskTicket& one : tickets)
        REQUIRE(forward.observe(one));
    for (auto one = tickets.rbegin(); one != tickets.rend(); ++one)
        REQUIRE(backward.observe(*one));
    for (const std::string_view text : {"alpha", "beta gamma", "the delta disk"}) {
        CHECK(forward.judge(text).category.confidence == backward.judge(text).category.confidence);
        CHECK(forward.judge(text).intent.confidence == backward.judge(text).intent.confidence);
    }
}

TEST_CASE("text model: a ticket that teaches nothing is refused", "[triage]") {
    TextModel model{std::vector<LabelledText>{}};
    CHECK(model.observe(ticket("", "x", "incident", "")).error().code == Errc::invalid);
    CHECK(model.observe(ticket("T", "", "incident", "")).error().code == Errc::invalid);
    CHECK(model.observe(ticket("T", "x", "", "")).error().code == Errc::invalid);
    CHECK(model.observe(ticket("T", "x", "wish", "")).error().code == Errc::invalid);
    CHECK(model.observe(ticket("T", "x", "", "uncategorised")).error().code == Errc::invalid);
    CHECK(model.desk_tickets() == 0);
}

TEST_CASE("text model: a new category beyond the bound is refused", "[triage]") {
    TextModel model{std::vector<LabelledText>{}};
    for (std::size_t i = 0; i < NaiveBayes::labels_max; ++i) {
        const std::string name = "c" + std::to_string(i);
        REQUIRE(model.observe(ticket(name, "word", "", name)));
    }
    CHECK(model.observe(ticket("more", "word", "", "more")).error().code == Errc::invalid);
    CHECK(model.observe(ticket("known", "word", "", "c0")));
}

TEST_CASE("text model: beyond desk_tickets_max the oldest is forgotten and counted", "[triage]") {
    TextModel model{std::vector<LabelledText>{}};
    REQUIRE(model.observe(ticket("first", "unique", "request", "")));
    for (std::size_t i = 1; i < TextModel::desk_tickets_max; ++i)
        REQUIRE(model.observe(ticket(std::to_string(i), "b", "incident", "")));
    CHECK(model.desk_tickets() == TextModel::desk_tickets_max);
    CHECK(model.desk_tickets_forgotten() == 0);
    CHECK(model.judge("unique").intent.likeliest == "request");
    REQUIRE(model.observe(ticket("last", "b", "incident", "")));
    CHECK(model.desk_tickets() == TextModel::desk_tickets_max);
    CHECK(model.desk_tickets_forgotten() == 1);
    CHECK(model.judge("unique").intent.likeliest == "incident");
}

}  // namespace
}  // namespace foreshock::triage
