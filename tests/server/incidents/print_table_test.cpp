#include "server/incidents/print_table.hpp"

#include <map>
#include <random>

#include <catch2/catch.hpp>

namespace foreshock::incidents {
namespace {

struct Slot {
    Print print;
    int value = -1;

    [[nodiscard]] bool is_free() const { return value < 0; }
};

const Print& print_of_slot(const Slot& slot) {
    return slot.print;
}

TEST_CASE("print_table: an empty one finds nothing and forgets nothing", "[incidents][print]") {
    PrintTable<Slot> table;
    CHECK_FALSE(table.find({1, 2}, print_of_slot));
    table.erase({1, 2}, print_of_slot);
    CHECK(table.size() == 0);
}

TEST_CASE("print_table: prints that share a place are told apart", "[incidents][print]") {
    PrintTable<Slot> table;
    for (std::uint64_t high = 0; high < 40; ++high)
        table.insert({{high, 7}, static_cast<int>(high)}, print_of_slot);
    for (std::uint64_t high = 0; high < 40; ++high)
        CHECK(table.find({high, 7}, print_of_slot)->value == static_cast<int>(high));
    CHECK_FALSE(table.find({40, 7}, print_of_slot));
}

// Few different low halves, so that runs of slots grow long, touch and wrap around the end.
TEST_CASE("print_table: holds what a map holds, whatever comes and goes", "[incidents][print]") {
    std::mt19937_64 chance{4};
    for (const std::uint64_t places : {3, 17, 1000}) {
        PrintTable<Slot> table;
        std::map<Print, int> expected;
        for (int step = 0; step < 5000; ++step) {
            const Print print{chance() % 3, ~(chance() % places)};
            if (chance() % 3 == 0) {
                table.erase(print, print_of_slot);
                expected.erase(print);
            } else if (expected.emplace(print, step).second) {
                table.insert({print, step}, print_of_slot);
            }
            REQUIRE(table.size() == expected.size());
        }
        for (std::uint64_t high = 0; high < 3; ++high) {
            for (std::uint64_t low = 0; low < places; ++low) {
                const Slot* found = table.find({high, ~low}, print_of_slot);
                const auto wanted = expected.find({high, ~low});
                REQUIRE((found != nullptr) == (wanted != expected.end()));
                if (found) CHECK(found->value == wanted->second);
            }
        }
    }
}

}  // namespace
}  // namespace foreshock::incidents
