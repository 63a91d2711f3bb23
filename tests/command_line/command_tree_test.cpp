#include "command_line/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>

using namespace foreshock::command_line;

TEST_CASE("command tree: options, what they take, and their choices", "[command_line]") {
    CLI::App app{"watches", "watcher"};
    std::string file;
    std::string level;
    bool loud = false;
    app.add_option("-c,--config", file, "where it stands")->type_name("FILE");
    app.add_option("--level", level, "how much")
        ->check(CLI::IsMember({"low", "high"}).name(choices_name({"low", "high"})));
    app.add_flag("--loud", loud, "aloud");
    const Command tree = command_tree(app);
    CHECK(tree.name == "watcher");
    CHECK(tree.help == "watches");
    REQUIRE(tree.arguments.size() == 4);
    CHECK(tree.arguments[0].name == "--help");
    CHECK(tree.arguments[0].value.empty());
    CHECK(tree.arguments[1].name == "--config");
    CHECK(tree.arguments[1].takes_file());
    CHECK(tree.arguments[2].choices == std::vector<std::string>{"low", "high"});
    CHECK(tree.arguments[3].value.empty());
}

TEST_CASE("command tree: commands below commands, without what is hidden", "[command_line]") {
    CLI::App app{"", "watcher"};
    std::string id;
    CLI::App* const incidents = app.add_subcommand("incidents", "all of them");
    incidents->add_subcommand("show", "one")->add_option("ID", id, "which")->type_name("");
    app.add_subcommand("secret", "")->group("");
    const Command tree = command_tree(app);
    REQUIRE(tree.commands.size() == 1);
    REQUIRE(tree.commands[0].commands.size() == 1);
    const Command& show = tree.commands[0].commands[0];
    REQUIRE(show.arguments.size() == 2);
    CHECK(show.arguments[1].is_positional);
    CHECK(show.arguments[1].name == "ID");
}
