#include "detectors/engines/template_tree.hpp"

#include <string>

#include "scenario.hpp"
#include <catch2/catch.hpp>

using namespace foreshock::detectors;
using foreshock::test::Noise;

namespace {

TemplateTree::Match add(TemplateTree& tree, std::string_view text) {
    const LineTokens tokens{text};
    return tree.add(tokens.tokens());
}

}  // namespace

TEST_CASE("template tree: lines of one statement are one template", "[detectors][template]") {
    TemplateTree tree{100};
    const auto first = add(tree, "session opened for user anna by (uid=0)");
    const auto second = add(tree, "session opened for user bob by (uid=1000)");
    CHECK(first.count == 1);
    CHECK(second.count == 2);
    CHECK(first.id == second.id);
    CHECK(add(tree, "session closed for user bob by (uid=1000)").id != first.id);
    CHECK(tree.size() == 2);
}

TEST_CASE("template tree: a line that differs in most words is another", "[detectors][template]") {
    TemplateTree tree{100};
    add(tree, "worker exited on signal TERM");
    CHECK(add(tree, "worker exited on signal KILL").count == 2);
    CHECK(add(tree, "worker exited with code BAD").count == 1);
    CHECK(add(tree, "worker started all over").count == 1);
    CHECK(add(tree, "worker exited").count == 1);
}

TEST_CASE("template tree: singletons are those met once", "[detectors][template]") {
    TemplateTree tree{100};
    add(tree, "one thing failed");
    add(tree, "another went wrong here");
    CHECK(tree.singletons() == 2);
    add(tree, "one thing failed");
    CHECK(tree.singletons() == 1);
    add(tree, "one thing failed");
    CHECK(tree.singletons() == 1);
}

TEST_CASE("template tree: at the bound the one met longest ago goes and is counted",
          "[detectors][template]") {
    TemplateTree tree{3};
    add(tree, "alpha");
    add(tree, "beta");
    add(tree, "gamma");
    CHECK(tree.evicted() == 0);
    add(tree, "alpha");
    add(tree, "delta");
    CHECK(tree.size() == 3);
    CHECK(tree.evicted() == 1);
    CHECK(add(tree, "alpha").count == 3);
    CHECK(add(tree, "gamma").count == 2);
    CHECK(add(tree, "beta").count == 1);
}

TEST_CASE("template tree: a million random lines stay within bounds", "[detectors][template]") {
    TemplateTree tree{200};
    Noise noise{7};
    for (int i = 0; i < 1'000'000; ++i) {
        std::string line;
        const int words = 1 + static_cast<int>((noise.next() + 1) * 6);
        for (int word = 0; word < words; ++word) {
            for (int letter = 0; letter < 5; ++letter)
                line += static_cast<char>((noise.next() + 1) * 127);
            line += ' ';
        }
        add(tree, line);
    }
    CHECK(tree.size() <= 200);
    CHECK(tree.evicted() > 1000);
    CHECK(tree.bytes() < 120'000);
}

TEST_CASE("template tree: what was learned is known after a restart", "[detectors][template]") {
    TemplateTree tree{100};
    add(tree, "disk sda is slow");
    add(tree, "disk sdb is slow");
    add(tree, "fan failed");
    StateWriter writer;
    tree.save(writer);
    const std::string state = writer.take();
    TemplateTree again{100};
    StateReader reader{state};
    REQUIRE(again.restore(reader));
    CHECK(reader.is_complete());
    CHECK(again.singletons() == 1);
    CHECK(add(again, "disk sdc is slow").count == 3);
    CHECK(add(again, "fan failed").count == 2);
    CHECK(add(again, "something else").count == 1);
}

TEST_CASE("template tree: a state that is cut off is refused", "[detectors][template]") {
    TemplateTree tree{100};
    add(tree, "disk sda is slow");
    add(tree, "fan failed");
    StateWriter writer;
    tree.save(writer);
    const std::string state = writer.take();
    for (std::size_t size = 0; size < state.size(); ++size) {
        TemplateTree again{100};
        StateReader reader{std::string_view{state}.substr(0, size)};
        CHECK_FALSE(again.restore(reader));
        CHECK(again.size() == 0);
    }
}
