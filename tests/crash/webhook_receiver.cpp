// webhook_receiver PORT FILE SECRET REFUSE_EVERY: takes webhooks on loopback, one at a time, and
// appends one JSON line per delivery to FILE. Every REFUSE_EVERY-th is answered with 503, before
// it counts as accepted; a sender that keeps its promises comes again with the same id. The last
// body, whatever it was, is in FILE.body.

#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include <asio.hpp>
#include <nlohmann/json.hpp>
#include <openssl/hmac.h>

namespace {

struct Delivery {
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

std::string lower(std::string text) {
    for (char& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::size_t to_count(const std::string& text) {
    std::size_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

Delivery read_delivery(asio::ip::tcp::socket& socket) {
    asio::streambuf buffer;
    asio::read_until(socket, buffer, "\r\n\r\n");
    std::istream in(&buffer);
    std::string line;
    std::getline(in, line);
    Delivery delivery;
    while (std::getline(in, line) && line != "\r") {
        const std::size_t colon = line.find(": ");
        if (colon == std::string::npos) continue;
        delivery.headers[lower(line.substr(0, colon))] =
            line.substr(colon + 2, line.size() - colon - 3);
    }
    const std::size_t wanted = to_count(delivery.headers["content-length"]);
    if (buffer.size() < wanted) {
        asio::read(socket, buffer, asio::transfer_exactly(wanted - buffer.size()));
    }
    delivery.body.resize(wanted);
    in.read(delivery.body.data(), static_cast<std::streamsize>(wanted));
    return delivery;
}

std::string hmac_hex(const std::string& secret, const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        constexpr std::string_view digits = "0123456789abcdef";
        hex += digits[digest[i] >> 4U];
        hex += digits[digest[i] & 15U];
    }
    return hex;
}

/// "t=UNIX,v1=HEX" over "UNIX.body".
bool is_signed(Delivery& delivery, const std::string& secret) {
    const std::string& header = delivery.headers["x-foreshock-signature"];
    const std::size_t comma = header.find(",v1=");
    if (!header.starts_with("t=") || comma == std::string::npos) return false;
    const std::string time = header.substr(2, comma - 2);
    return header.substr(comma + 4) == hmac_hex(secret, time + "." + delivery.body);
}

void write_down(std::ofstream& file, Delivery& delivery, bool accepted, const std::string& secret) {
    const auto body = nlohmann::json::parse(delivery.body, nullptr, false);
    nlohmann::json line{{"accepted", accepted},
                        {"key", delivery.headers["idempotency-key"]},
                        {"signed", is_signed(delivery, secret)}};
    line["body"] = body.is_discarded() ? nlohmann::json() : body;
    file << line.dump() << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    const std::string secret = argv[3];
    const std::size_t refuse_every = to_count(argv[4]);
    std::ofstream file(argv[2], std::ios::app);
    asio::io_context loop;
    asio::ip::tcp::acceptor acceptor(
        loop, {asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(to_count(argv[1]))});
    for (std::size_t count = 1;; ++count) {
        try {
            asio::ip::tcp::socket socket = acceptor.accept();
            Delivery delivery = read_delivery(socket);
            const bool accepted = refuse_every == 0 || count % refuse_every != 0;
            write_down(file, delivery, accepted, secret);
            std::ofstream(std::string(argv[2]) + ".body", std::ios::binary) << delivery.body;
            const std::string status = accepted ? "200 OK" : "503 Service Unavailable";
            asio::write(socket, asio::buffer("HTTP/1.1 " + status +
                                             "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        } catch (const std::exception& error) {
            // A sender killed in the middle of a delivery is what this test is about.
            std::cerr << error.what() << '\n';
        }
    }
}
