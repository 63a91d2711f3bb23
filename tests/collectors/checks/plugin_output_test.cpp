#include "collectors/checks/plugin_output.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

PerformanceValue only_value(std::string_view performance) {
    const auto output = parse_plugin_output("OK|" + std::string{performance});
    REQUIRE(output.values.size() == 1);
    CHECK(output.malformed == 0);
    return output.values.front();
}

TEST_CASE("plugin output: what real plugins print is read", "[collectors][checks]") {
    const auto load = parse_plugin_output(
        "LOAD OK - total load average: 0.38, 1.19, 1.08|load1=0.380;5.000;10.000;0; "
        "load5=1.190;4.000;8.000;0; load15=1.080;3.000;6.000;0; \n");
    CHECK(load.line == "LOAD OK - total load average: 0.38, 1.19, 1.08");
    REQUIRE(load.values.size() == 3);
    CHECK(load.malformed == 0);
    CHECK(load.values[0].label == "load1");
    CHECK(load.values[0].value == 0.38);
    CHECK(load.values[0].warning->end == 5);
    CHECK(load.values[0].critical->end == 10);
    CHECK(load.values[0].minimum == 0.0);
    CHECK_FALSE(load.values[0].maximum);
    const auto disk = parse_plugin_output(
        "DISK OK - free space: / 78730MiB (80% inode=97%);| "
        "/=20190330880B;243497277849;257024904396;0;270552530944\n");
    REQUIRE(disk.values.size() == 1);
    CHECK(disk.values[0].label == "/");
    CHECK(disk.values[0].unit == "B");
    CHECK(disk.values[0].maximum == 270552530944.0);
    const auto ping = parse_plugin_output(
        "PING OK - Packet loss = 0%, RTA = 0.19 ms|rta=0.190000ms;100.000000;500.000000;0.000000 "
        "pl=0%;20;60;0;\n");
    REQUIRE(ping.values.size() == 2);
    CHECK(ping.values[0].value == Approx(0.00019));
    CHECK(ping.values[0].warning->end == Approx(0.1));
    CHECK(ping.values[1].unit == "%");
}

TEST_CASE("plugin output: text over several lines keeps its first, and both blocks of data",
          "[collectors][checks]") {
    const auto output = parse_plugin_output(
        "DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968\n"
        "/ 15272 MB (77%);\n/boot 68 MB (69%); | /boot=68MB;88;93;0;98\n/home=69357MB;;;0;\n");
    CHECK(output.line == "DISK OK - free space: / 3326 MB (56%);");
    REQUIRE(output.values.size() == 3);
    CHECK(output.values[1].label == "/boot");
    CHECK(output.values[2].label == "/home");
    CHECK(output.values[2].value == 69357.0 * 1024 * 1024);
    CHECK_FALSE(output.values[2].warning);
}

TEST_CASE("plugin output: labels in quotes have blanks, equals signs and quotes",
          "[collectors][checks]") {
    CHECK(only_value("'free space'=1").label == "free space");
    CHECK(only_value("'a=b'=1").label == "a=b");
    CHECK(only_value("'it''s'=1").label == "it's");
    CHECK(only_value("C:\\=1").label == "C:\\");
    CHECK(only_value("'\xff'=1").label == "?");
}

TEST_CASE("plugin output: every unit is brought to seconds or bytes", "[collectors][checks]") {
    CHECK(only_value("x=5").unit.empty());
    CHECK(only_value("x=5s").value == 5);
    CHECK(only_value("x=5ms").value == Approx(0.005));
    CHECK(only_value("x=5us").value == Approx(0.000005));
    CHECK(only_value("x=5KB;6;7;0;8").maximum == 8192.0);
    CHECK(only_value("x=5TB").value == 5.0 * (1ULL << 40));
    CHECK(only_value("x=5c").unit == "c");
    CHECK(only_value("x=5%").unit == "%");
    CHECK(only_value("x=-1.5e3").value == -1500);
    CHECK(only_value("x=5 ").value == 5);
    CHECK(only_value("x=5apples").unit.empty());
}

TEST_CASE("plugin output: ranges alert as the guidelines' table says", "[collectors][checks]") {
    struct Case {
        const char* text;
        double quiet;
        double alerting;
    };

    for (const Case& row : {Case{"10", 10, 11}, Case{"10", 0, -1}, Case{"10:", 10, 9},
                            Case{"~:10", -1e9, 11}, Case{"10:20", 10, 9}, Case{"10:20", 20, 21},
                            Case{"@10:20", 9, 10}, Case{"@10:20", 21, 20}, Case{"@~:0", 1, -5}}) {
        INFO(row.text);
        const auto range = parse_alert_range(row.text);
        REQUIRE(range);
        CHECK_FALSE(range->alerts(row.quiet));
        CHECK(range->alerts(row.alerting));
    }
    for (const char* text : {"", "@", "x", "20:10", "1:2:3", "~", "1x", ":x", "nan", "inf"}) {
        INFO(text);
        CHECK_FALSE(parse_alert_range(text));
    }
}

TEST_CASE("plugin output: the upper bound of a range is a limit to grow against",
          "[collectors][checks]") {
    CHECK(parse_alert_range("10")->upper_bound() == 10.0);
    CHECK(parse_alert_range("~:10")->upper_bound() == 10.0);
    CHECK(parse_alert_range("@90:")->upper_bound() == 90.0);
    CHECK_FALSE(parse_alert_range("10:")->upper_bound());
    CHECK_FALSE(parse_alert_range("@10:20")->upper_bound());
}

TEST_CASE("plugin output: data that are none are counted and the rest is kept",
          "[collectors][checks]") {
    const auto output = parse_plugin_output("OK|a=1 =2 b 'c=3 d=x e=inf f=1;;;;;9 g=2\n");
    CHECK(output.values.size() >= 2);
    CHECK(output.values.front().label == "a");
    CHECK(output.malformed >= 3);
    const auto unknown = parse_plugin_output("OK|a=U b=1 b=2");
    CHECK(unknown.values.size() == 1);
    CHECK(unknown.left_out == 2);
    CHECK(unknown.malformed == 0);
}

TEST_CASE("plugin output: no output, only data, and binary are survived", "[collectors][checks]") {
    CHECK(parse_plugin_output("").line.empty());
    CHECK(parse_plugin_output("|a=1").values.size() == 1);
    CHECK(parse_plugin_output("\n\nlate | a=1").values.size() == 1);
    std::string binary;
    for (int i = 0; i < 2048; ++i)
        binary += static_cast<char>(i * 131 % 256);
    CHECK(parse_plugin_output(binary).line.size() <= PluginOutput::line_bytes_max);
    const std::string whole = "OK | 'a b'=1ms;@1:2;~:3;0;9 c=2\nmore | d=3";
    for (std::size_t length = 0; length < whole.size(); ++length)
        CHECK(parse_plugin_output(whole.substr(0, length)).values.size() <= 3);
}

TEST_CASE("plugin output: values have a bound", "[collectors][checks]") {
    std::string text = "OK|";
    for (std::size_t i = 0; i < PluginOutput::values_max; ++i)
        text += "v" + std::to_string(i) + "=1 ";
    CHECK(parse_plugin_output(text).values.size() == PluginOutput::values_max);
    CHECK(parse_plugin_output(text).left_out == 0);
    const auto more = parse_plugin_output(text + "more=1");
    CHECK(more.values.size() == PluginOutput::values_max);
    CHECK(more.left_out == 1);
}

}  // namespace
}  // namespace foreshock::collectors
