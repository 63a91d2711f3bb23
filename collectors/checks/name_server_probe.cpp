#include <algorithm>
#include <array>
#include <cerrno>

#include <netdb.h>
#include <poll.h>

#include "collectors/checks/connection.hpp"
#include "collectors/checks/dns_message.hpp"
#include "collectors/checks/probe.hpp"
#include "core/system_error.hpp"

namespace foreshock::collectors {
namespace {

// Some servers send more than they were asked to.
constexpr std::size_t answer_bytes_max = 4096;

// As resolvers with a short first time-out do: then the next question is asked.
constexpr Duration again_after_max = std::chrono::seconds{1};

/// A port chosen by the kernel and the time of the question make it hard enough to guess.
std::uint16_t question_id() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint16_t>(std::chrono::nanoseconds{now}.count() / 64);
}

/// What is wrong with the answer; nothing when it is one. Code 3, no such name, is an answer.
std::string judge(const DnsAnswer& answer, bool any_will_do) {
    constexpr int no_such_name = 3;
    if (any_will_do || answer.code == 0 || answer.code == no_such_name) return {};
    return describe_dns_code(answer.code);
}

/// One conversation with a name server: question after question over one socket, the next one when
/// the last was answered or has waited long enough.
class Conversation {
public:
    Conversation(const SocketAddress& server, const std::string& name, Duration timeout)
        : name_(name),
          is_root_(name == "."),
          deadline_(timeout),
          again_after_(std::min(again_after_max, timeout / 2)),
          fd_(::socket(server.family(), SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        if (!fd_.valid() || ::connect(fd_.get(), server.plain(), server.size) != 0) {
            failure_ = errno_text(errno);
        }
    }

    /// At least so many questions, and more while none is answered.
    void hold(std::size_t questions) {
        while (failure_.empty() && has_time_for_more() && asked_.size() < name_questions_max &&
               (asked_.size() < questions || !first_answer_)) {
            if (ask()) listen(again_after_, Until::newest);
        }
        if (failure_.empty() && !asked_.empty()) {
            constexpr Duration rounding{1};
            listen(patience() - asked_.back().age() + rounding, Until::all);
        }
    }

    /// Moves what was heard out of it.
    void tell(NameServerAnswer& answer, Duration timeout) {
        for (Asked& one : asked_) {
            const bool is_lost = !one.heard.is_answered && one.age() >= patience();
            const bool is_broken = !one.heard.is_answered && !failure_.empty();
            if (one.heard.is_answered || is_lost || is_broken) {
                answer.questions.push_back(std::move(one.heard));
            }
        }
        if (first_answer_) {
            answer.failure = std::move(first_answer_->failure);
            answer.addresses = std::move(first_answer_->addresses);
            answer.duration_seconds = first_answer_seconds_;
        } else {
            answer.failure =
                failure_.empty() ? "no answer in " + format_duration(timeout) : failure_;
        }
    }

private:
    enum class Until { newest, all };

    struct Asked {
        std::uint16_t id;
        NameServerQuestion heard{};
        Deadline since{Duration{0}};

        [[nodiscard]] Duration age() const { return from_seconds(since.elapsed_seconds()); }
    };

    /// A question that could hardly be answered any more would be none.
    [[nodiscard]] bool has_time_for_more() const {
        return asked_.empty() || Duration{deadline_.left_ms()} >= again_after_ / 2;
    }

    /// A server that takes its time has not lost a question.
    [[nodiscard]] Duration patience() const { return std::max(again_after_, slowest_ * 2); }

    bool ask() {
        const std::uint16_t id = question_id();
        const auto query = make_dns_query(id, name_, is_root_ ? DnsType::ns : DnsType::a);
        if (!query) {
            failure_ = query.error().what;
            return false;
        }
        asked_.push_back({id});
        if (::send(fd_.get(), query->data(), query->size(), MSG_NOSIGNAL) >= 0) return true;
        failure_ = errno_text(errno);
        return false;
    }

    [[nodiscard]] bool is_enough(Until until) const {
        const auto answered = [](const Asked& one) { return one.heard.is_answered; };
        return until == Until::newest ? answered(asked_.back())
                                      : std::all_of(asked_.begin(), asked_.end(), answered);
    }

    void listen(Duration at_most, Until until) {
        const Deadline wait{std::min(at_most, Duration{deadline_.left_ms()})};
        std::array<char, answer_bytes_max> bytes{};
        while (!is_enough(until) && await_socket(fd_.get(), POLLIN, wait)) {
            const ssize_t got = ::recv(fd_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
            if (got < 0 && errno == EAGAIN) continue;
            if (got < 0) {
                failure_ = errno_text(errno);
                return;
            }
            auto answer = parse_dns_answer({bytes.data(), static_cast<std::size_t>(got)});
            if (answer) take(*std::move(answer));
        }
    }

    /// Answers to other questions are dropped.
    void take(DnsAnswer answer) {
        const auto found = std::find_if(asked_.begin(), asked_.end(), [&](const Asked& one) {
            return one.id == answer.id && !one.heard.is_answered;
        });
        if (found == asked_.end()) return;
        slowest_ = std::max(slowest_, found->age());
        found->heard = {true, judge(answer, is_root_), std::move(answer.addresses)};
        if (first_answer_) return;
        first_answer_ = found->heard;
        first_answer_seconds_ = deadline_.elapsed_seconds();
    }

    const std::string& name_;
    bool is_root_;
    Deadline deadline_;
    Duration again_after_;
    UniqueFd fd_;
    std::string failure_;  // of the conversation: it ends
    std::vector<Asked> asked_;
    Duration slowest_{0};
    std::optional<NameServerQuestion> first_answer_;
    double first_answer_seconds_ = 0;
};

}  // namespace

NameServerAnswer ask_name_server(const NameServer& server, const std::string& name,
                                 Duration timeout, std::size_t questions) {
    NameServerAnswer answer;
    answer.server = server.address;
    const auto addresses = look_up(server.address, server.port, AI_NUMERICHOST);
    if (!addresses || addresses->empty()) {
        answer.failure = "not an address";
        return answer;
    }
    Conversation conversation{addresses->front(), name, timeout};
    conversation.hold(questions);
    conversation.tell(answer, timeout);
    return answer;
}

}  // namespace foreshock::collectors
