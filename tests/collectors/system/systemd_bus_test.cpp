#include "collectors/system/systemd_bus.hpp"

#include <cstring>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <systemd/sd-bus.h>

namespace foreshock::collectors {
namespace {

constexpr const char* manager = "org.freedesktop.systemd1.Manager";

int append_units(sd_bus_message* reply) {
    ::sd_bus_message_open_container(reply, 'a', "(ssssssouso)");
    ::sd_bus_message_append(reply, "(ssssssouso)", "nginx.service", "A web server", "loaded",
                            "active", "running", "", "/org/freedesktop/systemd1/unit/nginx", 0U, "",
                            "/");
    ::sd_bus_message_append(reply, "(ssssssouso)", "shop.service", "", "loaded", "failed", "failed",
                            "", "/org/freedesktop/systemd1/unit/shop", 0U, "", "/");
    return ::sd_bus_message_close_container(reply);
}

int append_jobs(sd_bus_message* reply) {
    ::sd_bus_message_open_container(reply, 'a', "(usssoo)");
    ::sd_bus_message_append(reply, "(usssoo)", 7U, "shop.service", "start", "waiting", "/job/7",
                            "/unit/shop");
    return ::sd_bus_message_close_container(reply);
}

int append_property(sd_bus_message* reply, const std::string& name) {
    if (name == "SystemState") return ::sd_bus_message_append(reply, "v", "s", "degraded");
    if (name == "NRestarts") return ::sd_bus_message_append(reply, "v", "u", 4U);
    if (name == "Accept") return ::sd_bus_message_append(reply, "v", "b", 1);
    if (name == "LastTriggerUSec") {
        return ::sd_bus_message_append(reply, "v", "t", std::uint64_t{1'790'000'000'000'000});
    }
    return -ENXIO;
}

/// Plays systemd to one question.
int answer(sd_bus_message* question, void*, sd_bus_error*) {
    sd_bus_message* reply = nullptr;
    if (::sd_bus_message_new_method_return(question, &reply) < 0) return 0;
    int outcome = -ENXIO;
    if (::sd_bus_message_is_method_call(question, manager, "ListUnits") > 0) {
        outcome = append_units(reply);
    } else if (::sd_bus_message_is_method_call(question, manager, "ListJobs") > 0) {
        outcome = append_jobs(reply);
    } else {
        const char* interface = nullptr;
        const char* property = nullptr;
        ::sd_bus_message_read(question, "ss", &interface, &property);
        outcome = append_property(reply, property ? property : "");
    }
    if (outcome >= 0) {
        ::sd_bus_send(nullptr, reply, nullptr);
    } else {
        ::sd_bus_reply_method_errnof(question, -outcome, "no such thing");
    }
    ::sd_bus_message_unref(reply);
    return 1;
}

/// systemd at the other end of a socket, in a thread of its own.
class PlayedSystemd {
public:
    PlayedSystemd() {
        int ends[2] = {-1, -1};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        ours = UniqueFd{ends[0]};
        thread_ = std::thread{[fd = ends[1]] { serve(fd); }};
    }

    ~PlayedSystemd() { thread_.join(); }

    PlayedSystemd(const PlayedSystemd&) = delete;
    PlayedSystemd& operator=(const PlayedSystemd&) = delete;

    UniqueFd ours;

private:
    static void serve(int fd) {
        sd_bus* bus = nullptr;
        ::sd_bus_new(&bus);
        ::sd_bus_set_fd(bus, fd, fd);
        ::sd_bus_set_server(bus, 1, {});
        ::sd_bus_set_anonymous(bus, 1);
        ::sd_bus_add_filter(bus, nullptr, answer, nullptr);
        if (::sd_bus_start(bus) >= 0) {
            int done = 0;
            while ((done = ::sd_bus_process(bus, nullptr)) >= 0) {
                if (done == 0 && ::sd_bus_wait(bus, 5'000'000) < 0) break;
            }
        }
        ::sd_bus_close_unref(bus);
    }

    std::thread thread_;
};

TEST_CASE("systemd bus: units, jobs and properties come as they were sent", "[collectors][units]") {
    PlayedSystemd systemd;
    auto bus = open_unit_bus(systemd.ours);
    systemd.ours.reset();
    REQUIRE(bus);
    const auto units = (*bus)->list_units();
    REQUIRE(units);
    REQUIRE(units->size() == 2);
    CHECK((*units)[0].name == "nginx.service");
    CHECK((*units)[0].active_state == "active");
    CHECK((*units)[0].sub_state == "running");
    CHECK((*units)[0].path == "/org/freedesktop/systemd1/unit/nginx");
    CHECK((*units)[1].active_state == "failed");
    const auto jobs = (*bus)->list_jobs();
    REQUIRE(jobs);
    REQUIRE(jobs->size() == 1);
    CHECK((*jobs)[0].id == 7);
    CHECK((*jobs)[0].unit == "shop.service");
    CHECK((*jobs)[0].state == "waiting");
    CHECK(*(*bus)->text("/org/freedesktop/systemd1", "Manager", "SystemState") == "degraded");
    CHECK(*(*bus)->number("/a", "Service", "NRestarts") == 4);
    CHECK(*(*bus)->number("/a", "Socket", "Accept") == 1);
    CHECK(*(*bus)->number("/a", "Timer", "LastTriggerUSec") == 1'790'000'000'000'000);
}

TEST_CASE("systemd bus: what a unit does not have is no data, a text is no number",
          "[collectors][units]") {
    PlayedSystemd systemd;
    auto bus = open_unit_bus(systemd.ours);
    systemd.ours.reset();
    REQUIRE(bus);
    CHECK((*bus)->number("/a", "Service", "Nothing").error().code == Errc::no_data);
    CHECK((*bus)->text("/a", "Unit", "Nothing").error().code == Errc::no_data);
    CHECK((*bus)->number("/a", "Manager", "SystemState").error().code == Errc::malformed);
    CHECK((*bus)->list_units());
}

TEST_CASE("systemd bus: a peer that is gone is unavailable", "[collectors][units]") {
    int ends[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    UniqueFd theirs{ends[1]};
    auto bus = open_unit_bus(UniqueFd{ends[0]});
    theirs.reset();
    const auto code = bus ? (*bus)->list_units().error().code : bus.error().code;
    CHECK(code == Errc::unavailable);
}

}  // namespace
}  // namespace foreshock::collectors
