#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/clock.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/route.hpp"
#include "server/oncall/ports.hpp"
#include "server/people/person.hpp"

namespace foreshock::http {

struct OncallSources {
    oncall::RotaBook& rota;
    std::function<std::shared_ptr<const people::Directory>()> directory;  ///< may give null
    const Clock& clock;
    std::string feed_secret;  ///< of which the addresses of feeds are made
};

/// Who is on call, who stands in for whom, and calendar feeds. Safe from any thread.
class OncallApi {
public:
    static constexpr std::size_t body_bytes_max = 64 << 10;
    static constexpr Duration span_unsaid = std::chrono::hours{24 * 14};
    static constexpr Duration feed_past = std::chrono::hours{24 * 14};
    static constexpr Duration feed_ahead = std::chrono::hours{24 * 120};

    explicit OncallApi(OncallSources from) : from_(std::move(from)) {}

    std::vector<Route> routes();

private:
    [[nodiscard]] Response now(const Request& request) const;
    [[nodiscard]] Response show(const Request& request, const std::string& name) const;
    [[nodiscard]] Response overrides(const Request& request) const;
    [[nodiscard]] Response add(const Request& request) const;
    [[nodiscard]] Response remove(const std::string& id) const;
    [[nodiscard]] Response feed_address(const std::string& kind, const std::string& name) const;
    [[nodiscard]] Response feed(const PathArguments& path) const;

    [[nodiscard]] Result<oncall::Override> read_override(const TextFields& fields,
                                                         const oncall::Rota& rota) const;
    [[nodiscard]] std::string feed_token(std::string_view kind, std::string_view name) const;
    [[nodiscard]] std::shared_ptr<const people::Directory> directory() const;

    OncallSources from_;
};

}  // namespace foreshock::http
