#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/result.hpp"

// Asio stays in the .cpp files: its io_context is only named here.
namespace asio {
class io_context;
}

namespace foreshock::agent {

/// STATE/status.sock: whoever may open it and connects gets the agent's status as text.
class StatusSocket {
public:
    StatusSocket(asio::io_context& loop, const std::string& path,
                 std::function<std::string()> status);
    ~StatusSocket();

    /// Empty when it listens; otherwise why not.
    [[nodiscard]] const std::string& error() const;

private:
    struct Listener;
    std::unique_ptr<Listener> listener_;
};

/// Asks the running agent. unavailable when none listens there.
Result<std::string> ask_status(const std::string& path);

}  // namespace foreshock::agent
