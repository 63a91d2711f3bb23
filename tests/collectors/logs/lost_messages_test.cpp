#include "collectors/logs/lost_messages.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

TEST_CASE("lost messages: journald says how many", "[collectors][logs]") {
    CHECK(lost_messages("Suppressed 1234 messages from /system.slice/shop.service") == 1234);
    CHECK(lost_messages("Missed 7 kernel messages") == 7);
    CHECK(lost_messages("Forwarding to syslog missed 3 messages.") == 3);
}

TEST_CASE("lost messages: other lines say nothing", "[collectors][logs]") {
    for (const char* line :
         {"", "Suppressed ", "Suppressed many messages from x", "Suppressed 5 quails from x",
          "They Suppressed 5 messages from x", "Missed 99999999999999999999999 kernel messages"}) {
        INFO(line);
        CHECK(lost_messages(line) == 0);
    }
}

}  // namespace
}  // namespace foreshock::collectors
