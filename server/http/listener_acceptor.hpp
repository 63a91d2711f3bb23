#pragma once

#include <chrono>
#include <memory>
#include <utility>

#include <restinio/all.hpp>

#include "server/http/connection_places.hpp"

/// For listener.cpp only: RESTinio's own acceptor loses a place for ever with each connection that
/// is gone before it is looked at, or refused, and ends when the process has no descriptor left.
namespace foreshock::http {

/// Carries the places to the acceptor below.
struct Door {
    std::shared_ptr<ConnectionPlaces> places;

    static restinio::ip_blocker::inspection_result_t inspect(
        const restinio::ip_blocker::incoming_info_t&) noexcept {
        return restinio::ip_blocker::allow();
    }
};

template <class Traits>
concept HasDoor = std::is_same_v<typename Traits::ip_blocker_t, Door>;

}  // namespace foreshock::http

template <foreshock::http::HasDoor Traits>
struct restinio::connection_count_limit_types<Traits> {
    using limiter_t = restinio::connection_count_limits::noop_connection_count_limiter_t;
    using lifetime_monitor_t = foreshock::http::ConnectionPlaces::Place;
};

template <foreshock::http::HasDoor Traits>
class restinio::impl::acceptor_t<Traits> final
    : public std::enable_shared_from_this<acceptor_t<Traits>>,
      protected restinio::impl::socket_supplier_t<typename Traits::stream_socket_t> {
    using Sockets = restinio::impl::socket_supplier_t<typename Traits::stream_socket_t>;
    using Factory = restinio::impl::connection_factory_t<Traits>;
    using Log = typename Traits::logger_t;

public:
    /// After a failure; other connections may end meanwhile and leave their descriptors.
    static constexpr std::chrono::milliseconds pause{100};

    template <class Settings>
    acceptor_t(Settings& settings, asio_ns::io_context& loop, std::shared_ptr<Factory> factory,
               Log& log)
        : Sockets(settings, loop),
          at_(get<asio_ns::ip::address>(settings.address()), settings.port()),
          set_options_(settings.acceptor_options_setter()),
          acceptor_(loop),
          after_bind_(settings.giveaway_acceptor_post_bind_hook()),
          executor_(loop.get_executor()),
          timer_(loop),
          places_(settings.ip_blocker()->places),
          factory_(std::move(factory)),
          log_(log) {}

    void open() {
        acceptor_.open(at_.protocol());
        restinio::acceptor_options_t options{acceptor_};
        (*set_options_)(options);
        acceptor_.bind(at_);
        after_bind_(acceptor_);
        acceptor_.listen(asio_ns::socket_base::max_connections);
        accept_next();
    }

    void close() {
        asio_ns::error_code closed_already;
        acceptor_.close(closed_already);
        timer_.cancel();
    }

    auto& get_open_close_operations_executor() noexcept { return executor_; }

private:
    void accept_next() {
        if (!acceptor_.is_open()) return;
        if (!places_->has_room()) {
            places_->when_room([weak = this->weak_from_this(), executor = executor_] {
                asio_ns::post(executor, [weak] {
                    if (const auto self = weak.lock()) self->accept_next();
                });
            });
            return;
        }
        acceptor_.async_accept(this->socket(0).lowest_layer(),
                               [self = this->shared_from_this()](const asio_ns::error_code& error) {
                                   self->accepted(error);
                               });
    }

    void accepted(const asio_ns::error_code& error) {
        if (!acceptor_.is_open()) return;
        if (error) {
            log_.error([&error] { return "cannot accept: " + error.message(); });
            timer_.expires_after(pause);
            timer_.async_wait(
                [self = this->shared_from_this()](const asio_ns::error_code& stopped) {
                    if (!stopped) self->accept_next();
                });
            return;
        }
        restinio::utils::suppress_exceptions(log_, "accept", [this] { welcome(); });
        accept_next();
    }

    void welcome() {
        auto socket = this->move_socket(0);
        asio_ns::error_code gone;
        const auto from = socket.lowest_layer().remote_endpoint(gone);
        if (gone) return;
        auto place = places_->take(from.address().to_string());
        if (!place) return;
        factory_->create_new_connection(std::move(socket), from, std::move(*place))->init();
    }

    asio_ns::ip::tcp::endpoint at_;
    std::unique_ptr<restinio::acceptor_options_setter_t> set_options_;
    asio_ns::ip::tcp::acceptor acceptor_;
    restinio::acceptor_post_bind_hook_t after_bind_;
    restinio::default_asio_executor executor_;
    asio_ns::steady_timer timer_;
    std::shared_ptr<foreshock::http::ConnectionPlaces> places_;
    std::shared_ptr<Factory> factory_;
    Log& log_;
};
