// The agents of a storm. `enrol DATABASE HOSTS` makes them known to a server that is not running;
// `hello|raise|clear PORT HOSTS PER_HOST PID` sends one report of each over its real intake, many
// connections in step, and prints how many symptoms were acked, the CPU seconds that the process
// PID spent meanwhile, the seconds that passed, and how many reports were refused.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.hpp"
#include "core/number.hpp"
#include "server/http/token.hpp"
#include "server/store/sqlite_store.hpp"
#include "wire/report.hpp"

using namespace foreshock;

namespace {

constexpr int connections = 256;

int number_of(std::string_view text) {
    return static_cast<int>(parse_int(text).value_or(0));
}

std::string host_name(int host) {
    return "host-" + std::to_string(100000 + host).substr(1);
}

std::string token_of(int host) {
    return "storm-token-" + std::to_string(host);
}

int enrol(const std::string& database, int hosts) {
    const auto store = store::open_sqlite_store(database);
    if (!store) return 1;
    for (int host = 0; host < hosts; ++host) {
        const auto put = (*store)->agents().put(host_name(host), http::sha256_hex(token_of(host)));
        if (!put) return 1;
    }
    return 0;
}

// A switch fails, and all that needs the network fails with it.
Symptom symptom_of(int host, int fault, SymptomStatus status, TimePoint at) {
    static const std::vector<std::string> kinds{"network.interface.down", "network.dns.unreachable",
                                                "time.sync.lost", "storage.nfs.stuck",
                                                "service.check.failed"};
    Symptom symptom;
    symptom.kind = kinds[static_cast<std::size_t>(fault) % kinds.size()];
    symptom.id = host_name(host) + "/" + std::to_string(fault);
    symptom.category = "network";
    symptom.subcategory = "link";
    symptom.subject = {host_name(host), "interface eth" + std::to_string(fault)};
    symptom.phase = Phase::occurring;
    symptom.status = status;
    symptom.first_sign = symptom.onset = symptom.observed_at = at;
    symptom.evidence = {{"network.interface.carrier", Labels{{"interface", "eth0"}}, 0, 1,
                         std::chrono::seconds{10}, "carrier is gone"}};
    symptom.reason = "state_entered";
    symptom.sentence = "eth0 on " + host_name(host) + " has no carrier";
    if (fault == 0) symptom.leads_to.assign(kinds.begin() + 1, kinds.end());
    return symptom;
}

wire::Report report_of(int host, const std::string& what, int per_host) {
    wire::Report report;
    report.agent_id = report.host_name = host_name(host);
    report.run_id = "run-" + std::to_string(host);
    report.boot_id = "boot-" + std::to_string(host);
    report.sequence = what == "hello" ? 1 : what == "raise" ? 2 : 3;
    report.sent_at = SystemClock{}.now();
    report.interval = std::chrono::seconds{10};
    if (what == "hello") {
        report.facts = {{"kernel", "6.1.0-13-amd64"},
                        {"label.dc", "dc" + std::to_string(host % 4)},
                        {"label.rack", "r" + std::to_string(host / 40)},
                        {"os", "Debian GNU/Linux 12 (bookworm)"}};
        return report;
    }
    const auto status = what == "raise" ? SymptomStatus::raised : SymptomStatus::cleared;
    for (int fault = 0; fault < per_host; ++fault)
        report.symptoms.push_back(symptom_of(host, fault, status, report.sent_at));
    return report;
}

std::string request_of(int host, const std::string& what, int per_host) {
    const std::string body = wire::encode(report_of(host, what, per_host));
    return "POST /api/v1/agent/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
           token_of(host) + "\r\nContent-Type: application/x-foreshock-report\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

int connect_to(int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // The sockets interface takes every family's address by this cast.
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    return socket;
}

void write_whole(int socket, const std::string& text) {
    std::size_t done = 0;
    while (done < text.size()) {
        const auto written = ::write(socket, text.data() + done, text.size() - done);
        if (written <= 0) std::exit(1);
        done += static_cast<std::size_t>(written);
    }
}

// Answers to reports are short: their head and body come whole, sooner or later.
bool is_acked(int socket) {
    std::string answer;
    char buffer[4096];
    std::size_t whole = std::string::npos;
    while (whole == std::string::npos || answer.size() < whole) {
        const auto got = ::read(socket, buffer, sizeof buffer);
        if (got <= 0) return false;
        answer.append(buffer, static_cast<std::size_t>(got));
        const std::size_t head = answer.find("\r\n\r\n");
        const std::size_t length = answer.find("Content-Length: ");
        if (head == std::string::npos || length == std::string::npos) continue;
        whole = head + 4 +
                static_cast<std::size_t>(number_of(std::string_view{answer}.substr(
                    length + 16, answer.find('\r', length) - length - 16)));
    }
    const bool is_good = answer.compare(9, 3, "200") == 0;
    if (!is_good) std::fprintf(stderr, "%s\n", answer.c_str());
    return is_good;
}

double cpu_seconds(int pid) {
    clockid_t clock{};
    timespec spent{};
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &spent) != 0) std::exit(1);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

int send_all(const std::string& what, int port, int hosts, int per_host, int pid) {
    std::vector<int> sockets;
    for (int i = 0; i < connections; ++i)
        sockets.push_back(connect_to(port));
    const double cpu = cpu_seconds(pid);
    const auto began = std::chrono::steady_clock::now();
    int refused = 0;
    for (int first = 0; first < hosts; first += connections) {
        const int end = std::min(hosts, first + connections);
        for (int host = first; host < end; ++host)
            write_whole(sockets[static_cast<std::size_t>(host - first)],
                        request_of(host, what, per_host));
        for (int host = first; host < end; ++host)
            refused += is_acked(sockets[static_cast<std::size_t>(host - first)]) ? 0 : 1;
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
    std::printf("%d %.4f %.3f %d\n", (hosts - refused) * per_host, cpu_seconds(pid) - cpu,
                wall.count(), refused);
    for (const int socket : sockets)
        ::close(socket);
    return refused == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    const std::string what = count > 1 ? words[1] : "";
    if (what == "enrol" && count == 4) return enrol(words[2], number_of(words[3]));
    if (count == 6) {
        return send_all(what, number_of(words[2]), number_of(words[3]), number_of(words[4]),
                        number_of(words[5]));
    }
    std::fprintf(stderr,
                 "storm_reports enrol DATABASE HOSTS | hello|raise|clear PORT HOSTS "
                 "PER_HOST PID\n");
    return 2;
}
