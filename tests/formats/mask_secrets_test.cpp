#include "formats/mask_secrets.hpp"

#include <catch2/catch.hpp>

namespace foreshock::formats {
namespace {

TEST_CASE("mask: values of keys that name a secret are hidden", "[formats][mask]") {
    CHECK(mask_secrets("login user=bob password=hunter2 ok") == "login user=bob password=*** ok");
    CHECK(mask_secrets("DB_PASSWORD: hunter2") == "DB_PASSWORD: ***");
    CHECK(mask_secrets("{\"api_key\": \"abc def\", \"x\": 1}") ==
          "{\"api_key\": \"***\", \"x\": 1}");
    CHECK(mask_secrets("mysql --password hunter2 -h db") == "mysql --password *** -h db");
    CHECK(mask_secrets("psql 'pwd=a b'") == "psql 'pwd=*** b'");
    CHECK(mask_secrets("GET /?token=abc&page=2") == "GET /?token=***&page=2");
    CHECK(mask_secrets("secret=\"never closed") == "secret=\"***");
    CHECK(mask_secrets("client_secret => x") == "client_secret => ***");
    CHECK(mask_secrets("db_pass=x smtp.pwd: y") == "db_pass=*** smtp.pwd: ***");
}

TEST_CASE("mask: headers are hidden to their end", "[formats][mask]") {
    CHECK(mask_secrets("Authorization: Basic dXNlcjpwYXNz") == "Authorization: ***");
    CHECK(mask_secrets("cookie: a=1; b=2") == "cookie: ***");
    CHECK(mask_secrets("curl -H \"Authorization: Bearer abc\" http://x") ==
          "curl -H \"Authorization: ***\" http://x");
    CHECK(mask_secrets("sent Bearer abcdef123 to x") == "sent Bearer *** to x");
    CHECK(mask_secrets("a basic configuration") == "a basic configuration");
}

TEST_CASE("mask: the password in a URL is hidden, its user is not", "[formats][mask]") {
    CHECK(mask_secrets("connect postgres://shop:hunter2@db:5432/shop") ==
          "connect postgres://shop:***@db:5432/shop");
    CHECK(mask_secrets("https://u:p@ss@host/") == "https://u:***@host/");
    CHECK(mask_secrets("http://host:80/mail@example") == "http://host:80/mail@example");
    CHECK(mask_secrets("ssh://git@host") == "ssh://git@host");
}

TEST_CASE("mask: keys and tokens of known shape are hidden", "[formats][mask]") {
    CHECK(mask_secrets("x -----BEGIN RSA PRIVATE KEY----- MIIE -----END RSA PRIVATE KEY----- y") ==
          "x *** y");
    CHECK(mask_secrets("-----BEGIN PRIVATE KEY-----") == "***");
    CHECK(mask_secrets("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj") ==
          "***");
    CHECK(mask_secrets("use AKIAIOSFODNN7EXAMPLE now") == "use *** now");
    CHECK(mask_secrets("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln end") == "got *** end");
}

TEST_CASE("mask: ordinary lines stay as they are", "[formats][mask]") {
    for (const std::string line :
         {"", "Failed password for root from 10.0.0.9 port 40022 ssh2", "token",
          "password:", "session opened for user root(uid=0)", "a token was sent", "://", "://@",
          "Bearer", "EXT4-fs (vda1): mounted filesystem 00000000-0000-0000-0000-000000000000"}) {
        INFO(line);
        CHECK(mask_secrets(line) == line);
    }
}

TEST_CASE("mask: what is masked stays as it is", "[formats][mask]") {
    for (const std::string line :
         {"password=hunter2 x", "\"secret\" : 'a b", "://a:b@c Authorization: x \"y", "--token",
          "Bearer ***", "basic pw:x\"", "pw==x", "token: token=abc",
          "-----BEGIN x -----END y----- z", "://0:Pw:=/b(ps&x@"}) {
        INFO(line);
        const std::string once = mask_secrets(line);
        CHECK(mask_secrets(once) == once);
    }
}

}  // namespace
}  // namespace foreshock::formats
