#include "collectors/proc_socket_table.hpp"

#include <charconv>
#include <cstring>
#include <utility>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::size_t word_digits = 8;

/// A whole text of hexadecimal digits.
template <class Number>
bool read_hex(std::string_view digits, Number& out) {
    const char* end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, out, 16);
    return !digits.empty() && error == std::errc{} && stopped == end;
}

/// "0100007F": the kernel prints each 32 bits of an address as a number of the machine's own order.
bool read_address_word(std::string_view digits, std::uint8_t* out) {
    std::uint32_t word = 0;
    if (!read_hex(digits, word)) return false;
    std::memcpy(out, &word, sizeof word);
    return true;
}

/// "0100007F:1F90", or 32 digits before the colon.
bool read_endpoint(std::string_view text, Endpoint& out) {
    const auto colon = text.find(':');
    const bool four = colon == word_digits;
    if (!four && colon != 4 * word_digits) return false;
    if (four) out.address[10] = out.address[11] = 0xFF;
    const std::size_t words = four ? 1 : 4;
    for (std::size_t i = 0; i < words; ++i) {
        std::uint8_t* const into = out.address.data() + (four ? 12 : 4 * i);
        if (!read_address_word(text.substr(i * word_digits, word_digits), into)) return false;
    }
    return read_hex(text.substr(colon + 1), out.port);
}

/// "00000000:00000005": what waits to be sent, and to be read.
bool read_queues(std::string_view text, TcpSocket& out) {
    const auto colon = text.find(':');
    return colon != std::string_view::npos && read_hex(text.substr(0, colon), out.send_queue) &&
           read_hex(text.substr(colon + 1), out.receive_queue);
}

bool read_state(std::string_view text, TcpState& out) {
    std::uint8_t state = 0;
    if (!read_hex(text, state) || state < 1) return false;
    if (state > static_cast<std::uint8_t>(TcpState::new_syn_received)) return false;
    out = static_cast<TcpState>(state);
    return true;
}

}  // namespace

bool parse_proc_net_socket(std::string_view line, TcpSocket& out) {
    take_word(line);  // position
    const std::string_view local = take_word(line);
    const std::string_view remote = take_word(line);
    const std::string_view state = take_word(line);
    return read_endpoint(local, out.local) && read_endpoint(remote, out.remote) &&
           read_state(state, out.state) && read_queues(take_word(line), out);
}

Result<bool> parse_proc_net_tcp(std::string_view text, std::size_t sockets_max,
                                std::vector<TcpSocket>& out) {
    std::string_view line;
    if (!take_line(text, line) || line.find("local_address") == std::string_view::npos) {
        return fail(Errc::malformed, "net/tcp: no heading");
    }
    const std::size_t before = out.size();
    while (take_line(text, line)) {
        if (out.size() >= sockets_max) return true;
        TcpSocket socket;
        if (!parse_proc_net_socket(line, socket)) {
            out.resize(before);
            return fail(Errc::malformed, "net/tcp: a line is no socket");
        }
        out.push_back(socket);
    }
    return false;
}

Result<void> ProcSocketTable::read_round() {
    sockets_.clear();
    bool is_cut = false;
    const auto four = tcp_.read();
    const auto six = tcp6_.read();
    if (!four && !six) return fail(four.error());
    for (const auto* text : {&four, &six}) {
        if (!*text) continue;
        // A list that was cut ends in the middle of a line.
        const bool whole = text->value().size() < HostFs::file_bytes_max;
        const auto lines = whole ? **text : (*text)->substr(0, (*text)->rfind('\n') + 1);
        const auto more = parse_proc_net_tcp(lines, sockets_max, sockets_);
        if (!more) return fail(more.error());
        is_cut = is_cut || *more || !whole;
    }
    round_.renew(std::exchange(sockets_, {}));
    round_.is_cut = is_cut;
    round_.has_all_listening = !is_cut;
    return {};
}

Result<const SocketRound*> ProcSocketTable::read(TimePoint now) {
    if (!read_at_ || now < *read_at_ || now - *read_at_ >= round_every) {
        read_at_ = now;
        outcome_ = read_round();
    }
    if (!outcome_) return fail(outcome_.error());
    return &round_;
}

}  // namespace foreshock::collectors
