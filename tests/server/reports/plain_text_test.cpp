#include "server/reports/plain_text.hpp"

#include <catch2/catch.hpp>

#include "server/reports/report.hpp"

using namespace foreshock::reports;

TEST_CASE("html: becomes the words that a reader sees", "[reports]") {
    CHECK(text_of_html("<p>Hello <b>you</b></p><p>bye</p>") == "Hello you\nbye\n");
    CHECK(text_of_html("<style>p{}</style><script>x</script>a<br>b") == "a\nb");
    CHECK(text_of_html("1 &lt; 2 &amp; &#3585;&#x0E01; &bogus; &#xFFFFFFFF;") ==
          "1 < 2 & กก &bogus; &#xFFFFFFFF;");
    CHECK(text_of_html("a <!-- hidden --> b") == "a b");
    CHECK(text_of_html("3 < 4 and > 2") == "3 < 4 and > 2");
    CHECK(text_of_html("<script>never ends") == "");
    CHECK(text_of_html("<never ends") == "");
}

TEST_CASE("utf-8: what is none is replaced, lines end alike", "[reports]") {
    CHECK(clean_utf8("a\r\nb\rc") == "a\nb\nc");
    CHECK(clean_utf8("ไทย") == "ไทย");
    CHECK(clean_utf8("\xE0\x80\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(clean_utf8(std::string_view{"a\0b", 3}) ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(clean_utf8("\xED\xA0\x80").starts_with("\xEF\xBF\xBD"));
    CHECK(clean_utf8("\xF0\x9F\x98\x80") == "\xF0\x9F\x98\x80");
}

TEST_CASE("clipped: cuts no letter in two", "[reports]") {
    CHECK(clipped("ก", 2).empty());
    CHECK(clipped("aก", 4) == "aก");
    CHECK(clipped("aก", 3) == "a");
    CHECK(language_of("the shop ใช้ไม่ได้") == "th");
    CHECK(language_of("the shop") == "en");
}

TEST_CASE("html: what is shown in a page cannot be markup", "[reports]") {
    CHECK(html_escaped("<a href=\"x\">'&") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
}
