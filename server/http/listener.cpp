#include "server/http/listener.hpp"

#include <condition_variable>
#include <ctime>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <restinio/all.hpp>

#include "server/http/event_hub.hpp"
#include "server/http/listener_acceptor.hpp"
#include "server/http/listener_tls_socket.hpp"

namespace foreshock::http {
namespace {

namespace asio = restinio::asio_ns;

/// RESTinio's log is about single connections: of use only when one fails.
class ConnectionLog {
public:
    explicit ConnectionLog(std::function<void(const std::string&)> complain)
        : complain_(std::move(complain)) {}

    template <class Text>
    void trace(Text&&) const noexcept {}

    template <class Text>
    void info(Text&&) const noexcept {}

    template <class Text>
    void warn(Text&& text) const {
        if (complain_) complain_(text());
    }

    template <class Text>
    void error(Text&& text) const {
        if (complain_) complain_(text());
    }

private:
    std::function<void(const std::string&)> complain_;
};

using Handler = std::function<restinio::request_handling_status_t(restinio::request_handle_t)>;

struct Traits : restinio::default_single_thread_traits_t {
    using timer_manager_t = restinio::asio_timer_manager_t;
    using logger_t = ConnectionLog;
    using request_handler_t = Handler;
    using ip_blocker_t = Door;
};

using Certificate = std::shared_ptr<const certificates::ClientCertificate>;

/// What each open connection showed in its handshake. For the loop's thread.
class ClientCertificates {
public:
    void state_changed(const restinio::connection_state::notice_t& notice) noexcept {
        const auto cause = notice.cause();
        if (restinio::holds_alternative<restinio::connection_state::closed_t>(cause)) {
            shown_.erase(notice.connection_id());
        } else if (const auto* accepted =
                       restinio::get_if<restinio::connection_state::accepted_t>(&cause)) {
            accepted->try_inspect_tls([&](const auto& tls) {
                Certificate shown = certificates::client_certificate(tls.native_handle());
                if (shown) shown_[notice.connection_id()] = std::move(shown);
            });
        }
    }

    [[nodiscard]] Certificate of(restinio::connection_id_t connection) const {
        const auto found = shown_.find(connection);
        return found == shown_.end() ? nullptr : found->second;
    }

private:
    std::map<restinio::connection_id_t, Certificate> shown_;
};

struct TlsTraits : Traits {
    using stream_socket_t = TlsSocket;
    using connection_state_listener_t = ClientCertificates;
};

/// RESTinio's server is another type for TLS.
class AnyServer {
public:
    virtual ~AnyServer() = default;
    virtual void close() = 0;
};

template <class TraitsOfIt>
class ServerOf final : public AnyServer {
public:
    ServerOf(asio::io_context& loop, restinio::server_settings_t<TraitsOfIt> settings)
        : server_(restinio::external_io_context(loop), std::move(settings)) {
        server_.open_sync();
    }

    void close() override { server_.close_sync(); }

private:
    restinio::http_server_t<TraitsOfIt> server_;
};

using StreamBuilder = restinio::response_builder_t<restinio::chunked_output_t>;

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

Request to_request(const restinio::request_t& from) {
    Request request;
    request.method = from.header().method().c_str();
    const std::string& target = from.header().request_target();
    const std::string_view whole = std::string_view{target}.substr(0, target.find('#'));
    const std::size_t question = whole.find('?');
    request.path = whole.substr(0, question);
    if (question != std::string_view::npos) request.query_text = whole.substr(question + 1);
    from.header().for_each_field([&](const restinio::http_header_field_t& field) {
        request.fields.emplace_back(lower(field.name()), field.value());
    });
    request.body = from.body();
    request.peer = from.remote_endpoint().address().to_string();
    request.peer_port = from.remote_endpoint().port();
    return request;
}

restinio::http_status_line_t status_line(int status) {
    return {restinio::http_status_code_t{static_cast<std::uint16_t>(status)},
            std::string{reason_phrase(status)}};
}

/// The field Date, put into words once a second. For the loop's thread.
class DateWords {
public:
    const std::string& now() {
        const std::time_t second = std::time(nullptr);
        if (second != second_) words_ = restinio::make_date_field_value(second);
        second_ = second;
        return words_;
    }

private:
    std::time_t second_ = 0;
    std::string words_;
};

template <class Builder>
void add_fields(Builder& builder, Response& response, const std::string& date) {
    for (auto& [name, value] : response.fields)
        builder.append_header(std::move(name), std::move(value));
    builder.append_header(restinio::http_field_t::date, date);
}

/// Requests from their arrival until their answer is written or given up.
class RequestsUnderWay {
public:
    void begin() {
        const std::lock_guard lock{mutex_};
        ++count_;
    }

    void end() {
        const std::lock_guard lock{mutex_};
        --count_;
        none_left_.notify_all();
    }

    bool wait_for_none(std::chrono::milliseconds patience) {
        std::unique_lock lock{mutex_};
        return none_left_.wait_for(lock, patience, [this] { return count_ == 0; });
    }

private:
    std::mutex mutex_;
    std::condition_variable none_left_;
    std::size_t count_ = 0;
};

/// Counts one request for as long as anything still holds it.
class UnderWay {
public:
    explicit UnderWay(std::shared_ptr<RequestsUnderWay> all) : all_(std::move(all)) {
        all_->begin();
    }

    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

    ~UnderWay() { all_->end(); }

private:
    std::shared_ptr<RequestsUnderWay> all_;  // outlives the listener if an answer does
};

using Ticket = std::shared_ptr<UnderWay>;

/// Connections live in the handlers that wait in the loop, and count themselves out with the
/// server when they go: so the handlers must go first, then the server, then the loop.
class Loop : public asio::io_context {
public:
    Loop() : asio::io_context(1) {}

    void drop_handlers() { shutdown(); }
};

class StreamWriter;
using OpenStreams = std::set<std::shared_ptr<StreamWriter>>;

}  // namespace

struct Listener::State {
    State(ListenerSettings with, Callbacks to)
        : settings(std::move(with)), callbacks(std::move(to)), heartbeat_timer(loop) {}

    Result<void> open();
    Result<void> open_at(const asio::ip::address& address);
    template <class TraitsOfIt>
    restinio::server_settings_t<TraitsOfIt> settings_for(const asio::ip::address& address);
    Result<void> set_up_tls();
    void run();
    void schedule_heartbeat();
    restinio::request_handling_status_t accept(const restinio::request_handle_t& handle);
    void answer(const restinio::request_handle_t& handle, Response& response, const Ticket& ticket);
    void answer_stream(const restinio::request_handle_t& handle, Response& response, Ticket ticket);

    ListenerSettings settings;
    Callbacks callbacks;
    Loop loop;
    asio::steady_timer heartbeat_timer;
    OpenStreams streams;
    std::shared_ptr<asio::ssl::context> tls;
    std::shared_ptr<ClientCertificates> clients = std::make_shared<ClientCertificates>();
    std::unique_ptr<AnyServer> server;
    std::uint16_t port = 0;
    DateWords date;
    std::thread thread;

    std::shared_ptr<RequestsUnderWay> under_way = std::make_shared<RequestsUnderWay>();
};

namespace {

/// An event stream, among the open ones until the peer or the source ends. Everything but the
/// call of `on_ready` runs on the loop's thread.
class StreamWriter : public std::enable_shared_from_this<StreamWriter> {
public:
    StreamWriter(asio::io_context& loop, OpenStreams& open_streams,
                 std::shared_ptr<EventStream> stream, StreamBuilder builder, Ticket ticket)
        : loop_(loop),
          open_streams_(open_streams),
          stream_(std::move(stream)),
          builder_(std::move(builder)),
          ticket_(std::move(ticket)) {}

    void start() {
        builder_.flush();
        // The stream must not keep its own reader alive, else nobody would notice its leaving.
        stream_->on_ready([weak = weak_from_this(), &loop = loop_] {
            asio::post(loop, [weak] {
                if (const auto writer = weak.lock()) writer->pump();
            });
        });
        open_streams_.insert(shared_from_this());
        pump();
    }

private:
    void pump() {
        if (writing_ || !open_streams_.contains(shared_from_this())) return;
        if (stream_->ended()) return close();
        std::string text = stream_->take();
        if (text.empty()) return;
        writing_ = true;
        builder_.append_chunk(std::move(text));
        builder_.flush([self = shared_from_this()](const asio::error_code& error) {
            self->writing_ = false;
            if (error) return self->forget();
            self->pump();
        });
    }

    void close() {
        // Under way until its last chunk is written: a stop must not cut that off.
        builder_.done([ticket = ticket_](const asio::error_code&) {});
        forget();
    }

    void forget() { open_streams_.erase(shared_from_this()); }

    asio::io_context& loop_;
    OpenStreams& open_streams_;
    std::shared_ptr<EventStream> stream_;
    StreamBuilder builder_;
    Ticket ticket_;
    bool writing_ = false;
};

}  // namespace

template <class TraitsOfIt>
restinio::server_settings_t<TraitsOfIt> Listener::State::settings_for(
    const asio::ip::address& address) {
    restinio::server_settings_t<TraitsOfIt> with;
    with.address(address)
        .port(settings.port)
        .protocol(address.is_v6() ? asio::ip::tcp::v6() : asio::ip::tcp::v4())
        .logger(callbacks.complain)
        .ip_blocker(std::make_shared<Door>(Door{settings.places}))
        .read_next_http_message_timelimit(settings.request_time_max)
        .handle_request_timeout(settings.answer_time_max)
        .write_http_response_timelimit(settings.write_time_max)
        .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                      .max_url_size(8 << 10)
                                      .max_field_name_size(256)
                                      .max_field_value_size(8 << 10)
                                      .max_field_count(64)
                                      .max_body_size(settings.body_bytes_max))
        .acceptor_post_bind_hook(
            [this](asio::ip::tcp::acceptor& acceptor) { port = acceptor.local_endpoint().port(); })
        .request_handler(
            [this](const restinio::request_handle_t& handle) { return accept(handle); });
    return with;
}

Result<void> Listener::State::set_up_tls() {
    tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    return certificates::set_up(tls->native_handle(), *settings.tls);
}

Result<void> Listener::State::open() {
    asio::error_code bad_address;
    const asio::ip::address address = asio::ip::make_address(settings.address, bad_address);
    if (bad_address) {
        return fail(Errc::invalid, "'" + settings.address + "' is no IP address to listen on");
    }
    if (settings.tls) {
        if (auto done = set_up_tls(); !done) return done;
    }
    return open_at(address);
}

Result<void> Listener::State::open_at(const asio::ip::address& address) {
    try {
        if (!tls) {
            server = std::make_unique<ServerOf<Traits>>(loop, settings_for<Traits>(address));
            return {};
        }
        auto with = settings_for<TlsTraits>(address);
        with.tls_context(tls).connection_state_listener(clients);
        server = std::make_unique<ServerOf<TlsTraits>>(loop, std::move(with));
    } catch (const std::exception& fault) {
        return fail(Errc::unavailable, "cannot listen on " + settings.address + ":" +
                                           std::to_string(settings.port) + ": " + fault.what());
    }
    return {};
}

void Listener::State::run() {
    while (!loop.stopped()) {
        try {
            loop.run();
        } catch (const std::exception& fault) {
            if (callbacks.complain) callbacks.complain(fault.what());
        }
    }
}

void Listener::State::schedule_heartbeat() {
    heartbeat_timer.expires_after(settings.heartbeat_every);
    heartbeat_timer.async_wait([this](const asio::error_code& error) {
        if (error) return;
        const std::string refused = settings.places->complaint();
        if (!refused.empty() && callbacks.warn) callbacks.warn(refused);
        if (callbacks.heartbeat) callbacks.heartbeat();
        schedule_heartbeat();
    });
}

restinio::request_handling_status_t Listener::State::accept(
    const restinio::request_handle_t& handle) {
    const Ticket ticket = std::make_shared<UnderWay>(under_way);
    Request request = to_request(*handle);
    request.over_tls = tls != nullptr;
    request.certificate = clients->of(handle->connection_id());
    callbacks.serve(std::move(request), [this, handle, ticket](Response response) {
        asio::post(loop, [this, handle, ticket, response = std::move(response)]() mutable {
            try {
                answer(handle, response, ticket);
            } catch (const std::exception& fault) {
                // The connection is gone, or was answered already: nothing is left to tell it.
                if (callbacks.complain) callbacks.complain(fault.what());
            }
        });
    });
    return restinio::request_accepted();
}

void Listener::State::answer(const restinio::request_handle_t& handle, Response& response,
                             const Ticket& ticket) {
    if (response.stream) return answer_stream(handle, response, ticket);
    const bool bodyless = handle->header().method() == restinio::http_method_head() ||
                          response.status == 304 || response.status == 204;
    auto builder =
        handle->create_response<restinio::user_controlled_output_t>(status_line(response.status));
    add_fields(builder, response, date.now());
    builder.set_content_length(response.content().size());
    if (!bodyless && !response.fixed_body.empty()) {
        builder.set_body(
            restinio::const_buffer(response.fixed_body.data(), response.fixed_body.size()));
    } else if (!bodyless) {
        builder.set_body(std::move(response.body));
    }
    builder.done([ticket](const asio::error_code&) {});
}

void Listener::State::answer_stream(const restinio::request_handle_t& handle, Response& response,
                                    Ticket ticket) {
    auto builder =
        handle->create_response<restinio::chunked_output_t>(status_line(response.status));
    builder.connection_close();
    add_fields(builder, response, date.now());
    std::make_shared<StreamWriter>(loop, streams, response.stream, std::move(builder),
                                   std::move(ticket))
        ->start();
}

Result<std::unique_ptr<Listener>> Listener::start(ListenerSettings settings, Callbacks callbacks) {
    auto state = std::make_unique<State>(std::move(settings), std::move(callbacks));
    const Result<void> opened = state->open();
    if (!opened) return fail(opened.error());
    state->schedule_heartbeat();
    state->thread = std::thread{[&state = *state] { state.run(); }};
    return std::unique_ptr<Listener>{new Listener{std::move(state)}};
}

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}

Listener::~Listener() {
    state_->loop.stop();
    state_->thread.join();
    state_->streams.clear();
    state_->loop.drop_handlers();
}

std::uint16_t Listener::port() const {
    return state_->port;
}

void Listener::show(certificates::TlsIdentity identity) {
    if (!state_->tls) return;
    asio::post(state_->loop, [state = state_.get(), identity = std::move(identity)] {
        const auto shown = certificates::replace_identity(state->tls->native_handle(), identity);
        if (!shown && state->callbacks.complain) state->callbacks.complain(shown.error().what);
    });
}

void Listener::stop_accepting() {
    asio::post(state_->loop, [server = state_->server.get()] {
        restinio::utils::suppress_exceptions_quietly([server] { server->close(); });
    });
}

bool Listener::drain(std::chrono::milliseconds patience) {
    return state_->under_way->wait_for_none(patience);
}

}  // namespace foreshock::http
