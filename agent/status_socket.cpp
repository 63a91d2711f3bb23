#include "agent/status_socket.hpp"

#include <asio.hpp>
#include <unistd.h>

namespace foreshock::agent {
namespace {

using Protocol = asio::local::stream_protocol;

constexpr std::size_t answer_bytes_max = 16 << 20;
constexpr auto patience = std::chrono::seconds{1};

}  // namespace

struct StatusSocket::Listener {
    /// One who asks. Lives as long as something is under way for it.
    struct Visitor {
        explicit Visitor(Protocol::socket peer)
            : socket(std::move(peer)), timer(socket.get_executor()) {}

        Protocol::socket socket;
        asio::steady_timer timer;
        std::string request;
        std::string answer;
    };

    Listener(asio::io_context& loop, const std::string& where, std::size_t bytes_max, Answer how)
        : acceptor(loop), path(where), request_bytes_max(bytes_max), answer_to(std::move(how)) {
        ::unlink(path.c_str());
        asio::error_code failed;
        acceptor.open(Protocol{}, failed);
        if (!failed) acceptor.bind(Protocol::endpoint{path}, failed);
        if (!failed) acceptor.listen(4, failed);
        if (failed) {
            error = path + ": " + failed.message();
        } else {
            accept();
        }
    }

    ~Listener() { ::unlink(path.c_str()); }

    void accept() {
        acceptor.async_accept([this](asio::error_code failed, Protocol::socket peer) {
            if (failed == asio::error::operation_aborted) return;
            if (!failed) listen_to(std::make_shared<Visitor>(std::move(peer)));
            accept();
        });
    }

    void listen_to(const std::shared_ptr<Visitor>& visitor) {
        visitor->timer.expires_after(patience);
        visitor->timer.async_wait([visitor](asio::error_code cancelled) {
            asio::error_code ignored;
            if (!cancelled) visitor->socket.cancel(ignored);
        });
        // One byte more than allowed, so that the end is seen where the request may be.
        auto into = asio::dynamic_buffer(visitor->request, request_bytes_max + 1);
        asio::async_read(
            visitor->socket, into, [this, visitor](asio::error_code ended, std::size_t) {
                visitor->timer.cancel();
                const bool is_silent =
                    ended == asio::error::operation_aborted && visitor->request.empty();
                if (ended == asio::error::eof || is_silent) answer(visitor);
            });
    }

    void answer(const std::shared_ptr<Visitor>& visitor) {
        visitor->answer = answer_to(std::exchange(visitor->request, {}));
        asio::async_write(visitor->socket, asio::buffer(visitor->answer),
                          [visitor](asio::error_code, std::size_t) {});
    }

    Protocol::acceptor acceptor;
    std::string path;
    std::size_t request_bytes_max;
    Answer answer_to;
    std::string error;
};

StatusSocket::StatusSocket(asio::io_context& loop, const std::string& path,
                           std::size_t request_bytes_max, Answer answer)
    : listener_(std::make_unique<Listener>(loop, path, request_bytes_max, std::move(answer))) {}

StatusSocket::~StatusSocket() = default;

const std::string& StatusSocket::error() const {
    return listener_->error;
}

Result<std::string> ask_status(const std::string& path) {
    return ask(path, "");
}

Result<std::string> ask(const std::string& path, std::string_view request) {
    asio::io_context loop;
    Protocol::socket socket{loop};
    asio::error_code failed;
    socket.connect(Protocol::endpoint{path}, failed);
    if (failed) return fail(Errc::unavailable, path + ": " + failed.message());
    asio::write(socket, asio::buffer(request.data(), request.size()), failed);
    if (!failed) socket.shutdown(Protocol::socket::shutdown_send, failed);
    if (failed) return fail(Errc::unreadable, path + ": " + failed.message());
    std::string text;
    asio::read(socket, asio::dynamic_buffer(text, answer_bytes_max), failed);
    if (failed != asio::error::eof) return fail(Errc::unreadable, path + ": " + failed.message());
    return text;
}

}  // namespace foreshock::agent
