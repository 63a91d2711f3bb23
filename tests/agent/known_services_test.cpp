#include "agent/known_services.hpp"

#include <catch2/catch.hpp>

using namespace foreshock::agent;
using foreshock::collectors::Listener;

namespace {

std::string name_of(const Listener& listener) {
    const KnownService* service = find_service(listener);
    return service ? std::string{service->name} : "unknown";
}

}  // namespace

TEST_CASE("known services: the process names the service, whatever its port", "[agent][explain]") {
    CHECK(name_of({"tcp", "127.0.0.1", 5433, 1, "postgres"}) == "PostgreSQL");
    CHECK(name_of({"tcp", "0.0.0.0", 8080, 1, "nginx"}) == "nginx");
    CHECK(name_of({"tcp", "0.0.0.0", 2222, 1, "sshd"}) == "sshd");
}

TEST_CASE("known services: without a known process the usual port names it", "[agent][explain]") {
    CHECK(name_of({"tcp", "127.0.0.1", 5432, 1, ""}) == "PostgreSQL");
    CHECK(name_of({"tcp", "0.0.0.0", 9200, 1, "java"}) == "Elasticsearch or OpenSearch");
    CHECK(name_of({"tcp", "0.0.0.0", 443, 1, ""}) == "a web server with TLS");
    CHECK(name_of({"tcp", "0.0.0.0", 4711, 1, ""}) == "unknown");
}

TEST_CASE("known services: the check for it is ready TOML", "[agent][explain]") {
    CHECK(suggested_check({"tcp", "127.0.0.1", 5432, 1, "postgres"}) ==
          "[[checks]]\nname = \"postgresql-5432\"\ntype = \"tcp\"\nhost = \"127.0.0.1\"\n"
          "port = 5432\n");
    CHECK(suggested_check({"tcp6", "::", 80, 1, "nginx"}) ==
          "[[checks]]\nname = \"nginx-80\"\ntype = \"http\"\nurl = \"http://[::1]:80/\"\n");
    CHECK(suggested_check({"tcp", "0.0.0.0", 9187, 1, "postgres_export"}) ==
          "[[scrape]]\nname = \"postgres\"\nurl = \"http://127.0.0.1:9187/metrics\"\n");
    CHECK(suggested_check({"tcp", "127.0.0.1", 9100, 1, "prometheus-node"}) ==
          "[[scrape]]\nname = \"node\"\nurl = \"http://127.0.0.1:9100/metrics\"\n");
}

TEST_CASE("known services: what cannot be checked is not suggested", "[agent][explain]") {
    CHECK(suggested_check({"udp", "0.0.0.0", 53, 1, "dnsmasq"}).empty());
    CHECK(suggested_check({"tcp", "0.0.0.0", 111, 1, "rpcbind"}).empty());
    CHECK(suggested_check({"tcp", "0.0.0.0", 4711, 1, "own"}).empty());
}

TEST_CASE("known services: local sockets are known by their path", "[agent][explain]") {
    CHECK(service_of_socket("/run/postgresql/.s.PGSQL.5432") == "PostgreSQL");
    CHECK(service_of_socket("/run/docker.sock") == "Docker");
    CHECK(service_of_socket("/run/php/php8.2-fpm.sock") == "PHP-FPM");
    CHECK(service_of_socket("/run/own.sock").empty());
}

TEST_CASE("known services: TLS is checked for the name that the listener shows",
          "[agent][explain]") {
    const foreshock::collectors::Listener nginx{"tcp", "0.0.0.0", 443, 1, "nginx"};
    const std::string head = "[[checks]]\nname = \"nginx-443\"\ntype = ";
    const std::string place = "host = \"127.0.0.1\"\nport = 443\n";
    CHECK(suggested_check(nginx, "shop.example") ==
          head + "\"tls\"\n" + place + "server_name = \"shop.example\"\n");
    CHECK(suggested_check(nginx, "*.example.org") ==
          head + "\"tls\"\n" + place + "server_name = \"www.example.org\"\n");
    for (const char* subject : {"", "shop", "A \"Corporation\"", "*.", "/O=Example.org"})
        CHECK(suggested_check(nginx, subject) == head + "\"tcp\"\n" + place);
}
