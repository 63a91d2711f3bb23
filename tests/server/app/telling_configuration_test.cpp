#include "server/app/telling_configuration.hpp"

#include <catch2/catch.hpp>

#include "server/app/channel_maker.hpp"
#include "server/app/configuration_file.hpp"
#include "server/app/word_folder.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::app;

namespace {

constexpr const char* everything = R"(
    [words]
    language = "th"
    zone = "Asia/Bangkok"
    page_url = "https://foreshock.test/"
    [updates]
    P1 = "30m"
    [[channel]]
    name = "mail"
    kind = "mail"
    url = "smtp://mail.example.org:587"
    user = "desk"
    secret_file = "/etc/secret"
    from = "Desk <desk@example.org>"
    to = ["ops@example.org"]
    fallback = "chat"
    fallback_after = "10m"
    retry_first = "1s"
    [[channel]]
    name = "chat"
    kind = "slack"
    url_file = "/etc/hook"
    language = "en"
    [[route]]
    name = "urgent"
    priorities = [1, 2]
    services = ["shop*"]
    channels = ["mail", "chat"]
    audience = "management"
    page = true
    last = true
    [[subscriber]]
    service = "shop"
    channel = "mail"
    address = "u@example.org"
    priority = 3
)";

Configuration parsed(std::string_view toml) {
    Configuration into;
    const auto read = read_toml(toml, "server.toml", into);
    INFO((read ? "" : read.error().what));
    REQUIRE(read);
    return into;
}

std::string complaint(const std::string& toml) {
    Configuration into;
    const auto read = read_toml(toml, "server.toml", into);
    if (!read) return read.error().what;
    const auto checked = check(into);
    return checked ? "" : checked.error().what;
}

std::string channel(const std::string& rest) {
    return "[[channel]]\nname = \"a\"\n" + rest;
}

}  // namespace

TEST_CASE("telling configuration: what is printed reads back as the same", "[app][configuration]") {
    const Configuration before = parsed(everything);
    CHECK(check(before));
    REQUIRE(before.telling.channels.size() == 2);
    CHECK(before.telling.channels[0].fallback_after == std::chrono::minutes{10});
    CHECK(before.telling.words.page_url == "https://foreshock.test");
    CHECK(before.telling.update_every[0] == std::chrono::minutes{30});
    CHECK(before.telling.routes.at(0).is_page);
    CHECK(to_toml(parsed(to_toml(before))) == to_toml(before));
}

TEST_CASE("telling configuration: the plan has webhooks that hear all, and channels by route",
          "[app][configuration]") {
    Configuration read = parsed(everything);
    read.webhooks = {{"log", "http://x", ""}, {"breaches", "http://y", ""}};
    read.breach.channels = {"breaches"};
    const auto plan = tell_plan(read);
    REQUIRE(plan.channels.size() == 3);
    CHECK(plan.channels[0].tells_every_word);
    CHECK(plan.channels[0].needs_no_route);
    CHECK_FALSE(plan.channels[1].needs_no_route);
    CHECK(plan.channels[2].recipients == std::vector<std::string>{""});
    CHECK(plan.language == "th");
    REQUIRE(breach_places(read).size() == 1);
    CHECK(breach_places(read)[0].recipient == "http://y");
}

TEST_CASE("telling configuration: a channel of breaches is told of nothing else",
          "[app][configuration]") {
    const std::string toml =
        "[breach]\nchannels = [\"b\"]\n[[webhook]]\nname = \"b\"\n"
        "url = \"http://x\"\n[[route]]\nname = \"r\"\nchannels = [\"b\"]\n";
    const Result<void> checked = check(parsed(toml));
    REQUIRE_FALSE(checked);
    CHECK(checked.error().what ==
          "route 'r': the channel 'b' is told of breaches, and of nothing else");
}

TEST_CASE("telling configuration: a channel needs no recipients where each route has its own",
          "[app][configuration]") {
    const Configuration read = parsed(
        channel("kind = \"ntfy\"\n[[route]]\nname = \"r\"\nchannels = [\"a\"]\nto = [\"x\"]"));
    CHECK(check(read));
}

TEST_CASE("telling configuration: what is wrong is told by table and key", "[app][configuration]") {
    const std::vector<std::pair<std::string, const char*>> cases{
        {"[[channel]]\nname = \"a\"", "a channel needs a name and a kind"},
        {channel("kind = \"fax\""), "kind: must be one of alertmanager, jira, mail"},
        {channel("kind = \"jira\""), "channel 'a': secret_file is needed"},
        {channel("kind = \"ntfy\""), "channel 'a': to is needed"},
        {channel("kind = \"ntfy\"\n[[route]]\nname = \"r\"\nchannels = [\"a\"]"),
         "channel 'a': to is needed"},
        {channel("kind = \"mail\"\nto = [\"x\"]"), "'x' is no mail address"},
        {channel("kind = \"teams\"\nurl = \"x\"\nurl_file = \"y\""), "both url and url_file"},
        {channel("kind = \"teams\"\nfallback = \"b\""), "there is no channel 'b'"},
        {channel("kind = \"teams\"\nfallback = \"a\""), "goes in a ring"},
        {channel("kind = \"teams\"\nretry_first = \"1ms\""), "retry_first must be 100ms"},
        {channel("kind = \"teams\"\nfallback = \"b\"\n[[channel]]\nname = \"b\"\n"
                 "kind = \"webhook\"\nurl = \"http://x\""),
         "speaks to machines"},
        {channel("kind = \"teams\"\nurls = \"x\""), "channel.urls: is unknown here"},
        {"[[route]]\nname = \"r\"\nchannels = [\"b\"]", "route 'r': there is no channel 'b'"},
        {"[[route]]\nname = \"r\"", "route 'r': channels is needed"},
        {"[[route]]\npriorities = [6]", "priorities: must be whole numbers from 1 to 5"},
        {"[[route]]\naudience = \"all\"", "audience: must be one of management"},
        {"[[route]]\npage = 1", "page: must be true or false"},
        {"[[subscriber]]\nservice = \"s\"", "needs either person, or channel"},
        {"[words]\nzone = \"Mars/Base\"", "words.zone"},
        {"[words]\npage_url = \"foreshock.test\"", "words.page_url"},
        {"[updates]\nP6 = \"1h\"", "updates.P6: is unknown here"}};
    for (const auto& [toml, words] : cases) {
        INFO(toml);
        CHECK_THAT(complaint(toml), Catch::Contains(words));
    }
}

TEST_CASE("telling configuration: a channel's secret is read from its file, and named when missing",
          "[app][configuration]") {
    test::TemporaryFolder folder;
    ChannelConfiguration one;
    one.spec.name = "bot";
    one.spec.kind = "pagerduty";
    one.secret_file = folder.path() + "/key";

    NoThreads none;
    CHECK_THAT(make_channel(one, none).error().what, Catch::StartsWith("channel bot: secret_file"));
    folder.write("key", "0123456789abcdef0123456789abcdef\n");
    CHECK(make_channel(one, none));
    Configuration configuration;
    configuration.telling.channels = {one};
    CHECK(check_channels(configuration));
    configuration.telling.channels[0].spec.url = "ftp://x";
    CHECK_FALSE(check_channels(configuration));
}

TEST_CASE("word folder: its files take the place of those built in", "[app][configuration]") {
    test::TemporaryFolder folder;
    CHECK(open_words("")->knows("th"));
    CHECK(open_words(folder.path() + "/none").error().code == Errc::unreadable);
    std::filesystem::create_directories(folder.path() + "/en");
    folder.write("en/phrases.txt", "== phrases\nunit.day = d\n");
    CHECK_THAT(open_words(folder.path()).error().what,
               Catch::StartsWith("en/phrases.txt: '") && Catch::EndsWith("is missing"));
    folder.write("en/phrases.txt", "");
    folder.write("en/notes.txt", "");
    CHECK_THAT(open_words(folder.path()).error().what, Catch::Contains("en/notes.txt: is no"));
}
