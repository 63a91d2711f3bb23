#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

// Asio stays in the .cpp files: its io_context is only named here.
namespace asio {
class io_context;
}

namespace foreshock::agent {

/// STATE/status.sock: whoever may open it and connects gets an answer to what was sent before the
/// end of the stream. Who says nothing for a second gets the answer to an empty request.
class StatusSocket {
public:
    using Answer = std::function<std::string(std::string_view request)>;

    /// A longer request than `request_bytes_max` gets no answer.
    StatusSocket(asio::io_context& loop, const std::string& path, std::size_t request_bytes_max,
                 Answer answer);
    ~StatusSocket();

    /// Empty when it listens; otherwise why not.
    [[nodiscard]] const std::string& error() const;

private:
    struct Listener;
    std::unique_ptr<Listener> listener_;
};

/// Asks the running agent. unavailable when none listens there.
Result<std::string> ask(const std::string& path, std::string_view request);

/// What a person wants to know: an empty request.
Result<std::string> ask_status(const std::string& path);

}  // namespace foreshock::agent
