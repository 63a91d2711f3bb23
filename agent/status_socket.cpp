#include "agent/status_socket.hpp"

#include <asio.hpp>
#include <unistd.h>

namespace foreshock::agent {
namespace {

using Protocol = asio::local::stream_protocol;

constexpr std::size_t status_bytes_max = 1 << 20;

}  // namespace

struct StatusSocket::Listener {
    Listener(asio::io_context& loop, const std::string& where,
             std::function<std::string()> tell_status)
        : acceptor(loop), path(where), status(std::move(tell_status)) {
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
            if (!failed) answer(std::move(peer));
            accept();
        });
    }

    void answer(Protocol::socket peer) {
        auto connection = std::make_shared<Protocol::socket>(std::move(peer));
        auto text = std::make_shared<std::string>(status());
        asio::async_write(*connection, asio::buffer(*text),
                          [connection, text](asio::error_code, std::size_t) {});
    }

    Protocol::acceptor acceptor;
    std::string path;
    std::function<std::string()> status;
    std::string error;
};

StatusSocket::StatusSocket(asio::io_context& loop, const std::string& path,
                           std::function<std::string()> status)
    : listener_(std::make_unique<Listener>(loop, path, std::move(status))) {}

StatusSocket::~StatusSocket() = default;

const std::string& StatusSocket::error() const {
    return listener_->error;
}

Result<std::string> ask_status(const std::string& path) {
    asio::io_context loop;
    Protocol::socket socket{loop};
    asio::error_code failed;
    socket.connect(Protocol::endpoint{path}, failed);
    if (failed) return fail(Errc::unavailable, path + ": " + failed.message());
    std::string text;
    asio::read(socket, asio::dynamic_buffer(text, status_bytes_max), failed);
    if (failed != asio::error::eof) return fail(Errc::unreadable, path + ": " + failed.message());
    return text;
}

}  // namespace foreshock::agent
