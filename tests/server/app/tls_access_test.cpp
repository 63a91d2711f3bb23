#include "server/app/tls_access.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "certificates/private_key.hpp"
#include "server/app/authority_file.hpp"
#include "server/app/backup.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

using std::chrono::hours;

struct Fixture {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    test::ManualClock clock;
    Configuration configuration;

    Fixture() {
        configuration.server.data = folder.path();
        configuration.tls.enabled = true;
    }

    std::unique_ptr<TlsAccess> open() {
        auto opened = TlsAccess::open(configuration, store->enrolments(), clock);
        INFO((opened ? "" : opened.error().what));
        REQUIRE(opened);
        return std::move(*opened);
    }

    [[nodiscard]] certificates::Certificate shown() {
        return certificates::read_certificate(open()->identity()->chain).value();
    }

    mode_t mode(const std::string& name) const {
        struct stat found {};

        ::stat((folder.path() + "/" + name).c_str(), &found);
        return found.st_mode & 0777;
    }
};

TEST_CASE("tls access: the first start makes an authority, later ones find it", "[app][tls]") {
    Fixture f;
    const certificates::Certificate first = f.shown();
    CHECK(f.shown() == first);
    CHECK(f.mode("ca/authority.pem") == 0600);
    CHECK(f.mode("ca/server.pem") == 0600);
    CHECK(f.mode("ca/ca.pem") == 0644);
    CHECK_THAT(*read_pem(f.folder.path() + "/ca/ca.pem"), !Catch::Contains("PRIVATE"));
}

TEST_CASE("tls access: what should have been renewed is told, its own and its authority's",
          "[app][tls]") {
    Fixture f;
    const auto access = f.open();
    const TimePoint start = f.clock.now();
    CHECK(access->ending(start).empty());
    CHECK(access->ending(start + hours{24 * 300}).empty());
    const auto own = access->ending(start + hours{24 * 310});
    REQUIRE(own.size() == 1);
    CHECK_THAT(own[0].whose, Catch::Contains("ca/server.pem"));
    CHECK(own[0].ends_at == f.shown().not_after);
    const auto both = access->ending(start + hours{24 * 3500});
    REQUIRE(both.size() == 2);
    CHECK_THAT(both[1].whose, Catch::Contains("authority"));
}

TEST_CASE("tls access: where TLS is off there is nothing of it", "[app][tls]") {
    Fixture f;
    f.configuration.tls.enabled = false;
    CHECK(*TlsAccess::open(f.configuration, f.store->enrolments(), f.clock) == nullptr);
    CHECK_FALSE(read_pem(f.folder.path() + "/ca/authority.pem"));
}

TEST_CASE(
    "tls access: our certificate is renewed when two thirds of its life are over, and when "
    "a name comes to it",
    "[app][tls]") {
    Fixture f;
    const std::string first = f.shown().serial;
    f.clock.advance(hours{24 * 200});
    CHECK(f.shown().serial == first);
    f.clock.advance(hours{24 * 45});
    const std::string second = f.shown().serial;
    CHECK(second != first);
    f.configuration.tls.names = {"mon.example"};
    const certificates::Certificate third = f.shown();
    CHECK(third.serial != second);
    CHECK(third.names.front() == "mon.example");
}

TEST_CASE("tls access: names that a certificate cannot carry are left out", "[app][tls]") {
    Fixture f;
    f.configuration.server.host_names = {"good.example", "a,DNS:evil"};
    const auto names = server_names(f.configuration);
    CHECK(std::ranges::find(names, "good.example") != names.end());
    CHECK(std::ranges::find(names, "127.0.0.1") != names.end());
    CHECK(std::ranges::find(names, "a,DNS:evil") == names.end());
}

TEST_CASE("tls access: the site's certificate is shown, and its authority is what agents know",
          "[app][tls]") {
    Fixture f;
    const auto site = certificates::Authority::make("Site CA", f.clock.now()).value();
    const std::string pem = site.issue_to_server({"mon.example"}, f.clock.now(), hours{24}).value();
    const std::string leaf = certificates::split_certificates(pem)->front();
    f.folder.write("cert.pem", leaf);
    f.folder.write("key.pem", certificates::private_key_in(pem).value());
    f.folder.write("site-ca.pem", site.certificate_pem());
    f.configuration.tls.certificate_file = f.folder.path() + "/cert.pem";
    f.configuration.tls.key_file = f.folder.path() + "/key.pem";
    f.configuration.tls.ca_file = f.folder.path() + "/site-ca.pem";
    const auto access = f.open();
    CHECK(access->sources().authority == site.certificate_pem());
    // The host finds it in the handshake.
    CHECK(certificates::split_certificates(access->identity()->chain)->back() ==
          site.certificate_pem());
    SECTION("files that do not fit are named") {
        f.folder.write("key.pem", certificates::new_private_key().value());
        CHECK_THAT(TlsAccess::open(f.configuration, f.store->enrolments(), f.clock).error().what,
                   Catch::Contains("cert.pem: the private key is not the certificate's"));
    }
    SECTION("a file that is not there is named") {
        f.configuration.tls.client_ca_file = "/nowhere/ca.pem";
        CHECK_THAT(TlsAccess::open(f.configuration, f.store->enrolments(), f.clock).error().what,
                   Catch::Contains("/nowhere/ca.pem: cannot be read"));
    }
}

TEST_CASE("tls access: the authority is part of a backup, and comes back with it",
          "[app][tls][backup]") {
    Fixture f;
    f.open();
    const std::string before = *read_pem(f.folder.path() + "/ca/authority.pem");
    const test::TemporaryFolder elsewhere;
    REQUIRE(back_up(f.folder.path(), elsewhere.path() + "/backup"));
    const test::TemporaryFolder fresh;
    REQUIRE(restore(elsewhere.path() + "/backup", fresh.path(), f.clock.now()));
    CHECK(*read_pem(fresh.path() + "/ca/authority.pem") == before);
}

TEST_CASE("tls access: a damaged authority is named, never replaced", "[app][tls]") {
    Fixture f;
    f.folder.write("ca/authority.pem", "rubbish");
    CHECK_THAT(TlsAccess::open(f.configuration, f.store->enrolments(), f.clock).error().what,
               Catch::Contains("ca/authority.pem: "));
    CHECK(*read_pem(f.folder.path() + "/ca/authority.pem") == "rubbish");
}

}  // namespace
}  // namespace foreshock::app
