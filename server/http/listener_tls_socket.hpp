#pragma once

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include <restinio/all.hpp>
#include <restinio/tls.hpp>

/// For listener.cpp only: RESTinio's TLS socket knows no deadline for the handshake, so that who
/// connects and says nothing would keep a connection for ever.
namespace foreshock::http {

class TlsSocket : public restinio::impl::tls_socket_t {
public:
    using restinio::impl::tls_socket_t::tls_socket_t;

    static constexpr std::chrono::seconds handshake_time_max{10};

    template <class Started, class Failed>
    void shake_hands(std::shared_ptr<void> connection, Started started, Failed failed) {
        auto deadline = std::make_shared<restinio::asio_ns::steady_timer>(get_executor());
        deadline->expires_after(handshake_time_max);
        deadline->async_wait([this, connection](const restinio::asio_ns::error_code& cancelled) {
            restinio::asio_ns::error_code closed_already;
            if (!cancelled) close(closed_already);
        });
        async_handshake(restinio::asio_ns::ssl::stream_base::server,
                        [deadline, connection, started = std::move(started),
                         failed = std::move(failed)](const restinio::asio_ns::error_code& error) {
                            deadline->cancel();
                            if (error) return failed(error);
                            started();
                        });
    }
};

// What RESTinio looks up beside the socket's type.

template <class Connection, class Started, class Failed>
void prepare_connection_and_start_read(TlsSocket& socket, Connection& connection, Started started,
                                       Failed failed) {
    socket.shake_hands(connection.shared_from_this(), std::move(started), std::move(failed));
}

inline restinio::impl::tls_socket_t* make_tls_socket_pointer_for_state_listener(
    TlsSocket& socket) noexcept {
    return &socket;
}

}  // namespace foreshock::http

template <class Settings>
class restinio::socket_type_dependent_settings_t<Settings, foreshock::http::TlsSocket>
    : public restinio::socket_type_dependent_settings_t<Settings, restinio::impl::tls_socket_t> {
protected:
    ~socket_type_dependent_settings_t() = default;

public:
    socket_type_dependent_settings_t() = default;
    socket_type_dependent_settings_t(socket_type_dependent_settings_t&&) = default;
};

template <>
class restinio::impl::socket_supplier_t<foreshock::http::TlsSocket> {
protected:
    template <class Settings>
    socket_supplier_t(Settings& settings, restinio::asio_ns::io_context& loop)
        : context_(settings.giveaway_tls_context()), loop_(loop) {
        for (std::size_t i = 0; i < settings.concurrent_accepts_count(); ++i)
            sockets_.emplace_back(loop_, context_);
    }

    virtual ~socket_supplier_t() = default;

    foreshock::http::TlsSocket& socket(std::size_t index) { return sockets_.at(index); }

    auto move_socket(std::size_t index) {
        return std::exchange(sockets_.at(index), foreshock::http::TlsSocket{loop_, context_});
    }

    [[nodiscard]] auto concurrent_accept_sockets_count() const { return sockets_.size(); }

private:
    std::shared_ptr<restinio::asio_ns::ssl::context> context_;
    restinio::asio_ns::io_context& loop_;
    std::vector<foreshock::http::TlsSocket> sockets_;
};
