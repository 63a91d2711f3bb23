#include "collectors/system/certificate_paths.hpp"

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"

namespace foreshock::collectors {
namespace {

using Names = std::vector<std::string>;

TEST_CASE("certificate paths: a star is any part of one name", "[collectors][certificates]") {
    CHECK(matches_pattern("www.example", "*"));
    CHECK(matches_pattern("www.example", "www.*"));
    CHECK(matches_pattern("www.example", "*.example"));
    CHECK(matches_pattern("www.example", "w*.ex*le"));
    CHECK_FALSE(matches_pattern("www.example", "*.org"));
    CHECK_FALSE(matches_pattern("www.example", "www"));
}

TEST_CASE("certificate paths: files, folders and patterns are searched",
          "[collectors][certificates]") {
    const test::MapHostFs host{{"etc/letsencrypt/live/a/fullchain.pem", "x"},
                               {"etc/letsencrypt/live/b/fullchain.pem", "x"},
                               {"etc/letsencrypt/live/b/privkey.pem", "x"},
                               {"etc/letsencrypt/live/README", "x"},
                               {"etc/nginx/nginx.conf", "x"},
                               {"etc/nginx/tls/shop.crt", "x"},
                               {"srv/own", "x"}};
    const auto found = find_certificates(
        host, {"/etc/letsencrypt/live/*/fullchain.pem", "/etc/nginx", "/srv/own", "/etc/nginx"});
    CHECK(found.files ==
          Names{"etc/letsencrypt/live/README/fullchain.pem", "etc/letsencrypt/live/a/fullchain.pem",
                "etc/letsencrypt/live/b/fullchain.pem", "etc/nginx/tls/shop.crt", "srv/own"});
    CHECK(found.refused.empty());
}

TEST_CASE("certificate paths: a distribution's authorities are left out",
          "[collectors][certificates]") {
    test::MapHostFs host{{"etc/ssl/certs/ca-certificates.crt", "x"},
                         {"etc/ssl/certs/own.pem", "x"},
                         {"etc/ssl/certs/ee64a828.0", "x"}};
    host.links["etc/ssl/certs/ISRG_Root_X1.pem"] =
        "/usr/share/ca-certificates/mozilla/ISRG_Root_X1.crt";
    CHECK(find_certificates(host, {"/etc/ssl/certs"}).files == Names{"etc/ssl/certs/own.pem"});
}

TEST_CASE("certificate paths: folders that may not be listed are named",
          "[collectors][certificates]") {
    test::MapHostFs host{{"etc/ssl/private/key.pem", "x"}};
    host.unreadable.insert("etc/ssl/private");
    CHECK(find_certificates(host, {"/etc/ssl/private"}).refused == Names{"/etc/ssl/private"});
}

TEST_CASE("certificate paths: files and depth are bounded", "[collectors][certificates]") {
    test::MapHostFs host;
    for (std::size_t i = 0; i < CertificatePaths::files_max + 1; ++i)
        host.files["etc/nginx/" + std::to_string(i) + ".pem"] = "x";
    CHECK(find_certificates(host, {"/etc/nginx"}).files.size() == CertificatePaths::files_max);
    const test::MapHostFs deep{{"etc/a/b/c/d/in.pem", "x"}, {"etc/a/b/c/d/e/out.pem", "x"}};
    CHECK(find_certificates(deep, {"/etc/a"}).files == Names{"etc/a/b/c/d/in.pem"});
}

}  // namespace
}  // namespace foreshock::collectors
