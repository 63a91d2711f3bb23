#include "detectors/pack/pack.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "detectors/catalog.hpp"
#include "tests/support/broken_toml.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

const std::string stock_file = FORESHOCK_SOURCE_DIR "/packaging/packs/stock";

const std::string disk = R"([kinds."disk.full"]
engine = "exhaustion"
category = "storage"
component = "filesystem {mount}"
disruption = "writes fail"
impending = "soon"
occurring = "now"
unit = "bytes"
exhaustion = { usage = "d.used.bytes", limit = "d.size.bytes", horizon = "2h" }
)";

const std::string load = R"([kinds."load.high"]
engine = "level"
category = "compute"
component = "cpu"
disruption = "slow"
occurring = "busy"
[kinds."load.high".level]
signal = "l.a.x"
warning = { enter = 4, leave = 2, hold_for = "1m" }
)";

std::string complaint_of(const std::string& toml) {
    const auto pack = parse_pack(toml, "my.toml");
    return pack ? "" : pack.error().what;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("pack: the stock pack is valid and becomes detectors", "[detectors][pack]") {
    const auto pack = load_packs({stock_file});
    INFO((pack ? "" : pack.error().what));
    REQUIRE(pack);
    CHECK(make_detectors(*pack) != nullptr);
    for (const char* kind :
         {"filesystem.space.exhaustion", "filesystem.inodes.exhaustion", "process.files.exhaustion",
          "cgroup.memory.exhaustion", "cgroup.pids.exhaustion", "memory.ram.exhaustion",
          "kernel.files.exhaustion", "kernel.pids.exhaustion", "kernel.threads.exhaustion",
          "filesystem.state.read_only", "filesystem.probe.stuck", "cpu.saturation",
          "load.saturation", "memory.pressure", "io.pressure", "tcp.retransmission"}) {
        INFO(kind);
        CHECK(pack->find(kind) != nullptr);
    }
}

TEST_CASE("pack: every stock kind says what to do, and leads to kinds that exist",
          "[detectors][pack]") {
    const auto pack = load_packs({stock_file});
    INFO((pack ? "" : pack.error().what));
    REQUIRE(pack);
    const std::set<std::string> recipes{
        "processes_by_cpu", "processes_by_memory", "processes_by_files",
        "processes_by_io",  "blocked_tasks",       "mounts",
        "sockets",          "kernel_log",          "growing_files",
        "log_tail",         "recent_changes",      "files_of_process",
        "cgroup_processes"};
    for (const KindSettings& kind : pack->kinds) {
        INFO(kind.kind);
        CHECK(kind.guide.find("What it means:") != std::string::npos);
        CHECK(kind.guide.find("Check:") != std::string::npos);
        CHECK(kind.guide.find("Fix:") != std::string::npos);
        CHECK(!kind.questions.empty());
        CHECK(!kind.snapshot.empty());
        CHECK(!kind.subcategory.empty());
        for (const std::string& next : kind.leads_to)
            CHECK(pack->find(next) != nullptr);
        for (const std::string& recipe : kind.snapshot)
            CHECK(recipes.contains(recipe));
    }
}

TEST_CASE("pack: kinds that see one event from two sources lead to one another, in one direction",
          "[detectors][pack]") {
    const auto pack = load_packs({stock_file}).value();
    const auto leads = [&pack](const std::string& cause, const std::string& effect) {
        const KindSettings* kind = pack.find(cause);
        REQUIRE(kind);
        return std::count(kind->leads_to.begin(), kind->leads_to.end(), effect) == 1;
    };
    for (const auto& [counter, line] : std::vector<std::pair<std::string, std::string>>{
             {"kernel.conntrack.exhaustion", "kernel.conntrack.full"},
             {"neighbours.table.overflow", "kernel.neighbour.overflow"},
             {"tcp.memory.exhaustion", "kernel.tcp.out_of_memory"},
             {"tcp.syn.drops", "kernel.network.syn_flood"},
             {"disk.errors", "kernel.disk.io_error"},
             {"disk.timeouts", "kernel.disk.reset"},
             {"smart.sectors.pending", "kernel.disk.medium_error"},
             {"filesystem.errors", "kernel.filesystem.corruption"},
             {"filesystem.state.read_only", "kernel.filesystem.read_only"},
             {"raid.array.degraded", "kernel.raid.failure"},
             {"multipath.path.lost", "kernel.multipath.path_failure"},
             {"tasks.hung", "kernel.task.hung"},
             {"memory.oom.kill", "kernel.memory.oom_kill"},
             {"cgroup.memory.oom_kill", "kernel.memory.oom_kill"},
             {"edac.memory.corrected", "kernel.memory.corrected_errors"},
             {"cpu.throttle.heat", "kernel.cpu.thermal"},
             {"network.link.down", "kernel.link.down"},
             {"network.link.flapping", "kernel.link.down"},
             {"network.mount.timeouts", "kernel.nfs.not_responding"},
             {"filesystem.space.exhaustion", "log.space.exhausted"},
             {"process.files.exhaustion", "log.files.exhausted"}}) {
        INFO(counter << " " << line);
        CHECK(leads(counter, line) != leads(line, counter));
    }
}

TEST_CASE("pack: no kind is both cause and effect of another", "[detectors][pack]") {
    const auto pack = load_packs({stock_file}).value();
    for (const KindSettings& kind : pack.kinds)
        for (const std::string& next : kind.leads_to) {
            INFO(kind.kind << " " << next);
            const auto& back = pack.find(next)->leads_to;
            CHECK(std::find(back.begin(), back.end(), kind.kind) == back.end());
        }
}

TEST_CASE("pack: values are read with their units", "[detectors][pack]") {
    const auto pack = parse_pack(disk, "my.toml");
    REQUIRE(pack);
    const KindSettings* kind = pack->find("disk.full");
    REQUIRE(kind);
    const auto& settings = std::get<ExhaustionSettings>(kind->settings);
    CHECK(kind->unit == Unit::bytes);
    CHECK(kind->impact == 3);
    CHECK(kind->forecast_prior.precision == 0.8);
    CHECK(kind->forecast_prior.weight == 5);
    CHECK(settings.usage == "d.used.bytes");
    CHECK(settings.limit == "d.size.bytes");
    CHECK(settings.horizon == std::chrono::hours{2});
    CHECK_FALSE(settings.limit_constant);
}

TEST_CASE("pack: a subject may tell its age", "[detectors][pack]") {
    const auto pack =
        parse_pack(replaced(disk, "horizon = ", "age = \"d.age.seconds\", horizon = "), "my.toml");
    REQUIRE(pack);
    CHECK(std::get<ExhaustionSettings>(pack->kinds.at(0).settings).age == "d.age.seconds");
}

TEST_CASE("pack: a limit may be a number", "[detectors][pack]") {
    const auto pack = parse_pack(replaced(disk, "\"d.size.bytes\"", "4096"), "my.toml");
    REQUIRE(pack);
    const auto& settings = std::get<ExhaustionSettings>(pack->kinds.at(0).settings);
    CHECK(settings.limit_constant == 4096.0);
    CHECK(settings.limit.empty());
}

TEST_CASE("pack: a band's clear_after is its hold_for unless it says otherwise",
          "[detectors][pack]") {
    const auto pack = parse_pack(load, "my.toml");
    REQUIRE(pack);
    const auto& settings = std::get<LevelSettings>(pack->kinds.at(0).settings);
    CHECK(settings.warning == Band{4, 2, std::chrono::minutes{1}, std::chrono::minutes{1}});
    CHECK_FALSE(settings.critical);
}

TEST_CASE("pack: every complaint has place, path and how to write it", "[detectors][pack]") {
    struct Case {
        std::string toml;
        std::string complaint;
    };

    const std::vector<Case> cases{
        {replaced(disk, "horizon = \"2h\"", "horizon = 7"),
         "my.toml:9:74: kinds.\"disk.full\".exhaustion.horizon: must be a time span with its unit"},
        {replaced(disk, "horizon = \"2h\"", "horizon = \"7\""), "must be a time span"},
        {replaced(disk, "unit = \"bytes\"", "unit = \"apples\""),
         "my.toml:8:8: kinds.\"disk.full\".unit: must be count, bytes"},
        {replaced(disk, "unit =", "units ="), "kinds.\"disk.full\".units: is not a key here"},
        {replaced(disk, "category = \"storage\"\n", ""),
         "my.toml:1:1: kinds.\"disk.full\".category: is missing; write category = \"storage\""},
        {replaced(disk, "\"storage\"", "\"cheese\""), "category: must be one of storage"},
        {replaced(disk, "\"storage\"", "7"), "category: must be a text in quotes"},
        {replaced(disk, "engine = \"exhaustion\"", "engine = \"magic\""),
         "engine: must be one of "},
        {replaced(disk, "horizon = \"2h\"", "headroom_consumed = 2"),
         "headroom_consumed: must be a number from 0.05 to 0.95"},
        {replaced(disk, "horizon = \"2h\"", "full_leave = 1"),
         "full_leave: must not be larger than full_ratio"},
        {replaced(load, "leave = 2", "leave = 5"), "leave: must lie on the good side of enter"},
        {replaced(load, "hold_for = \"1m\"", "hold = \"1m\""),
         "warning.hold_for: is missing; write hold_for = \"2m\""},
        {load + "critical = { enter = 3, leave = 1, hold_for = \"1m\" }\n",
         "level.critical: must lie further in than warning"},
        {load + "bad = \"sideways\"\n", "level.bad: must be \"above\" or \"below\""},
        {load + "needs = [{ signal = \"a\" }]\n", "level.needs[0].value: is missing"},
        {load + "needs = 4\n", "level.needs: must be an array of tables"},
        {"[kinds.\"Disk Full\"]\nengine = \"level\"\n", "must be written in small letters"},
        {"[kind.x]\n", "my.toml:1:1: kind: is not a key here; known are kinds"},
        {"kinds = 4\n", "my.toml:1:9: kinds: must be a table, [kinds]"},
        {"a = \n", "my.toml:1:"},
    };
    for (const Case& each : cases) {
        const std::string got = complaint_of(each.toml);
        INFO(each.toml << "\n→ " << got);
        CHECK(got.find(each.complaint) != std::string::npos);
    }
}

TEST_CASE("pack: all complaints are told at once, one per line", "[detectors][pack]") {
    const std::string got =
        complaint_of(replaced(replaced(disk, "\"storage\"", "7"), "unit = \"bytes\"", "unit = 4"));
    CHECK(std::count(got.begin(), got.end(), '\n') == 1);
}

TEST_CASE("pack: a later file overrides single keys and keeps the rest", "[detectors][pack]") {
    const std::string mine = "[kinds.\"disk.full\".exhaustion]\nhorizon = \"3d\"\n";
    const auto pack = parse_packs({{"stock", disk}, {"mine", mine}});
    REQUIRE(pack);
    const KindSettings* kind = pack->find("disk.full");
    REQUIRE(kind);
    const auto& settings = std::get<ExhaustionSettings>(kind->settings);
    CHECK(settings.horizon == std::chrono::hours{72});
    CHECK(settings.usage == "d.used.bytes");
    CHECK(kind->impending == "soon");
}

TEST_CASE("pack: a complaint about an overriding key names its own file", "[detectors][pack]") {
    const std::string mine = "[kinds.\"disk.full\".exhaustion]\nhorizon = 3\n";
    const auto pack = parse_packs({{"stock.toml", disk}, {"mine.toml", mine}});
    REQUIRE_FALSE(pack);
    CHECK(pack.error().what.starts_with("mine.toml:2:11: kinds.\"disk.full\".exhaustion.horizon"));
}

TEST_CASE("pack: a kind that is not enabled is not there", "[detectors][pack]") {
    const auto pack =
        parse_packs({{"stock", disk + load}, {"mine", "[kinds.\"disk.full\"]\nenabled = false\n"}});
    REQUIRE(pack);
    CHECK(pack->find("disk.full") == nullptr);
    CHECK(pack->find("load.high") != nullptr);
}

TEST_CASE("pack: a missing file is unreadable and named", "[detectors][pack]") {
    const auto pack = load_packs({"/nonexistent/pack.toml"});
    REQUIRE_FALSE(pack);
    CHECK(pack.error().code == Errc::unreadable);
    CHECK(pack.error().what.find("/nonexistent/pack.toml") != std::string::npos);
}

TEST_CASE("pack: a folder counts as its TOML files, by name", "[detectors][pack]") {
    const test::TemporaryFolder folder;
    folder.write("b.toml", "[kinds.\"disk.full\".exhaustion]\nhorizon = \"3d\"\n");
    folder.write("a.toml", disk);
    folder.write("c.txt", "not a pack");
    const auto pack = load_packs({folder.path()});
    REQUIRE(pack);
    REQUIRE(pack->kinds.size() == 1);
    CHECK(std::get<ExhaustionSettings>(pack->kinds.at(0).settings).horizon == std::chrono::days{3});
}

TEST_CASE("pack: a folder without TOML files is no pack", "[detectors][pack]") {
    const test::TemporaryFolder folder;
    const auto pack = load_packs({folder.path()});
    REQUIRE_FALSE(pack);
    CHECK(pack.error().code == Errc::no_data);
    CHECK(pack.error().what.find("holds no file that ends in .toml") != std::string::npos);
}

TEST_CASE("pack: a file at the bound is read, one byte more is too large", "[detectors][pack]") {
    const test::TemporaryFolder folder;
    folder.write("at.toml", std::string(pack_bytes_max, '\n'));
    folder.write("above.toml", std::string(pack_bytes_max + 1, '\n'));
    CHECK(load_packs({folder.path() + "/at.toml"}));
    const auto above = load_packs({folder.path() + "/above.toml"});
    REQUIRE_FALSE(above);
    CHECK(above.error().code == Errc::too_large);
}

TEST_CASE("pack: a limit may be learned between floor and ceiling", "[detectors][pack][usual]") {
    const std::string learned =
        replaced(load, "enter = 4, leave = 2,",
                 "enter = { learned = \"p95\", factor = 2, default = 4, floor = 2, ceiling = 9, "
                 "over = \"10d\", after = \"2d\" }, leave = 3,");
    const auto pack = parse_pack(learned, "my.toml");
    REQUIRE(pack);
    const auto& settings = std::get<LevelSettings>(pack->kinds.at(0).settings);
    CHECK(settings.warning.enter == 4);
    CHECK(settings.warning.leave == 3);
    REQUIRE(settings.learning);
    CHECK(settings.learning->range.share == Approx(0.95));
    CHECK(settings.learning->range.days == 10);
    CHECK(settings.learning->days_min == 2);
    CHECK(settings.learning->warning.factor == 2);
    CHECK(settings.learning->warning.floor == 2);
    CHECK(settings.learning->warning.ceiling == 9);
    CHECK_FALSE(settings.learning->critical);
    const auto wrong = [&learned](std::string_view from, std::string_view to) {
        return complaint_of(replaced(learned, from, to));
    };
    CHECK(wrong("p95", "p49").find("enter.learned: must be") != std::string::npos);
    CHECK(wrong("p95", "95").find("enter.learned: must be") != std::string::npos);
    CHECK(wrong("p95", "p100").find("enter.learned: must be") != std::string::npos);
    CHECK(wrong("10d", "15d").find("enter.over: must be \"1d\" to \"14d\"") != std::string::npos);
    CHECK(wrong("2d", "36h").find("enter.after: must be") != std::string::npos);
    CHECK(wrong("floor = 2", "floor = 5").find("between floor and ceiling") != std::string::npos);
    CHECK(wrong("floor = 2", "floor = 0").find("floor above 0") != std::string::npos);
    CHECK(wrong("ceiling = 9, ", "").find("enter.ceiling: ") != std::string::npos);
    CHECK(wrong("factor = 2", "factor = 0.5").find("enter.factor") != std::string::npos);
    CHECK(wrong("factor", "facter").find("facter") != std::string::npos);
}

TEST_CASE("pack: a second band lies further in wherever limits move", "[detectors][pack][usual]") {
    const auto with = [](const std::string& critical) {
        return complaint_of(replaced(load, "enter = 4, leave = 2,",
                                     "enter = { learned = \"p99\", factor = 2, default = 4, "
                                     "floor = 2, ceiling = 9 }, ") +
                            "critical = { hold_for = \"1m\", enter = " + critical + " }\n");
    };
    CHECK(with("9").empty());
    CHECK(with("8").find("must lie further in") != std::string::npos);
    CHECK(with("{ factor = 3, default = 6, floor = 4, ceiling = 30 }").empty());
    CHECK(with("{ factor = 1.5, default = 6, floor = 4, ceiling = 30 }").find("further in") !=
          std::string::npos);
    CHECK(with("{ factor = 3, default = 3, floor = 2, ceiling = 30 }").find("further in") !=
          std::string::npos);
    const std::string alone = load +
                              "critical = { hold_for = \"1m\", enter = { default = 6, "
                              "floor = 4, ceiling = 30 } }\n";
    CHECK(complaint_of(alone).find("only where that of warning is") != std::string::npos);
}

TEST_CASE("pack: a number may be put in place of a learned limit, and the other way round",
          "[detectors][pack][usual]") {
    const std::string enter =
        "{ learned = \"p99\", factor = 2, default = 4, floor = 2, ceiling = 9 }";
    const std::string learned = replaced(load, "enter = 4, leave = 2,", "enter = " + enter + ",");
    const std::string over = "[kinds.\"load.high\".level.warning]\nenter = ";
    const auto fixed = parse_packs({{"a.toml", learned}, {"b.toml", over + "7"}});
    REQUIRE(fixed);
    CHECK_FALSE(std::get<LevelSettings>(fixed->kinds.at(0).settings).learning);
    const auto made = parse_packs({{"a.toml", load}, {"b.toml", over + enter}});
    REQUIRE(made);
    CHECK(std::get<LevelSettings>(made->kinds.at(0).settings).learning);
    const auto ceiling =
        parse_packs({{"a.toml", learned},
                     {"b.toml", over.substr(0, over.find(']')) + ".enter]\nceiling = 20"}});
    REQUIRE(ceiling);
    CHECK(std::get<LevelSettings>(ceiling->kinds.at(0).settings).learning->warning.ceiling == 20);
}

TEST_CASE("pack: settings that are written the same have the same id", "[detectors][pack]") {
    const auto id = [](const std::vector<PackText>& texts) {
        return parse_packs(texts).value().kinds.at(0).settings_id;
    };
    const std::string before = id({{"a.toml", load}});
    CHECK(!before.empty());
    CHECK(id({{"b.toml", load}}) == before);
    CHECK(id({{"a.toml", replaced(load, "\"slow\"", "\"slower\"")}}) == before);
    CHECK(id({{"a.toml", replaced(load, "enter = 4", "enter = 5")}}) != before);
    CHECK(id({{"a.toml", disk}}) != before);
}

TEST_CASE("pack: what leak, shift and combination need is asked for", "[detectors][pack]") {
    const std::string words =
        "category = \"memory\"\ncomponent = \"memory\"\ndisruption = \"slow\"\n"
        "impending = \"soon\"\noccurring = \"now\"\n";
    const auto complaint = [&words](const std::string& engine, const std::string& settings) {
        return complaint_of("[kinds.\"a.b\"]\nengine = \"" + engine + "\"\n" + words + engine +
                            " = " + settings +
                            "\n[kinds.\"a.c\"]\nengine = \"shift\"\nweak = true\n" + words +
                            "shift = { signal = \"a\", difference_min = 1 }\n");
    };
    CHECK(complaint("leak", "{ signal = \"a\" }").empty());
    CHECK(complaint("leak", "{ }").find("leak.signal: is missing") != std::string::npos);
    CHECK(complaint("leak", "{ signal = \"a\", evidence_min = \"2s\" }").find("at least \"1m\"") !=
          std::string::npos);
    CHECK(complaint("leak", "{ signal = \"a\", limit = 5, headroom = \"b\" }")
              .find("leak.headroom: must not be given beside limit") != std::string::npos);
    CHECK(complaint("shift", "{ signal = \"a\", difference_min = 1 }").empty());
    CHECK(complaint("shift", "{ signal = \"a\" }").find("shift.difference_min: is missing") !=
          std::string::npos);
    CHECK(complaint("shift", "{ signal = \"a\", difference_min = 1, load_min = 1 }")
              .find("shift.load_min: needs a load") != std::string::npos);
    CHECK(complaint("combination", "{ signs = [{ kind = \"a.c\", words = \"a\" }] }")
              .find("combination.signs: must be two to eight") != std::string::npos);
    const std::string other = ", { signal = \"s\", value = 1, words = \"b\" }] }";
    CHECK(complaint("combination", "{ signs = [{ kind = \"a.c\", words = \"a\" }" + other).empty());
    CHECK(complaint("combination", "{ signs = [{ kind = \"a.x\", words = \"a\" }" + other)
              .find("its sign a.x is no kind of the pack") != std::string::npos);
    CHECK(complaint("combination", "{ signs = [{ kind = \"a.b\", words = \"a\" }" + other)
              .find("its sign a.b is a combination") != std::string::npos);
    CHECK(complaint("combination",
                    "{ signs = [{ kind = \"a.c\", anywhere = true, words = \"a\" }" + other)
              .empty());
    CHECK(complaint("combination",
                    "{ signs = [{ signal = \"s\", value = 2, anywhere = true, "
                    "words = \"a\" }" +
                        other)
              .find("anywhere") != std::string::npos);
    CHECK(complaint("combination",
                    "{ signs = [{ kind = \"a.c\", anywhere = true, words = \"a\" }, "
                    "{ kind = \"a.b\", anywhere = true, words = \"b\" }] }")
              .find("one of them must be about the component itself") != std::string::npos);
    CHECK(complaint("combination", "{ signs = [{ words = \"a\" }" + other)
              .find("either kind or signal must be given") != std::string::npos);
    CHECK(complaint("combination", "{ signs = [{ kind = \"a.c\" }" + other)
              .find("signs[0].words: is missing") != std::string::npos);
    CHECK(
        complaint("combination", "{ signs = [{ signal = \"s\", value = 2, words = \"a\" }" + other)
            .find("the same sign is named twice") != std::string::npos);
    CHECK(
        complaint("combination", "{ needed = 3, signs = [{ kind = \"a.c\", words = \"a\" }" + other)
            .find("combination.needed") != std::string::npos);
}

TEST_CASE("pack: a host without packs of its own is judged by the stock pack",
          "[detectors][pack]") {
    const test::TemporaryFolder folder;
    CHECK(default_packs("/nonexistent/packs.d") == std::vector{stock_pack()});
    CHECK(default_packs(folder.path()) == std::vector{stock_pack()});
    folder.write("notes.txt", "not a pack");
    CHECK(default_packs(folder.path()) == std::vector{stock_pack()});
}

TEST_CASE("pack: a host's own packs come after the stock pack", "[detectors][pack]") {
    const test::TemporaryFolder folder;
    folder.write("ours.toml", "[kinds.\"cpu.steal\"]\nenabled = false\n");
    CHECK(default_packs(folder.path()) == std::vector{stock_pack(), folder.path()});
}

TEST_CASE("pack: text that is no TOML is a complaint with its place", "[detectors][pack]") {
    for (const std::string_view broken : test::broken_toml) {
        INFO(broken);
        const std::string complaint = complaint_of(std::string{broken});
        CHECK(complaint.starts_with("my.toml:"));
        CHECK(complaint.find("rror while parsing ") != std::string::npos);
    }
}
