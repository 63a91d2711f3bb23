#include "collectors/shared_file.hpp"

#include <catch2/catch.hpp>

#include "tests/support/counting_host_fs.hpp"

using namespace foreshock;
using namespace foreshock::collectors;
using test::CountingHostFs;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);
constexpr Duration second = std::chrono::seconds{1};

}  // namespace

TEST_CASE("shared file: a tick reads it once, whoever asks", "[collectors]") {
    CountingHostFs host;
    host.host.files["proc/loadavg"] = "1";
    SharedFile file{host, "proc/loadavg"};
    CHECK(file.read(start).value() == "1");
    host.host.files["proc/loadavg"] = "2";
    CHECK(file.read(start).value() == "1");
    CHECK(file.read(start + second).value() == "2");
    CHECK(host.asked["proc/loadavg"] == 2);
}

TEST_CASE("shared file: what seldom changes is read when its time has come", "[collectors]") {
    CountingHostFs host;
    host.host.files["limit"] = "1";
    SharedFile file{host, "limit", 10 * second};
    CHECK(file.read(start).value() == "1");
    host.host.files["limit"] = "2";
    CHECK(file.read(start + 9 * second).value() == "1");
    CHECK(file.read(start + 10 * second).value() == "2");
    host.host.files["limit"] = "3";
    CHECK(file.read(start).value() == "3");  // the clock was put back
}

TEST_CASE("shared file: a failed reading is repeated in the next tick", "[collectors]") {
    CountingHostFs host;
    SharedFile file{host, "limit", 10 * second};
    CHECK(file.read(start).error().code == Errc::no_data);
    host.host.files["limit"] = "1";
    CHECK(file.read(start).error().code == Errc::no_data);
    CHECK(file.read(start + second).value() == "1");
}
