#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace foreshock::http {

/// Who may have how many connections at a time, so that nobody takes all of them. Addresses are
/// counted as they are, those of IPv6 by their first 64 bits: who has one of these has them all.
/// Safe from any thread: whoever lets go of a request last may be the one that ends a connection.
class ConnectionPlaces : public std::enable_shared_from_this<ConnectionPlaces> {
public:
    struct Bounds {
        std::size_t all = 2048;
        std::size_t per_address = 256;
        std::vector<std::string> uncounted{};  ///< addresses of proxies: many people are behind one
    };

    /// A connection's own, given back when it goes.
    class Place {
    public:
        Place(Place&&) = default;
        Place& operator=(Place&&) = delete;

        ~Place() {
            if (places_) places_->give_back(address_);
        }

    private:
        friend class ConnectionPlaces;

        Place(std::shared_ptr<ConnectionPlaces> places, std::string address)
            : places_(std::move(places)), address_(std::move(address)) {}

        std::shared_ptr<ConnectionPlaces> places_;  // empty once moved from
        std::string address_;                       // empty: of a proxy
    };

    explicit ConnectionPlaces(Bounds bounds) : bounds_(std::move(bounds)) {}

    /// Is there any place left?
    [[nodiscard]] bool has_room() const { return taken_ < bounds_.all; }

    /// Calls `go_on` once, when a place is given back, on the thread that does so; another call
    /// replaces the one before.
    void when_room(std::function<void()> go_on);

    /// A place for who comes from there ("192.0.2.1", "2001:db8::1"); nothing at either bound,
    /// which is counted. Only for one that std::make_shared made.
    std::optional<Place> take(const std::string& address);

    [[nodiscard]] std::size_t taken() const { return taken_; }

    /// Connections that were refused at `per_address`.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

    /// Words about those that were refused since the last call, for the log; empty: none was.
    std::string complaint();

private:
    void give_back(const std::string& address);

    const Bounds bounds_;
    std::mutex mutex_;  // of what follows, up to the counts
    std::map<std::string, std::size_t, std::less<>> by_address_;  // at most bounds_.all entries
    std::function<void()> go_on_;
    std::string last_refused_;
    std::uint64_t complained_ = 0;
    std::atomic<std::size_t> taken_ = 0;
    std::atomic<std::uint64_t> refused_ = 0;
};

}  // namespace foreshock::http
