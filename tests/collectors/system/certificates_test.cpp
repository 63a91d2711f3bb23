#include "collectors/system/certificates.hpp"

#include <algorithm>

#include "certificate_texts.hpp"
#include <catch2/catch.hpp>

#include "collectors/system/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/inline_background.hpp"

namespace foreshock::collectors {
namespace {

const std::string sockets_table =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
    "inode\n"
    "   0: 0100007F:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 "
    "128887 1 0 100 0 0 10 0\n"
    "   1: 00000000:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 "
    "128888 1 0 100 0 0 10 0\n"
    "   2: 00000000:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 "
    "128889 1 0 100 0 0 10 0\n";

struct CertificatesBench : test::CollectorBench {
    CertificatesBench() : beside_host(std::make_shared<test::MapHostFs>()) {
        background = &beside;
        beside_host->files["etc/nginx/shop.pem"] = test::shop_certificate;
        beside_host->files["proc/net/tcp"] = sockets_table;
    }

    void start() {
        CollectorContext context{host, space, watch, {100, 4096}, commands, background, lines};
        context.host_beside = beside_host;
        collector = std::move(*make_certificates_with(context, [this](const Listener& listener) {
            asked.push_back(listener.port);
            return listener.port == 443
                       ? Result<Certificate>{Certificate{"api.example", test::api_ends}}
                       : Result<Certificate>{fail(Errc::no_data, "no TLS")};
        }));
        clock.set(from_unix_ms(to_unix_ms(test::api_ends) - 3'600'000));
        REQUIRE(tick());
    }

    std::shared_ptr<test::MapHostFs> beside_host;
    test::InlineBackground beside;
    std::vector<std::uint16_t> asked;
};

TEST_CASE("certificates: files and listeners tell how long theirs last",
          "[collectors][certificates]") {
    CertificatesBench bench;
    bench.start();
    REQUIRE(bench.tick(std::chrono::seconds{59}));
    CHECK(bench.sink.value(
              "certificate.listener.remaining_seconds{port=\"443\",subject=\"api.example\"}") ==
          3540);
    const double between = to_seconds(test::shop_ends - test::api_ends);
    CHECK(bench.sink.value("certificate.file.remaining_seconds{path=\"/etc/nginx/shop.pem\","
                           "subject=\"shop.example\"}") == between + 3540);
    CHECK(bench.sink.value("certificate.search.files_count") == 1);
    CHECK(bench.sink.value("certificate.search.unreadable_count") == 0);
    CHECK(bench.asked == std::vector<std::uint16_t>{443, 8443});
}

TEST_CASE("certificates: they are told at every tick and looked for once an hour",
          "[collectors][certificates]") {
    CertificatesBench bench;
    bench.start();
    for (int minute = 0; minute < 59; ++minute) {
        REQUIRE(bench.tick(std::chrono::minutes{1}));
        CHECK(bench.sink.count("certificate.file") == 1);
    }
    CHECK(bench.beside.started == 1);
    REQUIRE(bench.tick(std::chrono::minutes{2}));
    CHECK(bench.beside.started == 2);
}

TEST_CASE("certificates: one that was renewed, or is gone, is another or none",
          "[collectors][certificates]") {
    CertificatesBench bench;
    bench.start();
    REQUIRE(bench.tick());
    bench.beside_host->files["etc/nginx/shop.pem"] = test::api_certificate;
    REQUIRE(bench.tick(std::chrono::hours{1}));
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("certificate.file") == 1);
    CHECK(bench.sink.count("certificate.file.remaining_seconds{path=\"/etc/nginx/shop.pem\","
                           "subject=\"api.example\"}") == 1);
    bench.beside_host->files.erase("etc/nginx/shop.pem");
    REQUIRE(bench.tick(std::chrono::hours{1}));
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("certificate.file") == 0);
}

TEST_CASE("certificates: what cannot be read is counted", "[collectors][certificates]") {
    CertificatesBench bench;
    bench.beside_host->files["etc/nginx/broken.pem"] = test::shop_certificate.substr(0, 300);
    bench.beside_host->files["etc/nginx/key.pem"] = test::shop_key;
    bench.beside_host->files["etc/nginx/secret.pem"] = "x";
    bench.beside_host->unreadable = {"etc/nginx/secret.pem", "etc/ssl/private"};
    bench.start();
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("certificate.search.files_count") == 1);
    CHECK(bench.sink.value("certificate.search.unreadable_count") == 2);
    CHECK(bench.sink.value("certificate.search.malformed_count") == 1);
}

TEST_CASE("certificates: settings add paths and exclude ports", "[collectors][certificates]") {
    CertificatesBench bench;
    bench.watch.certificates = {{"/srv/*/own"}, {8443}};
    bench.beside_host->files["srv/a/own"] = test::shop_certificate;
    bench.start();
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("certificate.search.files_count") == 2);
    CHECK(bench.asked == std::vector<std::uint16_t>{443});
}

TEST_CASE("certificates: so many listeners are asked at most", "[collectors][certificates]") {
    CertificatesBench bench;
    std::string table = sockets_table.substr(0, sockets_table.find('\n') + 1);
    for (int i = 0; i < 40; ++i) {
        const std::string digits = std::to_string(10 + i);  // 0x9010 … are all different
        table += "   0: 0100007F:90" + digits +
                 " 00000000:0000 0A 0:0 00:0 0     0        0 128887 1 0 100 0 0 10 0\n";
    }
    bench.beside_host->files["proc/net/tcp"] = table;
    bench.start();
    CHECK(bench.asked.size() == CertificatesReading::listeners_asked_max);
}

TEST_CASE("certificates: a listener without TLS is asked once a day, one with it every hour",
          "[collectors][certificates]") {
    CertificatesBench bench;
    bench.start();
    for (int hour = 0; hour < 24; ++hour) {
        REQUIRE(bench.tick(std::chrono::minutes{1}));
        REQUIRE(bench.tick(std::chrono::minutes{60}));
    }
    CHECK(bench.beside.started == 25);
    CHECK(std::count(bench.asked.begin(), bench.asked.end(), 443) == 25);
    CHECK(std::count(bench.asked.begin(), bench.asked.end(), 8443) == 2);
}

TEST_CASE("certificates: a host with none has no series but its counts",
          "[collectors][certificates]") {
    CertificatesBench bench;
    bench.beside_host->files.clear();
    bench.start();
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("certificate.search.files_count") == 0);
    CHECK(bench.sink.values.size() == 3);
}

TEST_CASE("certificates: without a host to read in the background there is no data",
          "[collectors][certificates]") {
    test::CollectorBench bench;
    bench.make("certificates", system_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
