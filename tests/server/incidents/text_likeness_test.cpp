#include "server/incidents/text_likeness.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace foreshock::incidents;

TEST_CASE("likeness: one for the same words in any case, none for others", "[incidents]") {
    CHECK(likeness("The shop is down", "the  SHOP is down") == Approx(1));
    CHECK(likeness("printer", "wireless") == Approx(0).margin(0.01));
    CHECK(likeness("", "") == 0);
    CHECK(likeness("ร้านค้าเปิดไม่ได้", "เปิดร้านค้าไม่ได้") > 0.6);
}

TEST_CASE("likeness: looks no further than its bound", "[incidents]") {
    const std::string same(likeness_bytes_max, 'x');
    CHECK(likeness(same + "abc def ghi", same + "rst uvw") == Approx(1));
}

TEST_CASE("mentions: a name as a word of its own", "[incidents]") {
    CHECK(mentions("I think WEB-1 hangs", "web-1"));
    CHECK_FALSE(mentions("I think web-10 hangs", "web-1"));
    CHECK_FALSE(mentions("at the db", "db"));
    CHECK(mentions("ระบบshopใช้ไม่ได้", "shop"));
    CHECK(mentions("ระบบบัญชีใช้ไม่ได้", "บัญชี"));
}
