#include "server/words/message_template.hpp"

#include <catch2/catch.hpp>

#include "server/words/word_file.hpp"

using namespace foreshock;
using namespace foreshock::words;

namespace {

Result<MessageTemplate> parse(std::string_view text, const MessageTemplate::Parts& parts = {}) {
    const auto is_value = [](std::string_view name) {
        return name == "name" || name == "eta" || name == "more";
    };
    return MessageTemplate::parse(text, {"en/x.txt", 10}, {is_value, parts});
}

std::string rendered(std::string_view text, const Values& values) {
    return parse(text).value().render(values);
}

}  // namespace

TEST_CASE("template: names become their values, absent ones nothing", "[words]") {
    CHECK(rendered("to {{name}}, {{ eta }}!", {{"name", "ann"}}) == "to ann, !");
    CHECK(rendered("no marks } { }} {", {}) == "no marks } { }} {");
}

TEST_CASE("template: a value is never read as a template", "[words]") {
    CHECK(rendered("{{name}}", {{"name", "{{eta}}"}, {"eta", "x"}}) == "{{eta}}");
}

TEST_CASE("template: blocks depend on a value being there", "[words]") {
    const char* text = "{{#if eta}}in {{eta}}{{#else}}now{{/if}}.";
    CHECK(rendered(text, {{"eta", "2 h"}}) == "in 2 h.");
    CHECK(rendered(text, {}) == "now.");
    const char* nested = "{{#if name}}a{{#if eta}}b{{/if}}c{{/if}}d";
    CHECK(rendered(nested, {{"name", "1"}}) == "acd");
    CHECK(rendered(nested, {{"name", "1"}, {"eta", "1"}}) == "abcd");
    CHECK(rendered(nested, {{"eta", "1"}}) == "d");
}

TEST_CASE("template: a mark that stands alone takes its line along, others do not", "[words]") {
    CHECK(rendered("a\n{{#if name}}\nb\n{{/if}}\nc\n", {{"name", "1"}}) == "a\nb\nc\n");
    CHECK(rendered("a\n{{#if name}}\nb\n{{/if}}\nc\n", {}) == "a\nc\n");
    CHECK(rendered("x {{name}}{{#if eta}}, {{eta}}{{/if}}\ny\n", {{"name", "n"}}) == "x n\ny\n");
}

TEST_CASE("template: parts are taken in place, also within each other", "[words]") {
    const MessageTemplate::Parts parts{{"who", "{{name}}\n"}, {"all", "- {{> who}}\n"}};
    CHECK(parse("{{> who}}\nend", parts)->render({{"name", "ann"}}) == "ann\nend");
    CHECK(parse("{{> all}}\n", parts)->render({{"name", "ann"}}) == "- ann\n\n");
}

TEST_CASE("template: what is wrong is told with file and line", "[words]") {
    const std::vector<std::pair<const char*, const char*>> cases{
        {"a\nb {{nane}}", "en/x.txt:11: {{nane}} is unknown here"},
        {"{{name", "en/x.txt:10: has {{ without }} on the same line"},
        {"a\n\n{{na\nme}}", "en/x.txt:12: has {{ without }} on the same line"},
        {"\n{{#if name}}x", "en/x.txt:11: is never closed: {{#if}} needs {{/if}}"},
        {"{{/if}}", "en/x.txt:10: {{/if}} without {{#if}}"},
        {"{{#else}}", "en/x.txt:10: {{#else}} without {{#if}}"},
        {"{{#if name}}{{#else}}{{#else}}{{/if}}", "en/x.txt:10: {{#else}} without {{#if}}"},
        {"{{#if no}}{{/if}}", "en/x.txt:10: {{no}} is unknown here"},
        {"{{> none}}", "en/x.txt:10: {{> none}} names no part of this file"},
        {"{{#unless name}}", "en/x.txt:10: {{#unless name}} is unknown here"}};
    for (const auto& [text, complaint] : cases) {
        INFO(text);
        const auto read = parse(text);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::invalid);
        CHECK(read.error().what == complaint);
    }
}

TEST_CASE("template: a part that takes itself in is refused", "[words]") {
    const auto read = parse("{{> loop}}", {{"loop", "x {{> loop}}"}});
    REQUIRE_FALSE(read);
    CHECK_THAT(read.error().what, Catch::EndsWith("is nested too deep"));
}

TEST_CASE("template: blocks are nested eight deep and not deeper", "[words]") {
    const auto nested = [](std::size_t depth) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i)
            text += "{{#if name}}";
        for (std::size_t i = 0; i < depth; ++i)
            text += "{{/if}}";
        return text;
    };
    CHECK(parse(nested(MessageTemplate::depth_max)));
    CHECK_FALSE(parse(nested(MessageTemplate::depth_max + 1)));
}

TEST_CASE("word file: sections and parts, with the lines where they begin", "[words]") {
    const auto file =
        parse_word_file("en/x.txt", "a comment\n== part p\nP\n\n== opened\nfirst\n\nlast\n\n\n");
    REQUIRE(file);
    CHECK(file->parts.at("p") == "P\n");
    CHECK(file->sections.at("opened").text == "first\n\nlast\n");
    CHECK(file->sections.at("opened").line == 6);
    CHECK(parse_word_file("x", "== a\n== a\n").error().what == "x:2: 'a' is there twice");
    CHECK(parse_word_file("x", "== \n").error().what == "x:1: a section needs a name");
}
