#include "server/notify/ticket_poll.hpp"

#include <catch2/catch.hpp>

#include "tests/support/memory_store.hpp"
#include "tests/support/memory_threads.hpp"
#include "tests/support/notices.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::test::MemoryThreads;
using std::chrono::minutes;

namespace {

/// Tickets that somebody else moves.
struct Board {
    std::map<std::string, TicketState> states;
    bool is_away = false;
    int reads = 0;
};

class FakeTickets final : public TicketSystem {
public:
    explicit FakeTickets(Board& board) : board_(board) {}

    Asked<std::optional<Ticket>> find(const std::string&, const std::stop_token&) override {
        return std::optional<Ticket>{};
    }

    Asked<Ticket> create(const std::string& label, const Notice&, const std::stop_token&) override {
        board_.states[label] = TicketState::fresh;
        return Ticket{label, TicketState::fresh, ""};
    }

    Asked<Ticket> read(const std::string& key, const std::stop_token&) override {
        ++board_.reads;
        if (board_.is_away) return tl::unexpected(Outcome{Verdict::retry, "away", std::nullopt});
        return Ticket{key, board_.states.at(key), "Ann"};
    }

    Asked<void> update(const Ticket&, const Notice&, const std::stop_token&) override { return {}; }

    Asked<bool> move(const Ticket& ticket, TicketState to, const Notice&,
                     const std::stop_token&) override {
        board_.states[ticket.key] = to;
        return true;
    }

private:
    Board& board_;
};

struct Bench {
    Board board;
    MemoryThreads threads;
    test::MemoryStore reader;
    TicketChannel channel{std::make_unique<FakeTickets>(board), std::chrono::hours{24}, threads};
    std::vector<incidents::Input> commands;
    bool takes_commands = true;
    TicketPoll poll{"ops", minutes{1}, {channel, threads, reader, [this](incidents::Input input) {
                                            if (takes_commands)
                                                commands.push_back(std::move(input));
                                            return takes_commands;
                                        }}};
    TimePoint now = test::noticed_at;
    std::string key = ticket_label("inc-00000000000000aa", 0);

    Bench() {
        incidents::Commit commit;
        commit.incidents = {test::leaking_incident()};
        REQUIRE(reader.commit(commit));
        deliver(test::sample_notice());
    }

    void deliver(const Notice& notice) {
        REQUIRE(channel.deliver(test::notice_entry(notice, "id"), now, {}).verdict ==
                Verdict::delivered);
    }

    void round() {
        now += minutes{1};
        poll.step(now, {});
    }
};

}  // namespace

TEST_CASE("ticket poll: what somebody does to a ticket is handed on, once", "[notify]") {
    Bench bench;
    bench.round();
    CHECK(bench.commands.empty());
    bench.board.states[bench.key] = TicketState::in_progress;
    bench.round();
    bench.round();
    REQUIRE(bench.commands.size() == 1);
    CHECK(std::get<incidents::Acknowledged>(bench.commands[0]).actor == "Ann (ops)");
    bench.board.states[bench.key] = TicketState::done;
    bench.round();
    bench.round();
    REQUIRE(bench.commands.size() == 2);
    CHECK(std::holds_alternative<incidents::ResolveAsked>(bench.commands[1]));
}

TEST_CASE("ticket poll: what we moved ourselves is no news", "[notify]") {
    Bench bench;
    Notice over = test::sample_notice();
    over.is_acknowledged = true;
    over.is_open = false;
    bench.deliver(over);
    CHECK(bench.board.states[bench.key] == TicketState::done);
    bench.round();
    CHECK(bench.commands.empty());
}

TEST_CASE("ticket poll: a step that is not taken is handed on again", "[notify]") {
    Bench bench;
    bench.board.states[bench.key] = TicketState::done;
    bench.takes_commands = false;
    bench.round();
    bench.takes_commands = true;
    bench.round();
    CHECK(bench.commands.size() == 1);
}

TEST_CASE("ticket poll: rounds keep their pace, and a system that is away ends one", "[notify]") {
    Bench bench;
    bench.poll.step(bench.now, {});
    const int reads = bench.board.reads;
    CHECK(bench.poll.step(bench.now + std::chrono::seconds{20}, {}) == std::chrono::seconds{40});
    CHECK(bench.board.reads == reads);
    REQUIRE(bench.threads.keep({"ops", "other", "inc-00000000000000aa", R"({"root":"x"})"}));
    bench.board.is_away = true;
    bench.round();
    CHECK(bench.board.reads == reads + 1);
}
