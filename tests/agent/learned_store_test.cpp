#include "agent/learned_store.hpp"

#include <filesystem>

#include "recording_log.hpp"
#include <catch2/catch.hpp>

#include "agent/record_file.hpp"
#include "tests/support/agent_world.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using std::chrono::hours;
using std::chrono::minutes;
using test::TemporaryFolder;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

detectors::Learned state_of(const std::string& kind, const std::string& signal,
                            std::size_t bytes = 5) {
    return {kind, {signal, Labels{{"disk", "sda"}}}, 3, std::string(bytes, 's'), "usual"};
}

detectors::Pack pack_of(const std::string& text = test::load_pack) {
    return detectors::parse_pack(text, "test").value();
}

std::string other_limit() {
    std::string text = test::load_pack;
    return text.replace(text.find("enter = 50"), 10, "enter = 60");
}

struct Bench {
    Bench() { folder.write("there", ""); }

    LearnedStore store() { return {path(), log}; }

    [[nodiscard]] std::string path() const { return folder.path() + "/learned"; }

    TemporaryFolder folder;
    test::RecordingLog log;
};

std::vector<KeptState> kept(const std::vector<detectors::Learned>& all) {
    std::vector<KeptState> states;
    for (const auto& each : all)
        states.push_back({each, "settings"});
    return states;
}

}  // namespace

TEST_CASE("learned store: what was kept is recalled whole", "[agent][learned]") {
    Bench bench;
    auto learned = state_of("load.high", "a.b.c");
    learned.state = std::string("a\0b\xff", 4);
    bench.store().keep({learned}, pack_of(), start);
    const auto found = bench.store().recall(pack_of());
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == learned.kind);
    CHECK(found[0].subject == learned.subject);
    CHECK(found[0].version == 3);
    CHECK(found[0].state == learned.state);
    CHECK(found[0].summary == "usual");
    CHECK(found[0].since == start);
    CHECK(found[0].kept_at == start);
    CHECK(bench.log.lines.empty());
}

TEST_CASE("learned store: states of kinds that are set up otherwise, or are gone, are forgotten",
          "[agent][learned]") {
    Bench bench;
    bench.store().keep({state_of("load.high", "a.b.c"), state_of("no.kind", "a.b.c")}, pack_of(),
                       start);
    CHECK(bench.store().recall(pack_of()).size() == 1);
    CHECK(bench.store().recall(pack_of(other_limit())).empty());
    CHECK(bench.log.count("set up otherwise now") == 1);
}

TEST_CASE("learned store: since is when it was first kept", "[agent][learned]") {
    Bench bench;
    auto store = bench.store();
    store.keep({state_of("load.high", "a.b.c")}, pack_of(), start);
    store.keep({state_of("load.high", "a.b.c"), state_of("load.high", "x.y.z")}, pack_of(),
               start + hours{1});
    auto again = bench.store();
    again.recall(pack_of());
    again.keep({state_of("load.high", "a.b.c"), state_of("load.high", "x.y.z")}, pack_of(),
               start + hours{5});
    const auto states = read_learned(bench.path()).value();
    REQUIRE(states.size() == 2);
    CHECK(states[0].learned.since == start);
    CHECK(states[1].learned.since == start + hours{1});
    CHECK(states[1].learned.kept_at == start + hours{5});
}

TEST_CASE("learned store: what nobody has claimed for a month is forgotten", "[agent][learned]") {
    Bench bench;
    auto waiting = state_of("load.high", "gone.disk.x");
    waiting.kept_at = start;
    auto store = bench.store();
    store.keep({waiting}, pack_of(), start + LearnedStore::forget_after);
    CHECK(bench.store().recall(pack_of()).size() == 1);
    store.keep({waiting}, pack_of(), start + LearnedStore::forget_after + Duration{1});
    CHECK(bench.store().recall(pack_of()).empty());
}

TEST_CASE("learned store: it is due every ten minutes", "[agent][learned]") {
    Bench bench;
    auto store = bench.store();
    CHECK_FALSE(store.is_due(start));
    CHECK_FALSE(store.is_due(start + minutes{10} - Duration{1}));
    CHECK(store.is_due(start + minutes{10}));
    store.keep({}, pack_of(), start + minutes{11});
    CHECK_FALSE(store.is_due(start + minutes{20}));
    CHECK(store.is_due(start + minutes{21}));
}

TEST_CASE("learned store: a file that is torn or garbage is said once, and learning begins anew",
          "[agent][learned]") {
    Bench bench;
    bench.store().keep({state_of("load.high", "a.b.c"), state_of("load.high", "x.y.z")}, pack_of(),
                       start);
    const std::string whole = read_whole(bench.path(), 1 << 20).value();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        bench.folder.write("learned", whole.substr(0, size));
        bench.log.lines.clear();
        CHECK(bench.store().recall(pack_of()).empty());
        CHECK(bench.log.lines.size() == 1);
        CHECK(bench.log.count("learned: begins anew") == 1);
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
        bench.folder.write("learned", damaged);
        CHECK(bench.store().recall(pack_of()).empty());
    }
    bench.folder.write("learned", framed("something else"));
    CHECK(bench.store().recall(pack_of()).empty());
    bench.store().keep({state_of("load.high", "a.b.c")}, pack_of(), start);
    CHECK(bench.store().recall(pack_of()).size() == 1);
}

TEST_CASE("learned store: a disk that takes nothing leaves the old file, and is said once",
          "[agent][learned]") {
    Bench bench;
    auto store = bench.store();
    store.keep({state_of("load.high", "a.b.c")}, pack_of(), start);
    std::filesystem::create_directory(bench.path() + ".draft");  // cannot be opened for writing
    for (int i = 1; i < 4; ++i)
        store.keep({}, pack_of(), start + hours{i});
    CHECK(bench.log.count("cannot be kept") == 1);
    CHECK(bench.store().recall(pack_of()).size() == 1);
    std::filesystem::remove(bench.path() + ".draft");
    store.keep({}, pack_of(), start + hours{5});
    CHECK(bench.store().recall(pack_of()).empty());
}

TEST_CASE("learned store: without a path nothing is kept", "[agent][learned]") {
    test::RecordingLog log;
    LearnedStore store{"", log};
    store.keep({state_of("load.high", "a.b.c")}, pack_of(), start);
    CHECK(store.recall(pack_of()).empty());
    CHECK(log.lines.empty());
}

TEST_CASE("learned file: its size is bounded, the newest states stay, the rest is counted",
          "[agent][learned]") {
    std::vector<detectors::Learned> many;
    const std::size_t fits = learned_bytes_max / learned_state_bytes_max - 1;
    for (std::size_t i = 0; i < fits + 8; ++i) {
        many.push_back(state_of("k", std::to_string(i), learned_state_bytes_max));
        many.back().kept_at = start + hours{i};
    }
    const LearnedBytes encoded = encode_learned(kept(many));
    CHECK(encoded.bytes.size() <= learned_bytes_max);
    const auto states = decode_learned(encoded.bytes).value();
    CHECK(states.size() + encoded.left_out == many.size());
    CHECK(encoded.left_out >= 7);
    CHECK(states[0].learned.subject.signal == std::to_string(fits + 7));
    const auto one_too_large =
        encode_learned(kept({state_of("k", "a", learned_state_bytes_max + 1)}));
    CHECK(one_too_large.left_out == 1);
    CHECK(decode_learned(one_too_large.bytes).value().empty());
}

TEST_CASE("learned store: what is added bit by bit is kept like what is kept at once",
          "[agent][learned]") {
    Bench bench;
    auto store = bench.store();
    store.keep({state_of("load.high", "a.b.c")}, pack_of(), start);
    store.begin();
    store.add({state_of("load.high", "a.b.c")}, pack_of(), start + minutes{10});
    CHECK(store.is_gathering());
    store.add({state_of("load.high", "x.y.z")}, pack_of(), start + minutes{11});
    CHECK(read_learned(bench.path()).value().size() == 1);
    store.finish(start + minutes{11});
    CHECK_FALSE(store.is_gathering());
    CHECK(store.kept() == 2);
    CHECK_FALSE(store.is_due(start + minutes{20}));
    CHECK(store.is_due(start + minutes{21}));
    const auto states = read_learned(bench.path()).value();
    REQUIRE(states.size() == 2);
    CHECK(states[0].learned.subject.signal == "x.y.z");  // the newest first
    CHECK(states[0].learned.since == start + minutes{11});
    CHECK(states[1].learned.since == start);
}

TEST_CASE("learned store: of a state that comes twice the later one stays", "[agent][learned]") {
    Bench bench;
    auto waiting = state_of("load.high", "a.b.c");
    waiting.kept_at = start;
    waiting.state = "old";
    auto claimed = state_of("load.high", "a.b.c");
    claimed.state = "new";
    auto store = bench.store();
    store.begin();
    store.add({waiting}, pack_of(), start + minutes{1});
    store.add({claimed}, pack_of(), start + minutes{2});
    store.finish(start + minutes{2});
    const auto found = bench.store().recall(pack_of());
    REQUIRE(found.size() == 1);
    CHECK(found[0].state == "new");
}

TEST_CASE("learned store: what is given up half way leaves the file, and is due as before",
          "[agent][learned]") {
    Bench bench;
    auto store = bench.store();
    store.keep({state_of("load.high", "a.b.c")}, pack_of(), start);
    CHECK(store.is_due(start + minutes{10}));
    store.begin();
    store.add({}, pack_of(), start + minutes{10});
    store.give_up();
    CHECK_FALSE(store.is_gathering());
    CHECK(store.is_due(start + minutes{10}));
    CHECK(bench.store().recall(pack_of()).size() == 1);
    store.begin();
    store.keep({}, pack_of(), start + minutes{11});
    CHECK_FALSE(store.is_gathering());
    CHECK(bench.store().recall(pack_of()).empty());
}
