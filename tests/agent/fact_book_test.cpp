#include "agent/fact_book.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::agent;

namespace {

TimePoint at(int second) {
    return from_unix_ms(1'790'000'000'000 + 1000 * second);
}

std::vector<Fact> many(std::size_t count, const std::string& value) {
    std::vector<Fact> facts;
    for (std::size_t i = 0; i < count; ++i)
        facts.push_back({"unit.u" + std::to_string(100000 + i) + ".service", value});
    return facts;
}

}  // namespace

TEST_CASE("facts: the first look has no changes, later ones have what differs", "[agent][facts]") {
    FactBook book;
    CHECK(book.update(at(0), {{"kernel", "6.1"}, {"os", "a"}}).empty());
    CHECK(book.update(at(1), {{"os", "a"}, {"kernel", "6.1"}}).empty());
    const auto changes = book.update(at(2), {{"kernel", "6.2"}, {"virtualisation", "QEMU"}});
    REQUIRE(changes.size() == 3);
    CHECK(changes[0].fact == "kernel");
    CHECK(changes[0].from == "6.1");
    CHECK(changes[0].to == "6.2");
    CHECK(changes[1].fact == "os");
    CHECK(changes[1].to.empty());
    CHECK(changes[2].fact == "virtualisation");
    CHECK(changes[2].from.empty());
    CHECK(book.recent().size() == 3);
    CHECK(book.facts() == std::vector<Fact>{{"kernel", "6.2"}, {"virtualisation", "QEMU"}});
}

TEST_CASE("facts: the time of boot does not waver", "[agent][facts]") {
    FactBook book;
    book.update(at(0), {{"boot_time", "10:00:00"}});
    CHECK(book.update(at(1), {{"boot_time", "10:00:01"}}).empty());
    CHECK(book.facts() == std::vector<Fact>{{"boot_time", "10:00:00"}});
}

TEST_CASE("facts: of recent changes the newest are kept", "[agent][facts]") {
    FactBook book;
    for (int i = 0; i <= static_cast<int>(FactBook::recent_max) + 1; ++i)
        book.update(at(i * 3600), {{"kernel", std::to_string(i)}});
    CHECK(book.recent().size() == FactBook::recent_max);
    CHECK(book.recent().back().to == "65");
    CHECK(book.recent().front().to == "2");
}

TEST_CASE("facts: a family that is seen for the first time is news but no change",
          "[agent][facts]") {
    FactBook book;
    book.update(at(0), {{"kernel", "6.1"}});
    book.take_news();
    CHECK(book.update(at(60), {{"kernel", "6.1"}, {"unit.ssh.service", "active"}}).empty());
    CHECK(book.take_news() == std::vector<Fact>{{"unit.ssh.service", "active"}});
    CHECK(book.take_news().empty());
    const auto changes = book.update(
        at(120),
        {{"kernel", "6.1"}, {"unit.new.service", "active"}, {"unit.ssh.service", "active"}});
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].fact == "unit.new.service");
}

TEST_CASE("facts: a family that is missing as a whole is kept for a while", "[agent][facts]") {
    FactBook book;
    const std::vector<Fact> host{{"kernel", "6.1"}};
    book.update(at(0), {{"kernel", "6.1"}, {"unit.a", "active"}, {"unit.b", "active"}});
    CHECK(book.update(at(60), host).empty());
    CHECK(book.facts().size() == 3);
    CHECK(book.update(at(540), host).empty());
    CHECK(book.update(at(660), host).size() == 2);
    CHECK(book.facts() == host);
}

TEST_CASE("facts: one of a family that is gone is told at once, as an empty value",
          "[agent][facts]") {
    FactBook book;
    book.update(at(0), {{"unit.a", "active"}, {"unit.b", "active"}});
    book.take_news();
    const auto changes = book.update(at(60), {{"unit.b", "active"}});
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].fact == "unit.a");
    CHECK(changes[0].to.empty());
    CHECK(book.take_news() == std::vector<Fact>{{"unit.a", ""}});
}

TEST_CASE("facts: one that flaps is told four times, then when its window is over",
          "[agent][facts]") {
    FactBook book;
    const auto look = [&](int second, const std::string& value) {
        return book.update(at(second), {{"unit.a", value}, {"unit.b", "x"}}).size();
    };
    look(0, "0");
    std::size_t told = 0;
    for (int i = 1; i <= 9; ++i)
        told += look(i * 60, std::to_string(i));
    CHECK(told == FactBook::tellings_max);
    CHECK(look(660, "9") == 1);
    CHECK(book.facts().front().value == "9");
}

TEST_CASE("facts: one that comes and goes flaps as well", "[agent][facts]") {
    FactBook book;
    book.update(at(0), {{"unit.b", "x"}});
    std::size_t told = 0;
    for (int i = 1; i <= 9; ++i) {
        std::vector<Fact> facts{{"unit.b", "x"}};
        if (i % 2 == 1) facts.push_back({"unit.a", "active"});
        told += book.update(at(i * 60), facts).size();
    }
    CHECK(told == FactBook::tellings_max);
}

TEST_CASE("facts: more changes than a look may tell wait for the next", "[agent][facts]") {
    FactBook book;
    const std::size_t count = FactBook::changes_max + 10;
    book.update(at(0), many(count, "active"));
    CHECK(book.update(at(60), many(count, "failed")).size() == FactBook::changes_max);
    CHECK(book.update(at(120), many(count, "failed")).size() == 10);
    CHECK(book.update(at(180), many(count, "failed")).empty());
}

TEST_CASE("facts: what is beyond the bound is counted and not kept", "[agent][facts]") {
    FactBook book;
    book.update(at(0), many(FactBook::facts_max, "x"));
    CHECK(book.size() == FactBook::facts_max);
    CHECK(book.refused() == 0);
    book.update(at(60), many(FactBook::facts_max + 1, "x"));
    CHECK(book.size() == FactBook::facts_max);
    CHECK(book.refused() == 1);
}

TEST_CASE("facts: of two with one name the last counts, empty ones do not", "[agent][facts]") {
    FactBook book;
    book.update(at(0), {{"a", "1"}, {"b", ""}, {"a", "2"}});
    CHECK(book.facts() == std::vector<Fact>{{"a", "2"}});
}
