#include "recordings/signal_map.hpp"

#include <catch2/catch.hpp>

#include "detectors/catalog.hpp"
#include "detectors/pack/pack_outline.hpp"
#include "formats/exposition.hpp"

using namespace foreshock;
using namespace foreshock::recordings;

namespace {

std::string complaint(const std::string& toml) {
    const auto map = SignalMap::parse({{"my.toml", toml}});
    return map ? "" : map.error().what;
}

}  // namespace

TEST_CASE("signal map: rules make our signals out of a scrape", "[recordings][map]") {
    auto map = SignalMap::parse({{"a.toml",
                                  "[signals.\"d.space.used_bytes\"]\nvalue = \"size - free\"\n"
                                  "labels = { mount = \"{mountpoint}\" }\n"}});
    REQUIRE(map);
    CHECK(map->uses("size"));
    CHECK_FALSE(map->uses("siz"));
    Scrape scrape;
    scrape.metrics["size"].push_back({"mountpoint=\"/\"", 10});
    scrape.metrics["free"].push_back({"mountpoint=\"/\"", 4});
    std::vector<std::string> said;
    map->apply(scrape, [&said](const std::string& signal, const Labels& labels, double value) {
        said.push_back(signal + labels.text() + " " + std::to_string(static_cast<int>(value)));
    });
    CHECK(said == std::vector<std::string>{"d.space.used_bytes{mount=\"/\"} 6"});
}

TEST_CASE("signal map: a later file overrides single keys, or switches a rule off",
          "[recordings][map]") {
    const std::string first =
        "[signals.\"a.b.c\"]\nvalue = \"x\"\nlabels = { m = \"{n}\" }\n"
        "[signals.\"d.e.f\"]\nvalue = \"y\"\n";
    const auto map = SignalMap::parse(
        {{"a", first},
         {"b", "[signals.\"a.b.c\"]\nvalue = \"z\"\n[signals.\"d.e.f\"]\nenabled = false\n"}});
    REQUIRE(map);
    REQUIRE(map->rules().size() == 1);
    CHECK(map->rules()[0].value.metrics() == std::vector<std::string>{"z"});
    CHECK(map->rules()[0].labels == LabelTemplates{{"m", "{n}"}});
}

TEST_CASE("signal map: complaints have file, line, column and what to write", "[recordings][map]") {
    CHECK(complaint("[signals.\"a.b.c\"]\nvalue = \"x +\"\n") ==
          "my.toml:2:9: signals.\"a.b.c\".value: column 4: expected a metric, a number or (");
    CHECK(complaint("[signals.\"a.b.c\"]\nlabels = { m = 5 }\nvalue = \"x\"\n")
              .starts_with("my.toml:2:16: signals.\"a.b.c\".labels.m: must be a text"));
    CHECK(complaint("[signals.\"a.b.c\"]\n").find("value: is missing; write value =") !=
          std::string::npos);
    CHECK(complaint("[signals.\"a.b.c\"]\nvalue = \"x\"\nlabel = {}\n").find("is not a key") !=
          std::string::npos);
    CHECK(complaint("signals = 1\n").find("must be a table") != std::string::npos);
}

TEST_CASE("signal map: the shipped one is valid, and each of its signals is watched or shown",
          "[recordings][map]") {
    const auto texts =
        detectors::read_pack_texts({FORESHOCK_SOURCE_DIR "/packaging/maps/node_exporter.toml"});
    REQUIRE(texts);
    const auto map = SignalMap::parse(*texts);
    INFO((map ? "" : map.error().what));
    REQUIRE(map);
    const auto stock = detectors::read_pack_texts({FORESHOCK_SOURCE_DIR "/packaging/packs/stock"});
    REQUIRE(stock);
    const auto kinds = detectors::outline_packs(*stock);
    REQUIRE(kinds);
    std::vector<std::string> watched;
    for (const auto& kind : *kinds)
        for (const auto& signal : signals_of(kind, *kinds))
            watched.push_back(std::get<std::string>(signal.value));
    for (const SignalRule& rule : map->rules()) {
        INFO(rule.signal);
        CHECK(std::find(watched.begin(), watched.end(), rule.signal) != watched.end());
    }
}
