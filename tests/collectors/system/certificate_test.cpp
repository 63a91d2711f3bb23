#include "collectors/system/certificate.hpp"

#include "certificate_texts.hpp"
#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

TEST_CASE("certificate: its subject and end are read", "[collectors][certificates]") {
    const auto chain = parse_certificates(test::shop_certificate);
    REQUIRE(chain);
    REQUIRE(chain->size() == 1);
    CHECK((*chain)[0].subject == "shop.example");
    CHECK((*chain)[0].not_after == test::shop_ends);
}

TEST_CASE("certificate: without a common name its DNS name is the subject",
          "[collectors][certificates]") {
    const auto chain = parse_certificates(test::api_certificate);
    REQUIRE(chain);
    CHECK((*chain)[0].subject == "api.example");
}

TEST_CASE("certificate: of a chain the one that ends first counts", "[collectors][certificates]") {
    const auto chain =
        parse_certificates("text before\n" + test::shop_certificate + test::api_certificate);
    REQUIRE(chain);
    REQUIRE(chain->size() == 2);
    CHECK(first_to_end(*chain).not_after == test::api_ends);
}

TEST_CASE("certificate: a key alone, a text and nothing are no certificate",
          "[collectors][certificates]") {
    for (const std::string& text : {test::shop_key, std::string{"hello"}, std::string{}})
        CHECK(parse_certificates(text).error().code == Errc::no_data);
}

TEST_CASE("certificate: one with its key in the same file is read", "[collectors][certificates]") {
    const auto chain = parse_certificates(test::shop_key + test::shop_certificate);
    REQUIRE(chain);
    CHECK(chain->size() == 1);
}

TEST_CASE("certificate: what is cut or damaged is malformed", "[collectors][certificates]") {
    const std::string& whole = test::shop_certificate;
    CHECK(parse_certificates(whole.substr(0, 200)).error().code == Errc::malformed);
    std::string damaged = whole;
    damaged.replace(100, 4, "????");
    CHECK(parse_certificates(damaged).error().code == Errc::malformed);
    CHECK(parse_certificates("0\x82").error().code == Errc::malformed);
}

TEST_CASE("certificate: a bundle of authorities is nobody's certificate",
          "[collectors][certificates]") {
    std::string bundle;
    for (std::size_t i = 0; i < chain_max; ++i)
        bundle += test::shop_certificate;
    CHECK(parse_certificates(bundle)->size() == chain_max);
    CHECK(parse_certificates(bundle + test::shop_certificate).error().code == Errc::no_data);
}

TEST_CASE("certificate: a file beyond the bound is refused", "[collectors][certificates]") {
    const std::string large(certificate_bytes_max + 1, 'x');
    CHECK(parse_certificates(large).error().code == Errc::too_large);
}

}  // namespace
}  // namespace foreshock::collectors
