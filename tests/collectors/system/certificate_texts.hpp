#pragma once

#include <string>

#include "core/time.hpp"

namespace foreshock::test {

/// CN=shop.example, with the key below; ends at shop_ends.
inline const std::string shop_certificate =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBhDCCASmgAwIBAgIUKarlLf2Y+zCVgp/odDTbEne33rgwCgYIKoZIzj0EAwIw\n"
    "FzEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMB4XDTI2MTEyNTIwMDc1OVoXDTI5MDgy\n"
    "MTIwMDc1OVowFzEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMFkwEwYHKoZIzj0CAQYI\n"
    "KoZIzj0DAQcDQgAEn9Iy176TS2PwX2D2p4cB12xo0i1qvSWwttBV7TPJNMd2tlJL\n"
    "zDWUcDfHAZTBPVLDAsWlloLa63Sp6eFgXyrqDaNTMFEwHQYDVR0OBBYEFMA6C/Aj\n"
    "QAL8EQF31P5WuAobwk06MB8GA1UdIwQYMBaAFMA6C/AjQAL8EQF31P5WuAobwk06\n"
    "MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAJ4/aQPdmJkWy4y1\n"
    "bDvV3qsjfjXKUrCPUfy5gFQE2n4lAiEA4uYkYBT4rVbVJOYujisdsST6epkp0tdq\n"
    "Ron8iLlnw+g=\n"
    "-----END CERTIFICATE-----\n";

inline constexpr TimePoint shop_ends{std::chrono::seconds{1882037279}};

/// O=Example with the DNS name api.example; ends before the other, at api_ends.
inline const std::string api_certificate =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBkDCCATegAwIBAgIUHJok/WALro0s0Xy2qoIOMUsCS54wCgYIKoZIzj0EAwIw\n"
    "EjEQMA4GA1UECgwHRXhhbXBsZTAeFw0yNjExMjUyMDA3NTlaFw0yNzAzMDUyMDA3\n"
    "NTlaMBIxEDAOBgNVBAoMB0V4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC\n"
    "AASf0jLXvpNLY/BfYPanhwHXbGjSLWq9JbC20FXtM8k0x3a2UkvMNZRwN8cBlME9\n"
    "UsMCxaWWgtrrdKnp4WBfKuoNo2swaTAdBgNVHQ4EFgQUwDoL8CNAAvwRAXfU/la4\n"
    "ChvCTTowHwYDVR0jBBgwFoAUwDoL8CNAAvwRAXfU/la4ChvCTTowDwYDVR0TAQH/\n"
    "BAUwAwEB/zAWBgNVHREEDzANggthcGkuZXhhbXBsZTAKBggqhkjOPQQDAgNHADBE\n"
    "AiAyAUus0KorONtteW3EEgiAtekZRY/oWIfIYZznZbiKzwIgQOMBmpBM3xl5U4d9\n"
    "AaDws4wmkCDsgwqdg8BUDoyZxes=\n"
    "-----END CERTIFICATE-----\n";

inline constexpr TimePoint api_ends{std::chrono::seconds{1804277279}};

/// Made for these tests, and of no use elsewhere.
inline const std::string shop_key =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEIO+/a3HxNIL0HfsvE6pJAllUmxtI63Fu1uuNctB0caA8oAoGCCqGSM49\n"
    "AwEHoUQDQgAEn9Iy176TS2PwX2D2p4cB12xo0i1qvSWwttBV7TPJNMd2tlJLzDWU\n"
    "cDfHAZTBPVLDAsWlloLa63Sp6eFgXyrqDQ==\n"
    "-----END EC PRIVATE KEY-----\n";

}  // namespace foreshock::test
